import { randomUUID } from 'node:crypto'
import type { Test } from 'tap'
import { type Instance, ownMachine } from '../../src/fleet/index.ts'
import { codeOf } from './given.ts'
import type { MakeStore } from './store-contract.ts'

/** What an instance of a test tells of itself. */
export const instance = (more: Partial<Instance> = {}): Instance => ({
  id: randomUUID(),
  address: '192.0.2.1:9400',
  machine: ownMachine(),
  version: '1.2.3',
  node: '24.0.0',
  startedAt: 1_000,
  revision: 7,
  digest: 'a'.repeat(64),
  life: 'serves',
  ...more,
})

const idsIn = (all: readonly Instance[]): readonly string[] => all.map(({ id }) => id).toSorted()

/** Holds any kind of store to how instances come to know one another. */
export function instancesContract(
  name: string,
  makeStore: MakeStore,
  within: Pick<Test, 'test'>,
): void {
  within.test(`${name}: instances that tell of themselves know one another`, async t => {
    const made = makeStore(t)
    const [here, there] = [await made.connect(), await made.connect()]
    t.strictSame(here.instances.all, [])
    const [one, two] = [instance(), instance({ address: '[2001:db8::2]:9400', revision: 3 })]
    await here.instances.tell(one)
    await there.instances.tell(two)
    await here.instances.tell({ ...one, revision: 8 })
    t.strictSame(idsIn(here.instances.all), idsIn([one, two]))
    const seen = here.instances.others
    t.equal(seen.length, 1, 'and itself is no other')
    t.match(seen, [{ ...two, isReachable: true }])
    t.ok(Math.abs((seen[0]?.seenAt ?? 0) - Date.now()) < 20_000)
    await there.instances.tell(two)
    t.equal(there.instances.others[0]?.revision, 8, 'what was told last is what is known')
    t.equal(here.known.revision, 0, 'telling moves no revision')
  })

  within.test(`${name}: one that ends takes itself off, and is not one that is silent`, async t => {
    const made = makeStore(t)
    const [here, there] = [await made.connect(), await made.connect()]
    const [one, two, three] = [1, 2, 3].map(n => instance({ address: `192.0.2.${n}:9400` }))
    if (one === undefined || two === undefined || three === undefined) throw new Error('three')
    for (const each of [two, three]) await there.instances.tell(each)
    await there.instances.tell({ ...two, life: 'drains' })
    await here.instances.tell(one)
    t.strictSame(idsIn(here.instances.all), idsIn([one, two, three]))
    await there.instances.tell({ ...two, life: 'left' })
    await here.instances.tell(one)
    t.strictSame(idsIn(here.instances.all), idsIn([one, three]))
    t.equal(here.instances.hasLeft(two.address), true)
    t.equal(here.instances.hasLeft(three.address), false)
    t.equal(here.instances.hasLeft('192.0.2.9:9400'), false, 'nor one nobody ever heard of')
    const again = instance({ address: two.address })
    await there.instances.tell(again)
    await here.instances.tell(one)
    t.strictSame(idsIn(here.instances.all), idsIn([one, again, three]), 'another came in its place')
    t.equal(here.instances.hasLeft(two.address), false)
  })

  within.test(`${name}: whoever starts again is there once, also after it was killed`, async t => {
    const store = await makeStore(t).connect()
    const own = instance({ address: '192.0.2.7:9400' })
    await store.instances.tell(own)
    const [killed, again] = [instance(), instance()]
    for (const each of [killed, again, own]) {
      await store.instances.tell(each)
      await new Promise(resolve => setTimeout(resolve, 5))
    }
    t.strictSame(idsIn(store.instances.all), idsIn([own, again]))
    const loopback = instance({ address: '127.0.0.1:9400', machine: 'a' })
    await store.instances.tell(loopback)
    await store.instances.tell(instance({ address: '127.0.0.1:9400', machine: 'b' }))
    await store.instances.tell(own)
    t.equal(
      store.instances.others.filter(({ isReachable }) => !isReachable).length,
      2,
      'a loopback is another on every machine, and nobody is told there from here',
    )
  })

  within.test(
    `${name}: one that is silent goes by the store’s clock, whatever its own says`,
    async t => {
      const made = makeStore(t)
      const keptMs = 400
      const here = await made.connect({ keptMs })
      const there = await made.connect({ keptMs, now: () => Date.now() - 3_600_000 })
      const [own, off] = [instance(), instance({ address: '192.0.2.2:9400', startedAt: 0 })]
      await there.instances.tell(off)
      await here.instances.tell(own)
      t.strictSame(idsIn(here.instances.all), idsIn([own, off]), 'an hour behind, and still there')
      t.ok((here.instances.others[0]?.seenAt ?? 0) > Date.now() - 60_000)
      const begun = performance.now()
      while (here.instances.all.length > 1) {
        await new Promise(resolve => setTimeout(resolve, 20))
        await here.instances.tell(own)
      }
      t.ok(performance.now() - begun >= keptMs, 'and no sooner')
    },
  )

  within.test(`${name}: what is no instance is not stored, nor told of`, async t => {
    const store = await makeStore(t).connect()
    for (const wrong of [
      { address: 'a.name:9400' },
      { address: '192.0.2.1' },
      { address: '192.0.2.1:9400,192.0.2.2:9400' },
      { id: 'one' },
      { digest: '' },
      { machine: '<b>' },
      { version: 'x'.repeat(65) },
      { revision: -1 },
      { startedAt: Number.NaN },
      { life: 'sleeps' as 'left' },
    ]) {
      t.match(await codeOf(store.instances.tell(instance(wrong))), ['invalid'])
    }
    t.strictSame(store.instances.all, [])
  })

  within.test(`${name}: a store that is gone takes nobody off`, async t => {
    const made = makeStore(t)
    const [here, there] = [await made.connect(), await made.connect()]
    const [own, other] = [instance(), instance({ address: '192.0.2.2:9400' })]
    await there.instances.tell(other)
    await here.instances.tell(own)
    await here.close()
    t.strictSame(await codeOf(here.instances.tell({ ...own, revision: 9 })), ['silent', undefined])
    t.strictSame(idsIn(here.instances.all), idsIn([own, other]))
    t.equal(here.instances.own?.revision, 9)
  })
}
