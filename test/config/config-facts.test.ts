import fc from 'fast-check'
import t from 'tap'
import { differencesOf, factsOf } from '../../src/config/index.ts'
import { configOf } from '../support/proxy.ts'

const FILE = {
  environment: { name: 'test' },
  suppliers: { '200000000115': 'Acme GP' },
  upstreams: {
    spine: { url: 'http://127.0.0.1:1' },
    rehosted: { url: 'http://127.0.0.1:2/base', version: '1' },
  },
  cohorts: { patients: { key: 'nhsNumber', records: 'shared' } },
  routes: [
    {
      name: 'reads',
      match: { interaction: ['pds-fhir-read'], method: ['GET', 'HEAD'] },
      legacy: 'spine',
      cloud: 'rehosted',
      cohort: 'patients',
      gate: { confidence: 0.9 },
    },
    { name: 'default', legacy: 'spine' },
  ],
}

const facts = (more: object = {}) => factsOf(configOf({ ...FILE, ...more }))

t.test('a file is laid out as places and texts, names in place of what they name', async t => {
  const read = facts()
  t.match(Object.fromEntries(read), {
    'environment.name': 'test',
    'suppliers.200000000115': 'Acme GP',
    'upstreams.rehosted.basePath': '/base',
    'cohorts.patients.key': 'nhsNumber',
    routes: 'reads, default',
    'routes.reads.match.method': 'GET, HEAD',
    'routes.reads.cloud': 'rehosted',
    'routes.reads.gate.confidence': '0.9',
    'routes.default.match': 'default',
    unmatched: 'default',
  })
})

t.test('two files differ where they say otherwise, and nowhere else', async t => {
  const [reads, rest] = FILE.routes
  t.strictSame(differencesOf(facts(), facts()), [])
  const moved = facts({
    routes: [{ ...reads, cloud: undefined, cohort: undefined, gate: undefined }, rest],
  })
  t.strictSame(
    differencesOf(facts(), moved).map(({ path, after }) => [path, after]),
    [
      ['routes.reads.cloud', undefined],
      ['routes.reads.cohort', undefined],
      ['routes.reads.gate.confidence', undefined],
    ],
  )
  const renamed = facts({ routes: [{ ...reads, name: 'read', was: 'reads' }, rest] })
  t.match(differencesOf(facts(), renamed)[0], {
    path: 'routes',
    before: 'reads, default',
    after: 'read, default',
  })
  const other = { ...FILE.upstreams, spine: { url: 'http://127.0.0.1:9' } }
  t.strictSame(differencesOf(facts(), facts({ upstreams: other })), [
    { path: 'upstreams.spine.origin', before: 'http://127.0.0.1:1', after: 'http://127.0.0.1:9' },
  ])
})

t.test('of certificates and keys it is only said whether they are the same', async t => {
  const config = configOf(FILE)
  const spine = config.upstreams.get('spine')
  if (spine === undefined) throw new Error('the file names it')
  const sealed = (key: string) =>
    factsOf({ ...config, upstreams: new Map([['spine', { ...spine, key, cert: 'SECRET' }]]) })
  const [one, two] = [sealed('SECRET 1'), sealed('SECRET 2')]
  t.notMatch(JSON.stringify([...one]), 'SECRET')
  t.strictSame(
    differencesOf(one, two).map(({ path }) => path),
    ['upstreams.spine.key'],
  )
  t.strictSame(differencesOf(one, sealed('SECRET 1')), [])
})

t.test('what two files differ in makes the one the other', async t => {
  const map = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.string())
  const patched = fc.property(map, map, (before, after) => {
    const [one, other] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
    for (const { path, after: is } of differencesOf(one, other)) {
      if (is === undefined) one.delete(path)
      else one.set(path, is)
    }
    return differencesOf(one, other).length === 0 && one.size === other.size
  })
  t.doesNotThrow(() => fc.assert(patched))
})
