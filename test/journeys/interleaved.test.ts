/**
 * Fifty thousand requests at once through upstreams that do everything wrong: nobody ever gets what belongs to
 * somebody else, nobody waits for ever, no write goes out twice, and nothing is left behind.
 *
 * A FHIR answer is proven by the X-Request-ID its service mirrors, as those of the NHS do.
 */
import t, { type Test } from 'tap'
import {
  CONNECTIONS,
  interleavedRoutes,
  KINDS,
  type Planned,
  planned,
} from '../support/interleaved-plan.ts'
import { type AskedProxy, startAskedProxy } from '../support/interleaved-process.ts'
import type { Facts } from '../support/interleaved-proxy.ts'
import { emptyTally, Supplier, type Tally } from '../support/interleaved-supplier.ts'
import {
  NOISY,
  startUnreliable,
  UNRELIABLE,
  type UnreliableUpstream,
} from '../support/interleaved-upstream.ts'

t.setTimeout(230_000)

const REQUESTS = 50_000
const SUPPLIERS = 96
const TIMEOUT_MS = 2_500
const LATE_MS = 2_800
/** Past its deadline a request is answered by us: what is more is scheduling, on a machine with much to do. */
const PATIENCE_MS = TIMEOUT_MS + 5_000
const MiB = 1_048_576

interface House {
  readonly legacy: UnreliableUpstream
  readonly cloud: UnreliableUpstream
  readonly noisy: UnreliableUpstream
  readonly proxy: AskedProxy
}

async function openHouse(t: Test): Promise<House> {
  const leaves = (n: number): boolean => planned(n).leaving !== 'never'
  const options = { lateMs: LATE_MS, leaves }
  const legacy = await startUnreliable(t, { ...options, seed: 1, weights: UNRELIABLE })
  const cloud = await startUnreliable(t, { ...options, seed: 2, weights: UNRELIABLE })
  const noisy = await startUnreliable(t, { ...options, seed: 3, weights: NOISY })
  const urls = { legacy: legacy.url, cloud: cloud.url, noisy: noisy.url }
  return {
    legacy,
    cloud,
    noisy,
    proxy: await startAskedProxy(t, interleavedRoutes(urls, TIMEOUT_MS)),
  }
}

/** Sends requests numbered from one to another by all suppliers at once. */
async function send({ proxy }: House, from: number, to: number, tally: Tally): Promise<void> {
  function* row(): Generator<Planned> {
    for (let n = from; n <= to; n += 1) yield planned(n)
  }
  const shared = row()
  const suppliers = Array.from(
    { length: SUPPLIERS },
    () => new Supplier(proxy.url, PATIENCE_MS, tally),
  )
  await Promise.all(suppliers.map(supplier => supplier.work(shared)))
}

