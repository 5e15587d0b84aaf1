import type { Rule } from '../comparison/index.ts'

const HEADERS = ['Envelope/Header/MessageHeader', 'multipart/part/Envelope/Header/MessageHeader']

const inHeader = (path: string): readonly string[] => HEADERS.map(header => `${header}/${path}`)

/** Declares what an ebXML header says anew each time (ebXML Message Service 2.0 §3.1). */
export const EBXML_RULES: readonly Rule[] = [
  {
    id: 'ebxml-message-id',
    path: [
      ...inHeader('MessageData/MessageId/text()'),
      'multipart/part/@Content-Id',
      'multipart/part/Envelope/Body/Manifest/Reference/@href',
      'multipart/part/Envelope/Body/Manifest/Reference/@xlink:href',
    ],
    why: 'each message has an id of its own, by which its parts are named',
    does: 'id',
  },
  {
    id: 'ebxml-request-id',
    path: [
      ...inHeader('MessageData/RefToMessageId/text()'),
      'Envelope/Header/Acknowledgment/RefToMessageId/text()',
    ],
    why: 'names the request, which may have been sent to either side under an id of its own',
    does: 'id',
  },
  {
    id: 'ebxml-conversation',
    path: inHeader('ConversationId/text()'),
    why: 'names the conversation, which is the request’s where that has one',
    does: 'id',
  },
  {
    id: 'ebxml-time',
    path: [
      ...inHeader('MessageData/Timestamp/text()'),
      'Envelope/Header/Acknowledgment/Timestamp/text()',
    ],
    why: 'when the message was written; that it is a time is looked at',
    does: 'timestamp',
  },
  {
    id: 'ebxml-element-id',
    path: ['', 'multipart/part/'].flatMap(before => [
      `${before}Envelope/Header/**/@id`,
      `${before}Envelope/Body/Manifest/**/@id`,
    ]),
    why: 'names an element within its own header, where a signature may refer to it',
    does: 'id',
  },
  {
    id: 'ebxml-schema',
    path: ['**/Manifest/Reference/Schema'],
    why: 'where the schema of the payload lies and in which version, which nobody reads',
    does: 'ignore',
  },
]
