/** A privacy alert is raised in the cloud in the very bytes it was raised in, once it says what the cloud asks for. */
import { readFileSync } from 'node:fs'
import t from 'tap'
import { createCompare } from '../../src/comparison/index.ts'
import type { Mapping } from '../../src/mapping/index.ts'
import { policyNamed } from '../../src/products/index.ts'
import { SCR_ALERT } from '../../src/products/scr/alert.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import { WRONG_ALERTS } from '../support/scr-alerts.ts'
import { alert, MESSAGE_ID, OTHER_SCR_NUMBER, outcome, SCR_NUMBER } from '../support/scr-golden.ts'

const TYPE = ['Content-Type', 'application/fhir+json']
const ABOUT = {
  ...{ interaction: 'scr-alert', messageId: MESSAGE_ID, payloadId: MESSAGE_ID },
  ...{ fromAsid: '', toAsid: '', newId: () => MESSAGE_ID, now: new Date(0) },
}
const callOf = (
  body: Buffer | string,
  headers: readonly string[] = TYPE,
  target = '/clinical/alert',
) => ({
  ...ABOUT,
  call: { method: 'POST', target, headers, body: Buffer.from(body) },
})
const callsOf = ({ calls }: Mapping) => {
  if (calls === undefined) throw new Error('no mapping of calls')
  return calls
}
const CALLS = callsOf(SCR_ALERT)
const written = (change: (text: string) => string = text => text): string =>
  change(JSON.stringify(alert(), undefined, 2))
const asked = (text: string, calls = CALLS) => calls.request(callOf(text))

t.test('an alert is sent on byte for byte, whatever else it says', async t => {
  const more = written(text => text.replace('{', '{ "outcomeDesc" : "a test \\u00e9",'))
  for (const text of [written(), more]) {
    const came = asked(text)
    if (came.kind === 'declined') throw new Error(came.says)
    const { method, path, headers, body, subject, requestId } = came.value
    t.strictSame([method, path, requestId], ['POST', '/AuditEvent', MESSAGE_ID.toLowerCase()])
    t.strictSame(String(body), text)
    t.strictSame(subject, { kind: 'entity', keys: { nhsNumber: SCR_NUMBER } })
    t.strictSame(headers, [
      ...['Accept', 'application/fhir+json', 'X-Request-ID', MESSAGE_ID.toLowerCase()],
      ...['X-Correlation-ID', MESSAGE_ID.toLowerCase(), ...TYPE],
    ])
  }
  t.equal(SCR_ALERT.access, 'user')
})

t.test('what the cloud would refuse of an alert is not sent to it', async t => {
  for (const [from, to, code] of WRONG_ALERTS) {
    const text = written(all => all.replace(from, to))
    t.not(text, written(), String(from))
    t.match(asked(text), { kind: 'declined', code }, String(from))
  }
  const PAIRS: readonly (readonly [type: string, taken: string])[] = [
    ['1', '12346'],
    ['2', '1235'],
  ]
  for (const [type, taken] of PAIRS) {
    for (const reason of '123456') {
      const text = written(all =>
        all
          .replace(/(?<=SCR-AlertType",\s*"code": ")1/, type)
          .replace(/(?<=SCR-AlertReason",\s*"code": ")1/, reason),
      )
      const kind = taken.includes(reason) ? 'accepted' : 'declined'
      t.match(asked(text), { kind }, `type ${type}, reason ${reason}`)
    }
  }
})

t.test('of two patients, two reasons or two records none is the one', async t => {
  for (const list of ['agent', 'subtype', 'entity']) {
    const [first] = alert()[list] as readonly unknown[]
    const other = JSON.parse(JSON.stringify(first).replace(SCR_NUMBER, OTHER_SCR_NUMBER)) as unknown
    const text = JSON.stringify({ ...alert(), [list]: [...(alert()[list] as unknown[]), other] })
    t.match(asked(text), { kind: 'declined', code: 'several' }, list)
  }
})

t.test('a call that is more than its body is not sent on', async t => {
  const text = written()
  t.match(CALLS.request(callOf(text, [])), { code: 'shape' })
  for (const type of ['text/plain', 'application/fhir+xml', 'application/json; charset=latin1']) {
    t.match(CALLS.request(callOf(text, ['Content-Type', type])), { code: 'shape' }, type)
  }
  for (const type of ['application/json', 'application/fhir+json; charset=UTF-8']) {
    t.match(CALLS.request(callOf(text, ['Content-Type', type])), { kind: 'accepted' }, type)
  }
  t.match(CALLS.request(callOf(text, [...TYPE, ...TYPE])), { code: 'shape' })
  t.match(CALLS.request(callOf(text, [...TYPE, 'Content-Encoding', 'gzip'])), { code: 'shape' })
  t.match(CALLS.request(callOf(text, TYPE, '/clinical/alert?x=1')), { code: 'asked' })
  t.match(CALLS.request({ ...callOf(text), interaction: 'another' }), { code: 'interaction' })
  t.match(CALLS.request({ ...callOf(text), messageId: 'mine' }), { code: 'ids' })
  t.match(SCR_ALERT.legacyOnly?.['COMT_IN000001UK01'], /nowhere public/)
})

const request = () => {
  const came = asked(written())
  if (came.kind === 'declined') throw new Error(came.says)
  return came.value
}
const ECHOED = ['X-Request-ID', MESSAGE_ID]
const answer = (status: number, body: Buffer | string = '', headers = ECHOED, calls = CALLS) =>
  calls.answer(
    { status, headers, body: Buffer.from(body) },
    { ...callOf(written()), request: request() },
  )
