import t from 'tap'
import { StoreError } from '../../src/fleet/index.ts'
import { createSettling, flip, readEntry } from '../../src/flips/index.ts'
import { moving } from '../fleet/given.ts'
import { connectMemory, type MemoryStore } from '../fleet/memory-store.ts'
import { at, bench, type Bench, NOW, owning, standsAt } from './given.ts'

const ROUTES = [owning('read'), owning('write')]
const AWAY = new StoreError('silent', 'it is away')

/** Three instances of one fleet whose store is away, two of them holding the halt the first was asked for. */
async function three(name?: string) {
  const made = await bench(ROUTES, { read: at('cloud'), write: at('cloud') })
  const all = [made.store, connectMemory(made.memory), connectMemory(made.memory)] as const
  for (const store of all) store.failure = AWAY
  const asked = { actor: 'ada', reason: 'incident 4711', ...(name !== undefined && { name }) }
  await flip(made.store, { verb: 'halt', isHard: true, ...asked }, made.context)
  const [held] = made.store.heldHalts
  if (held === undefined) throw new Error('it holds nothing')
  const later = { ...made.context, now: () => NOW + 60_000 }
  for (const store of all.slice(1)) store.hold(held.halt, held.routes, held)
  const back = (): void => {
    for (const store of all) store.failure = undefined
  }
  const settles = all.map(store => createSettling(store, () => later))
  return { made, all, held, back, settles, later }
}

const verbs = ({ memory }: Bench): readonly string[] =>
  memory.lines.slice(1).map(line => readEntry(line).verb)

const holding = (all: readonly MemoryStore[]): readonly number[] =>
  all.map(({ heldHalts }) => heldHalts.length)

t.test('a held halt is laid over the fleet once the store is back, by one of all', async t => {
  const { made, all, held, back, settles } = await three()
  await Promise.all(settles.map(settle => settle()))
  t.strictSame(verbs(made), [], 'not before')
  back()
  await Promise.all(settles.map(settle => settle()))
  t.strictSame(verbs(made), ['halt'])
  t.match(readEntry(made.memory.lines[1] ?? { body: '' }), {
    name: 'all',
    actor: 'ada',
    reason: 'incident 4711',
    at: NOW + 60_000,
    laid: { id: held.id, at: NOW },
  })
  t.strictSame(holding(all), [0, 0, 0], 'and the others see it there')
  t.equal(connectMemory(made.memory).known.halt, 'hard', 'also who starts afresh')
})

t.test('a halt of one route is laid over that route alone', async t => {
  const { made, back, settles } = await three('read')
  back()
  for (const settle of settles) await settle()
  t.strictSame([standsAt(made, 'read'), standsAt(made, 'write')], ['cloud hard', 'cloud'])
  t.strictSame(verbs(made), ['halt'])
})

t.test('a halt that was ended since is not laid again by whoever held it', async t => {
  const { made, all, back, settles, later } = await three()
  back()
  const ended = { verb: 'resume', actor: 'ada', reason: 'over' } as const
  t.match(await flip(all[1], ended, later), { kind: 'flipped', isChanged: true })
  t.strictSame(verbs(made), ['halt', 'resume'], 'what was ended is in the audit too')
  await Promise.all(settles.map(settle => settle()))
  t.strictSame(verbs(made), ['halt', 'resume'])
  t.strictSame(holding(all), [0, 0, 0])
  t.equal(made.store.known.halt, 'none')
})

t.test('what an instance has halted by itself is not laid over the fleet', async t => {
  const { made, all, back, settles } = await three('read')
  all[1].hold('halt', 'all')
  back()
  for (const settle of settles) await settle()
  t.equal(made.store.known.halt, 'none')
  t.equal(all[1].held.all, 'halt')
})

t.test('of a route nobody knows nothing is laid, and it stays held', async t => {
  const { made, all, back, settles } = await three('read')
  const by = { name: 'gone', actor: 'ada', reason: 'x', at: 1 }
  all[1].hold('halt', ['gone'], { by })
  back()
  await settles[1]?.()
  t.strictSame(verbs(made), ['halt'])
  t.equal(all[1].held.routes.get('gone'), 'halt')
})

t.test('an answer that was lost does not lay a halt twice', async t => {
  const { made, all, back, settles } = await three()
  back()
  const [first] = all
  const { change } = first
  first.change = async (...given) => {
    await change(...given)
    first.change = change
    throw new StoreError('unknown', 'no answer came')
  }
  await settles[0]?.()
  t.equal(first.heldHalts.length, 1, 'nobody knows')
  await settles[0]?.()
  t.strictSame(holding([first]), [0])
  t.strictSame(verbs(made), ['halt'])
})

t.test('an audit that cannot be read keeps nobody from a halt', async t => {
  const made = await bench(ROUTES, { read: at('cloud') })
  const { store, memory } = made
  const other = connectMemory(memory)
  store.readAudit = async () => Promise.reject(new StoreError('invalid', 'no line'))
  store.before = () => {
    store.before = undefined
    void other.change(1, moving(other.known, 'x', {}))
  }
  t.match(await made.ask({ verb: 'halt' }), { isHeld: false, revision: 3 })
  t.equal(store.known.halt, 'halt')
})

t.test('a promotion finds out that a halt which is held here has ended', async t => {
  const made = await bench(ROUTES, { read: at('shadow'), write: at('legacy') })
  const other = connectMemory(made.memory)
  const asked = { actor: 'ada', reason: 'incident 4711' }
  const promote = () =>
    flip(
      other,
      { ...asked, verb: 'promote', name: 'write', to: 'shadow', breakGlass: { approver: 'bob' } },
      made.context,
    )
  const coming = flip(made.store, { ...asked, verb: 'halt' }, made.context)
  const [held] = made.store.heldHalts
  if (held === undefined) throw new Error('it holds nothing')
  other.hold(held.halt, held.routes, held)
  await coming
  t.match(await promote(), { kind: 'refused', code: 'halted' }, 'while it lies in the store')
  other.hold(held.halt, held.routes, held)
  await flip(made.store, { ...asked, verb: 'resume' }, made.context)
  t.equal(other.heldHalts.length, 1, 'nobody has told it')
  t.match(await promote(), { kind: 'flipped', isChanged: true })
  t.equal(other.heldHalts.length, 0)
  other.hold('halt', 'all')
  t.match(await promote(), { kind: 'refused', code: 'halted' }, 'one that is its own stays')
  other.failure = AWAY
  t.match(await promote(), { kind: 'refused', code: 'silent' })
})
