import fc from 'fast-check'
import t from 'tap'
import type { Stage, State } from '../../src/exchange/index.ts'
import {
  emptyFleet,
  type Fleet,
  HALTS,
  type Held,
  initialState,
  nextState,
  stateOf,
} from '../../src/fleet/index.ts'
import { route } from '../routing/given.ts'
import { position } from './given.ts'

const at = (name: string, startsAt: Stage) => route(name, 'default', { startsAt })

t.test('a fleet that has never run stands where its file starts', t => {
  const state = initialState([at('a', 'legacy'), at('b', 'shadow')])
  t.equal(state.revision, 1)
  t.strictSame(Object.fromEntries(state.routes), {
    a: { stage: 'legacy', percent: 0, halt: 'none' },
    b: { stage: 'shadow', percent: 0, halt: 'none' },
  })
  t.equal(state.overrides.size + state.pins.size, 0)
  t.ok(Object.isFrozen(state))
  t.ok([...state.routes.values()].every(Object.isFrozen))
  t.end()
})

/** A state in which somebody has moved and halted things since the file was read. */
const moved = (before: State): State => ({
  ...before,
  revision: 7,
  routes: new Map([
    ['a', { stage: 'canary', percent: 25, halt: 'none' }],
    ['b', { stage: 'canary', percent: 10, halt: 'hard' }],
  ]),
  pins: new Map([['patients', new Map([['9990000018', 'cloud' as const]])]]),
})

t.test('a reload leaves every route where it is unless its startsAt was edited', t => {
  const before = [at('a', 'legacy'), at('b', 'legacy')]
  const previous = moved(initialState(before))
  const next = nextState(previous, before, [
    at('b', 'shadow'),
    at('a', 'legacy'),
    at('c', 'shadow'),
  ])
  t.strictSame(Object.fromEntries(next.routes), {
    b: { stage: 'shadow', percent: 0, halt: 'hard' },
    a: { stage: 'canary', percent: 25, halt: 'none' },
    c: { stage: 'shadow', percent: 0, halt: 'none' },
  })
  t.equal(next.pins, previous.pins)
  t.equal(previous.revision, 7, 'the previous state is what it was')
  t.equal(previous.routes.size, 2)
  t.end()
})

t.test('the revision grows with every reload, also of an unchanged file', t => {
  const routes = [at('a', 'legacy')]
  const first = initialState(routes)
  const second = nextState(first, routes, routes)
  const third = nextState(second, routes, [])
  t.same([first.revision, second.revision, third.revision], [1, 2, 3])
  t.equal(second.routes.get('a'), first.routes.get('a'))
  t.equal(third.routes.size, 0, 'a route that is gone is forgotten')
  t.ok(Object.isFrozen(second))
  t.end()
})

const fleet = (more: Partial<Fleet> = {}): Fleet => ({ ...emptyFleet('e1'), ...more })

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
