import t from 'tap'
import { CATALOGUE, createMetrics, loggable } from '../../src/telemetry/index.ts'

t.test('a counter renders what was added to its cells', async t => {
  const metrics = createMetrics()
  const cell = metrics.requests.cell('pds', 'spine', 'legacy', '200')
  t.equal(metrics.requests.cell('pds', 'spine', 'legacy', '200'), cell, 'one cell per label set')
  metrics.requests.add(cell)
  metrics.requests.add(cell, 2)
  t.match(
    await metrics.render(),
    'ficus_requests_total{route="pds",upstream="spine",side="legacy",code="200"} 3\n',
  )
})

t.test('a histogram counts each value in every bucket it fits, and sums it', async t => {
  const metrics = createMetrics()
  const cell = metrics.requestSeconds.cell('pds', 'spine')
  for (const value of [0.001, 0.025, 0.3, 60]) metrics.requestSeconds.observe(cell, value)
  const text = await metrics.render()
  const bucket = (le: string): string | undefined =>
    new RegExp(
      `ficus_request_duration_seconds_bucket\\{le="${RegExp.escape(le)}",route="pds",upstream="spine"\\} (\\d+)`,
    ).exec(text)?.[1]
  t.strictSame(['0.025', '0.25', '0.5', '10', '+Inf'].map(bucket), ['2', '2', '3', '3', '4'])
  t.match(text, /ficus_request_duration_seconds_count\{[^}]*\} 4/)
  t.match(text, /ficus_request_duration_seconds_sum\{[^}]*\} 60\.326/)
})

t.test('a family grows past its first cells, and at its cap the rest is `other`', async t => {
  const { errors, render } = createMetrics()
  const { most, name } = CATALOGUE.errors
  for (let i = 0; i < most + 100; i += 1) errors.add(errors.cell(`route-${i}`, 'internal'))
  const text = await render()
  t.equal(text.match(/^ficus_errors_total\{/gm)?.length, most)
  t.match(text, `ficus_errors_total{route="route-${most - 2}",error="internal"} 1\n`)
  t.match(text, 'ficus_errors_total{route="other",error="other"} 101\n')
  t.match(text, `ficus_metric_overflows_total{family="${name}"} 101\n`)
  t.match(text, 'ficus_metric_overflows_total{family="ficus_requests_total"} 0\n', 'from the start')
})

t.test('a series that was found before its family was full is found again', async t => {
  const { errors, render } = createMetrics()
  const first = errors.cell('pds', 'internal')
  for (let i = 0; i < CATALOGUE.errors.most; i += 1) errors.cell(`route-${i}`, 'internal')
  t.equal(errors.cell('pds', 'internal'), first)
  const refused = errors.cell('late', 'internal')
  t.equal(errors.cell('later', 'internal'), refused, 'all of what came later is one series')
  for (let i = 0; i < 5; i += 1) errors.add(refused)
  t.match(
    await render(),
    'ficus_metric_overflows_total{family="ficus_errors_total"} 4\n',
    'by looking for a series, not by adding to it',
  )
})

t.test('room is shared by all families, and every one of them keeps its `other`', async t => {
  const { requests, latencyRatio, errors, inFlight, page } = createMetrics()
  for (let i = 0; i < 3_000; i += 1) {
    requests.cell(`${i}`, 'spine', 'legacy', '200')
    latencyRatio.cell(`${i}`)
    errors.cell(`${i}`, 'internal')
  }
  inFlight.set(inFlight.cell(), 7)
  const text = Buffer.concat((await page(undefined)).pieces).toString()
  t.match(text, 'ficus_shadow_latency_ratio_count{route="other"} 0\n')
  t.match(text, 'ficus_errors_total{route="other",error="other"} 0\n')
  t.match(text, 'ficus_in_flight_requests 7\n', 'what has one series is never `other`')
})

t.test('what was taken off leaves its room to others', async t => {
  const { errors, routePercent } = createMetrics()
  for (let i = 0; i < 20_000; i += 1) routePercent.drop(routePercent.cell(`${i}`))
  t.not(errors.cell('one', 'internal'), errors.cell('two', 'internal'))
})

t.test('a file of more routes has more room', async t => {
  const { errors, makeRoom } = createMetrics()
  const { most } = CATALOGUE.errors
  const found = (): number =>
    new Set(Array.from({ length: 2 * most + 5 }, (_, i) => errors.cell(`${i}`, 'internal'))).size
  makeRoom(3)
  t.equal(found(), most, 'no less than there is anyway')
  makeRoom(120)
  t.equal(found(), 2 * most)
})

t.test('how many series stand is how many lines the table has', async t => {
  const metrics = createMetrics()
  metrics.requestSeconds.cell('pds', 'spine')
  metrics.requests.cell('pds', 'spine', 'legacy', '200')
  metrics.routePercent.drop(metrics.routePercent.cell('gone'))
  const text = await metrics.render()
  const own = new RegExp(
    `^(?:${Object.values(CATALOGUE)
      .map(({ name }) => name)
      .join('|')})(?:_bucket|_sum|_count)?[{ ]`,
    'gm',
  )
  t.match(text, `ficus_metric_series ${text.match(own)?.length ?? 0}\n`)
})

t.test('an id that does not look like one is not repeated in a log line', async t => {
  t.equal(loggable('6B29FC40-CA47-1067-B31D-00DD010662DA'), '6B29FC40-CA47-1067-B31D-00DD010662DA')
  for (const odd of ['a\nb', '\u001b[31m', 'x'.repeat(65), '<a/>', 'a b', '\u2028']) {
    t.equal(loggable(odd), 'unusual')
  }
  t.equal(loggable(undefined), undefined)
})

t.test(
  'a series that is taken off is rendered no more, and another in its place begins at 0',
  async t => {
    const { routePercent, render } = createMetrics()
    const gone = routePercent.cell('gone')
    routePercent.set(gone, 25)
    routePercent.set(routePercent.cell('stays'), 100)
    routePercent.drop(gone)
    routePercent.drop(gone)
    t.notMatch(await render(), 'route="gone"')
    const came = routePercent.cell('came')
    t.not(came, routePercent.cell('again'), 'one place is given to one')
    const text = await render()
    t.match(text, 'ficus_route_percent{route="stays"} 100\n')
    t.match(text, 'ficus_route_percent{route="came"} 0\n')
  },
)

t.test('what stands for all there is no room for is not taken off with one of them', async t => {
  const { routePercent, render } = createMetrics()
  const cells = Array.from({ length: 1_600 }, (_, i) => routePercent.cell(`route-${i}`))
  const other = cells.at(-1) ?? 0
  routePercent.set(other, 5)
  routePercent.drop(other)
  t.match(await render(), 'ficus_route_percent{route="other"} 5\n')
})
