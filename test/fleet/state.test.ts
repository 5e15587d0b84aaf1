import t from 'tap'
import type { State } from '../../src/exchange/index.ts'
import { initialState, nextState } from '../../src/fleet/index.ts'
import { route } from '../routing/given.ts'

const at = (name: string, startsAt: 'legacy' | 'shadow' | 'canary') =>
  route(name, 'default', { startsAt })

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
