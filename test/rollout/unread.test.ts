import t from 'tap'
import { isFicusError, type Route, type RouteState, STAGES } from '../../src/exchange/index.ts'
import { emptyFleet, HALTS, stateOf } from '../../src/fleet/index.ts'
import { assign } from '../../src/rollout/index.ts'
import { compileRoutes } from '../../src/routing/index.ts'
import { head, INTERACTIONS, PATIENTS, route, routed } from '../routing/given.ts'

const APART = { ...PATIENTS, records: 'apart', pin: true } as const
const RECORDS = ['shared', 'apart', { copiedWithinMs: 60_000 }] as const

const owning = (more: Partial<Route> = {}): Route =>
  route('it', { interaction: ['READ_IN01'] }, { cohort: APART, ...more })

/** What comes of a request where no store was ever read. */
function assigned(owner: Route, halt: RouteState['halt'] = 'none'): string {
  const unread = stateOf(emptyFleet(), [owner], { all: halt, routes: new Map() })
  try {
    const message = { class: 'read', keys: { nhsNumber: '9990000018' } } as const
    const { side, because } = assign(routed(owner, message), unread, 0)
    return `${side} because of ${because}`
  } catch (error) {
    return isFicusError(error) ? error.code : 'a mistake'
  }
}

t.test('where no store was ever read legacy serves, but not what lives apart', async t => {
  for (const startsAt of STAGES) {
    for (const records of RECORDS) {
      const owner = owning({ startsAt, cohort: { ...APART, records } })
      const meant = records === 'apart' ? 'not-sent' : 'legacy because of stage'
      t.equal(assigned(owner), meant, `${startsAt}, ${JSON.stringify(records)}`)
    }
  }
  t.equal(assigned(owning({ cohort: undefined })), 'legacy because of stage')
})

t.test('no halt sends to legacy what lives apart and nobody knows where', async t => {
  for (const halt of HALTS) t.equal(assigned(owning(), halt), 'not-sent', halt)
})

t.test('once a store was read what lives apart is served where its route stands', async t => {
  const owner = owning()
  const read = stateOf(emptyFleet('e1'), [owner])
  const { side } = assign(routed(owner, { class: 'read', keys: {} }), read, 0)
  t.equal(side, 'legacy')
})

t.test('what lives apart is read far enough to be refused where no store was read', async t => {
  const needIn = (owner: Route, epoch?: string): string =>
    compileRoutes([owner], { interactions: INTERACTIONS, unmatched: 'refuse' }).need(
      head(),
      'READ_IN01',
      stateOf(emptyFleet(epoch), [owner]),
    )
  t.equal(needIn(owning()), 'scan')
  t.equal(needIn(owning({ translate: 'm' })), 'whole')
  t.equal(needIn(owning({ cohort: { ...APART, pin: false } }), 'e1'), 'headers')
  t.equal(needIn(owning({ cohort: PATIENTS })), 'headers')
})
