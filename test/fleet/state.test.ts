import fc from 'fast-check'
import t from 'tap'
import type { Stage } from '../../src/exchange/index.ts'
import { emptyFleet, type Fleet, HALTS, type Held, stateOf } from '../../src/fleet/index.ts'
import { route } from '../routing/given.ts'
import { position } from './given.ts'

const at = (name: string, startsAt: Stage) => route(name, 'default', { startsAt })

const fleet = (more: Partial<Fleet> = {}): Fleet => ({ ...emptyFleet('e1'), ...more })

t.test('a fleet that has never run stands where its file starts', t => {
  const state = stateOf(fleet(), [at('a', 'legacy'), at('b', 'shadow')])
  t.equal(state.revision, 0)
  t.strictSame(Object.fromEntries(state.routes), {
    a: { stage: 'legacy', percent: 0, halt: 'none' },
    b: { stage: 'shadow', percent: 0, halt: 'none' },
  })
  t.equal(state.overrides.size, 0)
  t.ok(Object.isFrozen(state))
  t.ok([...state.routes.values()].every(Object.isFrozen))
  t.end()
})

t.test('a route is where the fleet keeps it, whatever its file says', async t => {
  const there = position({ stage: 'canary', percent: 25, home: 'shadow' })
  const state = stateOf(fleet({ revision: 4, routes: new Map([['a', there]]) }), [
    at('a', 'legacy'),
  ])
  t.equal(state.revision, 4)
  t.strictSame(state.routes.get('a'), { stage: 'canary', percent: 25, halt: 'none' })
  t.ok(Object.isFrozen(state))
  t.ok(Object.isFrozen(state.routes.get('a')))
})

t.test('a route the fleet has never seen starts where it is safe', async t => {
  const routes = [at('a', 'legacy'), at('b', 'shadow'), at('c', 'canary'), at('d', 'cloud')]
  const stages = (of: Fleet): Stage[] => [...stateOf(of, routes).routes.values()].map(r => r.stage)
  t.strictSame(stages(fleet()), ['legacy', 'shadow', 'canary', 'cloud'], 'one that has never run')
  t.strictSame(
    stages(fleet({ revision: 1 })),
    ['legacy', 'shadow', 'legacy', 'legacy'],
    'one that runs',
  )
  t.strictSame(
    stages(emptyFleet()),
    ['legacy', 'legacy', 'legacy', 'legacy'],
    'a store nobody could read: what it holds is not known',
  )
})

t.test('of all the halts that lie over a route the heaviest counts', async t => {
  const halt = fc.constantFrom(...HALTS)
  const property = fc.property(halt, halt, halt, halt, (own, all, heldOne, heldAll) => {
    const of = fleet({ halt: all, routes: new Map([['a', position({ halt: own })]]) })
    const held: Held = { all: heldAll, routes: new Map([['a', heldOne]]) }
    const state = stateOf(of, [at('a', 'legacy'), at('b', 'legacy')], held)
    const most = (...halts: readonly string[]) =>
      halts.includes('hard') ? 'hard' : halts.includes('halt') ? 'halt' : 'none'
    return (
      state.routes.get('a')?.halt === most(own, all, heldOne, heldAll) &&
      state.routes.get('b')?.halt === most(all, heldAll)
    )
  })
  t.doesNotThrow(() => fc.assert(property))
})
