/** What is answered later may be the cloud's only for suppliers that fetch their answers. */
import t from 'tap'
import type { RoutesFile } from '../../src/config/define-routes.ts'
import { refusalOfLater } from '../../src/config/index.ts'
import { STAGES } from '../../src/exchange/index.ts'
import { MAPPINGS } from '../../src/products/index.ts'
import {
  aFile,
  holdRows,
  mistakesIn,
  parsed,
  type RouteInput,
  type Row,
  withRoutes,
} from './given.ts'

const LATER = { name: 'eps.made-up', interactions: ['PORX_IN020101UK31', 'QURX_IN000005UK99'] }
const GIVEN = { mappings: [...MAPPINGS, LATER] }
const POLLS = { '200000000115': { name: 'Acme GP', reply: 'poll' as const } }

const file = (
  route: Partial<RouteInput> = {},
  suppliers: RoutesFile['suppliers'] = POLLS,
): RoutesFile => ({
  ...withRoutes({
    name: 'eps',
    match: { interaction: ['PORX_IN020101UK31', 'QURX_IN000005UK99', 'PORX_IN080101UK31'] },
    legacy: 'spine',
    cloud: 'simulator',
    cohort: 'prescriptions',
    translate: LATER.name,
    startsAt: 'cloud',
    ...route,
  }),
  suppliers,
})

const laterOf = (input: RoutesFile) => parsed(input, GIVEN).routes[0]?.answeredLater

t.test('a route knows what its mapping takes that is answered later, and who fetches that', t => {
  t.strictSame(laterOf(file()), {
    interactions: ['PORX_IN020101UK31'],
    pollers: ['200000000115'],
  })
  t.equal(laterOf(file({ match: { interaction: 'QURX_IN000005UK99' } })), undefined)
  t.equal(parsed(aFile()).routes[0]?.answeredLater, undefined)
  t.end()
})

t.test('a supplier keeps its name whatever else is said of it', t => {
  const both = { ...POLLS, '200000000116': 'Beta', '200000000117': { name: 'Gamma' } }
  const config = parsed(file({}, both), GIVEN)
  t.strictSame([...config.suppliers.values()], ['Acme GP', 'Beta', 'Gamma'])
  t.strictSame(config.routes[0]?.answeredLater?.pollers, ['200000000115'])
  t.end()
})

const NOBODY = {
  path: 'routes[0].startsAt',
  says: /^stage \S+ has the cloud answer what is answered later \(PORX_IN020101UK31\), and no supplier is listed/,
  wayOut:
    /^list who does, `suppliers: .*reply: 'poll'.*or stay at shadow:.*until conversations exist$/,
}

/** By the suppliers and the senders of the route: whether it may stand above shadow. */
const ROWS: readonly (readonly [
  what: string,
  suppliers: RoutesFile['suppliers'],
  from: readonly string[] | undefined,
  expected: typeof NOBODY | RegExp | undefined,
])[] = [
  ['with one that fetches', POLLS, undefined, undefined],
  ['with nobody listed', {}, undefined, NOBODY],
  ['with one of whom nothing is said', { '200000000115': 'Acme GP' }, undefined, NOBODY],
  ['with one that has a name alone', { '200000000115': { name: 'Acme GP' } }, undefined, NOBODY],
  ['for one that fetches', POLLS, ['200000000115'], undefined],
  ['for one that does not', POLLS, ['200000000222'], /and 200000000222 is not listed/],
  [
    'for one that does and one that does not',
    POLLS,
    ['200000000115', '200000000222'],
    /200000000222 is not/,
  ],
  ['for a party whose ASID nobody says', POLLS, ['200000000115', 'ACME-100001'], undefined],
]

for (const [what, suppliers, from, expected] of ROWS) {
  t.test(
    `what is answered later, ${what}, is ${expected ? 'refused' : 'served'} above shadow`,
    t => {
      for (const stage of ['legacy', 'shadow', 'canary', 'cloud'] as const) {
        const match = { interaction: ['PORX_IN020101UK31'], ...(from && { from: [...from] }) }
        const mistakes = mistakesIn(file({ startsAt: stage, match }, suppliers), GIVEN)
        const isRefused = expected !== undefined && (stage === 'canary' || stage === 'cloud')
        t.equal(mistakes.length, Number(isRefused), `${stage}: ${mistakes[0]?.says ?? ''}`)
        if (!isRefused) continue
        t.match(mistakes[0], expected instanceof RegExp ? { says: expected } : expected)
      }
      t.end()
    },
  )
}

t.test('where bytes pass untouched, how they are answered is the affair of the two sides', t => {
  const [route] = file({}, {}).routes
  const plain = Object.entries(route ?? {}).filter(([field]) => field !== 'translate')
  t.strictSame(mistakesIn(withRoutes(Object.fromEntries(plain) as RouteInput), GIVEN), [])
  t.end()
})

t.test('a promotion is refused by the same rule', t => {
  const later = { interactions: ['A', 'B', 'C', 'D', 'E'], pollers: [] }
  const refused = STAGES.filter(stage => refusalOfLater(later, stage, 'default') !== undefined)
  t.strictSame(refused, ['canary', 'reverse-shadow', 'cloud'])
  t.match(refusalOfLater(later, 'cloud', 'default')?.says, /\(A, B, C and 2 more\)/)
  t.equal(refusalOfLater({ ...later, pollers: ['200000000115'] }, 'cloud', 'default'), undefined)
  t.equal(refusalOfLater(undefined, 'cloud', 'default'), undefined)
  t.end()
})

const MISTAKES: readonly Row[] = [
  {
    title: 'a way to take answers that nobody has',
    file: { ...aFile(), suppliers: { '200000000115': { name: 'Acme GP', reply: 'push' } } },
    path: 'suppliers.200000000115',
    says: /./,
    wayOut: /poll/,
  },
  {
    title: 'a supplier that fetches and has no name',
    file: { ...aFile(), suppliers: { '200000000115': { reply: 'poll' } } },
    path: 'suppliers.200000000115',
    says: /./,
    wayOut: /name/,
  },
]

holdRows(MISTAKES)
