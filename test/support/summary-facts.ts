import {
  defineDocument,
  defineDocumentQuery,
  type DocumentMapping,
  type Mapping,
} from '../../src/mapping/index.ts'
import { SUMMARY_SPEC } from '../../src/products/scr/summary.ts'
import { UPLOAD_SPEC } from '../../src/products/scr/upload.ts'
import { readXml } from '../../src/xml/index.ts'
import {
  aboutGolden,
  BASE,
  bytesOf,
  EVENT_ID,
  GOLDEN_SUMMARIES,
  goldenDocument,
  goldenEvent,
  goldenSearchset,
  MESSAGE_ID,
  NHS_NUMBER,
  uploadMessage,
  wrapped,
} from './summary-golden.ts'
import { OF_AN_ORGANISATION } from './summary-golden-authors.ts'
import { DIAGNOSED } from './summary-golden-entries.ts'
import { TAKEN_PART_IN } from './summary-golden-participants.ts'

/** One thing a mapping says of one message, and what it says when nothing is broken. */
export interface SummaryFact<Of> {
  readonly title: string
  readonly of: (mapping: Of) => string
  readonly says: string
}

const TRANSMISSION = {
  interaction: 'REPC_IN150016UK05',
  id: MESSAGE_ID,
  creationTime: '20260102030406',
  versionCode: 'V3NPfIT4.2.00',
  fromAsid: '200000000001',
  toAsid: '200000000002',
}

const factsOf =
  <Of>(whole: Of) =>
  (title: string, of: (mapping: Of) => string): SummaryFact<Of> => ({ title, of, says: of(whole) })

const asked =
  (message: Buffer) =>
  (mapping: DocumentMapping): string => {
    const came = mapping.request(message, aboutGolden('REPC_IN150016UK05'))
    return came.kind === 'declined'
      ? `${came.code} ${came.says}`
      : JSON.stringify([String(came.value.body), came.value.loss])
  }

const written =
  (document: Buffer) =>
  (mapping: DocumentMapping): string => {
    const told = mapping.readCloud(document)
    if (told.kind === 'declined') return `${told.code} ${told.says}`
    return JSON.stringify([told.source, mapping.writeLegacy(told.information, TRANSMISSION)])
  }

const read =
  (message: Buffer) =>
  (mapping: DocumentMapping): string =>
    JSON.stringify(mapping.readLegacy(message))

/** Every text that is a text without one of its parts: what a table may not do without is told by these. */
const without = (text: Buffer, parts: readonly RegExp[]): readonly Buffer[] =>
  parts.map(part => {
    const rest = text.toString().replace(part, '')
    if (rest === text.toString()) throw new Error(`nothing to leave out: ${part.source}`)
    return Buffer.from(rest)
  })

const IN_MESSAGE = [
  /<id root="3A7C[^>]*>/,
  /<code code="196981000000101"[^>]*>/,
  / displayName="General Practice Summary"/,
  /<effectiveTime value="20260102030405"\/>(?=<statusCode code="active")/,
  /<statusCode code="active"\/>/,
  /<time value[^>]*>/,
  /<html .*<\/html>/,
  /<recordTarget.*<\/recordTarget>/,
  /(?<=<priorMessageRef [^>]*>)<id root="6DAF[^>]*>/,
  /<agentPersonSDS.*<\/agentPersonSDS>/,
]

const IN_DOCUMENT = [
  /"identifier":\{"system":"https:\/\/tools.ietf.org\/html\/rfc4122","value":"2F6B[^}]*\},/,
  /"identifier":\{"system":"https:\/\/tools.ietf.org\/html\/rfc4122","value":"3A7C[^}]*\},/,
  /"timestamp":"[^"]*",/,
  /"code":"196981000000101",/,
  /,"display":"General Practice Summary"/,
  /"status":"final",/,
  /"meta":\{[^}]*\},/,
  /"date":"[^"]*",/,
  /,"div":"(?:[^"\\]|\\.)*"/,
  /"targetIdentifier":\{"value":"[^}]*\}/,
  /,"identifier":\[\{"system":"https:\/\/fhir.nhs.uk\/Id\/nhs-number"[^\]]*\]/,
]

const changed = (text: Buffer, from: string | RegExp, to: string): Buffer => {
  const other = text.toString().replace(from, to)
  if (other === text.toString()) throw new Error('nothing is changed')
  return Buffer.from(other)
}

const MESSAGE = uploadMessage(BASE)
const DOCUMENT = bytesOf(goldenDocument(BASE))

