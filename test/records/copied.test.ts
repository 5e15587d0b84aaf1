/** Where records are copied, the side that took a write serves its entity until the copy is there. */
import t from 'tap'
import {
  type Assigned,
  type Cohort,
  FicusError,
  type Reply,
  type Route,
  type RouteState,
} from '../../src/exchange/index.ts'
import { StoreError } from '../../src/fleet/index.ts'
import { recordsOf } from '../../src/standing.ts'
import { connectMemory, createMemory } from '../fleet/memory-store.ts'
import { route, upstream } from '../routing/given.ts'
import { NAMING } from './given.ts'

const [WITHIN, TIMEOUT] = [60_000, 1_000]
const COHORT: Cohort = {
  ...{ name: 'patients', seed: 'patients', key: 'nhsNumber', pin: false },
  records: { copiedWithinMs: WITHIN },
}
const CLOUD = upstream('locator', { simulated: true })
const WRITES: Route = route('writes', 'default', { cohort: COHORT, cloud: CLOUD })
const NHS_NUMBER = '9990000018'

/** A read and a write of one patient on a store that may fail. */
function onStore(failure?: ConstructorParameters<typeof StoreError>[0]) {
  const store = connectMemory(createMemory())
  if (failure) store.failure = new StoreError(failure, 'a test')
  const toldBefore = () => Promise.reject(new FicusError('not-sent', 'a test'))
  const records = recordsOf({ store, naming: NAMING, now: Date.now, replies: { toldBefore } })
  const message = {
    ...{ class: 'write', language: 'fhir', method: 'POST', target: '/', side: 'cloud' },
    ...{ keys: { nhsNumber: NHS_NUMBER }, from: {}, to: {}, messageId: crypto.randomUUID() },
    ...{ route: WRITES, body: { kind: 'none' } },
  } as unknown as Assigned // as much of one as is looked at
  return { store, records, message }
}

const kept = <Came>(asked: Promise<Came> | undefined): Promise<Came> =>
  asked ?? Promise.reject(new Error('nobody was asked'))

const AT: RouteState = { stage: 'canary', percent: 1, halt: 'none' }
const LONG_AGO: RouteState = { stage: 'legacy', percent: 0, halt: 'none', turned: 1 }

t.test('where the cloud serves nobody and no mate of it does, nobody is asked', t => {
  const { records, message } = onStore('silent')
  for (const at of [undefined, LONG_AGO, { ...LONG_AGO, stage: 'shadow' } as const]) {
    t.equal(records.find(message, at), undefined)
    t.equal(records.keep(message, at), undefined)
  }
  t.not(
    records.find({ ...message }, { ...LONG_AGO, mates: [AT] })?.catch(() => 0),
    undefined,
  )
  t.not(
    records.keep({ ...message }, { ...LONG_AGO, mates: [AT] })?.catch(() => 0),
    undefined,
  )
  t.end()
})

t.test('a store that is silent is no answer: the supplier is to ask again', async t => {
  const { records, message } = onStore('silent')
  await t.rejects(records.find(message, AT) ?? Promise.reject(new Error('nobody was asked')), {
    code: 'not-sent',
  })
  await t.rejects(records.keep(message, AT) ?? Promise.reject(new Error('nobody was asked')), {
    code: 'not-sent',
  })
})

t.test('two sides that took a write at one moment are not chosen between', async t => {
  const { records, message } = onStore()
  await records.keep(message, AT)
  const other = { ...message, side: 'legacy', messageId: crypto.randomUUID() } as const
  await t.rejects(records.keep(other, AT) ?? Promise.reject(new Error('nobody was asked')), {
    code: 'not-sent',
  })
  t.equal(await records.find(message, AT), 'cloud')
})

t.test('a write that went nowhere is kept when it is sent again', async t => {
  const { store, records, message } = onStore()
  const bind = store.bind.bind(store)
  // Its own ids are bound, and then the store does not say that its entity is.
  const silent = new StoreError('silent', 'a test')
  store.bind = (names, side, keepMs) =>
    keepMs === WITHIN + TIMEOUT ? Promise.reject(silent) : bind(names, side, keepMs)
  await t.rejects(kept(records.keep(message, AT)), { code: 'not-sent' })
  store.bind = bind
  t.strictSame(await records.keep(message, AT), { side: 'cloud', told: undefined })
  t.equal(await records.find(message, AT), 'cloud')
})

