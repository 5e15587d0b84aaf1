import t from 'tap'
import type { AnswerAbout, DocumentMapping, Mapping } from '../../src/mapping/index.ts'
import { EPS_NOMINATED_RELEASE, EPS_RELEASE } from '../../src/products/eps/release.ts'
import {
  NOMINATED_RELEASE_DOCUMENT,
  RELEASE_DOCUMENT,
} from '../../src/products/eps/release-request.ts'
import { canonicalXml, readXml } from '../../src/xml/index.ts'
import { GOLDEN_RELEASES } from '../support/release-golden-cases.ts'
import { goldenAnswer, goldenRelease, goldenResponse, RELEASED } from '../support/release-golden.ts'
import {
  aboutAnswer,
  aboutAsked,
  ASKED,
  askedMessage,
  askedParameters,
  type AskedParts,
  NOMINATED,
  PAYLOAD_ID,
} from '../support/release-golden-asked.ts'
import { largeRelease } from '../support/release-large.ts'
import { SAID } from '../support/prescription-golden-parts.ts'

const REQUESTS: readonly (readonly [
  title: string,
  document: DocumentMapping,
  parts: AskedParts,
])[] = [
  ['one prescription', RELEASE_DOCUMENT, ASKED],
  [
    'one prescription, by a façade',
    RELEASE_DOCUMENT,
    { ...ASKED, interaction: 'PORX_IN132004SM30' },
  ],
  ['one prescription, by nobody’s licence', RELEASE_DOCUMENT, { ...ASKED, licence: false }],
  ['all that is nominated', NOMINATED_RELEASE_DOCUMENT, NOMINATED],
  [
    'all that is nominated, by a façade',
    NOMINATED_RELEASE_DOCUMENT,
    { ...NOMINATED, interaction: 'PORX_IN060102SM30' },
  ],
]

t.test('a request for prescriptions is asked of the cloud as it is written by hand', async t => {
  for (const [title, document, parts] of REQUESTS) {
    const asked = document.request(askedMessage(parts), aboutAsked(parts))
    if (asked.kind === 'declined') throw new Error(asked.says)
    const { method, path, body, subject, requestId } = asked.value
    t.strictSame([method, path], ['POST', '/Task/$release'], title)
    t.strictSame(JSON.parse(body.toString()), askedParameters(parts), title)
    const keys = parts.names ? { prescriptionId: SAID.shortId } : {}
    t.strictSame(subject, { kind: 'entity', keys }, title)
    t.equal(requestId, SAID.messageId, title)
  }
})

t.test('the same request of the cloud is the message, but for what is made anew', async t => {
  for (const [title, document, parts] of REQUESTS) {
    const message = askedMessage(parts)
    const legacy = document.readLegacy(message)
    const cloud = document.readCloud(Buffer.from(JSON.stringify(askedParameters(parts))))
    if (legacy.kind === 'declined' || cloud.kind === 'declined') throw new Error(title)
    const written = document.writeLegacy(cloud.information, legacy.transmission)
    if (written.kind === 'declined') throw new Error(written.says)
    const made = /Request [^>]*><id root="([^"]*)"/.exec(written.value)?.[1] ?? ''
    t.match(made, /^[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/, title)
    t.not(made, PAYLOAD_ID, title)
    const again = written.value.replace(made, PAYLOAD_ID)
    const plain = message.toString().replaceAll(/ typeCode="(?:RCV|SND|SUBJ)"/g, '')
    t.equal(canonicalXml(Buffer.from(again)), canonicalXml(Buffer.from(plain)), title)
  }
})

t.test('a dispenser without a number of its own has that of who asks', async t => {
  const text = JSON.stringify(askedParameters(ASKED))
  const without = text.replace(/"telecom":\[[^\]]*\],"address"/, '"address"')
  t.not(without, text)
  const legacy = RELEASE_DOCUMENT.readLegacy(askedMessage(ASKED))
  const cloud = RELEASE_DOCUMENT.readCloud(Buffer.from(without))
  if (legacy.kind === 'declined' || cloud.kind === 'declined') throw new Error('not read')
  const written = RELEASE_DOCUMENT.writeLegacy(cloud.information, legacy.transmission)
  if (written.kind === 'declined') throw new Error(written.says)
  const numbers = [...written.value.matchAll(/<telecom [^>]*value="([^"]*)"/g)].map(
    ([, own]) => own,
  )
  t.strictSame(numbers, ['tel:01632960005', 'tel:01632960005'])
})

