import t from 'tap'
import type { Config } from '../../src/config/index.ts'
import { type Fleet, type Store, StoreError } from '../../src/fleet/index.ts'
import { FileRefused, openStanding } from '../../src/standing.ts'
import { moving } from '../fleet/given.ts'
import { connectMemory, createMemory } from '../fleet/memory-store.ts'
import { configOf, TEST_NAMING } from '../support/proxy.ts'

const UPSTREAM = 'http://127.0.0.1:1'

const file = (...routes: object[]) =>
  configOf({
    environment: { name: 'test' },
    upstreams: { spine: { url: UPSTREAM }, rehosted: { url: 'http://127.0.0.1:2' } },
    routes: [...routes, { name: 'default', legacy: 'spine' }],
  })

/** What a message without the key is given in a cohort of senders. */
const LEGACY = { side: 'legacy', why: 'a REST call names no sender' }

const READS = {
  name: 'reads',
  match: { interaction: ['pds-fhir-read'] },
  legacy: 'spine',
  cloud: 'rehosted',
  startsAt: 'cloud',
}

/** A standing whose store can be made to wait before it is read, and another instance of its fleet. */
async function given(config: Config = file(READS)) {
  const memory = createMemory()
  const [own, other] = [connectMemory(memory), connectMemory(memory)]
  let before: () => Promise<void> = () => Promise.resolve()
  const read = async (): Promise<Fleet> => {
    await before()
    return own.read()
  }
  const store: Store = new Proxy(own, {
    get: (target, name) => {
      if (name === 'read') return read
      const part: unknown = Reflect.get(target, name, target)
      return typeof part === 'function' ? (part.bind(target) as unknown) : part
    },
  })
  const standing = await openStanding({
    config,
    store,
    naming: TEST_NAMING,
    instance: 'a',
    now: () => 1_000,
    latencyRatioOf: () => undefined,
    changed: () => undefined,
    refusedLate: () => undefined,
  })
  t.teardown(() => standing.close())
  return { standing, own, other, whenRead: (then: () => Promise<void>) => (before = then) }
}

t.test('a halt does not wait for a file that is being taken in', async t => {
  const { standing, own, whenRead } = await given()
  let meanwhile: string | undefined
  whenRead(() => {
    own.hold('halt', ['reads'])
    meanwhile = standing.state.routes.get('reads')?.halt
    return Promise.resolve()
  })
  await standing.use(file({ ...READS, startsAt: 'legacy' }))
  t.equal(meanwhile, 'halt')
})

t.test('what the fleet said while a file was refused holds all the same', async t => {
  const { standing, other, whenRead } = await given()
  t.match(standing.state.routes.get('reads'), { stage: 'cloud', halt: 'none' })
  whenRead(async () => {
    const fleet = await other.read()
    if (fleet.routes.get('reads')?.halt === 'halt') return
    await other.change(fleet.revision, moving(fleet, 'reads', { stage: 'cloud', halt: 'halt' }))
  })
  await t.rejects(standing.use(file()), FileRefused, 'a route at cloud is gone from the file')
  t.match(standing.state.routes.get('reads'), { stage: 'cloud', halt: 'halt' })
})

const APART = {
  environment: { name: 'test' },
  upstreams: { spine: { url: UPSTREAM } },
  cohorts: { senders: { key: 'fromAsid', records: 'apart', pin: true } },
}
const PINNED = configOf({
  ...APART,
  routes: [{ name: 'default', legacy: 'spine', cohort: 'senders', withoutKey: LEGACY }],
})

t.test('a store that is silent is asked nothing, and what was known of it still holds', async t => {
  const { standing, own } = await given(PINNED)
  const by = { actor: 'ada', reason: 'ticket 12', differences: [] }
  own.failure = new StoreError('silent', 'it is away')
  const unpinned = configOf({ ...APART, routes: [{ name: 'default', legacy: 'spine' }] })
  for (const ask of [standing.use(unpinned, by), standing.mayUse(unpinned, by)]) {
    const says = /no route is in it any more, and whether it has pins the store does not say/
    await t.rejects(ask, { name: 'FileRefused', says, wayOut: /or ask again when it does/ })
  }
  t.equal(standing.config, PINNED, 'the file before stays')
  const [route] = PINNED.routes
  const harmless = configOf({
    ...APART,
    suppliers: { '200000000115': 'Acme GP' },
    routes: [{ name: route?.name, legacy: 'spine', cohort: 'senders', withoutKey: LEGACY }],
  })
  await standing.use(harmless, by)
  t.equal(standing.config, harmless, 'one that loses nothing is gone by')
})