const INVALID = "Invalid value - XYZ in field 'NHS_NUMBER'"
const SYSTEM = 'https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode'
const coded = (code = 'INVALID_VALUE', display = INVALID, system = SYSTEM) =>
  JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity: 'error',
        code: 'value',
        details: { coding: [{ system, version: '1', code, display }] },
      },
    ],
  })

t.test('an alert that was raised is answered as Spine answers one', async t => {
  const came = answer(201)
  t.match(came, { kind: 'answer', status: 200, headers: [], outcome: 'ok', loss: undefined })
  t.equal(came.kind === 'answer' && came.body.length, 0)
})

t.test('a value Spine refused is told in Spine’s own code', async t => {
  const came = answer(400, outcome(INVALID))
  if (came.kind !== 'answer') throw new Error(came.kind)
  t.match(came, { status: 400, headers: TYPE, outcome: 'app_error' })
  t.strictSame(JSON.parse(String(came.body)), JSON.parse(coded()))
})

t.test('no answer that says less than that it was done is told as done', async t => {
  const BAD: readonly (readonly [status: number, body: Buffer | string])[] = [
    [200, ''],
    [202, ''],
    [201, outcome('something')],
    [400, outcome('Expecting exactly one entity')],
    [400, '<html/>'],
    [403 + 1, outcome(INVALID)],
    [400, coded()],
  ]
  for (const [status, body] of BAD) t.match(answer(status, body), { error: 'bad-answer' })
  const FAILED = [
    ...[401, 403].map(status => [status, 'bad-answer'] as const),
    ...[429].map(status => [status, 'not-sent'] as const),
    ...[408, 500, 502, 503, 504].map(status => [status, 'no-answer'] as const),
  ]
  for (const [status, error] of FAILED) t.match(answer(status), { kind: 'failure', error })
  t.match(answer(201, '', []), { kind: 'crossed', by: 'request' })
  const all = [
    answer(400, outcome(`Secretly ${SCR_NUMBER}`)),
    asked(written(x => x.replace('"1"', '"Secretly"'))),
  ]
  for (const each of all) t.notMatch(JSON.stringify(each), /999000|Secretly/)
})

const compare = createCompare({ key: Buffer.alloc(32, 5), now: () => Date.parse('2026-11-22') })

t.test('both sides say of an alert what became of it, and in which words', async t => {
  const policy = policyNamed(SCR_ALERT.name)
  if (policy === undefined) throw new Error('no policy')
  const hold = (legacy: readonly [number, string], cloud: readonly [number, Buffer | string]) => {
    const [control, candidate] = [legacy, cloud].map(([status, body]) => ({
      ...{ status, headers: [...TYPE], body: Buffer.from(body) },
    }))
    if (control === undefined || candidate === undefined) throw new Error('no pair')
    const [own, other] = [
      CALLS.readLegacy(control, callOf(written())),
      SCR_ALERT.readCloud(candidate),
    ]
    if (own.kind !== 'said' || other.kind !== 'said') return [own, other].map(each => each.kind)
    const mean = SCR_ALERT.bothMean(own, other, ABOUT.interaction)
    return compare(
      {
        control: { ...control, means: mean.legacy },
        candidate: { ...candidate, means: mean.cloud },
      },
      policy,
    ).verdict
  }
  t.equal(hold([200, ''], [201, '']), 'identical')
  t.equal(hold([400, coded()], [400, outcome(INVALID)]), 'identical')
  t.equal(hold([200, ''], [400, outcome(INVALID)]), 'different')
  t.equal(hold([400, coded()], [201, '']), 'different')
  t.strictSame(hold([400, coded('ANOTHER')], [500, '']), ['declined', 'declined'])
  t.strictSame(hold([400, coded('INVALID_VALUE', INVALID, 'x')], [201, '']), ['declined', 'said'])
})

t.test('published alerts and what became of them are read, each of them', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const samples = spineSamples(folder).filter(({ product }) => product === 'SCR')
  let taken = 0
  for (const { file, path } of samples) {
    if (!/send_alert\/.*request\.json$|audit_event\.json$/.test(path)) continue
    const text = readFileSync(file, 'utf8').replace('{{PATIENT_NHS_NUMBER}}', SCR_NUMBER)
    const came = asked(text)
    // The one that names no patient is the one the façade refuses.
    if (path.includes('missingNhsNumber')) t.match(came, { kind: 'declined' }, path)
    else {
      t.match(came, { kind: 'accepted' }, path)
      taken += 1
    }
  }
  const legacy = samples.find(({ path }) => path.endsWith('responses/alert/error.json'))
  const cloud = samples.find(({ path }) => path.endsWith('1-invalidValue.response.json'))
  const [own, other] = [legacy, cloud].map(each => readFileSync(each?.file ?? ''))
  if (own === undefined || other === undefined) throw new Error('no pair')
  const control = { status: 400, headers: TYPE, body: own }
  t.strictSame(
    CALLS.readLegacy(control, callOf(written())),
    SCR_ALERT.readCloud({ status: 400, body: other }),
    'the pair says the same',
  )
  const made = answer(400, other)
  if (made.kind !== 'answer') throw new Error(made.kind)
  t.strictSame(JSON.parse(String(made.body)), JSON.parse(String(own)), 'to the letter')
  t.comment(`${taken} published alerts taken, 1 pair of errors both ways`)
  t.ok(taken >= 3)
})
