import { resolve } from 'node:path'
import t from 'tap'
import { loadConfig } from '../../src/config/index.ts'
import { INTERACTIONS } from '../../src/products/index.ts'

const FILE = resolve(import.meta.dirname, '../../routes.config.ts')
const VARIABLES = ['SPINE_URL', 'PDS_FHIR_URL', 'EPS_FHIR_URL', 'SCR_FHIR_URL']

t.test('the shipped file is in order once its four addresses are set', async t => {
  const env = Object.fromEntries(VARIABLES.map((name, i) => [name, `http://127.0.0.1:${i + 1}`]))
  const config = await loadConfig(FILE, { env, interactions: INTERACTIONS })
  t.same(
    [...config.upstreams.values()].map(({ origin }) => origin),
    Object.values(env),
  )
  for (const { name, startsAt, legacy } of config.routes) {
    t.equal(startsAt, 'legacy', name)
    t.equal(legacy.name, 'spine', name)
  }
  t.equal(config.routes.at(-1)?.match, 'default')
})

t.test('the shipped file lacks nothing but its addresses', async t => {
  await t.rejects(loadConfig(FILE, { env: {}, interactions: INTERACTIONS }), {
    name: 'ConfigError',
    mistakes: VARIABLES.map(variable => ({ variable })),
  })
})