/** What a supplier is told for an answer of the cloud. */
const told = (mapping: Mapping, about: AnswerAbout, body: Buffer, status = 200) =>
  mapping.answer({ status, headers: ['X-Request-ID', about.request.requestId], body }, about)

const MADE = {
  id: '1F0C8F3E-6A5D-4C1B-8C7E-2B9D6F4A3E10',
  time: '20260103040506',
  payloadId: PAYLOAD_ID,
}

const subjectOf = (payload: string): string =>
  /<PrescriptionReleaseRe[\s\S]*<\/PrescriptionReleaseRe\w+>/.exec(payload)?.[0] ?? ''

const canonical = (subject: string): string =>
  canonicalXml(Buffer.from(subject.replace(/^<\w+/, name => `${name} xmlns="urn:hl7-org:v3"`)))

t.test('what is released is written as it is written by hand, with its signature', async t => {
  const about = aboutAnswer(RELEASE_DOCUMENT, ASKED)
  for (const [title, released] of GOLDEN_RELEASES) {
    const { subject, bundle } = goldenRelease(released)
    const answer = told(EPS_RELEASE, about, goldenAnswer([bundle]))
    if (answer.kind !== 'answer') throw new Error(`${title}: ${JSON.stringify(answer)}`)
    t.strictSame([answer.interaction, answer.outcome], ['PORX_IN070103UK31', 'ok'], title)
    t.equal(canonical(subjectOf(answer.payload)), canonical(goldenResponse([subject], MADE)), title)
    t.match(answer.payload, `<messageRef><id root="${SAID.messageId.toUpperCase()}"/>`, title)
    t.equal(answer.messageId, MADE.id, 'the message has the id its subject has')
  }
})

t.test(
  'what legacy says of a release and what the cloud says of it are held against each other',
  async t => {
    const about = aboutAnswer(RELEASE_DOCUMENT, ASKED)
    for (const [title, released] of GOLDEN_RELEASES) {
      const body = goldenAnswer([goldenRelease(released).bundle])
      const answer = told(EPS_RELEASE, about, body)
      if (answer.kind !== 'answer') throw new Error(title)
      const payload = Buffer.from(answer.payload)
      const legacy = EPS_RELEASE.readLegacy(readXml(payload), payload)
      const cloud = EPS_RELEASE.readCloud({ status: 200, body })
      if (legacy.kind === 'declined' || cloud.kind === 'declined') throw new Error(title)
      const mean = EPS_RELEASE.bothMean(legacy, cloud, ASKED.interaction)
      t.ok(mean.legacy.length > 60, `${title}: ${mean.legacy.length} leaves`)
      t.strictSame(mean.legacy, mean.cloud, title)
    }
  },
)

t.test('all that is nominated is released, however much it is', async t => {
  const { request, answer } = largeRelease()
  const about = aboutAnswer(NOMINATED_RELEASE_DOCUMENT, NOMINATED)
  t.equal(request.toString(), askedMessage(NOMINATED).toString())
  const released = told(EPS_NOMINATED_RELEASE, about, answer)
  if (released.kind !== 'answer') throw new Error(JSON.stringify(released))
  t.equal(released.interaction, 'PORX_IN070101UK31')
  t.equal(released.payload.match(/<ParentPrescription /g)?.length, 25)
  t.ok(released.payload.length > 520_000, `${released.payload.length} characters`)
  const ids = released.payload.matchAll(/<ParentPrescription [^>]*><id root="([^"]*)"/g)
  t.equal(new Set([...ids].map(([, id]) => id)).size, 25, 'each once')
})

t.test('a prescription whose signature failed is not handed to anybody', async t => {
  const about = aboutAnswer(RELEASE_DOCUMENT, ASKED)
  const { bundle, subject } = goldenRelease(RELEASED)
  const failed = goldenRelease({ ...RELEASED, status: '0002' }).bundle
  const both = told(EPS_RELEASE, about, goldenAnswer([bundle], [failed]))
  if (both.kind !== 'answer') throw new Error(JSON.stringify(both))
  t.equal(canonical(subjectOf(both.payload)), canonical(goldenResponse([subject], MADE)))
  t.ok((both.loss?.source.lossy['parameter/resource/entry/resource/type'] ?? 0) > 0, 'counted')
  const none = told(EPS_RELEASE, about, goldenAnswer([], [failed]))
  t.match(none, { kind: 'declined', code: 'missing' }, 'nothing is left: legacy’s words are none')
})
