import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import {
  type ComparedLine,
  comparedLineOf,
  createLog,
  type ExchangeLine,
  loggable,
} from '../../src/telemetry/index.ts'

const LINE: ExchangeLine = {
  level: 'info',
  n: 1,
  trace_id: '0af7651916cd43dd8448eb211c80319c',
  route: 'pds',
  stage: 'legacy',
  side: 'legacy',
  upstream: 'spine',
  because: 'stage',
  method: 'POST',
  interaction: 'QUPA_IN000008UK02',
  messageId: undefined,
  fromAsid: undefined,
  toAsid: undefined,
  agrees: undefined,
  declined: undefined,
  fellBack: undefined,
  bound: 'bound',
  attempts: 1,
  status: 200,
  error: undefined,
  detail: undefined,
  bytesIn: 5_000,
  bytesOut: 4_000,
  ms: 1.5,
  upstreamMs: 1,
  translationMs: undefined,
  storeMs: undefined,
}

const written = (file: string): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>)

t.test('an exchange and an event are lines of one form, in the order they came', async t => {
  const file = join(t.testdir({}), 'log')
  const log = createLog(file, 'info')
  log.exchange(LINE)
  log.event('config-refused', 'error', { why: 'a "quote"\nand a line' })
  log.exchange({ ...LINE, n: 2 })
  log.flush()
  const lines = written(file)
  t.strictSame(
    lines.map(({ level, event, n }) => [level, event, n]),
    [
      ['info', 'exchange', 1],
      ['error', 'config-refused', undefined],
      ['info', 'exchange', 2],
    ],
  )
  for (const { time } of lines) t.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  t.match(lines[0], { route: 'pds', status: 200, ms: 1.5 })
  t.equal(lines[1]?.['why'], 'a "quote"\nand a line')
})

t.test('a level leaves out what is below it', async t => {
  const file = join(t.testdir({}), 'log')
  const log = createLog(file, 'error')
  log.exchange(LINE)
  log.event('started', 'info', {})
  log.event('answer-crossed', 'error', {})
  log.flush()
  t.strictSame(
    written(file).map(({ event }) => event),
    ['answer-crossed'],
  )
})

t.test('many lines are all there, whole, after a flush', async t => {
  const file = join(t.testdir({}), 'log')
  const log = createLog(file, 'info', { linesPerSecond: 0 })
  for (let n = 1; n <= 5_000; n += 1) log.exchange({ ...LINE, n })
  log.flush()
  t.strictSame(
    written(file).map(({ n }) => n),
    Array.from({ length: 5_000 }, (_, i) => i + 1),
  )
})

const COMPARED: ComparedLine = comparedLineOf({
  number: 7,
  traceId: undefined,
  messageId: 'A1',
  route: 'pds',
  candidate: 'pds-fhir',
  comparison: { verdict: 'different', differences: [{ severity: 'critical' }] },
  controlMs: 2,
  candidateMs: 3.00049,
})

t.test('what came of a copy is a line of its own, known by its exchange', async t => {
  const file = join(t.testdir({}), 'log')
  const log = createLog(file, 'info')
  log.compared(COMPARED)
  log.flush()
  const [line] = written(file)
  t.match(line, {
    level: 'warn',
    event: 'compared',
    n: 7,
    messageId: 'A1',
    route: 'pds',
    candidate: 'pds-fhir',
    verdict: 'different',
    differences: 1,
    critical: true,
    candidateMs: 3,
  })
})

t.test('only a critical difference of a pair that differs is a warning', async t => {
  const levelOf = (verdict: string, ...severities: string[]) =>
    comparedLineOf({
      ...{
        number: 1,
        traceId: undefined,
        messageId: undefined,
        route: 'pds',
        candidate: 'pds-fhir',
      },
      ...{ controlMs: undefined, candidateMs: undefined },
      comparison: { verdict, differences: severities.map(severity => ({ severity })) },
    }).level
  t.equal(levelOf('different', 'cosmetic', 'significant'), 'info')
  t.equal(levelOf('different', 'cosmetic', 'critical'), 'warn')
  t.equal(levelOf('not_comparable', 'critical'), 'info')
  t.equal(levelOf('identical'), 'info')
})

