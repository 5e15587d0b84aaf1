import t from 'tap'
import { CATALOGUE, createMetrics, type Family } from '../../src/telemetry/index.ts'
import { fillAsMigrating, flood } from '../support/sixty-routes.ts'

const OPENMETRICS = 'application/openmetrics-text'
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

const textOf = ({ pieces }: { readonly pieces: readonly Buffer[] }): string =>
  Buffer.concat(pieces).toString()

const samplesIn = (text: string): readonly string[] =>
  text.split('\n').filter(line => line !== '' && !line.startsWith('#'))

t.test('sixty routes in the middle of a migration come to less than ten thousand', async t => {
  const metrics = createMetrics()
  fillAsMigrating(metrics)
  const samples = samplesIn(await metrics.render())
  t.ok(samples.length > 7_000, `${samples.length} series`)
  t.ok(samples.length <= 10_000, `${samples.length} series`)
  const overflown = samples.filter(line => /^ficus_metric_overflows_total.* [^0]/.test(line))
  t.strictSame(overflown, [], 'and there is room for every one of them')
})

t.test('whatever comes, there are no more than ten thousand series', async t => {
  const metrics = createMetrics()
  flood(metrics)
  const samples = samplesIn(await metrics.render())
  t.ok(samples.length > 9_700 && samples.length <= 10_000, `${samples.length} series`)
  const own = samples.filter(line => !/^ficus_(?:process|nodejs)_/.test(line))
  t.ok(samples.includes(`ficus_metric_series ${own.length}`), 'and they are counted')
  t.ok(samples.some(line => line.startsWith('ficus_divergences_total{route="other"')))
})

t.test('details give way before what people are woken by', async t => {
  const {
    mirrors,
    criticals,
    upstreamSeconds,
    outcomes,
    upstreamRequests,
    requests,
    errors,
    bindings,
  } = createMetrics()
  const crowd = [outcomes, upstreamRequests, requests, errors, bindings, upstreamSeconds]
  const early = [mirrors.cell('one', 'copy'), mirrors.cell('two', 'copy')]
  t.not(early[0], early[1])
  for (const family of crowd) for (let i = 0; i < 2_400; i += 1) family.cell(`${i}`)
  t.equal(mirrors.cell('three', 'copy'), mirrors.cell('four', 'copy'), 'both are other')
  t.not(criticals.cell('three'), criticals.cell('four'))
})

t.test('a page is made of small pieces, and the event loop turns between them', async t => {
  const metrics = createMetrics()
  fillAsMigrating(metrics)
  let turns = 0
  let isDone = false
  const count = (): void => {
    turns += 1
    if (!isDone) setImmediate(count)
  }
  setImmediate(count)
  const { pieces } = await metrics.page(undefined)
  isDone = true
  const lines = pieces.map(piece => samplesIn(piece.toString()).length)
  const all = lines.reduce((sum, count) => sum + count, 0)
  t.ok(Math.max(...lines) <= 150, `the largest has ${Math.max(...lines)} lines`)
  t.ok(turns >= all / 300, `${turns} turns for ${all} lines`)
})

