import { join } from 'node:path'
import t, { type Test } from 'tap'
import { isStoreError, type KeptFreeze, type Store } from '../../src/fleet/index.ts'
import { readFleet, writeDocument } from '../../src/fleet/fleet-document.ts'
import { noRedis, startRedis } from '../support/redis-server.ts'
import { content, folder, moving, opened } from './given.ts'
import { connectMemory, createMemory } from './memory-store.ts'
import { openedAt } from './redis-given.ts'

const WHOLE: KeptFreeze = { from: 1_000, to: 2_000, why: 'winter', by: 'ada' }
const FREEZES = new Map<string, KeptFreeze>([
  ['f2', WHOLE],
  ['f10', { ...WHOLE, to: 3_000, routes: ['read', 'write'] }],
])

const STORES: readonly (readonly [
  name: string,
  two: (t: Test) => Promise<[Store, Store]>,
  skip: string | false,
])[] = [
  [
    'memory',
    async () => {
      const memory = createMemory()
      return [connectMemory(memory), connectMemory(memory)]
    },
    false,
  ],
  [
    'a file',
    async t => {
      const path = join(folder(t), 'state.db')
      return [await opened(t, path), await opened(t, path)]
    },
    false,
  ],
  [
    'a Redis',
    async t => {
      const { port } = await startRedis(t)
      return [await openedAt(t, port), await openedAt(t, port)]
    },
    noRedis,
  ],
]

for (const [name, two, skip] of STORES) {
  t.test(`${name} gives freezes to another instance as they were laid`, { skip }, async t => {
    const [one, other] = await two(t)
    await one.change(0, {
      next: content({ freezes: FREEZES }),
      line: moving(one.known, 'x', {}).line,
    })
    t.strictSame([...((await other.read()).freezes ?? [])], [...FREEZES])
    await one.change(1, { next: content(), line: moving(one.known, 'x', {}).line })
    t.notOk('freezes' in (await other.read()), 'where there is none nothing is written of them')
  })
}

const row = (document: string) => ({ revision: 1, epoch: 'e', head: '0'.repeat(64), document })
const BEFORE = '{"halt":"none","routes":{},"overrides":{}}'

t.test('what was written before there were any is read, and written again as it was', async t => {
  const fleet = readFleet(row(BEFORE))
  t.equal(fleet.freezes, undefined)
  t.equal(writeDocument(fleet), BEFORE)
})

for (const [says, id, freeze] of [
  ['an id that is none', 'x2', WHOLE],
  ['an end before its beginning', 'f2', { ...WHOLE, to: 1_000 }],
  ['no reason', 'f2', { ...WHOLE, why: '' }],
  ['two lines of reason', 'f2', { ...WHOLE, why: 'a\nb' }],
  ['a patient in its reason', 'f2', { ...WHOLE, why: 'for 9434765919' }],
  ['a beginning that is no moment', 'f2', { ...WHOLE, from: -1 }],
  ['a field more', 'f2', { ...WHOLE, until: 5 }],
  ['a route that has no name', 'f2', { ...WHOLE, routes: ['A b'] }],
] as const) {
  t.test(`a stored freeze with ${says} is not believed`, async t => {
    const document = JSON.stringify({
      ...(JSON.parse(BEFORE) as object),
      freezes: { [id]: freeze },
    })
    try {
      readFleet(row(document))
      t.fail('it was read')
    } catch (error) {
      t.ok(isStoreError(error) && error.code === 'invalid')
      t.notMatch(String(error), /9434765919/)
    }
  })
}

t.test('a fleet keeps a hundred and no more', async t => {
  const many = (count: number) => new Map(Array.from({ length: count }, (_, i) => [`f${i}`, WHOLE]))
  t.ok(writeDocument(content({ freezes: many(100) })))
  t.throws(() => writeDocument(content({ freezes: many(101) })), { code: 'invalid' })
})
