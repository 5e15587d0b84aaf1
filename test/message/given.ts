import {
  type AnswerHead,
  type Body,
  type Identified,
  type Language,
  NO_BODY,
  type RawHeaders,
  type Received,
} from '../../src/exchange/index.ts'
import {
  createIdentifier,
  defineInteraction,
  type Expectation,
  expectationOf,
  languageOf,
} from '../../src/message/index.ts'

/** A test NHS number: of the 9-series, its check digit right. */
export const NHS_NUMBER = '9990000018'
export const SHORT_ID = '83C40E-A83008-00001F'
export const LONG_ID = '9361DA95-2B2B-4D5A-9C5C-5C8E7D6B1A20'
export const MESSAGE_ID = '1B0B2C6E-3F0B-4B37-9B4F-1D2E3F4A5B6C'
export const PAYLOAD_ID = '2C1C3D7F-4F1C-4C48-8C5F-2E3F4A5B6C7D'
export const OTHER_ID = '7D6C5B4A-3F2E-4D1C-8B0A-9F8E7D6C5B4A'

const NHS = '2.16.840.1.113883.2.1.4.1'
const SHORT = '2.16.840.1.113883.2.1.3.2.4.18.8'

const query = {
  product: 'pds',
  class: 'audited-read',
  transport: 'soap',
  service: 'urn:nhs:names:services:pdsquery',
  wrapper: 'retrievalQueryResponse',
  replies: ['QUPA_IN000009UK03'],
  failures: ['QUQI_IN010000UK14'],
} as const

const rest = { product: 'nrl', transport: 'rest', replies: [], failures: [] } as const

export const RETRIEVAL = defineInteraction({
  ...query,
  id: 'QUPA_IN000008UK02',
  title: 'Retrieval',
  keys: { nhsNumber: [`ControlActEvent/query/person.id/value[@root=${NHS}]/@extension`] },
})

/** What the tests of this room know: one of each kind. */
export const INTERACTIONS = [
  RETRIEVAL,
  defineInteraction({ ...RETRIEVAL, id: 'QUPA_IN000008SM13' }),
  defineInteraction({
    ...query,
    id: 'SET_PERMISSIONS_IN01',
    title: 'Permission',
    class: 'write',
    keys: { nhsNumber: [`ControlActEvent/**/crs:context[@root=${NHS}]/@extension`] },
  }),
  defineInteraction({
    product: 'eps',
    id: 'PORX_IN020101UK31',
    title: 'Prescription',
    class: 'write',
    transport: 'ebxml-reliable',
    service: 'urn:nhs:names:services:mm',
    replies: ['MCCI_IN010000UK13'],
    failures: ['MCCI_IN010000UK13'],
    keys: {
      nhsNumber: [`ControlActEvent/subject/Prescription/Patient/id[@root=${NHS}]/@extension`],
      prescriptionId: [
        `ControlActEvent/subject/Prescription/slot/value[@root=${SHORT}]/@extension`,
        'ControlActEvent/subject/Prescription/slot/value/@root',
      ],
      prescriptionLongId: ['ControlActEvent/subject/Prescription/slot/value/@root'],
    },
  }),
  defineInteraction({
    ...rest,
    id: 'pds-read',
    title: 'Patient',
    class: 'audited-read',
    keys: {},
    rest: { method: 'GET', path: '/Patient/{nhsNumber}' },
  }),
  defineInteraction({
    ...rest,
    id: 'pds-related',
    title: 'Related people',
    class: 'audited-read',
    keys: {},
    rest: { method: 'GET', path: '/Patient/{nhsNumber}/RelatedPerson' },
  }),
  defineInteraction({
    ...rest,
    id: 'pds-search',
    title: 'Patients',
    class: 'audited-read',
    keys: {},
    rest: { method: 'GET', path: '/Patient' },
  }),
  defineInteraction({
    ...rest,
    id: 'nrl-all',
    title: 'Every pointer',
    class: 'audited-read',
    keys: {},
    rest: { method: 'GET', path: '/DocumentReference' },
  }),
  defineInteraction({
    ...rest,
    id: 'nrl-search',
    title: 'Pointers of a patient',
    class: 'audited-read',
    keys: {},
    rest: { method: 'GET', path: '/DocumentReference?subject={nhsNumber}' },
  }),
  defineInteraction({
    ...rest,
    id: 'nrl-create',
    title: 'New pointer',
    class: 'write',
    keys: { nhsNumber: ['subject/identifier/value', 'subject/reference'] },
    rest: { method: 'POST', path: '/DocumentReference' },
  }),
  defineInteraction({
    ...rest,
    id: 'eps-mine',
    title: 'Prescriptions of a patient',
    class: 'audited-read',
    keys: {},
    rest: { method: 'GET', path: '/mm/mine?format', headers: { nhsNumber: 'nhsNumber' } },
  }),
  defineInteraction({
    ...rest,
    id: 'eps-view',
    title: 'Clinical view',
    class: 'audited-read',
    keys: {},
    rest: { method: 'GET', path: '/RequestGroup/{prescriptionId}' },
  }),
]

