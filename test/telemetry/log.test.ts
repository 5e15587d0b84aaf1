import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { createLog, type ExchangeLine } from '../../src/telemetry/index.ts'

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
