import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { HeldHalt, Store } from '../../src/fleet/index.ts'
import { HeldKeeper } from '../../src/fleet/held-keeper.ts'
import { readHeldHalts, writeHeldHalts } from '../../src/fleet/held-halts.ts'
import { folder, opened } from './given.ts'
import { startInThread } from './in-thread.ts'

const BY = { name: 'all', actor: 'ada', reason: 'incident 4711', at: 1_000 }
const halt = (id: string): HeldHalt => ({ id, halt: 'halt', routes: 'all', revision: 3, by: BY })

const stored = async (t: Test, path: string): Promise<Store> =>
  opened(t, path, { start: startInThread })

t.test('what is confirmed to be kept is on the disk, and found there again', async t => {
  const path = join(folder(t), 'state.db')
  const store = await stored(t, path)
  const { id } = store.hold('hard', ['pds'], { by: { ...BY, name: 'pds' } })
  t.equal(store.held.routes.get('pds'), 'hard', 'in force before it is written')
  t.ok(await store.kept())
  const [there] = readHeldHalts(readFileSync(`${path}.held`, 'utf8'))
  t.match(there, { id, halt: 'hard', routes: ['pds'], by: { actor: 'ada', at: 1_000 } })
  store.hold('halt', 'all')
  store.release(['pds'])
  t.ok(await store.kept())
  const left = readHeldHalts(readFileSync(`${path}.held`, 'utf8'))
  t.strictSame(
    left.map(({ routes, by }) => [routes, by]),
    [['all', undefined]],
  )
  t.equal(store.unkept, 0)
})

t.test('a disk that cannot be written is said to be so at once, and is tried again', async t => {
  const at = join(folder(t), 'away')
  mkdirSync(at)
  const store = await stored(t, join(at, 'state.db'))
  rmSync(at, { recursive: true })
  store.hold('halt', 'all')
  t.notOk(await store.kept())
  t.equal(store.unkept, 1)
  t.equal(store.held.all, 'halt', 'and holds all the same')
  mkdirSync(at)
  t.ok(await store.kept(), 'and is kept when there is a disk again')
  t.ok(existsSync(join(at, 'state.db.held')))
})

t.test('a disk that hangs holds up whoever confirms for a moment only', async t => {
  const disk = Promise.withResolvers<undefined>()
  const keeper = new HeldKeeper({ write: async () => disk.promise, heldMs: 20 }, [])
  keeper.keep([halt('a')])
  t.equal(await keeper.kept(), false)
  keeper.keep([halt('a'), halt('b')])
  t.equal(await keeper.kept(), false, 'as often as it hangs')
  t.equal(keeper.unkept, 2)
  disk.resolve(undefined)
  t.equal(await keeper.kept(), true, 'and what is held now is written when it goes on')
  await keeper.close()
})

t.test('what failed is written when the disk is there again, unasked', async t => {
  const written: number[] = []
  const done = Promise.withResolvers<undefined>()
  let isFull = true
  const write = async (halts: readonly HeldHalt[]): Promise<void> => {
    if (isFull) {
      isFull = false
      throw new Error('ENOSPC')
    }
    written.push(halts.length)
    done.resolve(undefined)
  }
  const keeper = new HeldKeeper({ write, againMs: 1 }, [])
  keeper.keep([halt('a')])
  t.equal(await keeper.kept(), false)
  const waiting = setInterval(() => undefined, 1_000)
  await done.promise
  clearInterval(waiting)
  t.strictSame(written, [1])
})

t.test('without a place on the disk nothing is kept, and that is said', async t => {
  const keeper = new HeldKeeper(undefined, [])
  keeper.keep([halt('a')])
  t.equal(await keeper.kept(), false)
})

t.test('what an instance wrote before halts had names is still held', t => {
  const before = JSON.stringify({ all: 'hard', routes: { pds: 'halt', eps: 'none' } })
  t.match(readHeldHalts(before), [
    { halt: 'halt', routes: ['pds'], by: undefined },
    { halt: 'hard', routes: 'all', by: undefined },
  ])
  const one = [halt('a'), { ...halt('b'), by: undefined }]
  t.strictSame(readHeldHalts(writeHeldHalts(one)), one)
  for (const wrong of ['{"halts":[{}]}', '{"all":"x","routes":{}}', '[]', 'x']) {
    t.throws(() => readHeldHalts(wrong), { code: 'invalid' })
  }
  t.end()
})

t.test('a file of halts that cannot be read holds everything', async t => {
  const path = join(folder(t), 'state.db')
  writeFileSync(`${path}.held`, writeHeldHalts([halt('a')]).replace('"actor":"ada"', '"actor":7'))
  t.equal((await stored(t, path)).held.all, 'halt')
})
