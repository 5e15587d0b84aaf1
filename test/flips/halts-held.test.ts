import { join } from 'node:path'
import t from 'tap'
import type { FleetContent } from '../../src/fleet/index.ts'
import { content, folder, moving, opened } from '../fleet/given.ts'
import { startInThread } from '../fleet/in-thread.ts'
import { at, bench, type Bench, owning } from './given.ts'

const read = owning('read')

/** Has the store carry a halt of everything and one of a route, or not. */
async function carrying({ store }: Bench, all: FleetContent['halt'], one = all): Promise<number> {
  const { overrides, routes } = store.known
  const next = {
    ...{ overrides, halt: all },
    routes: new Map([...routes, ['read', at('cloud', 0, { halt: one })] as const]),
  }
  const { revision } = await store.change(store.known.revision, {
    next,
    line: moving(store.known, 'x', {}).line,
  })
  return revision
}

t.test('what is held is handed over to a later fleet that carries it, and to no other', async t => {
  const made = await bench([read], { read: at('cloud') })
  const { store } = made
  store.hold('halt', 'all', { revision: 3 })
  t.equal(await carrying(made, 'halt'), 2)
  t.equal(store.held.all, 'halt', 'a fleet from before the halt says nothing of it')
  t.equal(await carrying(made, 'none'), 3)
  t.equal(store.held.all, 'halt', 'and lifts none')
  t.equal(await carrying(made, 'none'), 4)
  t.equal(store.held.all, 'halt', 'neither does a later one that does not carry it')
  t.equal(await carrying(made, 'halt'), 5)
  t.equal(store.held.all, 'none', 'a later one that does has it from now on')
})

t.test('a halt of everything and one of a route are not each other', async t => {
  const made = await bench([read], { read: at('cloud') })
  made.store.hold('halt', ['read'])
  await carrying(made, 'halt', 'none')
  t.equal(made.store.held.routes.get('read'), 'halt')
  made.store.hold('halt', 'all')
  await carrying(made, 'none', 'halt')
  t.strictSame(made.store.held, { all: 'halt', routes: new Map() })
})

t.test('a hard halt is not handed over to a lighter one', async t => {
  const made = await bench([read], { read: at('cloud') })
  made.store.hold('hard', 'all')
  made.store.hold('hard', ['read'])
  await carrying(made, 'halt')
  t.strictSame(made.store.held, { all: 'hard', routes: new Map([['read', 'hard']]) })
  await carrying(made, 'hard')
  t.strictSame(made.store.held, { all: 'none', routes: new Map() })
})

t.test('what was handed over is not held again after a restart, and what was not is', async t => {
  const path = join(folder(t), 'state.db')
  const open = () => opened(t, path, { start: startInThread })
  const first = await open()
  first.hold('halt', 'all')
  first.hold('halt', ['read'])
  const { line } = moving(first.known, 'x', {})
  await first.change(0, { next: content({ halt: 'halt' }), line })
  await first.close()
  t.strictSame((await open()).held, { all: 'none', routes: new Map([['read', 'halt']]) })
})
