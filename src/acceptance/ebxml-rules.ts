import { defineRules, FILLED, oneOf, type RuleRow } from './define-rules.ts'
import type { AcceptanceRule } from './rule.ts'

const EITHER = 'nhsdigitalmait/SPINE_schema, spine2_xslt/ebxml*Validator.xsl'
const RELIABLE = 'nhsdigitalmait/SPINE_schema, spine2_xslt/ebxmlReliableValidator.xsl'
const EXPRESS = 'nhsdigitalmait/SPINE_schema, spine2_xslt/ebxmlAsyncExpressValidator.xsl'

const HEADER = 'soap:Header/eb:MessageHeader'

/** Each stands once and says something. */
const NAMED: readonly (readonly [id: string, what: string, path: string, mend: string])[] = [
  ['from', 'the sending party', 'eb:From/eb:PartyId', 'Write your party key'],
  ['to', 'the receiving party', 'eb:To/eb:PartyId', 'Write the party key of the receiver'],
  ['cpa-id', 'the agreement', 'eb:CPAId', 'Write the CPA id that the directory has for the two'],
  [
    'conversation',
    'the conversation',
    'eb:ConversationId',
    'Write an id; the message’s own will do',
  ],
  ['service', 'the service', 'eb:Service', 'Write urn:nhs:names:services: and the service'],
  ['action', 'the interaction', 'eb:Action', 'Write the full interaction id'],
  ['message-id', 'the message', 'eb:MessageData/eb:MessageId', 'Write a UUID nobody has used'],
  [
    'timestamp',
    'its time',
    'eb:MessageData/eb:Timestamp',
    'Write the time as YYYY-MM-DDTHH:mm:ssZ',
  ],
]

const HEADER_RULES = defineRules(
  { family: 'Tms', from: EITHER, in: 'envelope', travels: ['ebxml'] },
  [
    {
      id: 'ebxml-header',
      says: 'The envelope has one header',
      at: 'soap:Header',
      error: 'MESSAGE_NOT_WELL_FORMED',
      mend: 'Write one SOAP header, before the body',
    },
    {
      id: 'ebxml-body',
      says: 'The envelope has one body',
      at: 'soap:Body',
      error: 'MESSAGE_NOT_WELL_FORMED',
      mend: 'Write one SOAP body, behind the header',
    },
    ...NAMED.map(([id, what, path, mend]): RuleRow => ({
      id: `ebxml-${id}`,
      says: `The message header names ${what} once`,
      at: `${HEADER}/${path}/text()`,
      is: FILLED,
      error: 'MESSAGE_NOT_WELL_FORMED',
      mend,
    })),
    {
      id: 'ebxml-version',
      says: 'A message header that says its version says 2.0',
      within: HEADER,
      at: '@eb:version',
      is: { of: 'either', asked: [oneOf('2.0', '')] },
      error: 'INVALID_MESSAGE_HEADER_VERSION',
      mend: 'Write eb:version="2.0", or leave it out',
    },
    {
      id: 'ebxml-manifest-version',
      says: 'A manifest that says its version says 2.0',
      within: 'soap:Body/eb:Manifest',
      at: '@eb:version',
      is: oneOf('2.0', ''),
      error: 'INVALID_MANIFEST_REFERENCE',
      mend: 'Write eb:version="2.0", or leave it out',
    },
    {
      id: 'ebxml-reference',
      says: 'The manifest refers to one part, which is the message: attachments are for what is forwarded',
      travels: ['ebxml-reliable', 'ebxml-express'],
      at: 'soap:Body/eb:Manifest/eb:Reference',
      error: 'INVALID_MANIFEST_REFERENCE',
      mend: 'Refer to the part with the HL7v3 message, and to no other',
    },
    {
      id: 'ebxml-reference-href',
      says: 'Each reference says where its part is',
      within: 'soap:Body/eb:Manifest/eb:Reference',
      at: '@xlink:href',
      is: FILLED,
      error: 'INVALID_MANIFEST_REFERENCE',
      mend: 'Write xlink:href="cid: and the Content-Id of the part, without its angle brackets',
    },
  ],
)

