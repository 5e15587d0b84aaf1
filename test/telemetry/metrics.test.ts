import t from 'tap'
import { createMetrics, loggable } from '../../src/telemetry/index.ts'

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
  for (const value of [0.001, 0.005, 0.3, 60]) metrics.requestSeconds.observe(cell, value)
  const text = await metrics.render()
  const bucket = (le: string): string | undefined =>
    new RegExp(
      `ficus_request_duration_seconds_bucket\\{.*le="${RegExp.escape(le)}"\\} (\\d+)`,
    ).exec(text)?.[1]
  t.strictSame(['0.005', '0.25', '0.5', '10', '+Inf'].map(bucket), ['2', '2', '3', '3', '4'])
  t.match(text, /ficus_request_duration_seconds_count\{[^}]*\} 4/)
  t.match(text, /ficus_request_duration_seconds_sum\{[^}]*\} 60\.306/)
})

t.test(
  'every metric has the prefix, a help text, and a unit or _total or _info by its kind',
  async t => {
    const text = await createMetrics().render()
    const families = [...text.matchAll(/^# HELP (\S+) (.*)\n# TYPE \S+ (\w+)/gm)]
    t.ok(families.length > 20)
    for (const [, name = '', help = '', type] of families) {
      t.match(name, /^ficus_/)
      t.ok(help.length > 5, name)
      if (type === 'counter') t.match(name, /_total$/)
      if (type === 'histogram') t.match(name, /_(seconds|ratio)$/)
    }
  },
)

t.test('a family grows past its first cells and stops at its cap with `other`', async t => {
  const { errors, render } = createMetrics()
  const cells = Array.from({ length: 3_000 }, (_, i) => errors.cell(`route-${i}`, 'internal'))
  for (const cell of cells) errors.add(cell)
  const text = await render()
  t.match(text, 'ficus_errors_total{route="route-1499",error="internal"} 1\n')
  t.match(text, 'ficus_errors_total{route="other",error="other"} 1500\n')
  t.notMatch(text, 'route-1500')
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
