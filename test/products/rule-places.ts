import { EPS_PLACES } from './rule-places-eps.ts'
import { IDS, inFhir, type RulePlaces, TIMES, WORDS } from './rule-place-values.ts'

/** Where an HL7v3 message begins. */
const MESSAGES = [
  'MCCI_IN010000UK13',
  'Envelope/Body/MCCI_IN010000UK13',
  'Envelope/Body/reply/MCCI_IN010000UK13',
  'multipart/part/MCCI_IN010000UK13',
]
const inMessage = (...ends: readonly string[]): readonly string[] =>
  MESSAGES.flatMap(message => ends.map(end => `${message}/${end}`))

/** Where an ebXML header stands: alone, and in the first part of a message. */
const inSignal = (...ends: readonly string[]): readonly string[] =>
  ['', 'multipart/part/'].flatMap(before => ends.map(end => `${before}Envelope/${end}`))

const ENVELOPES: readonly RulePlaces[] = [
  {
    rule: 'message-id',
    values: IDS,
    paths: [...inMessage('id/@root'), 'Envelope/Header/MessageID/text()'],
  },
  {
    rule: 'request-id',
    values: IDS,
    paths: [
      ...inMessage('acknowledgement/messageRef/id/@root'),
      'Envelope/Header/RelatesTo/text()',
    ],
  },
  {
    rule: 'creation-time',
    values: ['20261122120000', '20261122120007'],
    paths: inMessage('creationTime/@value'),
  },
  { rule: 'version-code', values: WORDS, paths: inMessage('versionCode/@code') },
  {
    rule: 'sender',
    values: WORDS,
    paths: [
      ...inMessage(
        'communicationFunctionSnd/device/id/@extension',
        'ControlActEvent/author1/AgentSystemSDS/agentSystemSDS/id/@extension',
      ),
      'Envelope/Header/communicationFunctionSnd/device/id/@extension',
    ],
  },
  {
    rule: 'soap-addresses',
    values: WORDS,
    paths: ['Envelope/Header/To/text()', 'Envelope/Header/From/Address/text()'],
  },
  { rule: 'fixed-type', values: WORDS, paths: ['a/@type', 'a/@xsi:type'] },
  { rule: 'object-id-case', values: [IDS[0], IDS[0].toLowerCase()], paths: ['a/b/c/id/@root'] },
  {
    rule: 'ebxml-message-id',
    values: IDS,
    paths: [
      ...inSignal('Header/MessageHeader/MessageData/MessageId/text()'),
      'multipart/part/@Content-Id',
      ...['@href', '@xlink:href'].map(
        to => `multipart/part/Envelope/Body/Manifest/Reference/${to}`,
      ),
    ],
  },
  {
    rule: 'ebxml-request-id',
    values: IDS,
    paths: [
      ...inSignal('Header/MessageHeader/MessageData/RefToMessageId/text()'),
      'Envelope/Header/Acknowledgment/RefToMessageId/text()',
    ],
  },
  {
    rule: 'ebxml-conversation',
    values: WORDS,
    paths: inSignal('Header/MessageHeader/ConversationId/text()'),
  },
  {
    rule: 'ebxml-time',
    values: TIMES,
    paths: [
      ...inSignal('Header/MessageHeader/MessageData/Timestamp/text()'),
      'Envelope/Header/Acknowledgment/Timestamp/text()',
    ],
  },
  {
    rule: 'ebxml-element-id',
    values: WORDS,
    paths: inSignal('Header/MessageHeader/@id', 'Body/Manifest/Reference/@id'),
  },
  {
    rule: 'ebxml-schema',
    values: WORDS,
    paths: ['Envelope/Body/Manifest/Reference/Schema/@version'],
  },
]

