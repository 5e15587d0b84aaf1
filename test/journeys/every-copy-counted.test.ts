/** Whatever was to be copied comes to one end, and to one only: the decisions to copy and what came of them are as many. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { EvidenceView } from '../../src/admin/index.ts'
import type { Config } from '../../src/config/index.ts'
import { openStore } from '../../src/fleet/index.ts'
import { createCloud, createLegacySpine, createPatients } from '../../src/simulator/index.ts'
import { folder, opened, PATIENT } from '../fleet/given.ts'
import { soapPost, soapRetrieval } from '../support/messages.ts'
import { configOf, startProxy, type StartedProxy } from '../support/proxy.ts'
import { ask } from '../support/raw-client.ts'
import { asked, metricsOf } from '../support/seen-fleet.ts'
import { onTheWire, PDS_PATH, retrievalOf } from '../support/translated.ts'

/** What a test wants otherwise of the one route that is mirrored. */
interface Wanted {
  readonly startsAt?: string
  readonly records?: 'shared' | 'apart'
  readonly ignore?: readonly object[]
}

async function simulators(t: Test) {
  const [legacy, cloud] = [await createLegacySpine(), await createCloud()]
  t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
  const fileOf = ({ records = 'shared', ...more }: Wanted): Config =>
    configOf({
      environment: { name: 'test' },
      upstreams: {
        spine: { url: legacy.url, timeoutMs: 2_000 },
        'pds-fhir': { url: cloud.url + PDS_PATH, timeoutMs: 2_000 },
      },
      cohorts: {
        patients: { key: 'nhsNumber', records, ...(records === 'apart' && { pin: true }) },
      },
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
          ...more,
        },
        { name: 'default', legacy: 'spine' },
      ],
    })
  return { legacy, cloud, fileOf }
}

const [SOMEBODY] = createPatients()

/** One that a mapping takes. */
function retrieval(): Buffer {
  if (SOMEBODY === undefined) throw new Error('nobody is known')
  return onTheWire(retrievalOf('QUPA_IN000008UK02', SOMEBODY))
}

/** One that asks for nothing, which a mapping declines. */
const empty = (): Buffer => soapPost(soapRetrieval())

async function goneAway(url: URL, bytes: Buffer): Promise<void> {
  const socket = connect(Number(url.port), url.hostname)
  await once(socket, 'connect')
  await new Promise<void>(resolve => socket.write(bytes, () => resolve()))
  socket.destroy()
}

/** How many were to be copied, and how many came to an end, by how. */
async function copies({ admin }: Pick<StartedProxy, 'admin'>) {
  const metrics = await metricsOf(admin)
  const decided = Object.entries(metrics.get('mirror_decisions_total') ?? {})
    .filter(([labels]) => labels.endsWith(' copy'))
    .reduce((sum, [, count]) => sum + count, 0)
  const ends = Object.entries(metrics.get('comparisons_total') ?? {})
    .filter(([, count]) => count > 0)
    .map(([labels, count]) => [labels.split(' ').slice(1).join(' '), count] as const)
  return {
    decided,
    ended: ends.reduce((sum, [, count]) => sum + count, 0),
    ends: Object.fromEntries(ends),
    pending: metrics.get('shadow_pending_copies')?.[''],
  }
}

/** Waits until so many were decided and nothing is under way, and looks once more whether it is one end for each. */
async function counted(t: Test, proxy: StartedProxy, decided: number): Promise<object> {
  const over = performance.now() + 15_000
  for (;;) {
    const came = await copies(proxy)
    if ((came.decided >= decided && came.ended >= decided) || performance.now() > over) break
    await delay(20)
  }
  await delay(100)
  const { ends, ...came } = await copies(proxy)
  t.strictSame(came, { decided, ended: decided, pending: 0 })
  return ends
}

t.test(
  'of those that are answered, fail, are declined or left alone each comes to one end',
  async t => {
    const { legacy, cloud, fileOf } = await simulators(t)
    const proxy = await startProxy(t, fileOf({}))
    await ask(proxy.url, retrieval())
    await ask(proxy.url, empty())
    legacy.set({ latencyMs: 300 })
    await goneAway(proxy.url, retrieval())
    await counted(t, proxy, 3)
    legacy.set({ latencyMs: 0, status: 503 })
    await ask(proxy.url, retrieval())
    legacy.set({ status: undefined, crossEvery: 1 })
    await ask(proxy.url, retrieval())
    await counted(t, proxy, 5)
    legacy.set({ crossEvery: 0 })
    cloud.set({ refuse: true })
    await ask(proxy.url, retrieval())
    const ends = await counted(t, proxy, 6)
    t.match(ends, { 'not_compared gone': 1, 'not_compared declined': 1 })
    cloud.set({ refuse: false, status: 429, retryAfter: 60 })
    await ask(proxy.url, retrieval())
    await counted(t, proxy, 7)
    await ask(proxy.url, retrieval())
    t.match(await counted(t, proxy, 8), { 'not_compared paused': 1 }, 'of which no copy was begun')
  },
)

t.test('one that is refused before anybody is asked is an end too', async t => {
  const { fileOf } = await simulators(t)
  const proxy = await startProxy(t, fileOf({ startsAt: 'reverse-shadow', records: 'apart' }))
  const answer = await ask(proxy.url, empty())
  t.equal(answer?.status, 500, 'legacy may not hold it, so nobody is asked')
  t.strictSame(await counted(t, proxy, 1), { 'not_compared control-failed': 1 })
})

t.test('those under way when a file begins another epoch come to an end', async t => {
  const { cloud, legacy, fileOf } = await simulators(t)
  const proxy = await startProxy(t, fileOf({}))
  cloud.set({ latencyMs: 300 })
  await ask(proxy.url, retrieval())
  legacy.set({ latencyMs: 300 })
  const late = ask(proxy.url, retrieval())
  await until(async () => (await metricsOf(proxy.admin)).get('in_flight_requests')?.[''] === 1)
  const rule = { path: '**/telecom', why: 'a test', owner: 'a test', expires: '2099-01-01' }
  await proxy.proxy.use(fileOf({ ignore: [rule] }))
  await late
  t.hasProp(await counted(t, proxy, 2), 'not_compared reconfigured')
})

t.test('those under way when an instance ends are in the store before it is gone', async t => {
  const { cloud, fileOf } = await simulators(t)
  const path = join(folder(t), 'state.db')
  const { proxy, url, admin } = await startProxy(t, fileOf({}), {
    store: await openStore(path, PATIENT),
  })
  cloud.set({ latencyMs: 1_500 })
  for (let i = 0; i < 3; i += 1) await ask(url, retrieval())
  await until(async () => (await copies({ admin })).pending === 3)
  const { gate } = await asked<EvidenceView>(admin, '/api/routes/mirrored/evidence')
  await proxy.close(0)
  const store = await opened(t, path)
  t.strictSame([...(await store.readCounts('mirrored', gate.epoch))], [['not_compared.closed', 3]])
})

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const over = performance.now() + 15_000
  while (!(await isSo())) {
    if (performance.now() > over) throw new Error('it never came to be')
    await delay(10)
  }
}
