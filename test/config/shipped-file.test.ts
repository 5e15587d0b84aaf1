import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'
import { loadConfig } from '../../src/config/index.ts'
import { INTERACTIONS, MAPPINGS, POLICIES } from '../../src/products/index.ts'

const FILE = resolve(import.meta.dirname, '../../routes.config.ts')
const VARIABLES = ['SPINE_URL', 'PDS_FHIR_URL', 'EPS_FHIR_URL', 'SCR_FHIR_URL']
const SET = Object.fromEntries(VARIABLES.map((name, i) => [name, `http://127.0.0.1:${i + 1}`]))

const load = (file: string, env: Record<string, string> = SET) =>
  loadConfig(file, { env, interactions: INTERACTIONS, mappings: MAPPINGS, policies: POLICIES })

t.test('the shipped file is in order once its four addresses are set', async t => {
  const config = await load(FILE)
  t.same(
    [...config.upstreams.values()].map(({ origin }) => origin),
    Object.values(SET),
  )
  for (const { name, startsAt, legacy } of config.routes) {
    t.equal(startsAt, 'legacy', name)
    t.equal(legacy.name, 'spine', name)
  }
  t.equal(config.routes.at(-1)?.match, 'default')
})

t.test('the shipped file lacks nothing but its addresses', async t => {
  await t.rejects(load(FILE, {}), {
    name: 'ConfigError',
    mistakes: VARIABLES.map(variable => ({ variable })),
  })
})

t.test('no route of the shipped file sends a cloud what it does not speak', async t => {
  const moving = (await load(FILE)).routes.filter(({ cloud }) => cloud !== undefined)
  t.ok(moving.length > 0)
  for (const { name, translate, match } of moving) {
    const mapping = MAPPINGS.find(each => each.name === translate)
    t.ok(mapping, name)
    t.same(match === 'default' ? [] : match.interaction, mapping?.interactions)
  }
})

t.test('what the shipped file shows in its comments is in order where it is written', async t => {
  const shown = /^( +)\/\/ {3}(?=\w+: )/gm
  const text = readFileSync(FILE, 'utf8')
  t.equal(text.match(shown)?.length, 5)
  const file = join(t.testdir({ 'shown.config.ts': text.replace(shown, '$1') }), 'shown.config.ts')
  t.match((await load(file)).routes[0], {
    shadowSample: 0.01,
    gate: { divergenceBelow: 0.001, confidence: 0.95, latencyRatioBelow: 1.25, soakMs: 86_400_000 },
    slo: { answered: 0.999, inTime: 0.99, withinMs: 1_000 },
    ignore: [{ owner: 'pds-team' }],
    was: 'retrieval',
  })
})
