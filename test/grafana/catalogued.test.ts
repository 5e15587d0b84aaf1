import t from 'tap'
import { CATALOGUED, strangersIn } from '../support/catalogued.ts'
import { metricsIn } from '../support/promql.ts'

const of = (expr: string) =>
  strangersIn(metricsIn(expr), new Map([['route:x:y', ['route', 'objective']]]))

t.test('what a query asks for and is not there is named', async t => {
  t.strictSame(of('rate(ficus_request_total{route="a"}[5m])'), ['there is no ficus_request_total'])
  t.strictSame(of('ficus_requests_total{sides="cloud"}'), ['ficus_requests_total has no sides'])
  t.strictSame(of('ficus_requests_total{side="clouds"}'), ['side is never clouds'])
  t.strictSame(of('ficus_requests_total{side=~"cloud|legaci"}'), ['side is never legaci'])
  t.strictSame(of('sum by (verdict) (ficus_requests_total)'), [
    'none of ficus_requests_total has verdict',
  ])
  t.strictSame(of('ficus_request_duration_seconds'), ['there is no ficus_request_duration_seconds'])
  t.strictSame(of('route:x:y{side="cloud"}'), ['route:x:y has no side'])
})

t.test('what is there is not', async t => {
  t.ok(CATALOGUED.size > 60)
  for (const expr of [
    'sum by (job, route) (rate(ficus_requests_total{side=~"cloud|none",instance=~"$instance"}[5m]))',
    'histogram_quantile(0.9, sum by (le) (rate(ficus_request_duration_seconds_bucket[5m])))',
    'up{job="ficus"} == 0',
    'route:x:y{route=~"$route"} > on (objective) route:x:y',
    'sum without (anything) (ficus_requests_total)',
  ]) {
    t.strictSame(of(expr), [], expr)
  }
})