/** What is let go, beside what is said. */
const MORE_IN_MESSAGE = [
  changed(MESSAGE, 'CSAT_RM-NPfITUK10.excerptFrom', 'x'),
  changed(MESSAGE, 'CSAB_RM-NPfITUK10.component', 'x'),
  changed(MESSAGE, 'CSAB_RM-NPfITUK10.pertinentInformation1', 'x'),
  changed(MESSAGE, ' mediaType="text/plain"', ' mediaType="x"'),
  changed(
    MESSAGE,
    ' mediaType="text/plain"',
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="x"',
  ),
  changed(MESSAGE, '<recordTarget', '<pertinentInformation2 typeCode="PERT"/><recordTarget'),
  changed(
    MESSAGE,
    '<recordTarget',
    '<pertinentInformation2 typeCode="PERT"><pertinentCREType classCode="x"/></pertinentInformation2><recordTarget',
  ),
]

const CODED_MESSAGE = uploadMessage({ ...BASE, coded: DIAGNOSED })

/** Editions of the parts of coded entries. */
const CODED_EDITIONS = [
  changed(CODED_MESSAGE, /(<pertinentInformation2.*?extension=")/, '$1x'),
  changed(CODED_MESSAGE, /(<component typeCode="COMP" contextConductionInd.*?extension=")/, '$1x'),
  changed(CODED_MESSAGE, 'CSAB_RM-NPfITUK10.sourceOf1', 'x'),
]

/** Telephones at home, of the author and of who takes part in an entry. */
const AT_HOME = [
  uploadMessage({ ...BASE, author: OF_AN_ORGANISATION }),
  uploadMessage({ ...BASE, coded: TAKEN_PART_IN }),
].map(message => changed(message, 'use="PG"', 'use="HP"'))

const MORE_IN_DOCUMENT = [
  changed(DOCUMENT, '{', '{"id":"x","total":5,'),
  changed(DOCUMENT, '"resourceType":"Composition"', '"resourceType":"Composition","id":"x"'),
  changed(DOCUMENT, '"resourceType":"Patient"', '"resourceType":"Patient","id":"x"'),
  changed(
    DOCUMENT,
    '"resourceType":"PractitionerRole"',
    '"resourceType":"PractitionerRole","id":"x"',
  ),
  changed(DOCUMENT, '"resourceType":"Practitioner"', '"resourceType":"Practitioner","id":"x"'),
  changed(
    DOCUMENT,
    '"system":"https://fhir.nhs.uk/Id/nhs-number"',
    '"extension":[{"url":"x","valueCode":"01"}],"system":"https://fhir.nhs.uk/Id/nhs-number"',
  ),
  changed(DOCUMENT, '"generated"', '"additional"'),
  changed(DOCUMENT, '"163171000000105"', '"x"'),
  changed(DOCUMENT, '"Care Professional Documentation"', '"x"'),
  changed(DOCUMENT, '"document"', '"batch"'),
  changed(DOCUMENT, NHS_NUMBER, '9990548608'),
]

const goldens = [...GOLDEN_SUMMARIES]
const upload = factsOf(defineDocument(UPLOAD_SPEC))

/** Everything golden of an upload, as facts a broken table is told by. */
export const UPLOAD_FACTS: readonly SummaryFact<DocumentMapping>[] = [
  ...goldens.map(([title, parts]) => upload(`${title}, asked`, asked(uploadMessage(parts)))),
  ...goldens.map(([title, parts]) =>
    upload(`${title}, written`, written(bytesOf(goldenDocument(parts)))),
  ),
  ...goldens.map(([title, parts]) => upload(`${title}, read`, read(uploadMessage(parts)))),
  ...goldens
    .filter(([, { author }]) => author.organisation !== undefined)
    .map(([title, parts]) =>
      upload(
        `${title}, in a place of its own`,
        written(
          changed(
            bytesOf(goldenDocument(parts)),
            '"resourceType":"Organization"',
            '"resourceType":"Organization","id":"x"',
          ),
        ),
      ),
    ),
  ...goldens
    .filter(([, { author }]) => author.hl7.includes('<telecom'))
    .flatMap(([title, parts]) => [
      upload(
        `${title}, a fax`,
        written(changed(bytesOf(goldenDocument(parts)), '"phone"', '"fax"')),
      ),
      upload(
        `${title}, no number`,
        written(changed(bytesOf(goldenDocument(parts)), ',"value":"01632960001"', '')),
      ),
      upload(
        `${title}, no number asked`,
        asked(changed(uploadMessage(parts), ' value="01632960001"', '')),
      ),
      upload(
        `${title}, no address`,
        written(changed(bytesOf(goldenDocument(parts)), ',"text":"1 Nowhere Lane"', '')),
      ),
      upload(
        `${title}, an empty address`,
        asked(changed(uploadMessage(parts), '1 Nowhere Lane', '')),
      ),
      upload(`${title}, no job`, asked(changed(uploadMessage(parts), ' code="NR0260"', ''))),
    ]),
  ...without(MESSAGE, IN_MESSAGE).flatMap((message, i) => [
    upload(`message without ${i}`, asked(message)),
    upload(`message read without ${i}`, read(message)),
  ]),
  ...without(DOCUMENT, IN_DOCUMENT).map((document, i) =>
    upload(`document without ${i}`, written(document)),
  ),
  ...MORE_IN_MESSAGE.map((message, i) => upload(`message with ${i}`, asked(message))),
  ...AT_HOME.map((message, i) => upload(`at home ${i}`, asked(message))),
  ...CODED_EDITIONS.map((message, i) => upload(`of edition ${i}`, asked(message))),
  ...MORE_IN_DOCUMENT.map((document, i) => upload(`document with ${i}`, written(document))),
]

const query = (number: string, event: string, more = '', override = '0'): string =>
  wrapped(
    'QUPC_IN190000UK04',
    `<query><dissentOverride><semanticsText>x</semanticsText><value code="${override}" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.60"/></dissentOverride>` +
      `<nHSNumber><semanticsText>x</semanticsText><value root="2.16.840.1.113883.2.1.4.1" extension="${number}"/></nHSNumber>` +
      `<eventRecord><semanticsText>x</semanticsText><value root="${event}"/></eventRecord>${more}</query>`,
  )

const ABOUT = aboutGolden('QUPC_IN190000UK04')
const ask =
  (message: string) =>
  (mapping: Mapping): string =>
    JSON.stringify(mapping.request(readXml(Buffer.from(message)), ABOUT))

const answer =
  (body: Buffer) =>
  (mapping: Mapping): string => {
    const came = mapping.request(readXml(Buffer.from(query(NHS_NUMBER, EVENT_ID))), ABOUT)
    if (came.kind === 'declined') return came.says
    const headers = ['X-Request-ID', MESSAGE_ID.toLowerCase()]
    return JSON.stringify(
      mapping.answer({ status: 200, headers, body }, { ...ABOUT, request: came.value }),
    )
  }

const reply = (subject: string): Buffer =>
  Buffer.from(
    wrapped('QUPC_IN210000UK04', `<subject typeCode="SUBJ">${subject}</subject>`).replace(
      '<acceptAckCode code="NE"/>',
      '<acceptAckCode code="NE"/><acknowledgement typeCode="AA"/>',
    ),
  )

const said =
  (message: Buffer) =>
  (mapping: Mapping): string =>
    JSON.stringify(mapping.readLegacy(readXml(message)))

const summary = factsOf(defineDocumentQuery(SUMMARY_SPEC))
const EVENT = reply(goldenEvent(BASE))

/** Everything golden of a summary that is asked for, as facts a broken table is told by. */
export const SUMMARY_FACTS: readonly SummaryFact<Mapping>[] = [
  summary('asked', ask(query(NHS_NUMBER, EVENT_ID))),
  summary('asked in small letters', ask(query(NHS_NUMBER, EVENT_ID.toLowerCase()))),
  summary('asked for somebody else', ask(query('9990548608', EVENT_ID))),
  summary('asked for more', ask(query(NHS_NUMBER, EVENT_ID, '<x y="z"/>'))),
  summary('asked in spite of a dissent', ask(query(NHS_NUMBER, EVENT_ID, '', '1'))),
  summary('asked for an event that is none', ask(query(NHS_NUMBER, 'x'))),
  ...[
    /<dissentOverride.*<\/dissentOverride>/,
    /<nHSNumber.*<\/nHSNumber>/,
    /<eventRecord.*<\/eventRecord>/,
  ].map((part, i) =>
    summary(`asked without ${i}`, ask(query(NHS_NUMBER, EVENT_ID).replace(part, ''))),
  ),
  ...goldens.map(([title, parts]) =>
    summary(`${title}, answered`, answer(bytesOf(goldenSearchset(parts)))),
  ),
  ...goldens.map(([title, parts]) => summary(`${title}, said`, said(reply(goldenEvent(parts))))),
  summary('of two', said(changed(EVENT, NHS_NUMBER, '9990548471'))),
]
