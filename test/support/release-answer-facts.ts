import { defineReply, type Mapping, type ReplySpec, withAnswers } from '../../src/mapping/index.ts'
import { DISPENSING_ANSWERS } from '../../src/products/eps/answers.ts'
import { RELEASE_DOCUMENT } from '../../src/products/eps/release-request.ts'
import { readXml } from '../../src/xml/index.ts'
import { wrapped } from './prescription-golden-hl7.ts'
import { type Fact, hashOf } from './release-facts.ts'
import { GOLDEN_RELEASES } from './release-golden-cases.ts'
import { goldenAnswer, goldenRelease, goldenResponse, RELEASED } from './release-golden.ts'
import { aboutAnswer, ASKED, PAYLOAD_ID } from './release-golden-asked.ts'

/** A mapping with one reply. */
export const replyMapping = (spec: ReplySpec): Mapping =>
  withAnswers(RELEASE_DOCUMENT, { ...DISPENSING_ANSWERS, replies: [defineReply(spec)] })

const ABOUT = aboutAnswer(RELEASE_DOCUMENT, ASKED)

/** What the supplier is told, and what became of every leaf. */
export const toldOf =
  (body: Buffer | string, status = 200): Fact<Mapping> =>
  mapping => {
    const headers = ['X-Request-ID', ABOUT.request.requestId]
    const answer = mapping.answer({ status, headers, body: Buffer.from(body) }, ABOUT)
    if (answer.kind === 'declined') return answer.says
    if (answer.kind !== 'answer') return answer.kind
    return hashOf(answer.payload) + JSON.stringify([answer.outcome, answer.loss])
  }

/** What a reply of legacy's says. */
export const readOf =
  (subject: string, interaction: string): Fact<Mapping> =>
  mapping => {
    const message = Buffer.from(wrapped(subject, interaction))
    const said = mapping.readLegacy(readXml(message), message)
    if (said.kind === 'declined') return said.says
    const { outcome, information, source } = said
    return JSON.stringify([
      outcome,
      information,
      source,
      mapping.leaves(information ?? {}, ASKED.interaction),
    ])
  }

type Change = readonly [from: string | RegExp, to: string]

