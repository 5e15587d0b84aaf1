import t, { type Test } from 'tap'
import { type CountBatch, NO_HEAD, type Store, type StoreOptions } from '../../src/fleet/index.ts'
import { cursorsContract } from './cursors-contract.ts'
import { codeOf, content, moving, position, until } from './given.ts'
import { instancesContract } from './instances-contract.ts'
import { recordsContract } from './records-contract.ts'
import { repliesContract } from './replies-contract.ts'
import { requestsContract } from './requests-contract.ts'

/** Makes an empty store and gives how it is connected to; every connection is closed when the test ends. */
export type MakeStore = (t: Test) => { connect(options?: StoreOptions): Promise<Store> }

const batch = (number: number, count: number, from = 'instance-1'): CountBatch => ({
  from,
  number,
  rows: [{ route: 'pds', epoch: 'e1', name: 'identical', count }],
})

/** Where the tests of a contract stand, and why they are left out where they are. */
export interface ContractPlace {
  readonly skip?: string | false
  readonly within?: Pick<Test, 'test'>
}

/** Holds any kind of store to what a store is. */
export function storeContract(
  name: string,
  makeStore: MakeStore,
  { skip = false, within = t }: ContractPlace = {},
): void {
  if (skip !== false) {
    within.test(name, { skip }, () => undefined)
    return
  }
  within.test(
    `${name}: a new store holds nothing, at revision 0, under a mark of its own`,
    async t => {
      const store = await makeStore(t).connect()
      t.equal(store.known.revision, 0)
      t.equal(store.known.head, NO_HEAD)
      t.match(store.known.epoch, /^[0-9a-z-]+$/)
      t.equal(store.known.routes.size, 0)
      t.equal(store.trouble, undefined)
      t.not(store.known.epoch, (await makeStore(t).connect()).known.epoch)
    },
  )

  within.test(`${name}: a change is there whole, for whoever connects later`, async t => {
    const made = makeStore(t)
    const store = await made.connect()
    const next = content({
      halt: 'halt',
      routes: new Map([
        ['pds', position({ stage: 'canary', percent: 12.5, home: 'shadow', turned: 900 })],
      ]),
      overrides: new Map([
        ['senders', [{ key: '200000000115', side: 'cloud', owner: 'pds-team', expires: 5 }]],
      ]),
    })
    const { line } = moving(store.known, 'pds', {})
    const after = await store.change(0, { next, line })
    t.equal(after.revision, 1)
    t.equal(after.head, line.hash)
    t.strictSame(after, { ...next, revision: 1, epoch: after.epoch, head: line.hash })
    t.equal(store.known, after)
    const later = await made.connect()
    t.strictSame(later.known, after)
    t.strictSame(await later.readAudit(0, 10), [{ revision: 1, ...line }])
  })

  within.test(`${name}: what it gives is frozen`, async t => {
    const store = await makeStore(t).connect()
    const after = await store.change(0, moving(store.known, 'pds', {}))
    t.ok(Object.isFrozen(after))
    t.ok([...after.routes.values()].every(Object.isFrozen))
  })

  within.test(
    `${name}: a change on another revision than the current is refused and named`,
    async t => {
      const store = await makeStore(t).connect()
      const stale = store.known
      const after = await store.change(0, moving(stale, 'pds', { stage: 'shadow' }))
      t.strictSame(await codeOf(store.change(0, moving(stale, 'pds', {}))), ['conflict', 1])
      t.strictSame(await codeOf(store.change(7, moving(after, 'pds', {}))), ['conflict', 1])
      t.equal(store.trouble, undefined, 'a conflict is no trouble')
      t.equal((await store.read()).routes.get('pds')?.stage, 'shadow')
      t.equal((await store.readAudit(0, 10)).length, 1, 'and leaves no line')
    },
  )

  within.test(`${name}: a line that does not continue the audit is not stored`, async t => {
    const store = await makeStore(t).connect()
    const { next, line } = moving(store.known, 'pds', {})
    const other = { next, line: { ...line, previous: 'f'.repeat(64) } }
    t.strictSame(await codeOf(store.change(0, other)), ['invalid', undefined])
    t.equal((await store.read()).revision, 0)
  })

  within.test(`${name}: of many who change one revision at once, one does`, async t => {
    const made = makeStore(t)
    const [a, b] = [await made.connect(), await made.connect()]
    for (let round = 0; round < 10; round += 1) {
      const fleet = await a.read()
      const tries = [a, b, a, b].map((store, i) =>
        codeOf(store.change(fleet.revision, moving(fleet, 'pds', { percent: i }))),
      )
      const came = await Promise.all(tries)
      t.equal(came.filter(each => each === 'done').length, 1)
      t.strictSame(
        came.filter(each => each !== 'done'),
        Array(3).fill(['conflict', fleet.revision + 1]),
      )
    }
    const lines = await b.readAudit(0, 100)
    t.strictSame(
      lines.map(line => line.revision),
      Array.from({ length: 10 }, (_, i) => i + 1),
    )
    lines.reduce((before, line) => {
      t.equal(line.previous, before)
      return line.hash
    }, NO_HEAD)
  })

  within.test(`${name}: other instances hear of a change, and once`, async t => {
    const made = makeStore(t)
    const [here, there] = [await made.connect(), await made.connect()]
    const heard: number[] = []
    const stop = there.subscribe(() => heard.push(there.known.revision))
    const first = await here.change(0, moving(here.known, 'pds', { stage: 'shadow' }))
    await until(() => there.known.revision === 1)
    t.strictSame(there.known, first)
    stop()
    await here.change(1, moving(first, 'pds', { stage: 'canary' }))
    await until(() => there.known.revision === 2)
    t.strictSame(heard, [1], 'and not once it no longer listens')
  })

  within.test(`${name}: counts add up over instances, each batch once`, async t => {
    const made = makeStore(t)
    const [a, b] = [await made.connect(), await made.connect()]
    t.equal((await a.readCounts('pds', 'e1')).size, 0)
    await Promise.all([a.addCounts(batch(1, 5)), b.addCounts(batch(1, 7, 'instance-2'))])
    await a.addCounts(batch(1, 5))
    await a.addCounts(batch(2, 1))
    await a.addCounts(batch(1, 5))
    t.strictSame(await b.readCounts('pds', 'e1'), new Map([['identical', 13]]))
    t.equal((await b.readCounts('pds', 'e2')).size, 0, 'another epoch begins at nothing')
    t.equal((await b.readCounts('eps', 'e1')).size, 0)
    t.equal(b.known.revision, 0, 'counting moves no revision')
  })

  within.test(`${name}: what a patient is known by is not stored`, async t => {
    const store = await makeStore(t).connect()
    const { line } = moving(store.known, 'pds', {})
    const word = { key: '9990000018', side: 'cloud' as const, owner: 'team', expires: 1 }
    const refused = [
      content({ overrides: new Map([['patients', [word]]]) }),
      content({ overrides: new Map([['s', [{ ...word, key: '1', owner: 'of 999 000 0018' }]]]) }),
      content({ overrides: new Map([['p', [{ ...word, key: 'A1B2C3-A99968-4F5E6A' }]]]) }),
    ]
    for (const next of refused) {
      t.strictSame(await codeOf(store.change(0, { next, line })), ['invalid', undefined])
    }
    t.equal((await store.read()).revision, 0)
  })

  within.test(`${name}: what is no fleet, no line and no count is not stored`, async t => {
    const store = await makeStore(t).connect()
    const { next, line } = moving(store.known, 'pds', {})
    const changes = [
      { next: content({ routes: new Map([['Not A Name', position()]]) }), line },
      { next: content({ routes: new Map([['pds', position({ percent: 101 })]]) }), line },
      { next: content({ routes: new Map([['pds', position({ percent: Number.NaN })]]) }), line },
      { next, line: { ...line, hash: 'abc' } },
      { next, line: { ...line, body: `{${' '.repeat(70_000)}}` } },
    ]
    for (const change of changes) {
      t.strictSame(await codeOf(store.change(0, change)), ['invalid', undefined])
    }
    for (const row of [
      { route: 'pds', epoch: 'e1', name: 'identical', count: -1 },
      { route: 'pds', epoch: 'e1', name: 'identical', count: 1.5 },
      { route: 'pds', epoch: 'e1', name: '9990000018', count: 1 },
      { route: 'pds', epoch: '../e1', name: 'identical', count: 1 },
    ]) {
      const given = { from: 'instance-1', number: 1, rows: [row] }
      t.strictSame(await codeOf(store.addCounts(given)), ['invalid', undefined])
    }
    t.equal((await store.readCounts('pds', 'e1')).size, 0)
  })

  within.test(`${name}: a halt is held at once, told, and not made lighter`, async t => {
    const store = await makeStore(t).connect()
    let told = 0
    store.subscribe(() => (told += 1))
    store.hold('hard', ['pds'])
    t.equal(store.held.routes.get('pds'), 'hard')
    store.hold('halt', ['pds', 'eps'])
    store.hold('halt', 'all')
    t.strictSame(store.held, {
      all: 'halt',
      routes: new Map([
        ['pds', 'hard'],
        ['eps', 'halt'],
      ]),
    })
    store.release(['pds'])
    store.release('all')
    t.strictSame(store.held, { all: 'none', routes: new Map([['eps', 'halt']]) })
    t.equal(told, 5)
  })

  within.test(`${name}: once closed it says so, and closing it again does nothing`, async t => {
    const store = await makeStore(t).connect()
    await store.close()
    await store.close()
    t.strictSame(await codeOf(store.read()), ['silent', undefined])
    t.equal(store.known.revision, 0, 'what is known stays known')
  })

  recordsContract(name, makeStore, within)
  repliesContract(name, makeStore, within)
  cursorsContract(name, makeStore, within)
  requestsContract(name, makeStore, within)
  instancesContract(name, makeStore, within)
}
