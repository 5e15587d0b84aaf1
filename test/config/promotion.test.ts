import fc from 'fast-check'
import t from 'tap'
import {
  aFile,
  holdRows,
  mistakesIn,
  parsed,
  withCloud,
  withRoute,
  withRoutes,
  type Row,
} from './given.ts'

const rule = (fields: object = {}) => ({
  path: '**/systemEffectiveDate',
  why: 'not held by the cloud record',
  owner: 'pds-team',
  expires: '2027-03-31',
  ...fields,
})

const ignoring = (fields: object): unknown => withCloud({ ignore: [rule(fields)] })

const asking = (gate: object): unknown => withCloud({ gate })

const GATES: readonly Row[] = (
  [
    ['a gate that lets no comparison differ', { divergenceBelow: 0 }, /above 0/],
    ['a gate that every second difference passes', { divergenceBelow: 0.5 }, /below 0.5/],
    ['a gate that a negative share could pass', { divergenceBelow: -0.1 }, /above 0/],
    ['a certainty no better than a coin', { confidence: 0.4 }, /from 0.5 to 0.9999/],
    ['a certainty nothing reaches', { confidence: 1 }, /from 0.5 to 0.9999/],
    ['a latency of none', { latencyRatioBelow: 0 }, /a ratio, from 0.1/],
  ] as const
).map(([title, gate, wayOut]) => ({
  title,
  file: asking(gate),
  path: `routes[0].gate.${Object.keys(gate)[0] ?? ''}`,
  says: /out of range/,
  wayOut,
}))

const REST_OF_GATE: readonly Row[] = [
  {
    title: 'a soak in no unit',
    file: asking({ soak: '24' }),
    path: 'routes[0].gate.soak',
    says: /form/,
    wayOut: /24h or 7d/,
  },
  {
    title: 'a soak nobody lives to see',
    file: asking({ soak: `${'9'.repeat(400)}d` }),
    path: 'routes[0].gate.soak',
    says: /longer than a year/,
    wayOut: /at most 366d/,
  },
  {
    title: 'a gate before nothing',
    file: withRoute({ gate: { soak: '24h' } }),
    path: 'routes[0].gate',
    says: /no cloud side, so nothing is ever promoted/,
    wayOut: /name its `cloud`, or leave `gate` out/,
  },
]

const IGNORES: readonly Row[] = [
  {
    title: 'a rule for what is never compared',
    file: withRoute({ ignore: [rule()] }),
    path: 'routes[0].ignore',
    says: /no cloud side, so nothing is ever compared/,
    wayOut: /leave `ignore` out/,
  },
  {
    title: 'a path with a prefix that is none',
    file: ignoring({ path: '//hl7:id[1]' }),
    path: 'routes[0].ignore[0].path',
    says: /`\/\/hl7:id\[1\]` is no path in an answer/,
    wayOut: /divided by `\/`/,
  },
  {
    title: 'everything',
    file: ignoring({ path: '**' }),
    path: 'routes[0].ignore[0].path',
    says: /\*\* covers a field never to be ignored: NHS number/,
    wayOut: /nothing above it/,
  },
  {
    title: 'a field never to be ignored, in whatever interaction',
    file: withCloud({
      match: { path: '/sync', interaction: 'OTHER_IN000001UK01' },
      class: 'read',
      ignore: [rule({ path: '**/eventStatus' })],
    }),
    path: 'routes[0].ignore[0].path',
    says: /covers a field never to be ignored/,
    wayOut: /nothing above it/,
  },
  {
    title: 'a field its product protects',
    file: ignoring({ path: '**/pertinentSerialChangeNumber' }),
    path: 'routes[0].ignore[0].path',
    says: /covers a field never to be ignored: serial change number/,
    wayOut: /nothing above it/,
  },
  {
    title: 'one path twice',
    file: withCloud({ ignore: [rule(), rule({ path: '**/other' }), rule({ why: 'again' })] }),
    path: 'routes[0].ignore[2].path',
    says: /path of ignore\[0\] already/,
    wayOut: /leave one/,
  },
  {
    title: 'a reason of blanks',
    file: ignoring({ why: '  ' }),
    path: 'routes[0].ignore[0].why',
    says: /empty/,
    wayOut: /the reason/,
  },
  {
    title: 'a rule nobody answers for',
    file: ignoring({ owner: undefined }),
    path: 'routes[0].ignore[0].owner',
    says: /missing/,
    wayOut: /who answers for it/,
  },
  {
    title: 'a rule without an end',
    file: ignoring({ expires: undefined }),
    path: 'routes[0].ignore[0].expires',
    says: /missing/,
    wayOut: /last day/,
  },
  {
    title: 'a day there is not',
    file: ignoring({ expires: '2027-02-30' }),
    path: 'routes[0].ignore[0].expires',
    says: /no day of the calendar/,
    wayOut: /such as 2027-03-31/,
  },
  {
    title: 'a day in another order',
    file: ignoring({ expires: '31-03-2027' }),
    path: 'routes[0].ignore[0].expires',
    says: /no day of the calendar/,
    wayOut: /such as 2027-03-31/,
  },
]

