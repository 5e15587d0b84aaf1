import t from 'tap'
import { EPS_CANCELLATION } from '../../src/products/eps/cancellation.ts'
import {
  DONE,
  GOLDEN_REFUSALS,
  responseBundle,
  responseOutcome,
} from '../support/cancellation-answers.ts'
import { answerTo } from '../support/cancellation-asked.ts'
import { CANCELLED } from '../support/cancellation-golden.ts'
import { SAID } from '../support/prescription-golden-parts.ts'

const [REFUSED = DONE] = GOLDEN_REFUSALS

const changed = (text: Buffer, from: string | RegExp, to: string): Buffer => {
  const other = text.toString().replaceAll(from, to)
  if (other === text.toString()) throw new Error(`nothing to change: ${String(from)}`)
  return Buffer.from(other)
}

const came = (body: Buffer): string => {
  const { kind, ...rest } = answerTo(EPS_CANCELLATION, body, { of: CANCELLED })
  if (kind === 'crossed') return `crossed by ${'by' in rest ? rest.by : ''}`
  return kind === 'declined' && 'code' in rest ? rest.code : kind
}

/** Somebody or something else, in a word. */
const ANOTHER: readonly (readonly [what: string, from: string, to: string])[] = [
  ['another patient', SAID.nhsNumber, '9990010013'],
  ['another prescription', SAID.shortId, 'ABCDEF-Y00001-12345Y'],
  ['another prescription by its long id', SAID.prescriptionId, `6${SAID.prescriptionId.slice(1)}`],
  ['another line item', SAID.lines[0], SAID.lines[1]],
]

t.test('an answer about something else is never told to the one who asked', async t => {
  t.equal(came(responseBundle(DONE)), 'answer')
  for (const [what, from, to] of ANOTHER) {
    t.equal(came(changed(responseBundle(DONE), from, to)), 'crossed by subject', what)
  }
  const both = changed(responseBundle(DONE), SAID.nhsNumber, '9990010013')
  const unreadable = changed(both, '"type":"message"', '"type":"batch"')
  t.equal(came(unreadable), 'crossed by subject', 'whatever else is wrong with it')
})

/** An answer that cannot be told as it is, and why. */
const UNTOLD: readonly (readonly [why: string, from: string | RegExp, to: string, code: string])[] =
  [
    ['cancelled, and not cancelled', '"status":"cancelled"', '"status":"active"', 'disagrees'],
    ['not cancelled, and cancelled', '"R-0001"', '"R-0002"', 'disagrees'],
    ['a code nobody knows', '"R-0001"', '"R-0011"', 'value'],
    ['no code', /\{"url":"status","valueCoding":.*?\}\},?/g, '', 'missing'],
    ['no such line item, and one', '"R-0001"', '"R-0008"', 'disagrees'],
    ['another event', 'prescription-order-response', 'prescription-order', 'value'],
    ['no event', /"eventCoding":\{[^}]*\},/g, '', 'disagrees'],
    ['no prescription', '/Id/prescription-order-number', '/Id/other', 'unread'],
    ['no line item', '/Id/prescription-order-item-number', '/Id/other', 'unread'],
    ['no patient', /"subject":\{[^}]*\},/g, '', 'unread'],
    ['nobody who prescribed it', '"requester"', '"recorder"', 'disagrees'],
    ['what nobody knows', '"gender":"female"', '"gender":"female","x":"y"', 'unread'],
    ['a patient without a name', /"name":\[\{"use":"usual".*?\}\],/g, '', 'missing'],
  ]

t.test('an answer that says it in two ways, or not whole, is not told', async t => {
  for (const [why, from, to, code] of UNTOLD) {
    t.equal(came(changed(responseBundle(DONE), from, to)), code, why)
  }
})

t.test('an answer without a medication request says one of the codes that have none', async t => {
  t.equal(came(responseOutcome(REFUSED)), 'answer')
  t.equal(came(responseOutcome(DONE)), 'disagrees', 'that it was done says a medication request')
  const two = changed(responseOutcome(REFUSED), /\{"severity".*\}(?=\]\})/g, '$&,$&')
  t.equal(came(two), 'several', 'two codes')
})
