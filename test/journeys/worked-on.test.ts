/** While somebody works on one of two sides nobody copies to it and nothing is learnt from it; suppliers see no change. */
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { EvidenceView } from '../../src/admin/index.ts'
import { createCloud, createLegacySpine, createPatients } from '../../src/simulator/index.ts'
import { configOf, startProxy, type StartedProxy } from '../support/proxy.ts'
import { ask } from '../support/raw-client.ts'
import { asked, change, metricsOf } from '../support/seen-fleet.ts'
import { onTheWire, PDS_PATH, retrievalOf } from '../support/translated.ts'

const HOUR = 3_600_000
const [SOMEBODY] = createPatients()

function retrieval(): Buffer {
  if (SOMEBODY === undefined) throw new Error('nobody is known')
  return onTheWire(retrievalOf('QUPA_IN000008UK02', SOMEBODY))
}

/** A proxy whose clock can be put forward, and whose cloud is worked on from an hour to two hours after its start. */
async function make(t: Test) {
  const [legacy, cloud] = [await createLegacySpine(), await createCloud()]
  t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
  const begin = Date.now()
  let ahead = 0
  const instant = (after: number): string =>
    new Date(begin + after).toISOString().slice(0, 19) + 'Z'
  const config = configOf({
    environment: { name: 'test' },
    upstreams: {
      spine: { url: legacy.url, timeoutMs: 5_000 },
      'pds-fhir': {
        url: cloud.url + PDS_PATH,
        timeoutMs: 5_000,
        maintenance: [
          { from: instant(HOUR), to: instant(2 * HOUR), why: 'works' },
          { from: instant(3 * HOUR), to: instant(4 * HOUR), why: 'more works' },
        ],
      },
    },
    cohorts: { patients: { key: 'nhsNumber', records: 'shared' } },
    routes: [
      {
        name: 'mirrored',
        match: { interaction: ['QUPA_IN000008UK02'] },
        legacy: 'spine',
        cloud: 'pds-fhir',
        translate: 'pds.retrieval',
        cohort: 'patients',
        startsAt: 'shadow',
        shadow: { as: '990000009999', sample: 1 },
      },
      { name: 'default', legacy: 'spine' },
    ],
  })
  const proxy = await startProxy(t, config, { now: () => Date.now() + ahead })
  const goTo = (after: number): void => {
    ahead = begin + after + 2_000 - Date.now()
  }
  return { proxy, legacy, cloud, goTo }
}

const shown = async ({ admin }: StartedProxy) => {
  const metrics = await metricsOf(admin)
  const ofMirrored = (name: string): Record<string, number> =>
    Object.fromEntries(
      Object.entries(metrics.get(name) ?? {}).filter(
        ([key, n]) => key.startsWith('mirrored ') && n > 0,
      ),
    )
  return {
    decided: ofMirrored('mirror_decisions_total'),
    compared: ofMirrored('comparisons_total'),
    maintenance: metrics.get('upstream_maintenance'),
  }
}

/** All that the evidence of a route has ever counted. */
async function evidenceOf({ admin }: StartedProxy): Promise<number> {
  const { counts, gate } = await asked<EvidenceView>(admin, '/api/routes/mirrored/evidence')
  const others = Object.values(counts.notCompared).reduce((a, b) => a + b, 0)
  return gate.compared + others
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const over = performance.now() + 15_000
  while (!(await isSo())) {
    if (performance.now() > over) throw new Error('it never came to be')
    await delay(10)
  }
}

t.test('a window begins and ends by the clock, with nothing else happening', async t => {
  const { proxy, goTo } = await make(t)
  const answer = await ask(proxy.url, retrieval())
  await until(async () => (await evidenceOf(proxy)) === 1)
  t.match(await shown(proxy), {
    decided: { 'mirrored copy': 1 },
    maintenance: { 'pds-fhir': 0, spine: 0 },
  })

  goTo(HOUR)
  const within = await ask(proxy.url, retrieval())
  t.match(within, { status: answer?.status }, 'who is served is served as before')
  t.equal(within?.body.length, answer?.body.length)
  const on = await shown(proxy)
  t.strictSame(on.decided, { 'mirrored copy': 1, 'mirrored maintenance': 1 })
  t.strictSame(on.maintenance, { spine: 0, 'pds-fhir': 1 })

  goTo(2 * HOUR)
  await ask(proxy.url, retrieval())
  await until(async () => (await evidenceOf(proxy)) === 2)
  t.match(await shown(proxy), { decided: { 'mirrored copy': 2 }, maintenance: { 'pds-fhir': 0 } })

  // The second window was not even compiled while the first was the next one.
  goTo(3 * HOUR)
  await ask(proxy.url, retrieval())
  t.match(await shown(proxy), { decided: { 'mirrored copy': 2, 'mirrored maintenance': 2 } })
})

t.test(
  'a pair that is under way when a window begins is evidence neither for nor against',
  async t => {
    const { proxy, cloud, goTo } = await make(t)
    cloud.set({ latencyMs: 700, status: 500 })
    await ask(proxy.url, retrieval())
    goTo(HOUR)
    await until(async () => Object.keys((await shown(proxy)).compared).length > 0)
    t.strictSame(
      (await shown(proxy)).compared,
      { 'mirrored not_compared maintenance': 1 },
      'it is told',
    )
    await delay(1_000)
    t.equal(await evidenceOf(proxy), 0, 'after two flushes nothing is counted')
  },
)

t.test('no copy goes out where the window began while its supplier was answered', async t => {
  const { proxy, legacy, cloud, goTo } = await make(t)
  legacy.set({ latencyMs: 500 })
  const served = ask(proxy.url, retrieval())
  await until(async () => (await metricsOf(proxy.admin)).get('in_flight_requests')?.[''] === 1)
  goTo(HOUR)
  t.match(await served, { status: 200 })
  await until(async () => Object.keys((await shown(proxy)).compared).length > 0)
  t.strictSame((await shown(proxy)).compared, { 'mirrored not_compared maintenance': 1 })
  t.equal(cloud.count(), 0)
})

t.test('what is frozen is shown, from its beginning until its end', async t => {
  const { proxy, goTo } = await make(t)
  const frozen = async () => (await metricsOf(proxy.admin)).get('freeze_active')
  t.strictSame(await frozen(), { mirrored: 0, default: 0 })
  const from = Date.now() + HOUR
  const laid = await change(proxy.admin, '/api/flip', {
    verb: 'freeze',
    ...{ from, to: from + HOUR, routes: ['mirrored'] },
  })
  t.equal(laid.status, 200)
  t.strictSame(await frozen(), { mirrored: 0, default: 0 }, 'it is to come')
  goTo(HOUR)
  t.strictSame(await frozen(), { mirrored: 1, default: 0 })
  const promote = { verb: 'promote', to: 'cloud' }
  t.match(await change(proxy.admin, '/api/routes/mirrored/flip', promote), {
    status: 403,
    says: { code: 'frozen', exitCode: 3 },
  })
  goTo(2 * HOUR + 60_000)
  t.strictSame(await frozen(), { mirrored: 0, default: 0 })
})