export const identifier = createIdentifier(INTERACTIONS)

const ASID = '1.2.826.0.1285.0.2.0.107'

/** The parts of a SOAP request a test may want otherwise. */
export interface SoapParts {
  readonly messageId?: string
  readonly action?: string
  readonly root?: string
  readonly interactionId?: string
  readonly headerFrom?: string
  readonly headerTo?: string
  readonly from?: string
  readonly to?: string
  readonly query?: string
  /** Put behind the other headers. */
  readonly more?: string
}

const device = (id: string): string =>
  `<h:device><h:id root="${ASID}" extension="${id}"/></h:device>`

const person = (nhsNumber: string): string =>
  `<h:person.id><h:value root="${NHS}" extension="${nhsNumber}"/></h:person.id>`

/** The prefixes a request declares: a reader goes by what they mean, so any will do. */
export const PREFIXES =
  'xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:h="urn:hl7-org:v3"'

export const retrieval = (parts: SoapParts = {}): string => {
  const id = parts.root ?? 'QUPA_IN000008UK02'
  const [from, to] = [parts.from ?? '200000000115', parts.to ?? '200000000220']
  return `<e:Envelope ${PREFIXES}><e:Header><a:MessageID>uuid:${parts.messageId ?? MESSAGE_ID}</a:MessageID><a:Action>${parts.action ?? 'urn:nhs:names:services:pdsquery/QUPA_IN000008UK02'}</a:Action><a:To>https://spine.example/sync-service</a:To><h:communicationFunctionRcv>${device(parts.headerTo ?? to)}</h:communicationFunctionRcv><h:communicationFunctionSnd>${device(parts.headerFrom ?? from)}</h:communicationFunctionSnd>${parts.more ?? ''}</e:Header><e:Body><h:${id}><h:id root="${PAYLOAD_ID}"/><h:creationTime value="20261122090000"/><h:interactionId root="2.16.840.1.113883.2.1.3.2.4.12" extension="${parts.interactionId ?? id}"/><h:communicationFunctionRcv>${device(to)}</h:communicationFunctionRcv><h:communicationFunctionSnd>${device(from)}</h:communicationFunctionSnd><h:ControlActEvent><h:query>${parts.query ?? person(NHS_NUMBER)}</h:query></h:ControlActEvent></h:${id}></e:Body></e:Envelope>`
}

/** The parts of an ebXML request a test may want otherwise. */
export interface EbxmlParts {
  readonly action?: string
  readonly root?: string
  readonly manifest?: string
  readonly slot?: string
  /** Parts between the header and the payload. */
  readonly between?: string
  readonly headerEncoding?: 'base64'
}

export const BOUNDARY = '--=_Ficus'
const CRLF = '\r\n'

const part = (contentId: string, content: string, encoding = '8bit'): string =>
  [
    `--${BOUNDARY}`,
    `Content-Id: <${contentId}>`,
    'Content-Type: text/xml; charset=UTF-8',
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    encoding === 'base64' ? Buffer.from(content).toString('base64') : content,
  ].join(CRLF)

export const attachment = (contentId: string, content: string): string =>
  part(contentId, content) + CRLF

const EB = 'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd'

export const reference = (cid: string, isPayload: boolean): string =>
  `<m:Reference x:href="cid:${cid}">${isPayload ? '<p:Payload xmlns:p="urn:hl7-org:transport/ebXML/DSTUv1.0" style="HL7"/>' : '<m:Description>a letter</m:Description>'}</m:Reference>`

const slots = (): string =>
  `<slot><value root="${SHORT}" extension="${SHORT_ID}"/></slot><slot><value root="${LONG_ID}"/></slot>`

