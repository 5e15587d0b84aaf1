import { randomBytes } from 'node:crypto'
import type { Test } from 'tap'
import { createNaming, MOST_REPLY, type Name } from '../../src/fleet/index.ts'
import { codeOf } from './given.ts'
import { MINUTE, naming } from './records-contract.ts'
import type { MakeStore } from './store-contract.ts'

/** The name of a reply. */
export const R = (id: string): Name => naming.nameOf('reply', id)

const sealed = (bytes = 2_000): Uint8Array => Uint8Array.from(randomBytes(bytes))

/** Holds any kind of store to what it keeps of replies that wait. */
export function repliesContract(
  name: string,
  makeStore: MakeStore,
  within: Pick<Test, 'test'>,
): void {
  within.test(
    `${name}: a reply is given again and again, byte for byte, wherever it was kept`,
    async t => {
      const made = makeStore(t)
      const [a, b] = [await made.connect(), await made.connect()]
      t.equal(await a.replies.find(R('1'), MINUTE), undefined)
      const own = sealed()
      await a.replies.keep(R('1'), own, MINUTE)
      await b.replies.keep(R('1'), sealed(), MINUTE)
      await b.replies.fetched(R('1'))
      for (const store of [a, b, a]) {
        const found = await store.replies.find(R('1'), MINUTE)
        t.ok(found && Buffer.from(found).equals(own), 'the first that was kept')
      }
      t.equal(await b.replies.find(R('2'), MINUTE), undefined)
      t.equal(await b.replies.sweep(), 0)
      t.ok(await b.replies.find(R('1'), MINUTE), 'what has not ended is not swept')
      t.equal(b.known.revision, 0, 'a reply moves no revision')
    },
  )

  within.test(
    `${name}: a reply ends, and that nobody had fetched it is told once, to one asker`,
    async t => {
      const made = makeStore(t)
      const [a, b] = [await made.connect(), await made.connect()]
      const ids = ['1', '2', '3', '4']
      for (const id of ids) await a.replies.keep(R(id), sealed(), 5)
      await a.replies.keep(R('stays'), sealed(), MINUTE)
      await b.replies.fetched(R('2'))
      await b.replies.fetched(R('nothing'))
      for (const id of ids) {
        while ((await a.replies.find(R(id), MINUTE)) !== undefined) await turn()
      }
      const told = await Promise.all([a, b, a, b].map(store => store.replies.sweep()))
      t.strictSame(told.toSorted(), [0, 0, 0, 3])
      await a.replies.keep(R('1'), sealed(), MINUTE)
      t.ok(await b.replies.find(R('1'), MINUTE), 'a name that ended is free')
      t.ok(await b.replies.find(R('stays'), MINUTE))
      t.equal(await b.replies.sweep(), 0)
    },
  )

  within.test(`${name}: what is no name, no reply and no span is not kept`, async t => {
    const { replies } = await makeStore(t).connect()
    const refused = [
      replies.keep('9990000018' as Name, sealed(), MINUTE),
      replies.keep(R('1'), new Uint8Array(), MINUTE),
      replies.keep(R('1'), new Uint8Array(MOST_REPLY + 1), MINUTE),
      replies.keep(R('1'), sealed(), 0),
      replies.find('9990000018' as Name, MINUTE),
      replies.find(R('1'), 1.5),
      replies.fetched('9990000018' as Name),
    ]
    for (const came of await Promise.all(refused.map(codeOf))) {
      t.strictSame(came, ['invalid', undefined])
    }
    t.equal(await replies.find(R('1'), MINUTE), undefined)
  })

  within.test(`${name}: where another key was used before, no reply is said not to be`, async t => {
    const { replies } = await makeStore(t).connect()
    await replies.keep(R('1'), sealed(), MINUTE)
    const other = createNaming(new Uint8Array(32).fill(8)).nameOf('reply', '1')
    t.strictSame(await codeOf(replies.keep(other, sealed(), MINUTE)), ['invalid', undefined])
    t.strictSame(await codeOf(replies.find(other, MINUTE)), ['invalid', undefined])
  })

  within.test(`${name}: once closed it keeps and gives no reply`, async t => {
    const store = await makeStore(t).connect()
    await store.close()
    const { replies } = store
    const all = [
      replies.keep(R('1'), sealed(), MINUTE),
      replies.find(R('1'), MINUTE),
      replies.fetched(R('1')),
      replies.sweep(),
    ]
    for (const came of await Promise.all(all.map(codeOf))) t.match(came, ['silent'])
  })
}

const turn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 2))
