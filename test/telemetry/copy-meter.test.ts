import t from 'tap'
import { type CountedCopy, createCopyMeter, createMetrics } from '../../src/telemetry/index.ts'

const copy = (more: Partial<CountedCopy> = {}): CountedCopy => ({
  route: 'pds',
  candidate: 'pds-fhir',
  comparison: { verdict: 'different' },
  candidateMs: 50,
  sent: 'answered',
  isCritical: false,
  differences: [],
  latencyRatio: 0.5,
  ...more,
})

const difference = (path: string, more: object = {}) => ({
  path,
  kind: 'value',
  severity: 'significant',
  ...more,
})

/** What of a family is above 0, as `label value count`. */
async function counted(
  metrics: { render(): Promise<string> },
  family: string,
): Promise<readonly string[]> {
  const lines = (await metrics.render()).split('\n')
  return lines
    .filter(line => line.startsWith(`ficus_${family}{`) && !line.endsWith(' 0'))
    .map(line => line.slice(line.indexOf('{')))
}

t.test('what alerts and shares stand on is there at 0 before there is any pair', async t => {
  const metrics = createMetrics()
  createCopyMeter(metrics).begin(['pds'])
  const text = await metrics.render()
  t.match(text, 'ficus_critical_differences_total{route="pds"} 0\n')
  for (const verdict of ['identical', 'equivalent', 'different']) {
    const line = `ficus_comparisons_total{route="pds",verdict="${verdict}",reason="none"} 0\n`
    t.match(text, line)
  }
  t.match(text, 'ficus_comparisons_total{route="pds",verdict="not_compared",reason="declined"} 0\n')
})

t.test('a pair counts by its verdict and its reason, once critical however often', async t => {
  const metrics = createMetrics()
  const copies = createCopyMeter(metrics)
  copies.begin(['pds'])
  const critical = [difference('a', { severity: 'critical' }), difference('b')]
  copies.count(copy({ isCritical: true, differences: critical }))
  copies.count(copy({ comparison: { verdict: 'not_compared', reason: 'size' } }))
  t.same(await counted(metrics, 'comparisons_total'), [
    '{route="pds",verdict="different",reason="none"} 1',
    '{route="pds",verdict="not_compared",reason="size"} 1',
  ])
  t.same(await counted(metrics, 'critical_differences_total'), ['{route="pds"} 1'])
  t.same(await counted(metrics, 'divergences_total'), [
    '{route="pds",path="a",kind="value",severity="critical"} 1',
    '{route="pds",path="b",kind="value",severity="significant"} 1',
  ])
})

t.test(
  'beyond sixty-four paths of a route the rest is other, and of another route not',
  async t => {
    const metrics = createMetrics()
    const copies = createCopyMeter(metrics)
    const paths = Array.from({ length: 70 }, (_, i) => difference(`path-${i}`))
    copies.count(copy({ differences: paths }))
    copies.count(copy({ differences: paths.slice(-1) }))
    copies.count(copy({ differences: paths.slice(0, 1) }))
    copies.count(copy({ route: 'scr', differences: paths.slice(-1) }))
    const lines = await counted(metrics, 'divergences_total')
    t.equal(lines.length, 66)
    const ends = { kind: 'value', severity: 'significant' }
    const labels = Object.entries(ends).map(([name, value]) => `${name}="${value}"`)
    t.ok(lines.includes(`{route="pds",path="path-0",${labels.join(',')}} 2`))
    t.ok(lines.includes(`{route="pds",path="path-63",${labels.join(',')}} 1`))
    t.ok(lines.includes(`{route="pds",path="other",${labels.join(',')}} 7`))
    t.ok(lines.includes(`{route="scr",path="path-69",${labels.join(',')}} 1`))
  },
)

t.test(
  'how the cloud stands to legacy is observed of pairs, and how long copies took of all',
  async t => {
    const metrics = createMetrics()
    const copies = createCopyMeter(metrics)
    copies.count(copy({ latencyRatio: 1.2, candidateMs: 20 }))
    copies.count(copy({ latencyRatio: undefined, candidateMs: 30 }))
    copies.count(copy({ latencyRatio: undefined, candidateMs: undefined }))
    const text = await metrics.render()
    t.match(text, 'ficus_shadow_latency_ratio_bucket{le="1",route="pds"} 0\n')
    t.match(text, 'ficus_shadow_latency_ratio_bucket{le="1.25",route="pds"} 1\n')
    t.match(text, 'ficus_shadow_latency_ratio_count{route="pds"} 1\n')
    const of = '{route="pds",upstream="pds-fhir",role="candidate"}'
    t.match(text, `ficus_upstream_request_duration_seconds_count${of} 2\n`)
    t.match(text, `ficus_upstream_request_duration_seconds_sum${of} 0.05\n`)
  },
)

t.test(
  'what came of sending it counts as an attempt of a candidate, and where it was not sent nothing',
  async t => {
    const metrics = createMetrics()
    const copies = createCopyMeter(metrics)
    copies.count(copy())
    copies.count(copy({ sent: 'limited' }))
    copies.count(copy({ sent: undefined, candidateMs: undefined }))
    t.same(await counted(metrics, 'upstream_requests_total'), [
      '{route="pds",upstream="pds-fhir",role="candidate",result="answered"} 1',
      '{route="pds",upstream="pds-fhir",role="candidate",result="limited"} 1',
    ])
  },
)
