import { definePolicy, type Policy, type Rule } from '../comparison/index.ts'
import { WRAPPER_RULES } from './wrapper-rules.ts'

const EBXML = ['Envelope/Header/MessageHeader', 'multipart/part/Envelope/Header/MessageHeader']

const inEbxml = (path: string): readonly string[] => EBXML.map(header => `${header}/${path}`)

/** What an ebXML header says anew each time (ebXML Message Service 2.0 §3.1). */
const EBXML_RULES: readonly Rule[] = [
  {
    id: 'ebxml-message-id',
    path: [
      ...inEbxml('MessageData/MessageId/text()'),
      'multipart/part/*/id/@root',
      'multipart/part/@Content-Id',
      'multipart/part/Envelope/Body/Manifest/Reference/@href',
    ],
    why: 'each message has an id of its own, by which its parts are named',
    does: 'id',
  },
  {
    id: 'ebxml-request-id',
    path: [
      ...inEbxml('MessageData/RefToMessageId/text()'),
      'Envelope/Header/Acknowledgment/RefToMessageId/text()',
      'multipart/part/*/acknowledgement/messageRef/id/@root',
    ],
    why: 'names the request, which may have been sent to either side under an id of its own',
    does: 'id',
  },
  {
    id: 'ebxml-conversation',
    path: inEbxml('ConversationId/text()'),
    why: 'names the conversation, which is the request’s where that has one',
    does: 'id',
  },
  {
    id: 'ebxml-time',
    path: [...inEbxml('MessageData/Timestamp/text()'), 'multipart/part/*/creationTime/@value'],
    why: 'when the message was written; that it is a time is looked at',
    does: 'timestamp',
  },
]

/** What a FHIR service says anew each time (HL7 FHIR R4, Bundle and Meta). */
const FHIR_RULES: readonly Rule[] = [
  { id: 'bundle-id', path: 'Bundle/id', why: 'made for this answer', does: 'ignore' },
  { id: 'bundle-time', path: 'Bundle/timestamp', why: 'when it was asked', does: 'timestamp' },
  { id: 'self-link', path: 'Bundle/link/url', why: 'the address that was asked', does: 'ignore' },
]

/**
 * Declares how the answers of an interaction are compared that no product speaks of: strictly, but for what is new
 * in every message.
 */
export const GENERIC_POLICY: Policy = definePolicy({
  name: 'generic',
  rules: [...WRAPPER_RULES, ...EBXML_RULES, ...FHIR_RULES],
})
