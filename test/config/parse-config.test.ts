import fc from 'fast-check'
import t from 'tap'
import { ConfigError, parseConfig } from '../../src/config/index.ts'
import { aFile, mistakesIn, parsed, withRoute } from './given.ts'

t.test('a file comes out whole, its names replaced by what they stand for', t => {
  const config = parsed(aFile())
  const [retrieval, last] = config.routes
  t.match(retrieval, {
    name: 'pds-retrieval',
    index: 0,
    match: { interaction: ['QUPA_IN000008UK02', 'QUPA_IN000008UK05'] },
    legacy: { name: 'spine', origin: 'http://spine.example:8080', basePath: '' },
    cloud: { name: 'pds-fhir', origin: 'https://cloud.example', basePath: '/base' },
    cohort: { name: 'patients', key: 'nhsNumber', records: 'shared' },
    startsAt: 'legacy',
    shadowAs: 'shadow-identity',
    shadowSample: 0.05,
  })
  t.match(last, { name: 'default', index: 1, match: 'default', cloud: undefined })
  t.equal(config.routes[0]?.legacy, config.upstreams.get('spine'), 'one upstream, one object')
  t.equal(config.routes[0]?.cohort, config.cohorts.get('patients'))
  t.equal(config.suppliers.get('200000000115'), 'Acme GP')
  t.equal(config.unmatched, 'default')
  t.match(config.environment, { name: 'int', confirm: false })
  t.equal(config.file, '/etc/ficus/routes.config.ts')
  t.end()
})

t.test('what the file leaves open is safe', t => {
  const config = parsed({
    environment: { name: 'int' },
    upstreams: { spine: { url: 'http://spine.example' } },
    routes: [
      { name: 'one', match: { product: 'pds' }, legacy: 'spine' },
      { name: 'default', legacy: 'spine' },
    ],
  })
  t.match(config.upstreams.get('spine'), {
    timeoutMs: 30_000,
    connections: 256,
    queue: 1_024,
    ca: undefined,
    preserveHost: false,
    simulated: false,
    rehearsal: false,
  })
  t.match(config.routes[0], {
    startsAt: 'legacy',
    cloud: undefined,
    class: undefined,
    cohort: undefined,
    rehearsal: undefined,
    shadowAs: undefined,
    maxBodyBytes: 8_388_608,
  })
  t.equal(config.suppliers.size, 0)
  t.end()
})

t.test('a cohort is drawn by its name where it has no seed of its own', t => {
  const file = aFile()
  file.cohorts = {
    patients: { key: 'nhsNumber', records: 'shared' },
    others: { key: 'fromAsid', records: 'shared', seed: 'second draw' },
  }
  const { cohorts } = parsed(file)
  t.equal(cohorts.get('patients')?.seed, 'patients')
  t.equal(cohorts.get('others')?.seed, 'second draw')
  t.end()
})

t.test('one value may be written without a list', t => {
  const { routes } = parsed(withRoute({ match: { product: 'pds', method: 'POST', path: '/sync' } }))
  t.same(routes[0]?.match, { product: ['pds'], method: ['POST'], path: ['/sync'] })
  t.end()
})

t.test('`unmatched: "refuse"` takes the place of the default route', t => {
  const file = aFile()
  file.routes.pop()
  t.equal(parsed({ ...file, unmatched: 'refuse' }).unmatched, 'refuse')
  t.end()
})

t.test('nothing of a configuration can be changed', t => {
  const config = parsed(aFile())
  const open: string[] = []
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    if (!Object.isFrozen(value)) open.push(path)
    const entries = value instanceof Map ? [...value] : Object.entries(value)
    for (const [key, each] of entries) walk(each, `${path}.${String(key)}`)
  }
  walk(config, 'config')
  t.same(open, [])
  const { suppliers } = config as unknown as { suppliers: Map<string, string> }
  t.throws(() => suppliers.set('a', 'b'), TypeError)
  t.throws(() => suppliers.delete('200000000115'), TypeError)
  t.throws(() => {
    suppliers.clear()
  }, TypeError)
  t.end()
})