/** What somebody else's cloud says besides, or does not say. */
const OTHERS: readonly Change[] = [
  ['"type":"message"', '"type":"message","id":"x","timestamp":"2026-01-03T00:00:00Z"'],
  [
    '"resourceType":"MessageHeader"',
    '"resourceType":"MessageHeader","response":{"identifier":"x","code":"ok"}',
  ],
  ['"status":"active"', '"status":"cancelled","statusReason":{"coding":[{"code":"0002"}]}'],
  [
    /"status":"active"(.*?)"extension":\[/,
    '"status":"cancelled"$1"extension":[{"url":"https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionStatusHistory","extension":[{"url":"x"}]},',
  ],
  ['"code":"0007"', '"code":"0001"'],
  ...['0002', '0003', '0004', '0005', '0006', '0008', '0009'].map((code): Change => [
    '"code":"0007"',
    `"code":"${code}"`,
  ]),
  [/"status":"active",/g, ''],
  ['medicationdispense-type', 'other'],
  ['"url":"dispenseStatus"', '"url":"other"'],
  ['Extension-EPS-DispensingInformation', 'Extension-EPS-Other'],
]

/** The same of what stands around the prescriptions. */
const AROUND: readonly Change[] = [
  ['"resourceType":"Parameters"', '"resourceType":"Parameters","meta":{"versionId":"1"}'],
  [
    '"type":"searchset"',
    '"type":"searchset","timestamp":"2026-01-03T00:00:00Z","link":[{"relation":"self"}]',
  ],
  ['"type":"searchset"', '"type":"collection"'],
  ['"resource":{"resourceType":"Bundle","id"', '"resource":{"resourceType":"List","id"'],
  ['"passedPrescriptions"', '"otherPrescriptions"'],
  ['"failedPrescriptions"', '"otherPrescriptions"'],
]

const REPEATED: readonly Change[] = [
  [/"numberOfRepeatsIssued","valueInteger":2/g, '"numberOfRepeatsIssued","valueInteger":1'],
  [/"url":"numberOfRepeatsIssued"/g, '"url":"other"'],
  [/"url":"numberOfRepeatsAllowed"/g, '"url":"other"'],
  [/"numberOfRepeatsAllowed","valueInteger":5/g, '"numberOfRepeatsAllowed","valueInteger":6'],
  [/"url":"numberOfPrescriptionsIssued"/g, '"url":"other"'],
  [/"url":"dateLastDispensed"/g, '"url":"other"'],
]

/** What of a reply of legacy's may be missing, or be another. */
const OTHER_SUBJECTS: readonly Change[] = [
  [/(Response [^>]*>)<id [^>]*>/, '$1'],
  [/(Response [^>]*><id root=")[^"]*/, '$1x'],
  [/(Response [^>]*><id [^>]*>)<effectiveTime [^>]*>/, '$1'],
  [/<inFulfillmentOf .*<\/inFulfillmentOf>/, ''],
  [/<component .*<\/component>/, ''],
  [
    '</component><inF',
    '</component><pertinentInformation typeCode="PERT"><pertinentBatchInfo><value value="1"/></pertinentBatchInfo></pertinentInformation><inF',
  ],
  [
    'codeSystem="2.16.840.1.113883.2.1.3.2.4.16.35"',
    'codeSystem="2.16.840.1.113883.2.1.3.2.4.16.35" displayName="x"',
  ],
  [
    'codeSystem="2.16.840.1.113883.2.1.3.2.4.17.23"',
    'codeSystem="2.16.840.1.113883.2.1.3.2.4.17.23" displayName="x"',
  ],
  [
    'code="0001" codeSystem="2.16.840.1.113883.2.1.3.2.4.16.35"',
    'code="0002" codeSystem="2.16.840.1.113883.2.1.3.2.4.16.35"',
  ],
  [
    'code="0001" codeSystem="2.16.840.1.113883.2.1.3.2.4.16.35"',
    'code="0009" codeSystem="2.16.840.1.113883.2.1.3.2.4.16.35"',
  ],
  ...['0001', '0002', '0003', '0004', '0005', '0006', '0008', '0009'].map((code): Change => [
    'code="0007"',
    `code="${code}"`,
  ]),
  ['<value value="19860202"/>', '<value value="1986"/>'],
  ['<value value="20300203"/>', '<value value="2030"/>'],
]

const MADE = { id: PAYLOAD_ID, time: '20260103040506', payloadId: PAYLOAD_ID }
const INTERACTION = 'PORX_IN070103UK31'

/** What is said of golden releases, and of others. */
export function responseFacts(): readonly Fact<Mapping>[] {
  const golden = [...GOLDEN_RELEASES.values()].map(each => goldenRelease(each))
  const own = goldenRelease(RELEASED)
  const third = GOLDEN_RELEASES.get('the third issue of six, the one before given out') ?? RELEASED
  const repeated = goldenRelease(third).bundle
  const answer = goldenAnswer([own.bundle], [own.bundle]).toString()
  const subject = goldenResponse([own.subject], MADE)
  return [
    ...golden.map(({ bundle }) => toldOf(goldenAnswer([bundle]))),
    ...golden.map(each => readOf(goldenResponse([each.subject], MADE), INTERACTION)),
    toldOf(answer),
    toldOf(goldenAnswer([])),
    ...OTHERS.map(([from, to]) => toldOf(goldenAnswer([own.bundle.replace(from, to)]))),
    ...AROUND.map(([from, to]) => toldOf(answer.replace(from, to))),
    ...REPEATED.map(([from, to]) => toldOf(goldenAnswer([repeated.replaceAll(from, to)]))),
    ...OTHER_SUBJECTS.map(([from, to]) => readOf(subject.replace(from, to), INTERACTION)),
  ]
}
