import { randomBytes } from 'node:crypto'
import type { Test } from 'tap'
import type { Side } from '../../src/exchange/index.ts'
import {
  createNaming,
  MOST_ACKNOWLEDGED,
  type Name,
  type Pin,
  type Store,
} from '../../src/fleet/index.ts'
import { codeOf, content, moving } from './given.ts'
import type { MakeStore } from './store-contract.ts'

export const naming = createNaming(new Uint8Array(32).fill(7))
export const M = (id: string): Name => naming.nameOf('messageId', id)
export const H = (id: string): Name => naming.nameOf('hl7Id', id)
const P = (id: string): Name => naming.nameOf('prescriptionId', id)
export const MINUTE = 60_000

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

async function allPins(store: Store, cohort: string, most: number): Promise<readonly Pin[]> {
  const found: Pin[] = []
  let from: string | undefined
  do {
    const page = await store.listPins(cohort, most, from)
    found.push(...page.pins)
    from = page.next
  } while (from !== undefined)
  return found
}

/** Holds any kind of store to what it keeps of single messages and entities. */
export function recordsContract(
  name: string,
  makeStore: MakeStore,
  within: Pick<Test, 'test'>,
): void {
  within.test(
    `${name}: a message sent again goes where it went, whoever asks and whatever for`,
    async t => {
      const made = makeStore(t)
      const [a, b] = [await made.connect(), await made.connect()]
      const names = [M('1'), H('1')]
      const first = await a.bind(names, 'cloud', MINUTE)
      t.strictSame(first, { side: 'cloud', isNew: true, acknowledgement: undefined })
      for (const store of [a, b]) {
        const again = await store.bind(names, 'legacy', MINUTE)
        t.strictSame(again, { side: 'cloud', isNew: false, acknowledgement: undefined })
      }
      t.match(await b.bind([M('2'), H('2')], 'legacy', MINUTE), { side: 'legacy', isNew: true })
    },
  )

  within.test(
    `${name}: under a new message id it goes there too, and so does that id alone`,
    async t => {
      const store = await makeStore(t).connect()
      await store.bind([M('1'), H('1')], 'cloud', MINUTE)
      await store.acknowledge([M('1'), H('1')], bytes('to 1'))
      const again = await store.bind([M('2'), H('1')], 'legacy', MINUTE)
      t.strictSame(again, { side: 'cloud', isNew: false, acknowledgement: undefined })
      t.match(await store.bind([M('2')], 'legacy', MINUTE), { side: 'cloud', isNew: false })
    },
  )

  within.test(
    `${name}: what was told is told to the very same message and to no other`,
    async t => {
      const made = makeStore(t)
      const [a, b] = [await made.connect(), await made.connect()]
      const names = [M('1'), H('1')]
      const told = Uint8Array.from(randomBytes(MOST_ACKNOWLEDGED))
      await a.bind(names, 'cloud', MINUTE)
      await a.acknowledge(names, told)
      await b.acknowledge(names, bytes('later'))
      t.strictSame(
        (await b.bind(names, 'cloud', MINUTE)).acknowledgement,
        told,
        'the first, byte for byte',
      )
      for (const others of [[M('1')], [H('1'), M('1')], [M('1'), H('2')], [M('2'), H('1')]]) {
        const { side, acknowledgement } = await b.bind(others, 'legacy', MINUTE)
        t.strictSame([side, acknowledgement], ['cloud', undefined])
      }
      await a.acknowledge([M('9')], bytes('nobody'))
      t.strictSame((await b.bind([M('9')], 'legacy', MINUTE)).acknowledgement, undefined)
    },
  )

  within.test(`${name}: an empty acknowledgement is one`, async t => {
    const store = await makeStore(t).connect()
    await store.bind([M('1')], 'cloud', MINUTE)
    await store.acknowledge([M('1')], new Uint8Array())
    t.strictSame((await store.bind([M('1')], 'cloud', MINUTE)).acknowledgement, new Uint8Array())
  })

  within.test(`${name}: whoever asks where something is bound binds nothing`, async t => {
    const made = makeStore(t)
    const [a, b] = [await made.connect(), await made.connect()]
    t.equal(await a.boundTo([M('1'), H('1')], MINUTE), undefined)
    t.match(await b.bind([M('1')], 'cloud', MINUTE), { isNew: true, side: 'cloud' })
    for (const names of [[M('1')], [M('1'), H('1')], [H('1'), M('1')]]) {
      t.equal(await a.boundTo(names, MINUTE), 'cloud', 'by any of its names')
    }
    t.equal(await a.boundTo([H('1')], MINUTE), undefined, 'and by none that is not bound')
    await b.bind([H('2')], 'legacy', MINUTE)
    t.strictSame(await codeOf(a.boundTo([M('1'), H('2')], MINUTE)), ['invalid', undefined])
    const other = createNaming(new Uint8Array(32).fill(8)).nameOf('messageId', '1')
    t.strictSame(await codeOf(a.boundTo([other], MINUTE)), ['invalid', undefined])
    t.strictSame(await codeOf(a.boundTo([M('1')], 0)), ['invalid', undefined])
    t.strictSame(await codeOf(a.boundTo([], MINUTE)), ['invalid', undefined])
  })

  within.test(`${name}: where something was bound is not kept longer for being asked`, async t => {
    const store = await makeStore(t).connect()
    await store.bind([M('1')], 'legacy', 40)
    for (;;) {
      if ((await store.boundTo([M('1')], MINUTE)) === undefined) return
      await new Promise(resolve => setTimeout(resolve, 5))
    }
  })

  within.test(`${name}: a binding ends, and what was told with it`, async t => {
    const store = await makeStore(t).connect()
    await store.bind([M('1')], 'legacy', 1)
    await store.acknowledge([M('1')], bytes('told'))
    for (;;) {
      const { side, isNew, acknowledgement } = await store.bind([M('1')], 'cloud', 1)
      if (isNew) {
        t.strictSame([side, acknowledgement], ['cloud', undefined])
        return
      }
      await new Promise(resolve => setTimeout(resolve, 5))
    }
  })

  within.test(`${name}: names bound to two sides are refused, and nothing is bound`, async t => {
    const store = await makeStore(t).connect()
    await store.bind([M('1'), H('1')], 'cloud', MINUTE)
    await store.bind([M('2'), H('2')], 'legacy', MINUTE)
    const torn = store.bind([M('3'), H('1'), H('2')], 'cloud', MINUTE)
    t.strictSame(await codeOf(torn), ['invalid', undefined])
    t.match(await store.bind([M('3')], 'legacy', MINUTE), { isNew: true, side: 'legacy' })
  })

  within.test(`${name}: of many who bind one message at once one is the first`, async t => {
    const made = makeStore(t)
    const [a, b] = [await made.connect(), await made.connect()]
    const sides: Side[] = ['legacy', 'cloud', 'cloud', 'legacy', 'cloud', 'legacy']
    const came = await Promise.all(
      sides.map((side, i) => (i % 2 ? a : b).bind([M(`n${i}`), H('1')], side, MINUTE)),
    )
    t.equal(came.filter(({ isNew }) => isNew).length, 1)
    t.equal(new Set(came.map(({ side }) => side)).size, 1)
  })

  within.test(`${name}: what is no name, no side and no span is not kept`, async t => {
    const store = await makeStore(t).connect()
    const long = new Uint8Array(MOST_ACKNOWLEDGED + 1)
    const other = createNaming(new Uint8Array(32).fill(8)).nameOf('messageId', '1')
    const refused = [
      store.bind([], 'cloud', MINUTE),
      store.bind(['9990000018' as Name], 'cloud', MINUTE),
      store.bind([M('1'), M('1')], 'cloud', MINUTE),
      store.bind([M('1'), other], 'cloud', MINUTE),
      store.bind(['1', '2', '3', '4', '5'].map(M), 'cloud', MINUTE),
      store.bind([M('1')], 'both' as Side, MINUTE),
      store.bind([M('1')], 'cloud', 0),
      store.bind([M('1')], 'cloud', 1.5),
      store.acknowledge([M('1')], long),
      store.pin('prescriptions', ['A1B2C3-A99968-4F5E6A' as Name], 'cloud'),
      store.pin('Not A Cohort', [P('1')], 'cloud'),
      store.pinOf('prescriptions', []),
      store.listPins('../', 1),
    ]
    for (const came of await Promise.all(refused.map(codeOf))) {
      t.strictSame(came, ['invalid', undefined])
    }
    t.equal((await store.bind([M('1')], 'legacy', MINUTE)).isNew, true)
  })

  within.test(
    `${name}: names of another key are refused: what they find is not what is there`,
    async t => {
      const store = await makeStore(t).connect()
      await store.bind([M('1')], 'cloud', MINUTE)
      const other = createNaming(new Uint8Array(32).fill(8)).nameOf('messageId', '1')
      const { next, line } = moving(store.known, 'pds', {})
      const pins = [{ cohort: 'prescriptions', names: [other], side: 'cloud' as const }]
      const refused = await Promise.all(
        [
          store.bind([other], 'cloud', MINUTE),
          store.pinOf('prescriptions', [other]),
          store.pin('prescriptions', [other], 'cloud'),
          store.change(0, { next, line, pins }),
        ].map(codeOf),
      )
      for (const came of refused) t.strictSame(came, ['invalid', undefined])
      t.equal((await store.read()).revision, 0)
    },
  )

  within.test(
    `${name}: an entity is pinned under all its names or none, the first pin holds`,
    async t => {
      const made = makeStore(t)
      const [a, b] = [await made.connect(), await made.connect()]
      const [short, long, third] = [P('short'), P('long'), P('third')]
      t.equal(await a.pinOf('prescriptions', [short, long]), undefined)
      t.equal(await a.pin('prescriptions', [short, long], 'cloud'), 'cloud')
      t.equal(await b.pin('prescriptions', [long], 'legacy'), 'cloud', 'it is there already')
      for (const names of [[short], [long], [long, short], [short, third]]) {
        t.equal(await b.pinOf('prescriptions', names), 'cloud')
      }
      t.equal(await b.pinOf('prescriptions', [third]), undefined)
      t.equal(await b.pin('prescriptions', [third, short], 'legacy'), 'cloud')
      t.equal(await a.pinOf('prescriptions', [third]), 'cloud', 'and is so under its third name')
      t.equal(await a.pinOf('others', [short]), undefined, 'cohorts have nothing in common')
      t.equal(b.known.revision, 0, 'what comes to be moves no revision')
    },
  )

  within.test(`${name}: a pin is moved with a line in the audit, under all its names`, async t => {
    const made = makeStore(t)
    const [a, b] = [await made.connect(), await made.connect()]
    const [short, long] = [P('short'), P('long')]
    await a.pin('prescriptions', [short, long], 'cloud')
    const { line } = moving(a.known, 'pds', {})
    const move = (side: Side | undefined) => [{ cohort: 'prescriptions', names: [long], side }]
    const one = await a.change(0, { next: content(), line, pins: move('legacy') })
    t.equal(await b.pinOf('prescriptions', [short]), 'legacy')
    t.equal((await b.readAudit(1, 1))[0]?.hash, line.hash)

    const stale = b.change(0, { next: content(), line, pins: move(undefined) })
    t.strictSame(await codeOf(stale), ['conflict', 1])
    t.equal(
      await b.pinOf('prescriptions', [long]),
      'legacy',
      'a change that is refused moves nothing',
    )

    const second = moving(one, 'pds', {}).line
    await a.change(1, { next: content(), line: second, pins: move(undefined) })
    for (const names of [[short], [long]]) {
      t.equal(await b.pinOf('prescriptions', names), undefined)
    }
  })

  within.test(`${name}: what was torn apart is put together by whoever moves it`, async t => {
    const store = await makeStore(t).connect()
    const [short, long] = [P('short'), P('long')]
    await store.pin('prescriptions', [short], 'cloud')
    await store.pin('prescriptions', [long], 'legacy')
    const refused = await Promise.all(
      [
        store.pinOf('prescriptions', [short, long]),
        store.pin('prescriptions', [short, long], 'cloud'),
      ].map(codeOf),
    )
    for (const came of refused) t.strictSame(came, ['invalid', undefined])
    const { line } = moving(store.known, 'pds', {})
    const pins = [{ cohort: 'prescriptions', names: [short, long], side: 'cloud' as const }]
    await store.change(0, { next: content(), line, pins })
    t.equal(await store.pinOf('prescriptions', [long]), 'cloud')
  })

  within.test(`${name}: pins are listed page by page, each entity with all its names`, async t => {
    const store = await makeStore(t).connect()
    const wanted = new Map<string, Side>()
    for (let i = 0; i < 40; i += 1) {
      const names = [P(`${i}`), P(`long ${i}`)].slice(0, 1 + (i % 2))
      const side = i % 3 ? 'cloud' : 'legacy'
      await store.pin('prescriptions', names, side)
      wanted.set(names.toSorted().join(), side)
    }
    for (const most of [1, 7, 1_000]) {
      const found = (await allPins(store, 'prescriptions', most)).map(
        ({ names, side }): [string, Side] => [names.join(), side],
      )
      t.strictSame(new Map(found.sort()), new Map([...wanted].sort()), `${most} at a time`)
    }
    t.strictSame(await allPins(store, 'others', 10), [])
  })

  within.test(`${name}: once closed it keeps nothing of anybody`, async t => {
    const store = await makeStore(t).connect()
    await store.close()
    const refused = await Promise.all(
      [
        store.bind([M('1')], 'cloud', MINUTE),
        store.acknowledge([M('1')], bytes('')),
        store.pinOf('prescriptions', [P('1')]),
        store.pin('prescriptions', [P('1')], 'cloud'),
        store.listPins('prescriptions', 1),
      ].map(codeOf),
    )
    for (const came of refused) t.strictSame(came, ['silent', undefined])
  })
}
