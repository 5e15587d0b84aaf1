/** Whoever reads the log: a program that reads JSON, and a person with pino-pretty. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { FicusError, type Prepared } from '../../src/exchange/index.ts'
import { createLog, createMetrics, createRecorder } from '../../src/telemetry/index.ts'
import { LEGACY, route, routed } from '../routing/given.ts'
import { corpusCases, corpusFolder } from '../support/corpus.ts'

const AT_LEGACY: Prepared = {
  ...routed(route('pds-retrieval', 'default')),
  side: 'legacy',
  upstream: LEGACY,
  because: 'stage',
  mirror: { not: 'stage' },
  fallback: undefined,
}

/** A log as exchanges leave it that carry some texts in all their ids. */
function logOf(t: Test, texts: readonly string[]): string {
  const file = join(t.testdir({}), 'log')
  const log = createLog(file, 'info', { linesPerSecond: 0 })
  const record = createRecorder(createMetrics(), log)
  log.event('started', 'info', { version: 'test' })
  for (const [n, text] of texts.entries()) {
    const ids = { messageId: text, interaction: text, from: { asid: text }, to: { asid: text } }
    const received = { ...AT_LEGACY, ...ids, number: n + 1 }
    const error = n % 2 === 0 ? undefined : new FicusError('not-sent', 'spine: refused')
    record({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      ...{ received, identified: received, assigned: received, stage: 'legacy', attempts: [] },
      ...{ fellBack: undefined, settled: { status: 200, bytes: 10, error }, ms: 3 },
    })
  }
  log.flush()
  return file
}

/** A line each; our error is a word, not an error with a stack. */
const SINGLE = ['--singleLine', '--errorLikeObjectKeys', 'err']

const read = (file: string): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>)

/** The text of a log as pino-pretty prints it, in the words of the README. */
function pretty(file: string, ...args: readonly string[]): string {
  const command = ['node_modules/pino-pretty/bin.js', '-m', 'event', ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    input: readFileSync(file),
    env: { ...process.env, TZ: 'UTC' },
  })
  if (status !== 0) throw new Error(stderr.toString())
  return stdout.toString()
}

t.test('a person reads it with pino-pretty, every line by its level, time and event', async t => {
  const file = logOf(t, ['A1', 'A2'])
  const lines = pretty(file, ...SINGLE)
    .trimEnd()
    .split('\n')
  t.equal(lines.length, 3, 'a line each')
  t.match(lines[0], /^\[\d\d:\d\d:\d\d\.\d{3}\] INFO: started \{"version":"test"\}$/)
  t.match(lines[1], /^\[[\d:.]+\] INFO: exchange \{"n":1,.*"route":"pds-retrieval".*"ms":3/)
  t.match(
    lines[2],
    /^\[[\d:.]+\] WARN: exchange \{"n":2,.*"error":"not-sent","detail":"spine: refused"/,
  )
  t.match(pretty(file), '\n    messageId: "A1"\n', 'or a field a line')
})

t.test(
  'whatever senders write in their ids, each exchange is one line, and none of it is theirs',
  async t => {
    const folder = corpusFolder(t)
    if (folder === undefined) return
    const naughty = corpusCases(
      join(folder, 'security/minimaxir+big-list-of-naughty-strings/blns.dev.jsonl'),
    ).map(({ bytes }) => bytes.toString())
    t.ok(naughty.length > 100)
    const file = logOf(t, naughty)
    const [started, ...lines] = read(file)
    t.equal(started?.['event'], 'started')
    t.equal(lines.length, naughty.length)
    for (const [i, line] of lines.entries()) {
      const { level, event, time, messageId } = line
      t.strictSame([event, level], ['exchange', i % 2 === 0 ? 'info' : 'warn'])
      t.match(time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
      t.match(messageId, /^[\w.:@+/=-]{1,64}$/)
    }
    t.match(readFileSync(file, 'latin1'), /^[\x20-\x7e\n]*$/, 'in plain characters')
    t.equal(
      pretty(file, ...SINGLE)
        .trimEnd()
        .split('\n').length,
      naughty.length + 1,
    )
  },
)
