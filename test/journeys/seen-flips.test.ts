/** What the metrics show of a fleet is what the API says of it, after every step a route takes. */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import t, { type Test } from 'tap'
import type { Config } from '../../src/config/index.ts'
import { openStore, type Store, StoreError } from '../../src/fleet/index.ts'
import { createCloud, createLegacySpine, createPatients } from '../../src/simulator/index.ts'
import { folder, PATIENT } from '../fleet/given.ts'
import { configOf, startProxy, type StartedProxy, storeFor } from '../support/proxy.ts'
import { ask } from '../support/raw-client.ts'
import { change, metricsOf, type Shown, shownOnMetrics, toldByApi } from '../support/seen-fleet.ts'
import { onTheWire, PDS_PATH, retrievalOf } from '../support/translated.ts'

const ROUTE = 'retrieval'
t.setTimeout(60_000)

const START = Date.UTC(2026, 10, 1, 12)
const MINUTE = 60_000

/** Both sides, what is planted in the cloud, and the hand of the clock of all instances. */
async function sides(t: Test) {
  const [legacy, cloud] = [await createLegacySpine(), await createCloud()]
  t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
  return { legacy, cloud, clock: { now: START } }
}

type Sides = Awaited<ReturnType<typeof sides>>

/** A file with one route that is mirrored whole, and whatever others are named. */
const fileFor = ({ legacy, cloud }: Sides, others: readonly string[] = []): Config =>
  configOf({
    environment: { name: 'test' },
    upstreams: { spine: { url: legacy.url }, 'pds-fhir': { url: cloud.url + PDS_PATH } },
    cohorts: { senders: { key: 'fromAsid', records: 'shared' } },
    routes: [
      ...[ROUTE, ...others].map((name, i) => ({
        name,
        match: { interaction: [i === 0 ? 'QUPA_IN000008UK02' : 'QUPA_IN000005UK01'] },
        legacy: 'spine',
        cloud: 'pds-fhir',
        ...(i === 0 && { translate: 'pds.retrieval' }),
        cohort: 'senders',
        startsAt: 'shadow',
        shadow: { as: '990000009999', sample: 1 },
        gate: { divergenceBelow: 0.4, confidence: 0.8 },
      })),
      { name: 'default', legacy: 'spine' },
    ],
  })

const started = (t: Test, on: Sides, store?: Store): Promise<StartedProxy> =>
  startProxy(t, fileFor(on), {
    now: () => on.clock.now,
    askGatesEveryMs: 200,
    ...(store && { store }),
  })

/** Those with one number, whose names and dates the two sides know alike. */
const PATIENTS = createPatients().filter(({ formerNumber }) => formerNumber === undefined)

async function retrieve(url: URL, from: number, count: number): Promise<void> {
  for (const patient of PATIENTS.slice(from, from + count)) {
    await ask(url, onTheWire(retrievalOf('QUPA_IN000008UK02', patient)))
  }
}

const PATIENCE_MS = 15_000

/** Waits until the metrics say what the API says, and shows where they do not. */
async function agreed(t: Test, proxy: StartedProxy, expected: object, step: string): Promise<void> {
  const over = performance.now() + PATIENCE_MS
  for (;;) {
    const [told, shown] = [await toldByApi(proxy, ROUTE), await shownOnMetrics(proxy, ROUTE)]
    const isAgreed = isDeepStrictEqual(rounded(told), rounded(shown)) && holds(told, expected)
    if (isAgreed || performance.now() > over) {
      t.strictSame(rounded(shown), rounded(told), step)
      t.match(told, expected, step)
      return
    }
    await delay(50)
  }
}

const holds = (told: object, expected: object): boolean =>
  Object.entries(expected).every(([name, value]) =>
    isDeepStrictEqual(told[name as keyof typeof told], value),
  )

/** One is multiplied where the other is divided: the last digits differ. */
const rounded = (said: object): object => ({
  ...said,
  ...('ratio' in said && { ratio: Number(said.ratio).toPrecision(9) }),
})

const flip = (proxy: StartedProxy, body: object) =>
  change(proxy.admin, `/api/routes/${ROUTE}/flip`, body)

