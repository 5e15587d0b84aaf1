import t from 'tap'
import type { Maintenance, RouteState } from '../../src/exchange/index.ts'
import { isOutrun, isWorkedOn, windowsOver, withMaintenance } from '../../src/windows/index.ts'
import { REHEARSAL, route, state } from '../routing/given.ts'

const HOUR = 3_600_000
const NOW = Date.parse('2026-11-01T00:00Z')
const once = (from: number, to: number): Maintenance => ({ when: { from, to }, why: 'works' })

const read = route('read', 'default')
const rehearsed = route('rehearsed', 'default', { rehearsal: REHEARSAL })
const alone = route('alone', 'default', { cloud: undefined })
const ROUTES = [read, rehearsed, alone]
const STATE = state({ routes: { read: { stage: 'shadow' }, rehearsed: {}, alone: {} } })

const ALL = new Map([
  ['pds-fhir', [once(NOW + HOUR, NOW + 2 * HOUR), once(NOW + 3 * HOUR, NOW + 4 * HOUR)]],
  ['sandbox', [once(NOW - HOUR, NOW + HOUR)]],
])

const at = (name: string, now = NOW): RouteState | undefined =>
  withMaintenance(STATE, ROUTES, ALL, now).routes.get(name)

t.test(
  'a route has the next span of each upstream on its sides, and stands as it stood',
  async t => {
    const cloud = { from: NOW + HOUR, to: NOW + 2 * HOUR }
    t.strictSame(at('read'), {
      stage: 'shadow',
      percent: 0,
      halt: 'none',
      maintenance: { 'pds-fhir': cloud },
    })
    t.strictSame(at('rehearsed')?.maintenance, {
      'pds-fhir': cloud,
      sandbox: { from: NOW - HOUR, to: NOW + HOUR },
    })
    t.notOk('maintenance' in (at('alone') ?? {}), 'a side nobody works on has none')
  },
)

t.test('where nobody ever works the state is the very one it was', async t => {
  t.equal(withMaintenance(STATE, ROUTES, new Map(), NOW), STATE)
  t.equal(withMaintenance(STATE, ROUTES, ALL, NOW + 4 * HOUR), STATE, 'nor when all of it is over')
})

t.test(
  'whether it is on needs no state but that one, from before it begins until it ends',
  async t => {
    const there = at('read')
    if (there === undefined) throw new Error('the route is there')
    const moments = [NOW, NOW + HOUR - 1, NOW + HOUR, NOW + 2 * HOUR - 1, NOW + 2 * HOUR]
    t.strictSame(
      moments.map(now => isWorkedOn(there, 'pds-fhir', now)),
      [false, false, true, true, false],
    )
    t.equal(isWorkedOn(there, 'spine', NOW + HOUR), false, 'the other side')
  },
)

t.test('when a span is over the one after it is compiled', async t => {
  const before = withMaintenance(STATE, ROUTES, ALL, NOW)
  const end = NOW + HOUR
  t.equal(isOutrun(before, end - 1), false)
  t.equal(isOutrun(before, end), true, 'of the sandbox')
  t.equal(isOutrun(withMaintenance(STATE, ROUTES, ALL, end), end), false)
})

t.test('the windows over a route are those of all its sides', async t => {
  t.strictSame(
    [read, rehearsed, alone].map(each => windowsOver(each, ALL).length),
    [2, 3, 0],
  )
})
