import t from 'tap'
import { type ExchangeRecord, FicusError, type Prepared } from '../../src/exchange/index.ts'
import {
  beginRequests,
  createMetrics,
  createRecorder,
  type ExchangeLine,
  SILENT_LOG,
} from '../../src/telemetry/index.ts'
import { CLOUD, LEGACY, route, routed } from '../routing/given.ts'

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

const attempt = (
  upstream: typeof LEGACY,
  more: Partial<ExchangeRecord['attempts'][number]['record']> = {},
): ExchangeRecord['attempts'][number] => ({
  upstream,
  record: {
    result: 'answered',
    status: 200,
    error: undefined,
    bound: 'none',
    ms: 40,
    ...more,
  },
})

t.test('a request is counted under who served it, an attempt under who was asked', async t => {
  const metrics = createMetrics()
  const record = createRecorder(metrics, SILENT_LOG)
  const atCloud: Prepared = {
    ...routed(route('pds-retrieval', 'default')),
    side: 'cloud',
    upstream: CLOUD,
    because: 'percentage',
    mirror: { not: 'stage' },
    fallback: LEGACY,
  }
  const served = { ...recordOf(atCloud), attempts: [attempt(CLOUD, { bound: 'bound' })] }
  record(served)
  record({ ...served, settled: { status: 404, bytes: 5, error: undefined } })
  record(served)
  const failure = new FicusError('no-answer')
  record({
    ...served,
    attempts: [attempt(CLOUD, { result: 'failed', error: failure }), attempt(LEGACY)],
    fellBack: failure,
  })
  record({ ...served, settled: { status: 999, bytes: 0, error: undefined } })
  const text = await metrics.render()
  const [cloud, legacy] = [CLOUD.name, LEGACY.name]
  const own = 'route="pds-retrieval"'
  for (const line of [
    `ficus_requests_total{${own},upstream="${cloud}",side="cloud",code="200"} 2`,
    `ficus_requests_total{${own},upstream="${cloud}",side="cloud",code="404"} 1`,
    `ficus_requests_total{${own},upstream="${cloud}",side="cloud",code="other"} 1`,
    `ficus_requests_total{${own},upstream="${legacy}",side="legacy",code="200"} 1`,
    `ficus_upstream_requests_total{${own},upstream="${cloud}",role="control",result="answered"} 4`,
    `ficus_upstream_requests_total{${own},upstream="${cloud}",role="control",result="no-answer"} 1`,
    `ficus_upstream_requests_total{${own},upstream="${legacy}",role="control",result="answered"} 1`,
    `ficus_request_duration_seconds_count{${own},upstream="${cloud}"} 4`,
    `ficus_request_duration_seconds_count{${own},upstream="${legacy}"} 1`,
    `ficus_upstream_request_duration_seconds_count{${own},upstream="${cloud}",role="control"} 5`,
    `ficus_assignments_total{${own},side="cloud",because="percentage"} 5`,
    `ficus_fallbacks_total{${own},error="no-answer"} 1`,
    `ficus_bindings_total{upstream="${cloud}",result="bound"} 4`,
    `ficus_reply_bytes_total{${own}} 35`,
  ]) {
    t.match(text, `${line}\n`)
  }
})

t.test('what no route owns, and who nobody was asked for, is counted under none', async t => {
  const metrics = createMetrics()
  const record = createRecorder(metrics, SILENT_LOG)
  const error = new FicusError('no-route')
  record({
    ...recordOf(AT_LEGACY),
    assigned: undefined,
    settled: { status: 404, bytes: 9, error },
  })
  const text = await metrics.render()
  t.match(text, 'ficus_requests_total{route="none",upstream="none",side="none",code="404"} 1\n')
  t.match(text, 'ficus_errors_total{route="none",error="no-route"} 1\n')
})

t.test('what somebody is woken by is there at 0 before it happens', async t => {
  const metrics = createMetrics()
  beginRequests(metrics, [route('pds-retrieval', 'default')])
  const text = await metrics.render()
  for (const code of ['sent-unknown', 'crossed', 'internal']) {
    t.match(text, `ficus_errors_total{route="pds-retrieval",error="${code}"} 0\n`)
    t.match(text, `ficus_errors_total{route="none",error="${code}"} 0\n`)
  }
  t.match(text, `ficus_bindings_total{upstream="${LEGACY.name}",result="crossed"} 0\n`)
  t.match(
    text,
    `ficus_requests_total{route="pds-retrieval",upstream="${LEGACY.name}",side="legacy",code="200"} 0\n`,
  )
})
