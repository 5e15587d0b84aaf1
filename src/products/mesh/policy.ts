import { definePolicy, type Policy, type Rule } from '../../comparison/index.ts'

/** One thing is written in three ways (NHSDigital/mesh-sandbox, views). */
const MESSAGE_IDS = ['messageID', 'messageId', 'message_id']

const MESH_RULES: readonly Rule[] = [
  {
    id: 'message-ids',
    path: [
      ...MESSAGE_IDS.map(name => `**/${name}`),
      'messages',
      'http/mex-messageid',
      'http/mex-linkedmsgid',
      '**/linkedMsgId',
      '**/linked_message_id',
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
      ...['uploadTimestamp', 'upload_timestamp', 'sentTimestamp', 'statusTimestamp'],
      ...['downloadTimestamp', 'download_timestamp', 'expiryTime', 'expiry_time'],
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

/**
 * Declares how the answers of MESH are compared: its header lines say what a message is, and its bytes are the
 * message. ETag, Date and Last-Modified are each server's own.
 */
export const MESH_POLICY: Policy = definePolicy({
  name: 'mesh.messages',
  rules: MESH_RULES,
  protects: [
    { what: 'from whom and to whom', path: 'http/mex-from' },
    { what: 'from whom and to whom', path: 'http/mex-to' },
    { what: 'what it is for', path: 'http/mex-workflowid' },
    { what: 'how many chunks there are', path: 'http/mex-chunk-range' },
    { what: 'how many chunks there are', path: 'http/mex-total-chunks' },
    { what: 'status', path: 'http/mex-statuscode' },
    { what: 'status', path: 'http/mex-statussuccess' },
    { what: 'what was sent', path: 'body' },
  ],
  headers: LINES,
})