t.test('after every step of a route the metrics say what the API says', async t => {
  const on = await sides(t)
  const proxy = await started(t, on)
  await agreed(
    t,
    proxy,
    { stage: 'shadow', compared: 0, gate: 'undecided', changes: { adopt: 1 } },
    'a start',
  )

  await retrieve(proxy.url, 0, 3)
  await agreed(t, proxy, { compared: 3, differing: 0 }, 'pairs that are alike')

  on.clock.now += MINUTE
  t.equal((await flip(proxy, { verb: 'promote', to: 'canary', percent: 10 })).status, 403)
  await agreed(t, proxy, { stage: 'shadow', changes: { adopt: 1 } }, 'a promotion the gate refuses')

  on.cloud.set({ planted: { 'family-misspelt': 1 } })
  await retrieve(proxy.url, 3, 2)
  await agreed(t, proxy, { compared: 5, differing: 2 }, 'pairs that differ')
  const { divergences } = (await toldByApi(proxy, ROUTE)) as { divergences: Shown }
  t.ok(Object.keys(divergences).length > 0, 'they differ somewhere')
  on.cloud.set({ planted: {} })

  await retrieve(proxy.url, 5, 20)
  await agreed(t, proxy, { compared: 25, differing: 2, gate: 'open' }, 'enough that are alike')

  on.clock.now += MINUTE
  t.equal((await flip(proxy, { verb: 'promote', to: 'canary', percent: 10 })).status, 200)
  await agreed(
    t,
    proxy,
    { stage: 'canary', percent: 10, changes: { adopt: 1, promote: 1 } },
    'a promotion',
  )
  t.equal(await seen(proxy, 'route_changed_timestamp_seconds'), on.clock.now / 1_000)

  const word = {
    key: '200000000115',
    side: 'cloud',
    owner: 'a test',
    expires: on.clock.now + MINUTE,
  }
  const overridden = await change(proxy.admin, '/api/cohorts/senders/flip', {
    verb: 'override',
    ...word,
  })
  t.equal(overridden.status, 200)
  await agreed(t, proxy, { overrides: { 'senders cloud': 1 } }, 'an override')
  on.clock.now += MINUTE - 1
  await agreed(t, proxy, { overrides: { 'senders cloud': 1 } }, 'an override up to its end')
  on.clock.now += 1
  await agreed(t, proxy, { overrides: {} }, 'an override that ended')

  t.equal((await flip(proxy, { verb: 'halt' })).status, 200)
  await agreed(t, proxy, { stage: 'canary', percent: 0, halt: 'halt' }, 'a halt')
  t.equal((await flip(proxy, { verb: 'resume' })).status, 200)
  await agreed(t, proxy, { stage: 'canary', percent: 10, halt: 'none' }, 'its end')
  on.clock.now += MINUTE
  t.equal((await flip(proxy, { verb: 'promote', to: 'canary', percent: 50 })).status, 200)
  await agreed(t, proxy, { percent: 50 }, 'a larger share')
  t.equal((await change(proxy.admin, '/api/flip', { verb: 'undo' })).status, 200)
  await agreed(t, proxy, { percent: 10 }, 'an undo')
  t.equal((await flip(proxy, { verb: 'rollback', to: 'legacy' })).status, 200)
  const changes = { adopt: 1, promote: 2, override: 1, halt: 1, resume: 1, undo: 1, rollback: 1 }
  await agreed(t, proxy, { stage: 'legacy', percent: 0, changes: sorted(changes) }, 'a rollback')
})

const sorted = (shown: Shown): Shown =>
  Object.fromEntries(Object.entries(shown).toSorted(([a], [b]) => (a < b ? -1 : 1)))

/** What a family shows of the route, or of nothing. */
const seen = async ({ admin }: StartedProxy, family: string, of = ROUTE): Promise<number> =>
  (await metricsOf(admin)).get(family)?.[of] ?? NaN

t.test(
  'a critical difference closes the gate on the metrics too, and counts once a pair',
  async t => {
    const on = await sides(t)
    const proxy = await started(t, on)
    await retrieve(proxy.url, 0, 2)
    await agreed(t, proxy, { compared: 2, differing: 0 }, 'pairs that are alike')
    on.cloud.set({ otherPatientEvery: 1 })
    await retrieve(proxy.url, 2, 2)
    const expected = { compared: 4, differing: 2, critical: 2, gate: 'closed', needed: Infinity }
    await agreed(t, proxy, expected, 'another patient’s answers')
  },
)

