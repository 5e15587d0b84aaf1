import t from 'tap'
import { differencesOf, factsOf } from '../../src/config/index.ts'
import { aFile, mistakesIn, parsed, withRoute } from './given.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

type Said = Pick<Parameters<typeof withRoute>[0], 'approvals' | 'back'>

/** The route `one`, in a cohort that says something too. */
const inCohort = (route: Said, cohort: Said) => ({
  ...withRoute({ cloud: 'pds-fhir', cohort: 'patients', ...route }),
  cohorts: { ...aFile().cohorts, patients: { key: 'nhsNumber', records: 'shared', ...cohort } },
})

const routeOf = (file: unknown) => parsed(file).routes[0]

const TABLE: readonly (readonly [route: Said, cohort: Said, comes: object | undefined])[] = [
  [{}, {}, undefined],
  [{ approvals: 1 }, {}, undefined],
  [{ approvals: 2 }, {}, { of: 2, withinMs: DAY }],
  [{ approvals: { of: 3, within: '8h' } }, {}, { of: 3, withinMs: 8 * HOUR }],
  [{ approvals: { of: 1, within: '8h' } }, {}, undefined],
  [{}, { approvals: 4 }, { of: 4, withinMs: DAY }],
  [{ approvals: 2 }, { approvals: 4 }, { of: 4, withinMs: DAY }],
  [{ approvals: 4 }, { approvals: 2 }, { of: 4, withinMs: DAY }],
  [{ approvals: { of: 2, within: '8h' } }, { approvals: 3 }, { of: 3, withinMs: 8 * HOUR }],
  [{ approvals: { of: 2, within: '7d' } }, { approvals: 3 }, { of: 3, withinMs: DAY }],
  [{ back: 'none' }, {}, { of: 2, withinMs: DAY }],
  [{ back: 'none', approvals: 1 }, {}, { of: 2, withinMs: DAY }],
  [{ back: 'none', approvals: 5 }, {}, { of: 5, withinMs: DAY }],
  [{ approvals: 1 }, { back: 'none' }, { of: 2, withinMs: DAY }],
]

for (const [route, cohort, comes] of TABLE) {
  const says = `${JSON.stringify(route)} in a cohort of ${JSON.stringify(cohort)}`
  t.test(`how many people a change needs: ${says}`, async t => {
    const made = routeOf(inCohort(route, cohort))
    t.strictSame(made?.approvals, comes)
    t.equal(made?.back, route.back ?? cohort.back)
  })
}

for (const wrong of [
  0,
  6,
  1.5,
  '2',
  { of: 2 },
  { of: 2, within: '30s' },
  { of: 2, within: '8d' },
]) {
  t.test(
    `approvals: ${JSON.stringify(wrong)} is refused, and what it is to be is said`,
    async t => {
      const file = { ...withRoute({}), routes: [{ ...withRoute({}).routes[0], approvals: wrong }] }
      t.match(mistakesIn({ ...file, unmatched: 'refuse' }), [{ path: /^routes\[0\]\.approvals/ }])
    },
  )
}

t.test('a file that says fewer people is a difference that is told', async t => {
  const [two, one] = [{ approvals: 2 }, {}].map(said => factsOf(parsed(withRoute(said))))
  t.match(two && one && differencesOf(two, one), [
    { path: 'routes.one.approvals.of', before: '2' },
    { path: 'routes.one.approvals.withinMs' },
  ])
})
