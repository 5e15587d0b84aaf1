/** A signed document is taken with its own bytes, its prescriber is told what became of it, and no leaf goes uncounted. */
import t from 'tap'
import { MAPPINGS } from '../../src/products/index.ts'
import { createTranslation, type Lost } from '../../src/translation/index.ts'
import { route } from '../routing/given.ts'
import { ebxmlAround } from '../support/messages.ts'
import { BASE, SAID } from '../support/prescription-golden-parts.ts'
import { goldenMessage } from '../support/prescription-golden-hl7.ts'
import { assigned, json, NOW, REPLY_ID } from './given.ts'

const WRITE = 'PORX_IN020101UK31'
const ROUTE = route('eps', 'default', {
  ...{ translate: 'eps.prescription', maxBodyBytes: 1_048_576 },
  answeredLater: { interactions: [WRITE], pollers: ['200000000001'] },
})
const LINES = [
  ...['Content-Type', 'multipart/related; boundary="--=_MIME-Boundary"; type=text/xml'],
  ...['SOAPAction', `urn:nhs:names:services:mm/${WRITE}`],
]

const message = (payload = goldenMessage(BASE).toString()) =>
  assigned(ebxmlAround(payload, WRITE), LINES, { route: ROUTE, fallback: undefined })

function given() {
  const lost: Lost[] = []
  const chance = { now: () => NOW, newId: () => REPLY_ID, lost: (each: Lost) => lost.push(each) }
  const translation = createTranslation({ mappings: MAPPINGS, ...chance })
  return { lost, prepare: translation.prepare.bind(translation) }
}

const EPS = 'https://fhir.nhs.uk/CodeSystem/EPS-IssueCode'

const outcome = (severity: string, code?: string) =>
  json({
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity,
        code: 'informational',
        ...(code && { details: { coding: [{ system: EPS, code }] } }),
      },
    ],
  })

const head = (status: number) => ({
  status,
  reason: '',
  headers: ['Content-Type', 'application/fhir+json', 'X-Request-ID', SAID.messageId],
})

t.test('a prescription is asked of the cloud as the message it is, each leaf counted', t => {
  const { lost, prepare } = given()
  const { translated, declined } = prepare(message())
  t.equal(declined, undefined)
  t.match(translated?.request, { method: 'POST', target: '/$process-message' })
  t.match(lost, [{ route: 'eps', direction: 'request', source: { dropped: {} } }])
  t.not(Object.keys(lost[0]?.source.used ?? {}).length, 0)
  t.end()
})

const ANSWERS = [
  ['done', 200, outcome('information'), /<acknowledgement typeCode="AA"><messageRef>/],
  [
    'refused',
    400,
    outcome('error', 'DUPLICATE_PRESCRIPTION_ID'),
    /<acknowledgement typeCode="AE">.*<code code="0002" codeSystem="2\.16\.840\.1\.113883\.2\.1\.3\.2\.4\.17\.22" displayName="[^"]+"><qualifier code="ER"\/>/,
  ],
] as const

for (const [what, status, body, says] of ANSWERS) {
  t.test(`of a prescription that was ${what} its prescriber is told so in HL7v3`, t => {
    const { prepare } = given()
    const answer = prepare(message()).translated?.answer(head(status), body)
    t.match(answer?.body.toString(), says)
    t.match(answer?.body.toString(), `<messageRef><id root="${SAID.messageId.toUpperCase()}"/>`)
    t.match(answer?.body.toString(), '<MCCI_IN010000UK13 xmlns="urn:hl7-org:v3">')
    t.end()
  })
}

const NOT_TOLD = [
  ['that names an error nobody knows', 400, outcome('error', 'SOMETHING_ELSE'), 'bad-answer'],
  ['that says it was done and names an error', 200, outcome('error'), 'bad-answer'],
  ['that says nothing', 200, Buffer.from('{}'), 'bad-answer'],
  ['without an issue', 200, json({ resourceType: 'OperationOutcome', issue: [] }), 'bad-answer'],
  ['that failed: it may have been done', 500, outcome('error'), 'sent-unknown'],
] as const

for (const [what, status, body, code] of NOT_TOLD) {
  t.test(`an answer ${what} is not told as one`, t => {
    const { prepare } = given()
    const { translated } = prepare(message())
    t.throws(() => translated?.answer(head(status), body), { code })
    t.end()
  })
}

t.test('a prescription that says more than its rows do is legacy’s, and nothing is counted', t => {
  const { lost, prepare } = given()
  const text = goldenMessage(BASE).toString()
  const changed = text.replace('<prefix>', '<prefix nullFlavor="NI">')
  t.not(changed, text)
  t.match(prepare(message(changed)), { side: 'legacy', translated: undefined })
  t.strictSame(lost, [])
  t.end()
})