t.test('all mistakes come at once, of form and of meaning, in the order of the file', t => {
  const paths = mistakesIn({
    environment: { name: 'Live!' },
    upstreams: {
      spine: { url: 'env:SPINE_URL', timeoutMs: -1 },
      cloud: { url: 'ftp://x' },
      other: { url: 'http://x', queue: 0 },
    },
    cohorts: { patients: { key: 'nhsNumber' } },
    routes: [
      {
        name: 'one',
        match: { interaction: ['QUPA_IN000008UK2'] },
        legacy: 'spin',
        cohort: 'patients',
      },
      { name: 'one', matches: {}, legacy: 'spine', maxBodyBytes: 1.5 },
      { name: 'three', match: { product: 'gp' }, legacy: 'cloud', startsAt: 'canary' },
    ],
  }).map(({ path }) => path)
  t.same(paths, [
    'environment.name',
    'upstreams.spine.timeoutMs',
    'upstreams.cloud.url',
    'upstreams.other.queue',
    'cohorts.patients.records',
    'routes[0].legacy',
    'routes[0].match.interaction[0]',
    'routes[1].maxBodyBytes',
    'routes[1].matches',
    'routes[2].match.product[0]',
    'routes[2].startsAt',
  ])
  t.end()
})

t.test('who names a part that is there but wrong is not blamed for it', t => {
  const file = { ...aFile(), upstreams: { spine: { url: 7 } } }
  const mistakes = mistakesIn({ ...file, routes: [{ name: 'default', legacy: 'spine' }] })
  t.same(
    mistakes.map(({ path }) => path),
    ['upstreams.spine.url'],
  )
  t.end()
})

t.test('the error names the file and each mistake with its way out', t => {
  const file = { ...aFile(), routes: [{ name: 'default', legacy: 'spin' }] }
  t.throws(
    () => parsed(file),
    new ConfigError('/etc/ficus/routes.config.ts', [
      {
        path: 'routes[0].legacy',
        says: 'there is no upstream `spin`',
        wayOut: 'did you mean `spine`?',
      },
    ]),
  )
  t.equal(
    new ConfigError('f.ts', mistakesIn(file)).message,
    'f.ts: 1 mistake\n  routes[0].legacy: there is no upstream `spin`; did you mean `spine`?',
  )
  t.end()
})

t.test('a key that every object has is a key nobody knows', t => {
  for (const key of ['toString', 'constructor', '__proto__', 'hasOwnProperty', 'valueOf']) {
    const file = JSON.parse(`{ "${key}": 0 }`) as unknown
    t.throws(() => parseConfig(file, { env: {}, file: 'f', interactions: [] }), ConfigError, key)
  }
  t.end()
})

t.test('whatever is written, it parses or every mistake has a way out', t => {
  const anything = fc.oneof(fc.anything(), fc.constant(undefined))
  const places = [
    'environment',
    'suppliers',
    'upstreams',
    'cohorts',
    'routes',
    'unmatched',
    'other',
  ]
  const damaged = fc.oneof(
    fc.anything(),
    fc
      .tuple(fc.constantFrom(...places), anything)
      .map(([at, value]) => ({ ...aFile(), [at]: value })),
    fc
      .tuple(
        fc.constantFrom(
          'name',
          'match',
          'legacy',
          'cloud',
          'class',
          'translate',
          'cohort',
          'shadow',
        ),
        anything,
      )
      .map(([at, value]) => withRoute({ [at]: value })),
    fc.tuple(fc.constantFrom('url', 'tls', 'as', 'queue'), anything).map(([at, value]) => ({
      ...aFile(),
      upstreams: { spine: { url: 'http://spine.example', [at]: value } },
    })),
  )
  fc.assert(
    fc.property(damaged, input => {
      for (const { says, wayOut } of mistakesIn(input)) {
        if (says === '' || wayOut === '') return false
      }
      return true
    }),
    { numRuns: 500 },
  )
  t.pass('500 damaged files')
  t.end()
})