t.test('a family says what it is once, however many pieces it is in', async t => {
  const metrics = createMetrics()
  fillAsMigrating(metrics)
  for (const accept of [undefined, OPENMETRICS]) {
    const text = textOf(await metrics.page(accept))
    const said = text.match(/^# (?:HELP|TYPE) \S+/gm) ?? []
    t.equal(new Set(said).size, said.length)
    t.ok(said.length > 100)
    t.notMatch(text, /[^\n]# (?:HELP|TYPE)/)
  }
})

t.test(
  'the values of a histogram are all of one moment, whatever comes between pieces',
  async t => {
    const metrics = createMetrics()
    fillAsMigrating(metrics)
    const { upstreamSeconds } = metrics
    const cells = Array.from({ length: 120 }, (_, i) =>
      upstreamSeconds.cell(`route-${i % 60}`, `spine-${i % 3}`, 'control'),
    )
    let isDone = false
    let value = 0.001
    const busy = (): void => {
      for (const cell of cells)
        upstreamSeconds.observe(cell, (value = value > 20 ? 0.001 : value * 3))
      if (!isDone) setImmediate(busy)
    }
    busy()
    const text = await metrics.render()
    isDone = true
    const name = CATALOGUE.upstreamSeconds.name
    const bucket = new RegExp(`^${name}_bucket\\{le="\\+Inf",(.*)\\} (\\d+)$`, 'gm')
    const counts = [...text.matchAll(bucket)]
    t.ok(counts.length >= 60)
    for (const [, labels = '', all] of counts) t.match(text, `${name}_count{${labels}} ${all}\n`)
    t.ok(new Set(counts.map(([, , all]) => all)).size > 1, 'it was in more than one piece')
  },
)

t.test('two scrapes at once get a whole page each, in the format each asked for', async t => {
  const metrics = createMetrics()
  fillAsMigrating(metrics)
  const [plain, open, again] = await Promise.all([
    metrics.page('text/plain'),
    metrics.page(OPENMETRICS),
    metrics.page('*/*'),
  ])
  t.equal(plain.contentType, 'text/plain; version=0.0.4; charset=utf-8')
  t.equal(open.contentType, 'application/openmetrics-text; version=1.0.0; charset=utf-8')
  const [one = '', two = '', three = ''] = [plain, again, open].map(textOf)
  t.notMatch(one, /# EOF/)
  const named = (text: string): readonly string[] =>
    samplesIn(text).map(line => line.replace(/ .*/, ''))
  t.strictSame(named(two), named(one))
  t.strictSame(named(three), named(one), 'nothing is called as in the other format')
  t.strictSame(one.match(/^ficus_outcomes_total.*/gm), three.match(/^ficus_outcomes_total.*/gm))
})

t.test('OpenMetrics declares a counter without _total and ends with EOF', async t => {
  const metrics = createMetrics()
  metrics.requests.add(metrics.requests.cell('pds', 'spine', 'legacy', '200'), 3)
  const text = textOf(await metrics.page(OPENMETRICS))
  t.match(text, '# TYPE ficus_requests counter\nficus_requests_total{route="pds",')
  t.match(text, '# TYPE ficus_process_cpu_seconds counter\nficus_process_cpu_seconds_total ')
  t.match(text, /\n# EOF\n$/)
  t.notMatch(text, /\n\n/)
  for (const { type, name } of Object.values<Family>(CATALOGUE)) {
    t.match(text, `# TYPE ${type === 'counter' ? name.replace(/_total$/, '') : name} ${type}\n`)
  }
})

t.test('a trace that came later says so', async t => {
  const { requestSeconds, page } = createMetrics()
  const cell = requestSeconds.cell('pds', 'spine')
  const momentOf = async (): Promise<number> =>
    Number(/trace_id="\w+"\} \S+ (\S+)\n/.exec(textOf(await page(OPENMETRICS)))?.[1])
  requestSeconds.observe(cell, 0.2, TRACE)
  const first = await momentOf()
  const until = Date.now() + 10_000
  let last = first
  while (last === first && Date.now() < until) {
    requestSeconds.observe(cell, 0.2, TRACE)
    last = await momentOf()
  }
  t.ok(last > first && last <= Date.now() / 1_000)
})

t.test('a bucket names the last trace that fell into it, to who asks for OpenMetrics', async t => {
  const metrics = createMetrics()
  const { requestSeconds, upstreamSeconds } = metrics
  const cell = requestSeconds.cell('pds', 'spine')
  const began = Date.now() / 1_000
  requestSeconds.observe(cell, 0.2, 'a'.repeat(32))
  requestSeconds.observe(cell, 0.15, TRACE)
  requestSeconds.observe(cell, 0.16)
  requestSeconds.observe(cell, 99, 'b'.repeat(32))
  upstreamSeconds.observe(upstreamSeconds.cell('pds', 'spine', 'control'), 0.2, TRACE)
  const text = textOf(await metrics.page(OPENMETRICS))
  const named =
    /^ficus_request_duration_seconds_bucket\{le="([^"]+)".* \d+ # \{trace_id="(\w+)"\} (\S+) (\S+)$/gm
  const found = [...text.matchAll(named)]
  t.strictSame(
    found.map(([, le, trace, value]) => [le, trace, value]),
    [
      ['0.25', TRACE, '0.15'],
      ['+Inf', 'b'.repeat(32), '99'],
    ],
  )
  for (const [, , , , at] of found) {
    const isThen = Number(at) >= began - 0.2 && Number(at) <= Date.now() / 1_000
    t.ok(isThen, 'when it was, in seconds')
  }
  t.equal(text.match(/trace_id/g)?.length, 2, 'of the families that have them')
  t.notMatch(await metrics.render(), 'trace_id')
})
