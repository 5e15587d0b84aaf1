import { definePolicy, type Policy, type ProtectedPath, type Rule } from '../../comparison/index.ts'
import { MESH_CONTENTS, MESH_INTERACTIONS } from './interactions.ts'

/** One thing is written in three ways (NHSDigital/mesh-sandbox, views). */
const MESSAGE_IDS = ['messageID', 'messageId', 'message_id']

const IN_LINES: readonly Rule[] = [
  {
    id: 'message-ids',
    path: ['http/mex-messageid', 'http/mex-linkedmsgid'],
    why: 'each MESH gives a message an id of its own; what links to one must name it',
    does: 'id',
  },
  {
    id: 'mesh-times',
    path: 'http/mex-statustimestamp',
    why: 'when this MESH took the message in; that it is a time is looked at',
    does: 'timestamp',
  },
]

const IN_ANSWERS: readonly Rule[] = [
  {
    id: 'answered-message-ids',
    path: [...MESSAGE_IDS, 'messages', 'linkedMsgId', 'dtsId'],
    why: 'each MESH gives a message an id of its own; what links to one must name it',
    does: 'id',
  },
  {
    id: 'request-ids',
    path: ['internalID', 'internal_id', 'query_id'],
    why: 'under which id the request was logged',
    does: 'ignore',
  },
  {
    id: 'answered-times',
    path: [
      ...['uploadTimestamp', 'upload_timestamp', 'statusTimestamp', 'status_timestamp'],
      ...['downloadTimestamp', 'expiryTime', 'expiry_time', 'failureDate'],
    ],
    why: 'when this MESH took the message in or gave it out; that it is a time is looked at',
    does: 'timestamp',
  },
  {
    id: 'inbox-count',
    path: 'approx_inbox_count',
    why: 'about how many messages wait, and it says no more than about',
    does: 'ignore',
  },
  {
    id: 'next-link',
    path: ['links/next', 'links/self'],
    why: 'where the list goes on, behind a token made for this answer',
    does: 'ignore',
  },
]

const LINES = [
  'mex-from',
  'mex-to',
  'mex-workflowid',
  'mex-messagetype',
  'mex-messageid',
  'mex-linkedmsgid',
  'mex-localid',
  'mex-subject',
  'mex-filename',
  'mex-chunk-range',
  'mex-total-chunks',
  'mex-content-compressed',
  'mex-content-encrypted',
  'mex-content-checksum',
  'mex-statuscode',
  'mex-statussuccess',
  'mex-statusevent',
  'mex-statustimestamp',
]

const each = (what: string, paths: readonly string[]): ProtectedPath[] =>
  paths.map(path => ({ what, path }))

const IN_LINES_FIELDS: readonly ProtectedPath[] = [
  ...each('from whom and to whom', ['http/mex-from', 'http/mex-to']),
  ...each('what it is for', ['http/mex-workflowid']),
  ...each('how many chunks there are', ['http/mex-chunk-range', 'http/mex-total-chunks']),
  ...each('status', ['http/mex-statuscode', 'http/mex-statussuccess', 'http/mex-messagetype']),
  ...each('what was sent', ['body', 'http/mex-content-checksum']),
]

const IN_ANSWERS_FIELDS: readonly ProtectedPath[] = [
  ...each('from whom and to whom', [
    ...['sender', 'recipient', 'results/address', 'results/mailbox_id'],
  ]),
  ...each('what it is for', ['workflowId', 'workflow_id']),
  ...each('how many chunks there are', ['chunkCount', 'blockID']),
  ...each('status', [
    ...['statusCode', 'status_code', 'statusSuccess', 'status_success', 'messageType'],
  ]),
  ...each('what was sent', ['checksum', 'fileSize']),
]

/** Declares how what MESH says is compared: which messages wait, what became of one, who has a mailbox. */
export const MESH_POLICY: Policy = definePolicy({
  name: 'mesh.messages',
  interactions: MESH_INTERACTIONS.map(({ id }) => id).filter(id => !MESH_CONTENTS.includes(id)),
  rules: [...IN_LINES, ...IN_ANSWERS],
  protects: [...IN_LINES_FIELDS, ...IN_ANSWERS_FIELDS],
  headers: LINES,
})

/**
 * Declares how messages are compared that MESH hands out: the header lines say what one is, and what it holds is its
 * sender's, of which no rule speaks. ETag, Date and Last-Modified are each server's own.
 */
export const MESH_CONTENTS_POLICY: Policy = definePolicy({
  name: 'mesh.contents',
  interactions: MESH_CONTENTS,
  rules: IN_LINES,
  protects: IN_LINES_FIELDS,
  headers: LINES,
})
