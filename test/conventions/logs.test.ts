import { readFileSync } from 'node:fs'
import t from 'tap'
import type { ExchangeRecord, Prepared } from '../../src/exchange/index.ts'
import {
  comparedLineOf,
  createRecorder,
  createMetrics,
  LEVEL_OF_ERROR,
} from '../../src/telemetry/index.ts'
import { LEGACY, route, routed } from '../routing/given.ts'

const readme = readFileSync('README.md', 'utf8')
const logs = readme.split(/^## /m).find(part => part.startsWith('Logs')) ?? ''
/** The row of a table that begins with a word. */
const row = (word: string): string => new RegExp(`^\\| \`${word}\` .*$`, 'm').exec(logs)?.[0] ?? ''
const named = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string)

const PREPARED: Prepared = {
  ...routed(route('pds', 'default')),
  ...{ side: 'legacy', upstream: LEGACY, because: 'stage', mirror: { not: 'stage' } },
  fallback: undefined,
}
const RECORD: ExchangeRecord = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  ...{
    received: PREPARED,
    identified: PREPARED,
    assigned: PREPARED,
    stage: 'legacy',
    attempts: [],
  },
  ...{ fellBack: undefined, settled: { status: 200, bytes: 1, error: undefined }, ms: 1 },
}

t.test('the README names every field of a line, and no other', async t => {
  const lines: object[] = []
  createRecorder(createMetrics(), {
    exchange: line => lines.push(line),
    compared: () => undefined,
    event: () => undefined,
    flush: () => undefined,
  })(RECORD)
  lines.push(
    comparedLineOf({
      ...{ number: 1, traceId: undefined, messageId: undefined, route: 'pds', candidate: 'x' },
      ...{ controlMs: 1, candidateMs: 1, comparison: { verdict: 'identical' } },
    }),
  )
  for (const [i, event] of ['exchange', 'compared'].entries()) {
    const fields = Object.keys(lines[i] ?? {}).filter(field => field !== 'level')
    t.strictSame(named(row(event)).slice(1).sort(), fields.sort(), event)
  }
})

t.test('the README says of every error of ours how much its line matters', async t => {
  const levels = Object.entries(LEVEL_OF_ERROR)
  for (const level of ['info', 'warn', 'error']) {
    const errors = levels.filter(([, own]) => own === level).map(([code]) => code)
    t.strictSame(named(row(level)).slice(1).sort(), errors.sort(), level)
  }
})

t.test('the README names every event there is', async t => {
  const [, events = ''] =
    /type EventName =([^]*?)\n\n/.exec(readFileSync('src/telemetry/lines.ts', 'utf8')) ?? []
  const names = [...events.matchAll(/'([\w-]+)'/g)].map(([, name]) => name)
  t.ok(names.length > 10)
  for (const name of names) t.match(logs, `\`${name}\``)
})
