import t from 'tap'
import { createMetrics, createStoreLink, type Log } from '../../src/telemetry/index.ts'

/** Events as they are written, and what a scrape shows. */
function given() {
  const metrics = createMetrics()
  const events: string[] = []
  const log: Log = {
    exchange: () => undefined,
    compared: () => undefined,
    event: (name, level, fields) => void events.push(`${level} ${name} ${JSON.stringify(fields)}`),
    flush: () => undefined,
  }
  return { events, show: createStoreLink(metrics, log), scraped: () => metrics.render() }
}

const WELL = { trouble: undefined, forks: 0, unkept: 0 }
const AWAY = { ...WELL, trouble: { code: 'silent', message: 'it is away' } }

t.test('a store that falls silent is told once, and once that it answers again', async t => {
  const { events, show, scraped } = given()
  show(WELL)
  t.strictSame(events, [], 'one that answers from the beginning is no news')
  show(AWAY)
  show(AWAY)
  t.strictSame(events, ['warn store-silent {"code":"silent","why":"it is away"}'])
  t.match(
    await scraped(),
    /ficus_store_answering 0\n[^]*ficus_store_trouble_info\{reason="silent"\} 1\n/,
  )
  show({ ...WELL, trouble: { code: 'invalid', message: 'it holds nothing' } })
  t.match(events.at(-1), 'store-silent {"code":"invalid"')
  t.match(await scraped(), /reason="silent"\} 0\n[^]*reason="invalid"\} 1\n/)
  show(WELL)
  t.equal(events.at(-1), 'info store-answers {}')
  t.match(await scraped(), /ficus_store_answering 1\n[^]*reason="invalid"\} 0\n/)
  t.equal(events.length, 3)
})

t.test('every fork is told once and counted', async t => {
  const { events, show, scraped } = given()
  show({ ...WELL, forks: 1 })
  show({ ...WELL, forks: 1 })
  show({ ...WELL, forks: 3 })
  t.strictSame(events, ['error store-forked {"forks":1}', 'error store-forked {"forks":3}'])
  t.match(await scraped(), 'ficus_store_forks 3\n')
})

t.test('a halt that a restart may forget is told once and counted', async t => {
  const { events, show, scraped } = given()
  show(WELL)
  t.match(await scraped(), 'ficus_halts_unkept_total 0\n')
  show({ ...WELL, unkept: 2 })
  show({ ...WELL, unkept: 2 })
  t.strictSame(events, ['error halt-not-kept {"halts":2}'])
  t.match(await scraped(), 'ficus_halts_unkept_total 2\n')
})
