import t from 'tap'
import { flip } from '../../src/flips/index.ts'
import { connectMemory, createMemory } from '../fleet/memory-store.ts'
import { at, bench, count, ENOUGH, NOW, owning, SENDERS, standsAt } from './given.ts'

const read = owning('read')
const BY = { actor: 'ada', reason: 'ticket 12' } as const

t.test('an undo is a change of its own that brings back what stood before', async t => {
  const made = await bench([read], { read: at('cloud') })
  await made.ask({ verb: 'rollback', name: 'read', to: 'legacy' })
  await count(made, 'read', ENOUGH)
  t.match(await made.ask({ verb: 'undo' }), {
    kind: 'flipped',
    revision: 3,
    notes: ['undoes: rollback'],
    routes: [{ route: 'read', before: { cloud: 0 }, after: { cloud: 100 } }],
    gates: [{ verdict: 'open' }],
  })
  t.equal(standsAt(made, 'read'), 'cloud')
  t.match(made.store.known.routes.get('read'), { since: NOW, home: 'shadow' })
  t.equal((await made.ask({ verb: 'undo' })).kind, 'flipped')
  t.equal(standsAt(made, 'read'), 'legacy', 'and an undo of it goes back again')
})

t.test('where it leads forward it passes what a promotion passes', async t => {
  const made = await bench([read], { read: at('canary', 50) })
  await made.ask({ verb: 'rollback', name: 'read' })
  t.match(await made.ask({ verb: 'undo' }), { kind: 'refused', code: 'gate' })
  t.match(await made.ask({ verb: 'undo', breakGlass: { approver: 'grace' } }), { kind: 'flipped' })
  t.equal(standsAt(made, 'read'), 'canary 50')
  t.match(await made.ask({ verb: 'undo' }), { gates: [] }, 'and back nobody is asked')

  const write = owning('write')
  const now = { routes: [owning('write', { cloud: { ...read.legacy, name: 'real' } })] }
  const changed = await bench([write], { write: at('cloud') })
  await changed.ask({ verb: 'rollback', name: 'write' })
  Object.assign(changed.context, now)
  t.match(await changed.ask({ verb: 'undo', breakGlass: { approver: 'grace' } }), { code: 'class' })
})

t.test('halts, overrides and pins are undone too', async t => {
  const made = await bench([owning('read', { cohort: SENDERS })], { read: at('canary', 5) })
  const before = made.store.known
  const key = { cohort: 'senders', key: '200000000115' } as const
  const to = { side: 'cloud', owner: 'team', expires: NOW + 1 } as const
  const changes = [
    { verb: 'halt', isHard: true },
    { verb: 'halt', name: 'read' },
    { verb: 'override', ...key, to },
    { verb: 'pin', ...key, to: 'cloud' },
  ] as const
  for (const change of changes) {
    await made.ask(change)
    t.equal((await made.ask({ verb: 'undo' })).kind, 'flipped')
    const { halt, overrides } = made.store.known
    const { pins } = await made.store.listPins('senders', 9)
    t.strictSame([halt, overrides.size, pins], ['none', 0, []])
    t.match(made.store.known.routes.get('read'), { ...before.routes.get('read'), since: Number })
  }
})

t.test('there is nothing to undo in a new fleet, nor of what a file brought', async t => {
  const { context } = await bench([read])
  const store = connectMemory(createMemory())
  const ask = (verb: 'adopt' | 'undo') => flip(store, { verb, ...BY }, context)
  t.match(await ask('undo'), { kind: 'refused', code: 'usage', says: /^there is no change/ })
  await ask('adopt')
  t.match(await ask('undo'), { kind: 'refused', code: 'usage', exitCode: 2 })
})

t.test('a last line that is not the one the fleet names is not believed', async t => {
  const made = await bench([read], { read: at('cloud') })
  await made.ask({ verb: 'rollback', name: 'read' })
  const { lines } = made.memory
  const last = lines.at(-1)
  if (last === undefined) throw new Error('the change left a line')
  lines[lines.length - 1] = { ...last, body: last.body.replace('"cloud"', '"canary"') }
  t.match(await made.ask({ verb: 'undo' }), { kind: 'refused', code: 'invalid', exitCode: 1 })
  lines.pop()
  t.match(await made.ask({ verb: 'undo' }), { kind: 'refused', code: 'invalid' })
  t.equal((await made.ask({ verb: 'rollback', name: 'read' })).kind, 'flipped')
})