t.test(
  'a halt is counted where it was asked for, and everywhere shown with how long it took',
  async t => {
    const on = await sides(t)
    const store = await storeFor(t)
    const proxy = await started(t, on, store)
    const flips = async (): Promise<Shown> =>
      (await metricsOf(proxy.admin)).get('flips_total') ?? {}
    const { revision } = store.known
    const by = { name: ROUTE, actor: 'another instance', reason: 'a test', at: on.clock.now - 750 }
    store.hold('halt', [ROUTE], { id: 'from-a-peer', revision, by })
    t.equal(await seen(proxy, 'route_halted', `${ROUTE} halt`), 1)
    t.equal(await seen(proxy, 'state_taken_delay_seconds', ''), 0.75)
    t.equal((await flips())[`${ROUTE} halt`], 0, 'whoever was asked for it counts it')
    store.release([ROUTE], ['from-a-peer'])
    t.equal(await seen(proxy, 'route_halted', `${ROUTE} halt`), 0)
    // As a signal does it.
    store.hold('hard', 'all')
    t.equal(await seen(proxy, 'route_halted', `${ROUTE} hard`), 1)
    t.equal(await seen(proxy, 'route_percent'), 0)
    t.match(await flips(), { [`${ROUTE} halt`]: 1, 'default halt': 1, 'none halt': 0 })
  },
)

t.test(
  'a change is counted by the instance it was made through, and taken by the other',
  async t => {
    const on = await sides(t)
    const path = join(folder(t), 'state.db')
    const [a, b] = [
      await started(t, on, await openStore(path, PATIENT)),
      await started(t, { ...on, clock: { now: START + 1_500 } }, await openStore(path, PATIENT)),
    ]
    t.equal(await seen(b, 'state_taken_delay_seconds', ''), 0, 'a start takes nothing over')
    t.equal((await flip(a, { verb: 'rollback', to: 'legacy' })).status, 200)
    await until(async () => (await seen(b, 'state_taken_delay_seconds', '')) === 1.5)
    t.equal(await seen(b, 'route_stage_info', `${ROUTE} legacy`), 1)
    t.equal(await seen(b, 'route_changed_timestamp_seconds'), (START + 1_500) / 1_000)
    t.equal(await seen(a, 'flips_total', `${ROUTE} rollback`), 1)
    t.equal(await seen(b, 'flips_total', `${ROUTE} rollback`), 0)
    t.equal(await seen(a, 'state_revision', ''), await seen(b, 'state_revision', ''))
  },
)

t.test('a route a reload takes out of the file leaves its counts and nothing else', async t => {
  const on = await sides(t)
  const { proxy, admin } = await startProxy(t, fileFor(on, ['gone']), { askGatesEveryMs: 100 })
  const families = async (): Promise<readonly string[]> =>
    [...(await metricsOf(admin))]
      .filter(([, shown]) => Object.keys(shown).some(labels => labels.split(' ')[0] === 'gone'))
      .map(([name]) => name)
      .sort()
  await until(async () => (await families()).includes('evidence_ratio'))
  const counts = ['comparisons_total', 'critical_differences_total', 'flips_total']
  t.match(await families(), [/^comparisons_total$/, /./])
  await change(admin, '/api/routes/gone/flip', { verb: 'rollback', to: 'legacy' })
  await proxy.use(fileFor(on))
  const left = await families()
  t.strictSame(
    left.filter(name => !name.endsWith('_total')),
    [],
  )
  for (const name of counts) t.ok(left.includes(name), name)
})

t.test('a gate stays as it was last asked while the store says nothing', async t => {
  const on = await sides(t)
  const { store, silence } = silenced(await storeFor(t))
  const proxy = await started(t, on, store)
  await retrieve(proxy.url, 0, 3)
  await until(async () => (await seen(proxy, 'evidence_comparisons')) === 3)
  const asked = silence()
  await retrieve(proxy.url, 3, 2)
  await asked(2)
  t.equal(await seen(proxy, 'evidence_comparisons'), 3)
  t.equal(await seen(proxy, 'gate_state', `${ROUTE} undecided`), 1)
})

/** A store whose counts can be made silent; `asked` waits until they were asked for so many times since. */
function silenced(store: Store) {
  const asking = { isSilent: false, times: 0 }
  const silent = new Proxy(store, {
    get: (target, name) => {
      const part: unknown = Reflect.get(target, name, target)
      if (name === 'readCounts' && asking.isSilent) {
        asking.times += 1
        return () => Promise.reject(new StoreError('silent', 'it is a test'))
      }
      return typeof part === 'function' ? (part.bind(target) as unknown) : part
    },
  })
  return {
    store: silent,
    silence: () => {
      asking.isSilent = true
      return (times: number) => until(() => asking.times >= times)
    },
  }
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const over = performance.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (performance.now() > over) throw new Error('it never came to be')
    await delay(20)
  }
}