export const prescription = (parts: EbxmlParts = {}): string => {
  const root = parts.root ?? 'PORX_IN020101UK31'
  const manifest = parts.manifest ?? reference('payload@ficus.example', true)
  const header = `<?xml version="1.0"?>${CRLF}<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="${EB}" xmlns:x="http://www.w3.org/1999/xlink"><e:Header><m:MessageHeader m:version="2.0"><m:From><m:PartyId>A83008-000001</m:PartyId></m:From><m:To><m:PartyId>YES-0000806</m:PartyId></m:To><m:CPAId>S20001A000001</m:CPAId><m:ConversationId>${OTHER_ID}</m:ConversationId><m:Service>urn:nhs:names:services:mm</m:Service><m:Action>${parts.action ?? 'PORX_IN020101UK31'}</m:Action><m:MessageData><m:MessageId>${MESSAGE_ID}</m:MessageId><m:Timestamp>2026-11-22T09:00:00Z</m:Timestamp></m:MessageData><m:DuplicateElimination/></m:MessageHeader></e:Header><e:Body><m:Manifest m:version="2.0">${manifest}</m:Manifest></e:Body></e:Envelope>`
  const payload = `<${root} xmlns="urn:hl7-org:v3"><id root="${PAYLOAD_ID}"/><interactionId root="2.16.840.1.113883.2.1.3.2.4.12" extension="${root}"/><communicationFunctionRcv><device><id root="${ASID}" extension="200000000220"/></device></communicationFunctionRcv><communicationFunctionSnd><device><id root="${ASID}" extension="200000000115"/></device></communicationFunctionSnd><ControlActEvent><subject><Prescription><Patient><id root="${NHS}" extension="${NHS_NUMBER}"/></Patient>${parts.slot ?? slots()}<dosage>${'as directed '.repeat(40)}</dosage></Prescription></subject></ControlActEvent></${root}>`
  return [
    part('ebXMLHeader@spine.nhs.uk', header, parts.headerEncoding),
    `${parts.between ?? ''}${part('payload@ficus.example', payload)}`,
    `--${BOUNDARY}--`,
    '',
  ].join(CRLF)
}

export const SOAP_HEADERS: RawHeaders = [
  'Host',
  'spine.example',
  'Content-Type',
  'text/xml; charset=UTF-8',
  'SOAPAction',
  '"urn:nhs:names:services:pdsquery/QUPA_IN000008UK02"',
]

export const EBXML_HEADERS: RawHeaders = [
  'SOAPAction',
  'urn:nhs:names:services:mm/PORX_IN020101UK31',
  'Content-Type',
  `multipart/related; boundary="${BOUNDARY}"; type=text/xml; start="<ebXMLHeader@spine.nhs.uk>"`,
]

export const received = (
  headers: RawHeaders,
  method = 'POST',
  target = '/sync-service',
): Received => ({
  number: 1,
  at: 0,
  method,
  target,
  headers,
  language: languageOf(method, target, headers),
  length: undefined,
})

export const whole = (text: string | Buffer): Body => ({
  kind: 'whole',
  bytes: Buffer.isBuffer(text) ? text : Buffer.from(text),
})

/** The first bytes of a body whose rest nobody may ask for. */
export const beginning = (bytes: Buffer): Body => ({
  kind: 'stream',
  read: bytes,
  length: undefined,
  open: () => {
    throw new Error('nobody opens the body to identify a message')
  },
})

export const scanned = (
  text: string | Buffer,
  headers: RawHeaders = SOAP_HEADERS,
  need: 'scan' | 'whole' = 'whole',
): Identified => identifier.scan(received(headers), whole(text), need)

export const called = (method: string, target: string, headers: RawHeaders = []): Identified =>
  identifier.fromHead(received(headers, method, target), NO_BODY, 'headers')

export const answerHead = (contentType: string | undefined, status = 200): AnswerHead => ({
  status,
  reason: 'OK',
  headers: contentType === undefined ? [] : ['Content-Type', contentType],
})

export const LANGUAGES: readonly Language[] = ['soap', 'ebxml', 'fhir', 'mesh', 'plain']

/** What answers to a request have to refer to; fails where it has no ids. */
export function expectedOf(language: Language, request: string | Buffer): Expectation {
  const expectation = expectationOf(language, whole(request))
  if (expectation === undefined) throw new Error('the request has no ids')
  return expectation
}