const TYPES: readonly RulePlaces[] = [
  {
    rule: 'telecom-scheme',
    values: ['tel:01632960000', '01632960000'],
    paths: ['a/telecom/@value'],
  },
  {
    rule: 'decimals',
    values: ['0.5', '.50'],
    paths: ['quantity', 'quantity/translation', 'doseQuantity', 'expectedUseTime/width'].map(
      of => `a/${of}/@value`,
    ),
  },
  {
    rule: 'times-in-one-way',
    values: ['20260701120000Z', '20260701130000+0100'],
    paths: [
      ...['birthTime', 'deceasedTime', 'effectiveTime', 'author/time', 'validTime/low'],
      ...['validTime/high', 'value/center', 'availabilityTime', 'persistenceDate'],
    ].map(of => `a/${of}/@value`),
  },
]

const FHIR: readonly RulePlaces[] = [
  { rule: 'bundle-id', values: WORDS, paths: inFhir('Bundle/id') },
  { rule: 'bundle-time', values: TIMES, paths: inFhir('Bundle/timestamp') },
  { rule: 'self-link', values: WORDS, paths: inFhir('Bundle/link/url') },
  {
    rule: 'resource-ids',
    values: WORDS,
    paths: inFhir(
      'Bundle/entry/fullUrl',
      'Bundle/entry/resource/Location/id',
      'Location/partOf/reference',
    ),
  },
  {
    rule: 'last-updated',
    values: TIMES,
    paths: inFhir('Bundle/meta/lastUpdated'),
  },
  { rule: 'last-updated', policy: 'ssp.records', values: TIMES, paths: inFhir('Bundle/timestamp') },
  { rule: 'narratives', values: ['<div/>', '<div ></div>'], paths: ['Location/text/div'] },
]

const POINTER = ['DocumentReference', 'Bundle/entry/resource/DocumentReference']
const inPointer = (...paths: readonly string[]): readonly string[] =>
  POINTER.flatMap(pointer => inFhir(...paths.map(path => `${pointer}/${path}`)))

const OWN: readonly RulePlaces[] = [
  {
    rule: 'logical-ids',
    values: WORDS,
    paths: [...inPointer('id', 'relatesTo/target/reference'), ...inFhir('Bundle/entry/fullUrl')],
  },
  {
    rule: 'indexed',
    values: TIMES,
    paths: [
      ...inPointer('indexed', 'date', 'meta/lastUpdated'),
      ...inFhir('Bundle/meta/lastUpdated'),
    ],
  },
  {
    rule: 'versions',
    values: WORDS,
    paths: [...inPointer('meta/versionId'), ...inFhir('Bundle/meta/versionId')],
  },
  { rule: 'outcome-id', values: WORDS, paths: inFhir('OperationOutcome/id') },
  {
    rule: 'outcome-reference',
    values: WORDS,
    paths: inFhir('OperationOutcome/issue/details/text'),
  },
  {
    rule: 'message-ids',
    values: WORDS,
    paths: ['http/mex-messageid', 'http/mex-linkedmsgid'],
  },
  {
    rule: 'answered-message-ids',
    values: WORDS,
    paths: ['messageID', 'messageId', 'message_id', 'messages', 'linkedMsgId', 'dtsId'],
  },
  { rule: 'request-ids', values: WORDS, paths: ['internalID', 'internal_id', 'query_id'] },
  {
    rule: 'mesh-times',
    values: ['20261122120000', '20261122120007'],
    paths: ['http/mex-statustimestamp'],
  },
  {
    rule: 'answered-times',
    values: ['20261122120000', '20261122120007'],
    paths: [
      ...['uploadTimestamp', 'upload_timestamp', 'statusTimestamp', 'status_timestamp'],
      ...['downloadTimestamp', 'expiryTime', 'expiry_time', 'failureDate'],
    ],
  },
  { rule: 'inbox-count', values: ['1', '2'], paths: ['approx_inbox_count'] },
  { rule: 'next-link', values: WORDS, paths: ['links/next', 'links/self'] },
]

export const PLACES: readonly RulePlaces[] = [
  ...ENVELOPES,
  ...TYPES,
  ...FHIR,
  ...OWN,
  ...EPS_PLACES,
]
