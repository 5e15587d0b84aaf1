import t from 'tap'
import { EPS_CANCELLATION } from '../../src/products/eps/cancellation.ts'
import { readXml } from '../../src/xml/index.ts'
import {
  type Answered,
  DONE,
  GOLDEN_ANSWERS,
  GOLDEN_REFUSALS,
  responseBundle,
  responseMessage,
  responseOutcome,
  responseSubject,
} from '../support/cancellation-answers.ts'
import { ABOUT, answerTo, askedOf, replied, subjectIn } from '../support/cancellation-asked.ts'
import { OTHER_ANSWERS } from '../support/cancellation-answers-others.ts'
import { CANCELLED, CANCELS } from '../support/cancellation-golden.ts'
import { apart, leavesOfXml } from '../support/eps-by-hand.ts'

const answer = (body: Buffer, of = CANCELLED, status = 200) =>
  answerTo(EPS_CANCELLATION, body, { of, status })

/** What a reply without a medication request says was made when it was made. */
const madeNow = (answered: Answered): string =>
  responseSubject(answered).replace('20260102030407', '20260102030405')

t.test('an answer of the cloud is the reply somebody wrote by hand', async t => {
  for (const [title, answered] of GOLDEN_ANSWERS) {
    const { payload, outcome } = replied(answer(responseBundle(answered), answered.of))
    const found = apart(leavesOfXml(responseSubject(answered)), leavesOfXml(subjectIn(payload)))
    t.strictSame(found, { onlyA: [], onlyB: [] }, title)
    const type = answered.code === '0001' ? 'AA' : 'AE'
    t.match(payload, `<acknowledgement typeCode="${type}">`, title)
    t.equal(outcome, type === 'AA' ? 'ok' : 'app_error', title)
  }
})

t.test('an answer of somebody else’s making is the reply it is all the same', async t => {
  for (const [title, { bundle, answered, but: [from, to] = ['-', '-'] }] of OTHER_ANSWERS) {
    const own = replied(answer(responseBundle(answered), answered.of)).payload
    const { payload } = replied(answer(bundle, answered.of))
    const found = apart(
      leavesOfXml(subjectIn(own).replaceAll(from, to)),
      leavesOfXml(subjectIn(payload)),
    )
    t.strictSame(found, { onlyA: [], onlyB: [] }, title)
  }
})

t.test('an answer without a medication request is completed by what was asked', async t => {
  for (const answered of GOLDEN_REFUSALS) {
    const { payload, outcome } = replied(answer(responseOutcome(answered), CANCELLED, 400))
    const found = apart(leavesOfXml(madeNow(answered)), leavesOfXml(subjectIn(payload)))
    t.strictSame(found, { onlyA: [], onlyB: [] }, answered.code)
    t.match(payload, '<acknowledgement typeCode="AE">', answered.code)
    t.equal(outcome, answered.code === '0008' ? 'not_found' : 'app_error', answered.code)
  }
})

t.test('a reply is in the order of its schema, and refers to what was asked', async t => {
  const { payload } = replied(
    answer(responseBundle({ ...DONE, code: '0004', status: 'completed', isDispensing: true })),
  )
  const names = (xml: string): string[] => [...xml.matchAll(/<(\w+)/g)].map(([, name = '']) => name)
  const golden = responseSubject({ ...DONE, code: '0004', isDispensing: true })
  t.strictSame(names(subjectIn(payload)), names(golden))
  t.match(payload, `<messageRef><id root="${ABOUT.payloadId}"/></messageRef>`)
})

t.test('a reply’s subject has the id of its message, whichever id was made for it', async t => {
  let made = 0
  const newId = (): string =>
    `1f0c8f3e-6a5d-4c1b-8c7e-2b9d6f4a3e${String((made += 1)).padStart(2, '0')}`
  const about = { ...askedOf(EPS_CANCELLATION, CANCELLED), newId }
  const cloud = { status: 200, headers: ['X-Request-ID', about.request.requestId] }
  for (const body of [responseBundle(DONE), ...GOLDEN_REFUSALS.map(responseOutcome)]) {
    const { payload, messageId } = replied(EPS_CANCELLATION.answer({ ...cloud, body }, about))
    const ids = payload.matchAll(
      /<(?:PORX_IN050101UK31|CancellationResponse) [^>]*><id root="([^"]*)"/g,
    )
    t.strictSame(
      [...ids].map(([, id]) => id),
      [messageId, messageId],
    )
  }
})

t.test('legacy’s reply and the cloud’s answer mean the same', async t => {
  for (const [title, answered] of GOLDEN_ANSWERS) {
    const legacy = EPS_CANCELLATION.readLegacy(readXml(responseMessage(answered)))
    const cloud = EPS_CANCELLATION.readCloud({ status: 200, body: responseBundle(answered) })
    if (legacy.kind === 'declined') throw new Error(`${title}: ${legacy.says}`)
    if (cloud.kind === 'declined') throw new Error(`${title}: ${cloud.says}`)
    const both = EPS_CANCELLATION.bothMean(legacy, cloud, CANCELS)
    t.ok(both.legacy.length > 40, `${title}: ${both.legacy.length} leaves`)
    t.strictSame(both.cloud, both.legacy, title)
    t.equal(cloud.outcome, legacy.outcome, title)
    t.strictSame([legacy.source?.dropped, cloud.source?.dropped], [{}, {}], title)
  }
})

t.test('what is not the answer to a cancellation is none', async t => {
  const acknowledged = replied(
    answer(
      Buffer.from(
        JSON.stringify({
          resourceType: 'OperationOutcome',
          issue: [
            {
              severity: 'error',
              code: 'value',
              details: {
                coding: [
                  {
                    system: 'https://fhir.nhs.uk/CodeSystem/EPS-IssueCode',
                    code: 'PRESCRIPTION_NOT_FOUND',
                  },
                ],
              },
            },
          ],
        }),
      ),
      CANCELLED,
      400,
    ),
  )
  t.match(acknowledged.payload, 'MCCI_IN010000UK13', 'an error of the prescribers’ list')
  const body = responseBundle(DONE)
  const other = EPS_CANCELLATION.answer(
    { status: 200, headers: ['X-Request-ID', 'another'], body },
    askedOf(EPS_CANCELLATION, CANCELLED),
  )
  t.strictSame(other, { kind: 'crossed', by: 'request' })
  t.match(answer(body, CANCELLED, 503), { kind: 'failure', error: 'no-answer' })
})