t.test('a write that is sent again waits where the other side took one since', async t => {
  const { store, records, message } = onStore()
  const bind = store.bind.bind(store)
  await records.keep(message, AT)
  const elsewhere = { side: 'legacy', isNew: false, acknowledgement: undefined } as const
  store.bind = (names, side, keepMs) =>
    keepMs === WITHIN + TIMEOUT ? Promise.resolve(elsewhere) : bind(names, side, keepMs)
  await t.rejects(kept(records.keep(message, AT)), { code: 'not-sent' })
  // What was written there has been copied.
  store.bind = bind
  t.strictSame(await records.keep(message, AT), { side: 'cloud', told: undefined })
})

t.test('a write whose id cannot be kept is answered all the same: it was carried out', async t => {
  const { store, records, message } = onStore('silent')
  const answer = { status: 201, reason: '', headers: ['Location', '/x/1'], body: Buffer.alloc(0) }
  await new Promise<void>(resolve => {
    const reply = { isGone: false, whole: () => resolve() } as unknown as Reply // as much as is asked
    records.learning(message, reply).whole(answer)
  })
  store.failure = undefined
  t.equal(await records.find({ ...message, keys: { pointerId: '1' } }, AT), undefined)
})

t.test('a pair of what was written of late is not compared, whoever serves', async t => {
  const told = (message: Assigned, records: ReturnType<typeof onStore>['records']) =>
    new Promise<boolean>(resolve => records.tellFresh(message, resolve))
  const { records, message } = onStore()
  t.equal(await told(message, records), false)
  const shadowed = { ...LONG_AGO, stage: 'shadow' } as const
  t.equal(records.keep({ ...message, side: 'legacy' }, shadowed), undefined, 'nobody waits for it')
  let isFresh = false
  for (let turns = 0; turns < 1_000 && !isFresh; turns += 1) {
    await new Promise(resolve => setImmediate(resolve))
    isFresh = await told(message, records)
  }
  t.equal(isFresh, true)
  t.equal(await told({ ...message, keys: { nhsNumber: '9990000999' } }, records), false)
  const silent = onStore('silent')
  t.equal(await told(silent.message, silent.records), true, 'and where nobody knows neither')
  const shared = { ...WRITES, cohort: { ...COHORT, records: 'shared' } } as const
  let isTold: boolean | undefined
  silent.records.tellFresh({ ...message, route: shared }, isFresh => (isTold = isFresh))
  t.equal(isTold, false, 'at once where nothing is copied')
})

t.test('a call without an id goes where it went, by all it says', async t => {
  const { records, message } = onStore()
  const call = { ...message, messageId: undefined } as Assigned
  t.strictSame(await records.keep(call, AT), { side: 'cloud', told: undefined })
  const again = { ...call, side: 'legacy' } as const
  t.strictSame(await records.keep(again, AT), { side: 'cloud', told: undefined })
  const body = { kind: 'stream' } as unknown as Assigned['body'] // as much of one as is looked at
  t.equal(records.keep({ ...call, body }, AT), undefined, 'where all of it is at hand')
})

t.test('what is noted at shadow hurts nobody where the other side took a write before', async t => {
  const { records, message } = onStore()
  await records.keep(message, AT)
  const noted = { ...message, side: 'legacy', messageId: crypto.randomUUID() } as const
  const failed: unknown[] = []
  const hear = (error: unknown): void => void failed.push(error)
  process.on('unhandledRejection', hear)
  t.equal(records.keep(noted, { ...LONG_AGO, stage: 'shadow' }), undefined)
  for (let turns = 0; turns < 20; turns += 1) await new Promise(resolve => setImmediate(resolve))
  process.off('unhandledRejection', hear)
  t.strictSame(failed, [])
})
