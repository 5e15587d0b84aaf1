import { definePolicy, type Policy, type ProtectedPath, type Rule } from '../../comparison/index.ts'
import { MESH_INTERACTIONS } from './interactions.ts'

/** One thing is written in three ways (NHSDigital/mesh-sandbox, views). */
const MESSAGE_IDS = ['messageID', 'messageId', 'message_id']

const MESH_RULES: readonly Rule[] = [
  {
    id: 'message-ids',
    path: [
      ...MESSAGE_IDS,
      ...['messages', 'linkedMsgId', 'dtsId'],
      ...['http/mex-messageid', 'http/mex-linkedmsgid'],
    ],
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
    id: 'mesh-times',
    path: [
      'http/mex-statustimestamp',
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

const MESSAGE_FIELDS: readonly ProtectedPath[] = [
  ...each('from whom and to whom', [
    ...['http/mex-from', 'http/mex-to', 'sender', 'recipient'],
    ...['results/address', 'results/mailbox_id'],
  ]),
  ...each('what it is for', ['http/mex-workflowid', 'workflowId', 'workflow_id']),
  ...each('how many chunks there are', [
    ...['http/mex-chunk-range', 'http/mex-total-chunks', 'chunkCount', 'blockID'],
  ]),
  ...each('status', [
    ...['http/mex-statuscode', 'http/mex-statussuccess', 'http/mex-messagetype'],
    ...['statusCode', 'status_code', 'statusSuccess', 'status_success', 'messageType'],
  ]),
  ...each('what was sent', ['body', 'http/mex-content-checksum', 'checksum', 'fileSize']),
]

/**
 * Declares how the answers of MESH are compared: its header lines say what a message is, and its bytes are the
 * message, which no rule speaks of. ETag, Date and Last-Modified are each server's own.
 */
export const MESH_POLICY: Policy = definePolicy({
  name: 'mesh.messages',
  interactions: MESH_INTERACTIONS.map(({ id }) => id),
  rules: MESH_RULES,
  protects: MESSAGE_FIELDS,
  headers: LINES,
})
