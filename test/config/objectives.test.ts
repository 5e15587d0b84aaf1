import t from 'tap'
import { SECONDS } from '../../src/telemetry/index.ts'
import { holdRows, parsed, type Row, withRoute } from './given.ts'

const promising = (slo: object): unknown => withRoute({ slo })

const SHARES: readonly Row[] = (
  [
    ['a promise of everything', { answered: 1 }],
    ['a promise of nothing', { inTime: 0 }],
    ['a promise in percent', { answered: 99.9 }],
  ] as const
).map(([title, slo]) => ({
  title,
  file: promising(slo),
  path: `routes[0].slo.${Object.keys(slo)[0] ?? ''}`,
  says: /out of range/,
  wayOut: /above 0 and below 1/,
}))

const TIMES: readonly Row[] = (
  [
    ['between two bounds', '600ms', /`500ms` and `1s`/],
    ['below the first', '1ms', /`25ms` and `100ms`/],
    ['beyond the last', '1m', /`2500ms` and `10s`/],
  ] as const
).map(([title, within, wayOut]) => ({
  title: `a time that is not measured, ${title}`,
  file: promising({ within }),
  path: 'routes[0].slo.within',
  says: /is no bound that durations are measured by/,
  wayOut,
}))

const FORMS: readonly Row[] = [
  {
    title: 'a time without a unit',
    file: promising({ within: '1' }),
    path: 'routes[0].slo.within',
    says: /form/,
    wayOut: /500ms/,
  },
  {
    title: 'a promise nobody knows',
    file: promising({ latency: '1s' }),
    path: 'routes[0].slo.latency',
    says: /./,
    wayOut: /./,
  },
]

holdRows([...SHARES, ...TIMES, ...FORMS])

t.test('what is promised is what the file says and no more', async t => {
  const [route] = parsed(promising({ answered: 0.9995, within: '250ms' })).routes
  t.strictSame(route?.slo, { answered: 0.9995, withinMs: 250 })
  const [silent] = parsed(withRoute({})).routes
  t.notOk('slo' in (silent ?? {}))
})

t.test('every bound durations are measured by can be promised', async t => {
  for (const seconds of SECONDS) {
    const within = `${seconds * 1_000}ms`
    const [route] = parsed(promising({ within })).routes
    t.equal(route?.slo?.withinMs, seconds * 1_000, within)
  }
})
