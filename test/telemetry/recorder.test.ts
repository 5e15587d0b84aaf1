import t from 'tap'
import type { ExchangeRecord, Prepared } from '../../src/exchange/index.ts'
import { createMetrics, createRecorder, type ExchangeLine } from '../../src/telemetry/index.ts'
import { LEGACY, route, routed } from '../routing/given.ts'

const AT_LEGACY: Prepared = {
  ...routed(route('pds-retrieval', 'default')),
  side: 'legacy',
  upstream: LEGACY,
  because: 'declined',
  mirror: { not: 'declined' },
  fallback: undefined,
}

const recordOf = (assigned: Prepared): ExchangeRecord => ({
  traceId: '0af7651916cd43dd8448eb211c80319c',
  received: assigned,
  identified: assigned,
  assigned,
  stage: 'cloud',
  attempts: [],
  fellBack: undefined,
  settled: { status: 200, bytes: 10, error: undefined },
  ms: 3,
})

t.test('what no mapping took is counted by its route and reason, and told in its line', async t => {
  const metrics = createMetrics()
  const lines: ExchangeLine[] = []
  const record = createRecorder(metrics, {
    exchange: line => lines.push(line),
    compared: () => undefined,
    event: () => undefined,
    flush: () => undefined,
  })
  for (const code of ['asked', 'asked', 'unread']) {
    record(recordOf({ ...AT_LEGACY, declined: { code, says: 'a sentence for a person' } }))
  }
  record(recordOf(AT_LEGACY))
  const text = await metrics.render()
  t.match(text, 'ficus_declined_total{route="pds-retrieval",reason="asked"} 2\n')
  t.match(text, 'ficus_declined_total{route="pds-retrieval",reason="unread"} 1\n')
  t.match(text, 'ficus_mirror_decisions_total{route="pds-retrieval",decision="declined"} 4\n')
  t.strictSame(
    lines.map(({ declined }) => declined),
    ['asked', 'asked', 'unread', undefined],
  )
  t.notMatch(JSON.stringify(lines), 'a sentence', 'a reason is a word in a log')
})