const FORMER: readonly Row[] = [
  {
    title: 'a former name that is the name',
    file: withRoute({ was: 'one' }),
    path: 'routes[0].was',
    says: /name it has now/,
    wayOut: /leave `was` out/,
  },
  {
    title: 'a former name another route has',
    file: withRoute({ was: 'default' }),
    path: 'routes[0].was',
    says: /`default` is the name of routes\[1\], which keeps its state/,
    wayOut: /take that route out/,
  },
  {
    title: 'two routes of one former name',
    file: withRoutes(
      { name: 'one', match: { product: 'pds' }, legacy: 'spine', was: 'old' },
      { name: 'two', match: { product: 'eps' }, legacy: 'spine', was: 'old' },
    ),
    path: 'routes[1].was',
    says: /routes\[0\] was `old` too/,
    wayOut: /one of the two/,
  },
]

const running = (version: unknown): unknown => ({
  ...aFile(),
  upstreams: { ...aFile().upstreams, spine: { url: 'http://spine.example', version } },
})

const VERSIONS: readonly Row[] = ['', '   ', ' 1', '1 ', 'a\tb', 'x'.repeat(65), 'env:VERSION'].map(
  version => ({
    title: `a version ${JSON.stringify(version).slice(0, 20)}`,
    file: running(version),
    path: 'upstreams.spine.version',
    says: /is empty|form/,
    wayOut: /1 to 64 printable characters/,
  }),
)

holdRows([...GATES, ...REST_OF_GATE, ...IGNORES, ...FORMER, ...VERSIONS])

t.test('a route says what its gate asks, and no more than its file says', t => {
  const gate = { divergenceBelow: 0.002, confidence: 0.99, latencyRatioBelow: 1.25, soak: '24h' }
  t.same(parsed(withCloud({ gate })).routes[0]?.gate, {
    divergenceBelow: 0.002,
    confidence: 0.99,
    latencyRatioBelow: 1.25,
    soakMs: 86_400_000,
  })
  t.same(parsed(withCloud({ gate: { confidence: 0.5 } })).routes[0]?.gate, { confidence: 0.5 })
  t.same(parsed(withCloud({ gate: {} })).routes[0]?.gate, {})
  t.notOk('gate' in (parsed(withCloud({})).routes[0] ?? {}))
  t.end()
})

t.test('a route says which differences are expected, in the order of the file', t => {
  const ignore = [rule({ path: '**/b' }), rule({ path: 'a/*/@c' })]
  t.same(parsed(withCloud({ ignore })).routes[0]?.ignore, ignore)
  t.notOk('ignore' in (parsed(withCloud({})).routes[0] ?? {}))
  t.end()
})

t.test('a rule whose last day is over keeps no file from being loaded', t => {
  t.same(mistakesIn(ignoring({ expires: '2001-01-01' })), [])
  t.same(mistakesIn(ignoring({ expires: '2024-02-29' })), [])
  t.end()
})

t.test('a product protects fields of its own interactions only', t => {
  const ignore = [rule({ path: '**/pertinentSerialChangeNumber' })]
  t.same(mistakesIn(withCloud({ match: { interaction: 'QUPC_IN180000UK04' }, ignore })), [])
  t.end()
})

t.test('a route says what it was', t => {
  t.equal(parsed(withRoute({ was: 'old' })).routes[0]?.was, 'old')
  t.notOk('was' in (parsed(withRoute({})).routes[0] ?? {}))
  t.end()
})

t.test('an upstream says what runs there', t => {
  for (const version of ['1', '2026.4.1', 'release 7 (blue)', 'état-β', 'x'.repeat(64)]) {
    t.equal(parsed(running(version)).upstreams.get('spine')?.version, version)
  }
  t.notOk('version' in (parsed(aFile()).upstreams.get('spine') ?? {}))
  t.end()
})

t.test('whatever is written of a promotion, it parses or every mistake has a way out', t => {
  const field = fc.constantFrom('gate', 'ignore', 'was', 'translate')
  const part = fc.oneof(
    fc.anything(),
    fc.record({ divergenceBelow: fc.double(), confidence: fc.double(), soak: fc.string() }),
    fc.array(fc.record({ path: fc.string(), why: fc.string(), owner: fc.string() })),
    fc.array(fc.string().map(path => rule({ path }))),
    fc.string(),
  )
  fc.assert(
    fc.property(field, part, (at, value) =>
      mistakesIn(withCloud({ [at]: value })).every(
        ({ says, wayOut }) => says !== '' && wayOut !== '',
      ),
    ),
    { numRuns: 500 },
  )
  t.pass('500 damaged routes')
  t.end()
})
