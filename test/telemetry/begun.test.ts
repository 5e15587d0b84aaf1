import t from 'tap'
import type { Config } from '../../src/config/index.ts'
import { configOf, startProxy } from '../support/proxy.ts'

const ROUTES = 60
const nowhere = { url: 'http://127.0.0.1:1' }

/** Routes that are translated and shadowed, on three upstreams a side, and one that is not. */
const fileOf = (routes: number): Config =>
  configOf({
    environment: { name: 'test' },
    upstreams: Object.fromEntries(
      [0, 1, 2].flatMap(i => [
        [`spine-${i}`, nowhere],
        [`pds-fhir-${i}`, nowhere],
      ]),
    ),
    cohorts: { patients: { key: 'nhsNumber', records: 'shared' } },
    routes: [
      ...Array.from({ length: routes - 1 }, (_, i) => ({
        name: `route-${i}`,
        match: { interaction: ['QUPA_IN000008UK02'], from: [String(200_000_000_100 + i)] },
        legacy: `spine-${i % 3}`,
        cloud: `pds-fhir-${i % 3}`,
        translate: 'pds.retrieval',
        cohort: 'patients',
        startsAt: 'shadow',
        shadow: { as: '200000000999' },
      })),
      { name: 'default', legacy: 'spine-0' },
    ],
  })

const scraped = async (admin: URL): Promise<string> =>
  (await fetch(new URL('/metrics', admin))).text()

/** Gates are asked in the background: waits until the last of them is shown. */
async function settled(admin: URL): Promise<string> {
  const until = Date.now() + 20_000
  while (Date.now() < until) {
    const text = await scraped(admin)
    if (text.match(/^ficus_evidence_ratio\{/gm)?.length === ROUTES - 1) return scraped(admin)
  }
  throw new Error('the gates are not shown')
}

t.test('an instance of sixty routes begins with room to spare, and all is counted', async t => {
  const { admin } = await startProxy(t, fileOf(ROUTES))
  const text = await settled(admin)
  const own = text.match(/^ficus_(?!process_|nodejs_).*$/gm) ?? []
  t.ok(own.length > 3_000 && own.length < 6_000, `${own.length} series`)
  t.match(text, `ficus_metric_series ${own.length}\n`)
  t.strictSame(text.match(/^ficus_metric_overflows_total.* [^0].*$/gm), null)
})

t.test('what alerts stand on is there at 0 for every route, before any request', async t => {
  const { admin } = await startProxy(t, fileOf(ROUTES))
  const text = await scraped(admin)
  for (const line of [
    'ficus_errors_total{route="route-58",error="sent-unknown"} 0',
    'ficus_bindings_total{upstream="pds-fhir-2",result="crossed"} 0',
    'ficus_bindings_total{upstream="spine-2",result="unproven"} 0',
    'ficus_critical_differences_total{route="route-58"} 0',
    'ficus_requests_total{route="route-58",upstream="pds-fhir-1",side="cloud",code="200"} 0',
    'ficus_outcomes_total{route="route-58",upstream="pds-fhir-1",side="cloud",role="candidate",outcome="not_found"} 0',
    'ficus_replies_unfetched_total 0',
    'ficus_halts_unkept_total 0',
    'ficus_records_total{result="contradicting"} 0',
    'ficus_metric_overflows_total{family="ficus_divergences_total"} 0',
  ]) {
    t.ok(text.includes(`${line}\n`), line)
  }
})

t.test('a file of many more routes has room for all of them', async t => {
  const { admin } = await startProxy(t, fileOf(3 * ROUTES))
  const text = await scraped(admin)
  t.ok((text.match(/^ficus_.*$/gm)?.length ?? 0) > 10_000)
  t.strictSame(text.match(/^ficus_metric_overflows_total.* [^0].*$/gm), null)
})