t.test('why nothing was compared is in the line of the copy', async t => {
  const line = comparedLineOf({
    ...{ number: 1, traceId: undefined, messageId: undefined, route: 'pds', candidate: 'pds-fhir' },
    ...{ controlMs: 2, candidateMs: undefined },
    comparison: { verdict: 'not_compared', reason: 'declined', code: 'value' },
  })
  t.match(line, { level: 'info', verdict: 'not_compared', reason: 'declined', code: 'value' })
  t.equal(line.differences, undefined)
})

t.test(
  'beyond its budget one line in ten is written and says so, warnings are all, and the rest is counted',
  async t => {
    const file = join(t.testdir({}), 'log')
    const log = createLog(file, 'info', { linesPerSecond: 50, clock: () => 0 })
    for (let n = 1; n <= 1_000; n += 1) {
      log.exchange({ ...LINE, n })
      log.compared({ ...COMPARED, n, level: 'info' })
      log.exchange({ ...LINE, n, level: 'warn' })
    }
    log.flush()
    const lines = written(file)
    const of = (event: string, level: string) =>
      lines.filter(line => line['event'] === event && line['level'] === level)
    t.equal(of('exchange', 'warn').length, 1_000, 'what matters is never sampled')
    for (const event of ['exchange', 'compared']) {
      const well = of(event, 'info')
      t.equal(well.filter(({ sampled }) => sampled === undefined).length, 50, event)
      t.equal(well.filter(({ sampled }) => sampled === 10).length, 50, 'as many again, one in ten')
    }
    t.strictSame(log.dropped, { sampled: 2 * 855, limit: 2 * 45, destination: 0 })
  },
)

t.test('where a log is behind only what went well is left out, and counted', async t => {
  const log = createLog('/dev/full', 'info', { most: { behind: 100, full: 1_000_000 } })
  log.event('started', 'info', { why: 'x'.repeat(200) })
  log.exchange(LINE)
  t.equal(log.dropped?.destination, 1)
  log.exchange({ ...LINE, level: 'error' })
  log.event('draining', 'info', {})
  t.equal(log.dropped?.destination, 1)
})

t.test('whatever stands in a field, a line is one line of JSON', async t => {
  const file = join(t.testdir({}), 'log')
  const log = createLog(file, 'info', { linesPerSecond: 0 })
  const hurting = [
    '"}\n{"level":"error","event":"forged"}',
    '\r\n\u2028\u2029\u0000\u001b[2J\ud800\u0085\ufeff',
    '${jndi:ldap://x}',
    "'; DROP TABLE log; --",
    '\\',
    '__proto__',
  ]
  for (const detail of hurting) log.exchange({ ...LINE, detail })
  for (const why of hurting) log.event('config-refused', 'error', { why })
  log.flush()
  const lines = written(file)
  t.equal(lines.length, 2 * hurting.length)
  for (const line of lines) {
    t.match(line, { level: /^(?:info|error)$/, time: /Z$/, event: /^(?:exchange|config-refused)$/ })
  }
  const raw = readFileSync(file, 'utf8')
  t.notMatch(raw, /[^\n\x20-\x7e\u0080-\uffff]/, 'no control character reaches a terminal')
  t.strictSame(
    lines.slice(0, hurting.length).map(({ detail }) => detail),
    hurting,
  )
})

t.test('an id that does not look like one is not repeated', async t => {
  t.equal(loggable('1B0B2C6E-3F0B-4B37-9B4F-1D2E3F4A5B6C'), '1B0B2C6E-3F0B-4B37-9B4F-1D2E3F4A5B6C')
  for (const written of ['a b', 'a"b', 'a\nb', '<a>', '${x}', 'x'.repeat(65), '', 'ä']) {
    t.equal(loggable(written), 'unusual', JSON.stringify(written))
  }
})
