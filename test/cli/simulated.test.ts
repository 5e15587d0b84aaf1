import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
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

t.test('no simulator stands in for a receiver of notifications', async t => {
  const missing = ['upstreams.spine.url', 'notify[0].url'].map(path => ({
    path,
    variable: path.endsWith('e.url') ? 'SPINE_URL' : 'HOOK_URL',
    says: 'is not set',
    wayOut: 'set it',
  }))
  const asked = { file: FILE, env: {}, host: '127.0.0.1', interactions: INTERACTIONS }
  t.equal(await simulatedConfig({ ...asked, error: new ConfigError(FILE, missing) }), undefined)
})

const EPS = {
  environment: { name: 'local' },
  suppliers: { 200000000115: { name: 'Acme GP', reply: 'poll' } },
  upstreams: { spine: { url: 'env:SPINE_URL' }, 'eps-fhir': { url: 'env:EPS_FHIR_URL' } },
  cohorts: { prescriptions: { key: 'prescriptionId', records: 'shared' } },
  routes: [
    {
      name: 'prescribing',
      match: { interaction: ['PORX_IN020101UK31'] },
      legacy: 'spine',
      cloud: 'eps-fhir',
      translate: 'eps.prescription',
      cohort: 'prescriptions',
    },
    { name: 'default', legacy: 'spine' },
  ],
}

t.test('prescriptions that are translated find the simulated cloud where theirs are', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'ficus-simulated-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'routes.config.ts')
  writeFileSync(file, `export default ${JSON.stringify(EPS)}`)
  const unset = { says: 'is not set', wayOut: 'set it' }
  const mistakes = [
    { path: 'upstreams.spine.url', variable: 'SPINE_URL', ...unset },
    { path: 'upstreams.eps-fhir.url', variable: 'EPS_FHIR_URL', ...unset },
  ]
  const error = new ConfigError(file, mistakes)
  const asked = { file, env: {}, host: '127.0.0.1', interactions: INTERACTIONS, error }
  const found = await simulatedConfig(asked)
  t.teardown(() => found?.simulators.close())
  const eps = found?.config.upstreams.get('eps-fhir')
  t.equal(eps?.basePath, '/electronic-prescriptions/FHIR/R4')
  const answer = await fetch(`${eps?.origin}${eps?.basePath}/$process-message`, {
    method: 'POST',
    headers: { 'X-Request-ID': '60E0B220-8136-4CA5-AE46-1D97EF59D068' },
    body: '{}',
  })
  t.match(await answer.text(), 'INVALID_MESSAGE', 'prescriptions are answered there')
})
