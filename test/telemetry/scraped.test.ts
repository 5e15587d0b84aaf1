import { spawnSync } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { openAdmin } from '../../src/admin/index.ts'
import { createMetrics } from '../../src/telemetry/index.ts'
import { noPrometheus, PROMTOOL, startPrometheus } from '../support/prometheus.ts'
import { fillAsMigrating } from '../support/sixty-routes.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

/** The admin port of an instance that has nothing but its metrics, and what scrapers asked it for. */
async function scrapable(t: Test, metrics: ReturnType<typeof createMetrics>) {
  const asked: (string | undefined)[] = []
  const admin = await openAdmin(
    { host: '127.0.0.1', port: 0 },
    {
      metrics: accept => {
        asked.push(accept)
        return metrics.page(accept)
      },
      readiness: () => ({ reasons: [], facts: {} }),
      isStarted: true,
      api: () => Promise.resolve({ status: 404, body: {} }),
      failed: () => undefined,
      version: { version: '1', node: '24', environment: 'test' },
    },
  )
  t.teardown(() => admin.close())
  return { url: new URL(`http://127.0.0.1:${admin.address.port}`), asked }
}

t.test('promtool finds nothing to say of a full page', { skip: noPrometheus }, async t => {
  const metrics = createMetrics()
  fillAsMigrating(metrics)
  const input = await metrics.render()
  const { status, stdout, stderr } = spawnSync(PROMTOOL, ['check', 'metrics'], {
    input,
    encoding: 'utf8',
  })
  t.strictSame({ status, stdout, stderr }, { status: 0, stdout: '', stderr: '' })
  const broken = spawnSync(PROMTOOL, ['check', 'metrics'], { input: `${input}a b c\n` })
  t.not(broken.status, 0, 'and it does look')
})

t.test(
  'a Prometheus takes the whole page as OpenMetrics, and the trace a bucket names',
  { skip: noPrometheus },
  async t => {
    const metrics = createMetrics()
    fillAsMigrating(metrics)
    const { requestSeconds } = metrics
    requestSeconds.observe(requestSeconds.cell('route-7', 'spine-1'), 0.7, TRACE)
    const { url, asked } = await scrapable(t, metrics)
    const began = Date.now()
    const prometheus = await startPrometheus(t, {
      scrapes: [{ job: 'ficus', targets: [url] }],
      // It is also how long a scrape may take, on a machine that has other work.
      everyMs: 6_000,
    })
    const at = await prometheus.scrapedSince(began)
    t.match(asked[0], 'application/openmetrics-text', 'that is what it asks for')
    const one = async (query: string): Promise<number | undefined> =>
      (await prometheus.query(query, at + 1))[0]?.value
    // A Prometheus says that it has scraped before it lets what it took be seen.
    const until = Date.now() + 20_000
    while ((await one('up')) === undefined && Date.now() < until) await wait(50)
    t.equal(await one('up'), 1)
    t.equal(
      await one('count({__name__=~"ficus_.+",__name__!~"ficus_(process|nodejs)_.+"})'),
      await one('ficus_metric_series'),
      'every series that stands came over',
    )
    t.equal(
      await one('ficus_request_duration_seconds_count{route="route-7",upstream="spine-1"}'),
      2,
    )
    t.equal(await one('ficus_errors_total{route="route-7",error="sent-unknown"}'), 1)
    const span = { from: began / 1_000 - 60, to: Date.now() / 1_000 + 60, step: 1 }
    const found = await prometheus.exemplars(
      'ficus_request_duration_seconds_bucket{route="route-7",upstream="spine-1"}',
      span,
    )
    const named = found.find(({ labels }) => labels['trace_id'] === TRACE)
    t.match(named, { series: { le: '1', route: 'route-7' }, value: 0.7 })
    t.strictSame(
      await prometheus.exemplars('ficus_upstream_request_duration_seconds_bucket', span),
      [],
      'only where the catalogue says so',
    )
  },
)
