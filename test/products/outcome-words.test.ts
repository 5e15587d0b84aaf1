/** What every product's answers say became of their requests, in the words of the metric. */
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { createReadOutcome } from '../../src/comparison/index.ts'
import { outcomeReading } from '../../src/products/index.ts'
import {
  acknowledged,
  bare,
  fault,
  LISTS,
  messageError,
  notTaken,
  outcome,
  saidInSubject,
  type SpokenAnswer,
} from '../support/answers-of-outcome.ts'

const SPINE = 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode'
const MOST = 65_536

const read = createReadOutcome(outcomeReading(MOST))

const wordOf = ({ status, type, body }: SpokenAnswer, coding?: 'gzip' | 'zz'): string => {
  const bytes = Buffer.from(body)
  const coded = coding === undefined ? [] : ['Content-Encoding', coding]
  return read({
    status,
    headers: ['Content-Type', type, ...coded],
    body: coding === 'gzip' ? gzipSync(bytes) : bytes,
  })
}

type Said = readonly [what: string, answer: SpokenAnswer]

const SAID: Readonly<Record<string, readonly Said[]>> = {
  ok: [
    ['AA', acknowledged('AA')],
    ['a match that says it is one', acknowledged('AA', [LISTS.pds, '3', 'WG'])],
    ['an answer that says nothing of it', { status: 200, type: 'text/xml', body: '<a/>' }],
    ['a message accepted for later', bare(202)],
    ['nothing that changed', bare(304)],
    ['a notice of what was done', outcome(201, 'information', 'informational')],
  ],
  warning: [
    ['AA with a warning', acknowledged('AA', [LISTS.pds, '9', 'WG'])],
    ['a warning of a code that is an error elsewhere', acknowledged('AA', [LISTS.pds, '1', 'WG'])],
    ['a warning beside success', outcome(200, 'warning', 'informational')],
  ],
  not_found: [
    ['nobody of that number', acknowledged('AE', [LISTS.pds, '0'], [LISTS.pds, 'ST004'])],
    [
      'the same in FHIR',
      outcome(404, 'error', 'value', { system: SPINE, code: 'RESOURCE_NOT_FOUND' }),
    ],
    ['an issue type', outcome(400, 'error', 'not-found')],
    ['a bare 404', bare(404)],
    ['a bare 410', bare(410)],
    ['a code nobody knows with 404', outcome(404, 'error', 'value', { system: 'own', code: 'X1' })],
    ['no prescription', saidInSubject('pertinentRejectionReason', LISTS.dispense, '0003')],
    ['nothing to cancel', saidInSubject('pertinentResponse', LISTS.cancelled, '0008')],
    ['no prescription to search', notTaken('PRESCRIPTION_SEARCH_ERROR', '0001')],
  ],
  duplicate: [
    ['a message id used before', notTaken(LISTS.transmission, '202')],
    ['a prescription id used before', acknowledged('AE', [LISTS.prescribe, '0002'])],
    [
      'somebody who has a number',
      outcome(200, 'error', 'invalid', { system: SPINE, code: 'SINGLE_MATCH' }),
    ],
  ],
  rejected: [
    ['AR', notTaken(LISTS.transmission, '200')],
    ['a fault that blames whoever asked', fault('Client', '101')],
    ['a bare 401', bare(401)],
    ['a bare 403', bare(403)],
  ],
  app_error: [
    ['AE', acknowledged('AE', [LISTS.pds, 'AT009'])],
    ['AE that gives no reason', acknowledged('AE')],
    [
      'several who fit, with success',
      outcome(200, 'information', 'multiple-matches', { system: SPINE, code: 'TOO_MANY_MATCHES' }),
    ],
    ['several who fit, in HL7v3', acknowledged('AE', [LISTS.pds, '2'])],
    ['one code of another list', acknowledged('AE', [LISTS.prescribe, '1'])],
    ['an error with success', outcome(200, 'error', 'invalid')],
    [
      'a prescription with another dispenser',
      saidInSubject('pertinentRejectionReason', LISTS.dispense, '0004'),
    ],
    ['a bare 400', bare(400)],
    [
      'a conflict',
      outcome(409, 'error', 'conflict', { system: SPINE, code: 'RESOURCE_VERSION_MISMATCH' }),
    ],
  ],
  fault: [
    ['a fault of the server', fault('Server', '500')],
    ['a fault that may be sent again', fault('Client', '200')],
    ['a MessageError with success', messageError()],
    ['a bare 500', bare(500)],
    ['a page of some gateway', { status: 503, type: 'text/html', body: '<html><p>no' }],
    ['too many requests', bare(429)],
  ],
  size: [['more than is read', { status: 200, type: 'text/xml', body: 'x'.repeat(MOST + 1) }]],
  unreadable: [
    ['what is announced as XML and is none', { status: 200, type: 'text/xml', body: '<a' }],
  ],
}

for (const [word, answers] of Object.entries(SAID)) {
  t.test(`${word} is said by whichever language says it`, async t => {
    for (const [what, answer] of answers) t.equal(wordOf(answer), word, what)
  })
}

t.test('an answer in a content coding says the same', async t => {
  const answer = acknowledged('AE', [LISTS.pds, '1'])
  t.equal(wordOf(answer, 'gzip'), 'not_found')
  t.equal(wordOf(answer, 'zz'), 'unreadable', 'a coding nobody here knows')
  t.equal(wordOf({ ...answer, status: 500 }, 'zz'), 'fault', 'its status says enough')
})

t.test('a large answer is judged by its status where that says no success', async t => {
  t.equal(wordOf({ status: 502, type: 'text/xml', body: 'x'.repeat(MOST + 1) }), 'fault')
})
