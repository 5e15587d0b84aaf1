import t from 'tap'
import { differencesOf, factsOf } from '../../src/config/index.ts'
import type { RoutesFile } from '../../src/config/define-routes.ts'
import { aFile, mistakesIn, parsed } from './given.ts'

type Freeze = NonNullable<RoutesFile['freeze']>[number]
type Upstream = RoutesFile['upstreams'][string]
type Window = NonNullable<Upstream['maintenance']>[number]

const WINTER: Freeze = { from: '2026-12-18T17:00:00Z', to: '2027-01-04T08:00:00Z', why: 'winter' }

const frozen = (...freeze: Freeze[]): RoutesFile => ({ ...aFile(), freeze })
const worked = (...maintenance: Window[]): RoutesFile => {
  const file = aFile()
  return {
    ...file,
    upstreams: { ...file.upstreams, spine: { url: 'http://spine.example', maintenance } },
  }
}
const at = (text: string): number => Date.parse(text)

t.test('a freeze is read as two moments, for every route or for some', async t => {
  const { freezes } = parsed(frozen(WINTER, { ...WINTER, routes: 'pds-retrieval' }))
  const span = { from: at('2026-12-18T17:00Z'), to: at('2027-01-04T08:00Z'), why: 'winter' }
  t.strictSame(freezes, [span, { ...span, routes: ['pds-retrieval'] }])
  t.strictSame(parsed(aFile()).freezes, [], 'a file that says nothing freezes nothing')
})

t.test('an offset is counted in, and a day is whole in UTC, its last one too', async t => {
  const [freeze] = parsed(
    frozen({ from: '2026-12-18T17:00+01:00', to: '2027-01-04', why: 'winter' }),
  ).freezes
  t.equal(freeze?.from, at('2026-12-18T16:00Z'))
  t.equal(freeze?.to, at('2027-01-05T00:00Z'))
  const [day] = parsed(frozen({ from: '2026-12-24', to: '2026-12-24', why: 'one day' })).freezes
  t.strictSame([day?.from, day?.to], [at('2026-12-24T00:00Z'), at('2026-12-25T00:00Z')])
})

const FREEZE_MISTAKES: readonly (readonly [
  says: string,
  freeze: object,
  path: string,
  is: RegExp,
])[] = [
  ['no zone', { from: '2026-12-18T17:00:00' }, 'from', /has no zone/],
  ['no such day', { to: '2027-02-30' }, 'to', /no day of the calendar/],
  ['no such hour', { to: '2027-01-04T25:00Z' }, 'to', /no time of a day/],
  ['neither day nor moment', { from: 'next friday' }, 'from', /neither a day nor a moment/],
  ['a number', { from: 1_766_077_200_000 }, 'from', /no text/],
  ['no beginning', { from: undefined }, 'from', /is missing/],
  ['an end before its beginning', { to: '2026-12-18T16:59:59Z' }, 'to', /not after its beginning/],
  ['an end at its beginning', { to: '2026-12-18T17:00:00Z' }, 'to', /not after its beginning/],
  ['no reason', { why: ' ' }, 'why', /is empty/],
  ['a patient in its reason', { why: 'for 9434765919' }, 'why', /NHS number/],
  ['a route nobody has', { routes: ['pds-retrieva'] }, 'routes[0]', /no route `pds-retrieva`/],
  ['a word more', { until: 'x' }, 'until', /no field/],
]

for (const [says, given, path, is] of FREEZE_MISTAKES) {
  t.test(`a freeze with ${says} is a mistake`, async t => {
    const found = mistakesIn(frozen({ ...WINTER, ...given }))
    t.match(found, [{ path: `freeze[0].${path}`, says: is, wayOut: /./ }])
    t.equal(found.length, 1)
  })
}

t.test('a freeze of what has another mistake is not blamed for its name', async t => {
  const file = frozen({ ...WINTER, routes: ['pds-retrieval'] })
  const [route] = file.routes
  const broken = {
    ...file,
    routes: [
      { ...route, startsAt: 'nowhere' },
      { name: 'default', legacy: 'spine' },
    ],
  }
  t.match(
    mistakesIn(broken).map(({ path }) => path),
    ['routes[0].startsAt'],
  )
})

const SUNDAY = { every: 'sun 02:00', for: '2h', zone: 'Europe/London', why: 'works' } as const

t.test(
  'when an upstream is worked on is read: once, or every week by the clock of a zone',
  async t => {
    const { maintenance, upstreams } = parsed(worked(WINTER, SUNDAY))
    t.strictSame(maintenance.get('spine'), [
      { when: { from: at('2026-12-18T17:00Z'), to: at('2027-01-04T08:00Z') }, why: 'winter' },
      {
        when: { weekday: 0, minute: 120, lastsMs: 7_200_000, zone: 'Europe/London' },
        why: 'works',
      },
    ])
    t.equal(maintenance.size, 1)
    t.notOk('maintenance' in (upstreams.get('spine') ?? {}), 'its sockets know nothing of it')
  },
)

const WINDOW_MISTAKES: readonly (readonly [
  says: string,
  window: object,
  path: string,
  is: RegExp,
])[] = [
  ['no such day', { ...SUNDAY, every: 'someday 02:00' }, 'every', /no time of a week/],
  ['no such hour', { ...SUNDAY, every: 'sun 24:00' }, 'every', /no time of a week/],
  ['no such zone', { ...SUNDAY, zone: 'Europe/Londn' }, 'zone', /no zone/],
  ['an offset for a zone', { ...SUNDAY, zone: '+01:00' }, 'zone', /no zone/],
  ['no zone', { ...SUNDAY, zone: undefined }, 'zone', /missing/],
  ['no length', { ...SUNDAY, for: '0h' }, 'for', /no time a weekly window may last/],
  ['a length without end', { ...SUNDAY, for: '4d' }, 'for', /no time a weekly window may last/],
  ['an end before its beginning', { ...WINTER, to: '2026-01-01' }, 'to', /not after its beginning/],
]

for (const [says, window, path, is] of WINDOW_MISTAKES) {
  t.test(`a maintenance window with ${says} is a mistake`, async t => {
    const found = mistakesIn(worked(window as Window))
    t.match(found, [{ path: `upstreams.spine.maintenance[0].${path}`, says: is }])
    t.equal(found.length, 1)
  })
}

t.test('where another file freezes or works otherwise, that is told in words', async t => {
  const facts = (file: RoutesFile) => factsOf(parsed(file))
  const differences = differencesOf(facts(aFile()), facts(frozen(WINTER)))
  t.match(differences, [
    { path: 'freeze.0.when', after: 'from 2026-12-18T17:00:00.000Z to 2027-01-04T08:00:00.000Z' },
    { path: 'freeze.0.why', after: 'winter' },
  ])
  const [weekly] = differencesOf(
    facts(aFile()),
    facts({
      ...aFile(),
      upstreams: {
        ...aFile().upstreams,
        simulator: { url: 'http://127.0.0.1:9', simulated: true, maintenance: [SUNDAY] },
      },
    }),
  )
  t.match(weekly, {
    path: 'upstreams.simulator.maintenance.0.when',
    after: 'every sun 02:00 Europe/London for 2 h',
  })
})