type Attribute = readonly [id: string, within: string, at: string, value: string, error: string]

const NEXT = 'http://schemas.xmlsoap.org/soap/actor/next'
const TO_PARTY = 'urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH'
const ACK = 'soap:Header/eb:AckRequested'
const SYNC = 'soap:Header/eb:SyncReply'

const ATTRIBUTES: readonly Attribute[] = [
  ['sync-reply-version', SYNC, '@eb:version', '2.0', 'SYNCREPLY_VERSION_INVALID'],
  ['sync-reply-actor', SYNC, '@soap:actor', NEXT, 'SYNCREPLY_ACTOR_INVALID'],
  ['ack-requested-version', ACK, '@eb:version', '2.0', 'ACK_REQUESTED_VERSION_INVALID'],
  ['ack-requested-signed', ACK, '@eb:signed', 'false', 'ACK_REQUESTED_SIGNED_INVALID'],
  ['ack-requested-actor', ACK, '@soap:actor', TO_PARTY, 'ACK_REQUESTED_ACTOR_INVALID'],
]

const RELIABLE_RULES = defineRules(
  { family: 'Tms', from: RELIABLE, in: 'envelope', travels: ['ebxml-reliable'] },
  [
    {
      id: 'ebxml-duplicate-elimination',
      says: 'A reliable message asks once for duplicates to be eliminated',
      at: `${HEADER}/eb:DuplicateElimination`,
      error: 'DUPLICATE_ELIMINATION_INCONSISTENT_WITH_CONTRACT',
      mend: 'Write <eb:DuplicateElimination/> as the last child of the message header',
    },
    {
      id: 'ebxml-ack-requested',
      says: 'A reliable message asks once for an acknowledgement',
      at: ACK,
      error: 'ACK_REQUESTED_INCONSISTENT_WITH_CONTRACT',
      mend: `Write one eb:AckRequested beside the message header, unsigned, for ${TO_PARTY}`,
    },
    {
      id: 'ebxml-sync-reply',
      says: 'A reliable message asks once for its signals at once',
      at: SYNC,
      error: 'SYNCREPLY_INCONSISTENT_WITH_CONTRACT',
      mend: `Write one eb:SyncReply beside the message header, for ${NEXT}`,
    },
    ...ATTRIBUTES.map(([id, within, at, value, error]): RuleRow => ({
      id: `ebxml-${id}`,
      says: `The ${within.replace('soap:Header/', '')} has ${at.slice(1)} ${value}`,
      ...{ within, at, error },
      is: oneOf(value),
      mend: `Write ${at.slice(1)}="${value}"`,
    })),
  ],
)

const EXPRESS_RULES = defineRules(
  { family: 'Tms', from: EXPRESS, in: 'envelope', travels: ['ebxml-express'] },
  [
    {
      id: 'ebxml-no-duplicate-elimination',
      says: 'An express message does not ask for duplicates to be eliminated',
      at: `${HEADER}/eb:DuplicateElimination`,
      times: [0, 0],
      error: 'DUPLICATE_ELIMINATION_INCONSISTENT_WITH_CONTRACT',
      mend: 'Leave eb:DuplicateElimination out',
    },
    {
      id: 'ebxml-no-ack-requested',
      says: 'An express message does not ask for an acknowledgement',
      at: ACK,
      times: [0, 0],
      error: 'ACK_REQUESTED_INCONSISTENT_WITH_CONTRACT',
      mend: 'Leave eb:AckRequested out',
    },
  ],
)

/** What Spine asks of the header of an ebXML request, before it looks at the message. */
export const EBXML_RULES: readonly AcceptanceRule[] = [
  ...HEADER_RULES,
  ...RELIABLE_RULES,
  ...EXPRESS_RULES,
]
