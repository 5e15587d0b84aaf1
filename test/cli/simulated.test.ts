import { resolve } from 'node:path'
import t from 'tap'
import { simulatedConfig } from '../../src/cli/simulated.ts'
import { ConfigError } from '../../src/config/index.ts'
import { INTERACTIONS } from '../../src/products/index.ts'
import { createPatients } from '../../src/simulator/index.ts'

const FILE = resolve(import.meta.dirname, '../../routes.config.ts')

t.test('a simulator stands where a mapping asks, and at the root where bytes pass', async t => {
  const url = ['spine', 'pds-fhir', 'eps-fhir', 'scr-fhir'].map((name, i) => ({
    path: `upstreams.${name}.url`,
    variable: ['SPINE_URL', 'PDS_FHIR_URL', 'EPS_FHIR_URL', 'SCR_FHIR_URL'][i] ?? '',
    says: 'is not set',
    wayOut: 'set it',
  }))
  const found = await simulatedConfig({
    file: FILE,
    env: {},
    host: '127.0.0.1',
    interactions: INTERACTIONS,
    error: new ConfigError(FILE, url),
  })
  t.teardown(() => found?.simulators.close())
  const upstreams = [...(found?.config.upstreams.values() ?? [])]
  t.same(
    upstreams.map(({ name, basePath }) => [name, basePath]),
    [
      ['spine', ''],
      ['pds-fhir', '/personal-demographics/FHIR/R4'],
      ['eps-fhir', ''],
      ['scr-fhir', ''],
    ],
  )
  t.ok(upstreams.every(({ simulated }) => simulated))
  t.equal(found?.config.routes[0]?.translate, 'pds.retrieval')

  const pds = found?.config.upstreams.get('pds-fhir')
  const headers = { 'X-Request-ID': '60E0B220-8136-4CA5-AE46-1D97EF59D068' }
  const [patient] = createPatients()
  const read = await fetch(`${pds?.origin}${pds?.basePath}/Patient/${patient?.nhsNumber}`, {
    headers,
  })
  t.match(await read.json(), { resourceType: 'Patient', id: patient?.nhsNumber })
})
