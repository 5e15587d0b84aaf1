import type { Test } from 'tap'
import { MOST_CLAIM_MS, type Store } from '../../src/fleet/index.ts'
import { codeOf, moving } from './given.ts'
import type { MakeStore } from './store-contract.ts'

const LONG = 600_000

/** Moves the fleet on by one revision. */
const moved = (store: Store) =>
  store.change(store.known.revision, moving(store.known, 'pds', { percent: 1 }))

/** Holds any kind of store to what it keeps of who reads the audit, and how far. */
export function cursorsContract(
  name: string,
  makeStore: MakeStore,
  within: Pick<Test, 'test'>,
): void {
  within.test(
    `${name}: a new reader begins where the fleet stands, and reads on from there`,
    async t => {
      const made = makeStore(t)
      const [a, b] = [await made.connect(), await made.connect()]
      await moved(a)
      await moved(a)
      const claim = { by: 'instance-1', forMs: LONG }
      t.strictSame(await b.claimCursor('tickets', claim), { at: 2, isNew: true })
      await moved(a)
      t.strictSame(await a.claimCursor('tickets', claim), { at: 2, isNew: false })
      t.strictSame(await a.claimCursor('chat', claim), { at: 3, isNew: true }, 'each for itself')
      t.equal(await a.moveCursor('tickets', 'instance-1', 3), true)
      t.strictSame(await b.claimCursor('tickets', claim), { at: 3, isNew: false })
      const fleet = await b.read()
      t.equal(fleet.revision, 3, 'which moves no revision')
      t.equal((await b.readAudit(0, 10)).length, 3, 'and leaves no line')
    },
  )

  within.test(`${name}: of many who would read on at once one does`, async t => {
    const made = makeStore(t)
    const [a, b] = [await made.connect(), await made.connect()]
    const tries = Array.from({ length: 12 }, (_, i) =>
      (i % 2 === 0 ? a : b).claimCursor('tickets', { by: `instance-${i}`, forMs: LONG }),
    )
    const came = await Promise.all(tries)
    t.equal(came.filter(place => place !== undefined).length, 1)
    const holder = came.findIndex(place => place !== undefined)
    const moves = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        (i % 2 === 0 ? a : b).moveCursor('tickets', `instance-${i}`, 5),
      ),
    )
    t.strictSame(
      moves.flatMap((isMoved, i) => (isMoved ? [i] : [])),
      [holder],
      'and nobody else moves it',
    )
  })

  within.test(
    `${name}: a claim ends by itself, and whoever comes next goes on from there`,
    async t => {
      const made = makeStore(t)
      const [a, b] = [await made.connect(), await made.connect()]
      t.ok(await a.claimCursor('tickets', { by: 'a', forMs: LONG }))
      t.equal(await a.moveCursor('tickets', 'a', 7), true)
      t.equal(await b.claimCursor('tickets', { by: 'b', forMs: LONG }), undefined)
      t.ok(
        await a.claimCursor('tickets', { by: 'a', forMs: 20 }),
        'who holds it may make it shorter',
      )
      let next = await b.claimCursor('tickets', { by: 'b', forMs: LONG })
      while (next === undefined) next = await b.claimCursor('tickets', { by: 'b', forMs: LONG })
      t.strictSame(next, { at: 7, isNew: false })
      t.equal(await a.moveCursor('tickets', 'a', 8), false, 'who lost it moves it no more')
      t.equal(await a.claimCursor('tickets', { by: 'a', forMs: LONG }), undefined)
      t.ok(await b.claimCursor('tickets', { by: 'b', forMs: 1 }))
      while (await b.moveCursor('tickets', 'b', 7))
        await new Promise(resolve => setImmediate(resolve))
      t.strictSame(await a.claimCursor('tickets', { by: 'a', forMs: LONG }), {
        at: 7,
        isNew: false,
      })
    },
  )

  within.test(`${name}: a cursor goes forward alone`, async t => {
    const store = await makeStore(t).connect()
    t.equal(await store.moveCursor('tickets', 'a', 1), false, 'one nobody claimed goes nowhere')
    await store.claimCursor('tickets', { by: 'a', forMs: LONG })
    t.equal(await store.moveCursor('tickets', 'a', 9), true)
    t.equal(await store.moveCursor('tickets', 'a', 8), false)
    t.equal(await store.moveCursor('tickets', 'a', 9), true, 'told twice, it stands where it stood')
    t.strictSame(await store.claimCursor('tickets', { by: 'a', forMs: LONG }), {
      at: 9,
      isNew: false,
    })
  })

  within.test(`${name}: what is no reader, no claim and no revision moves nothing`, async t => {
    const store = await makeStore(t).connect()
    const good = { by: 'a', forMs: LONG }
    await store.claimCursor('tickets', good)
    const asked = [
      ...['', 'Tickets', 'a b', 'x'.repeat(64), '../x'].flatMap(cursor => [
        store.claimCursor(cursor, good),
        store.moveCursor(cursor, 'a', 1),
      ]),
      ...['', 'a b', 'y'.repeat(65)].flatMap(by => [
        store.claimCursor('tickets', { ...good, by }),
        store.moveCursor('tickets', by, 1),
      ]),
      ...[0, -1, Number.NaN, MOST_CLAIM_MS + 1].map(forMs =>
        store.claimCursor('tickets', { ...good, forMs }),
      ),
      ...[-1, 1.5, Number.NaN].map(to => store.moveCursor('tickets', 'a', to)),
    ]
    for (const each of asked) t.strictSame(await codeOf(each), ['invalid', undefined])
    t.strictSame(await store.claimCursor('tickets', good), { at: 0, isNew: false })
  })

  within.test(`${name}: a store that is closed claims nothing`, async t => {
    const store = await makeStore(t).connect()
    await store.close()
    const claim = store.claimCursor('tickets', { by: 'a', forMs: LONG })
    t.strictSame(await codeOf(claim), ['silent', undefined])
    t.strictSame(await codeOf(store.moveCursor('tickets', 'a', 1)), ['silent', undefined])
  })
}