/** Asks again and again, until it is so or the time is up. */
async function until(isSo: () => Promise<boolean>, patienceMs: number): Promise<boolean> {
  const end = performance.now() + patienceMs
  while (!(await isSo())) {
    if (performance.now() > end) return false
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return true
}

const listed = (counts: ReadonlyMap<string, number> | Readonly<Record<string, number>>): string =>
  [...(counts instanceof Map ? counts : Object.entries(counts))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')

async function checkNothingLeft(t: Test, house: House): Promise<void> {
  const { proxy, legacy, cloud, noisy } = house
  const upstreams = [legacy, cloud, noisy]
  const isNone = async (gauge: string): Promise<boolean> => (await proxy.metric(gauge)) === 0
  for (const gauge of ['open_connections', 'in_flight_requests', 'upstream_in_flight_requests']) {
    t.ok(await until(() => isNone(`ficus_${gauge}`), 5_000), `${gauge} is back at none`)
  }
  const kept = upstreams.map(({ connections }) => connections)
  const most = upstreams.map(({ mostConnections }) => mostConnections)
  t.comment(`connections upstream: at most ${most.join(', ')}; kept ${kept.join(', ')}`)
  t.ok(
    kept.every(count => count <= CONNECTIONS),
    'no more than may be kept',
  )
  // Nothing asks any more, so what was kept is closed when its idle time is up.
  await Promise.all(upstreams.map(upstream => upstream.whenLeft()))
}

async function checkMemory(t: Test, { proxy }: House, halfWay: Facts): Promise<void> {
  let end = await proxy.facts()
  // Pages that hold nothing any more go back to the machine a moment after they were collected.
  await until(async () => {
    end = await proxy.facts()
    return end.residentBytes - halfWay.residentBytes < 64 * MiB
  }, 10_000)
  const heap = end.heapBytes - halfWay.heapBytes
  const resident = end.residentBytes - halfWay.residentBytes
  const inMiB = (bytes: number): string => `${(bytes / MiB).toFixed(1)} MiB`
  t.comment(`heap ${inMiB(end.heapBytes)} at the end, ${inMiB(heap)} more than half way`)
  t.comment(
    `resident ${inMiB(end.residentBytes)} at the end, ${inMiB(resident)} more than half way`,
  )
  t.ok(heap < 8 * MiB, 'nothing is held of what is over')
  t.ok(resident < 64 * MiB, 'and the memory stays what it was')
}

async function checkRecords(t: Test, { proxy }: House, tally: Tally): Promise<void> {
  const { records, unpaired, errors } = await proxy.facts()
  t.comment(`errors of ours: ${listed(errors)}`)
  t.comment(`fell back to legacy: ${await proxy.metric('ficus_fallbacks_total')}`)
  t.equal(records, tally.asked, 'each request the proxy saw has its record')
  t.equal(unpaired, 0, 'and one only')
  t.equal(await proxy.metric('ficus_requests_total'), records, 'and is counted once')
}

/**
 * The control of the whole: upstreams really crossed answers, so that a proxy that let them through would have
 * been found out, and every one of them was seen to be one.
 */
async function checkCrossed(t: Test, { legacy, cloud, noisy, proxy }: House): Promise<void> {
  const counted = (name: string, result: string): Promise<number> =>
    proxy.metric(`ficus_bindings_total{upstream="${name}",result="${result}"}`)
  const sent = { spine: legacy.did.get('crossed') ?? 0, cloud: cloud.did.get('crossed') ?? 0 }
  const stopped = {
    spine: await counted('spine', 'crossed'),
    cloud: await counted('cloud', 'crossed'),
  }
  const bound = { spine: await counted('spine', 'bound'), cloud: await counted('cloud', 'bound') }
  t.comment(`bound: ${listed(bound)}; crossed: ${listed(sent)}; stopped: ${listed(stopped)}`)
  t.ok(sent.spine + sent.cloud > 500, 'enough of them to mean something')
  t.strictSame(stopped, sent, 'every crossed answer was seen to be one')
  const unasked = noisy.did.get('another answer later') ?? 0
  const taken = await counted('noisy', 'crossed')
  t.comment(`answers nobody asked for: ${unasked}; met by the next request and stopped: ${taken}`)
  t.ok(taken <= unasked)
}

function checkWrites(t: Test, { legacy, cloud, noisy }: House, tally: Tally): void {
  const times = new Map<number, number>()
  for (const { arrivals } of [legacy, cloud, noisy]) {
    for (const [n, count] of arrivals) {
      if (KINDS[planned(n).kind].speaks === 'ebxml') times.set(n, (times.get(n) ?? 0) + count)
    }
  }
  t.comment(`writes that reached an upstream: ${times.size}`)
  t.ok(times.size > REQUESTS / 5)
  t.strictSame(
    [...times].filter(([, count]) => count > 1),
    [],
    'no write was sent twice',
  )
  t.strictSame(
    tally.mayBeSentAgain.filter(n => times.has(n)),
    [],
    'no write that reached an upstream is asked for again',
  )
}

t.test('everybody gets the own answer or an error, whatever the upstreams do', async t => {
  const house = await openHouse(t)
  const { proxy, legacy, cloud, noisy } = house
  const tally = emptyTally()
  const startedAt = performance.now()
  await send(house, 1, REQUESTS / 2, tally)
  // By now the heap and its compiler have found their size: the second half must add nothing.
  const halfWay = await proxy.facts()
  await send(house, REQUESTS / 2 + 1, REQUESTS, tally)
  const seconds = (performance.now() - startedAt) / 1_000
  t.comment(`${REQUESTS} requests in ${seconds.toFixed(1)} s, ${(REQUESTS / seconds).toFixed(0)}/s`)
  t.comment(`longest wait ${tally.longestMs.toFixed(0)} ms, where an upstream has ${TIMEOUT_MS} ms`)
  t.comment(`outcomes: ${listed(tally.outcomes)}`)
  for (const [name, upstream] of Object.entries({ legacy, cloud, noisy })) {
    t.comment(`${name} did: ${listed(upstream.did)}`)
  }
  t.strictSame(tally.faults.slice(0, 20), [], 'nobody got what was not theirs, nobody got nothing')
  const settled = [...tally.outcomes.values()].reduce((sum, count) => sum + count, 0)
  t.equal(settled, REQUESTS, 'every request came to an end')

  await checkNothingLeft(t, house)
  await checkMemory(t, house, halfWay)
  await checkRecords(t, house, tally)
  await checkCrossed(t, house)
  checkWrites(t, house, tally)
  t.equal(await proxy.close(), 0, 'nothing was under way when it closed')
})
