import t from 'tap'
import { type Cohort, type Identified, type Route, STAGES } from '../../src/exchange/index.ts'
import type { Interaction, RestCall } from '../../src/message/index.ts'
import { INTERACTIONS } from '../../src/products/index.ts'
import { assign, keysOf } from '../../src/rollout/index.ts'
import { hl7, readCallWith, readHl7 } from '../products/read.ts'
import { state } from '../routing/given.ts'
import { aFile, mistakesIn, parsed } from './given.ts'

type Key = Cohort['key']
const KEYS: readonly Key[] = ['nhsNumber', 'prescriptionId', 'fromAsid', 'messageId']
const VALUES = { nhsNumber: '9990000018', prescriptionId: '83C40E-A83008-00001F' }

/** A file whose one route owns one interaction and counts it by one key. */
const fileOf = ({ id }: Interaction, key: Key, more: object = {}) => ({
  ...aFile(),
  cohorts: { counted: { key, records: 'shared' } },
  routes: [
    { name: 'one', match: { interaction: [id] }, legacy: 'spine', cohort: 'counted', ...more },
    { name: 'default', legacy: 'spine' },
  ],
})

const LEGACY = { withoutKey: { side: 'legacy', why: 'it names nobody' } }

/** A message as its product declares it, with a key where it is declared to stand. */
function messageOf(interaction: Interaction, key: Key): Identified {
  const value = key in VALUES ? VALUES[key as keyof typeof VALUES] : ''
  const [path = ''] = interaction.keys[key as keyof Interaction['keys']] ?? []
  if (interaction.rest !== undefined)
    return call(interaction.id, interaction.rest, { key, value, path })
  const { id } = interaction
  const steps = path.replace(/^ControlActEvent\//, '').split('/')
  const inside = path === '' ? '' : inXml(steps, value)
  return readHl7(id, hl7(id, inside))
}

/** Writes steps as elements: `name[@root=OID]` with that attribute, `**` with nothing between. */
function inXml(steps: readonly string[], value: string): string {
  const [last = '', ...before] = steps.filter(step => step !== '**').toReversed()
  const own = ` ${last.slice(1)}="${value}"`
  return before.reduce((inside, step, i) => {
    const [, name = '', root] = /^([^[]+)(?:\[@root=([\d.]+)\])?$/.exec(step) ?? []
    const local = name.replace(/^crs:/, 'c:')
    const attributes = `${root === undefined ? '' : ` root="${root}"`}${i === 0 ? own : ''}`
    return `<${local}${attributes}>${inside}</${local}>`
  }, '')
}

/** Makes a call as it is declared: each `{name}` filled, its headers set, what its body names in its body. */
function call(
  id: string,
  { method, path, headers = {}, isProxied }: RestCall,
  {
    key,
    value,
    path: inBody,
  }: { readonly key: Key; readonly value: string; readonly path: string },
): Identified {
  const target = path.replace(/\{(\w+)\}/g, (_all, name: string) => (name === key ? value : 'x'))
  const [line] = Object.entries(headers).flatMap(([name, header]) => (name === key ? [header] : []))
  const through = isProxied === true ? ['Ssp-InteractionID', id] : []
  const lines = ['Content-Type', 'application/fhir+json', 'X-Request-ID', 'a1', ...through]
  const body = inBody.split('/').reduceRight<unknown>((inside, name) => ({ [name]: inside }), value)
  return readCallWith(
    method,
    isProxied === true ? `/https://practice.example/fhir${target}` : target,
    [...lines, ...(line === undefined ? [] : [line, value])],
    JSON.stringify(inBody === '' ? {} : body),
  )
}

const COHORT: Cohort = {
  name: 'counted',
  key: 'nhsNumber',
  seed: '',
  records: 'shared',
  pin: false,
}

for (const key of KEYS) {
  t.test(`whatever is counted by ${key} carries it, or its file says who serves it`, async t => {
    for (const interaction of INTERACTIONS) {
      const { id } = interaction
      const about = (more?: object) =>
        mistakesIn(fileOf(interaction, key, more)).filter(({ path }) => /cohort|Key/.test(path))
      const [mistake, ...others] = about()
      t.strictSame(others, [], id)
      const answered = about(LEGACY)
      if (mistake === undefined) {
        const message = messageOf(interaction, key)
        t.equal(message.interaction, id)
        t.ok(keysOf({ ...COHORT, key }, message).key, `${id} is found to carry ${key}`)
        t.match(answered, [{ path: 'routes[0].withoutKey', wayOut: /leave `withoutKey` out/ }], id)
      } else {
        t.match(mistake, {
          path: 'routes[0].cohort',
          says: `${id} never carries the key of \`counted\` (${key})`,
          wayOut: /another key, which it carries \((.*)\), or say .*`withoutKey: \{ side: "legacy"/,
        })
        const [, named = ''] = /carries \((.*?)\)/.exec(mistake.wayOut) ?? []
        const carried = KEYS.filter(each => mistakesIn(fileOf(interaction, each)).length === 0)
        t.strictSame(named.split(' or '), carried, `${id}: what is proposed is accepted`)
        t.strictSame(answered, [], `${id} is accepted with an answer`)
      }
    }
  })
}

t.test(
  'what lacks the key is served by legacy at every stage, as its file says; by a second key alone it is where the cohort is asked',
  async t => {
    const lacking = INTERACTIONS.flatMap(interaction =>
      KEYS.filter(key => mistakesIn(fileOf(interaction, key)).length > 0).map(
        key => [interaction, key] as const,
      ),
    )
    t.ok(lacking.length > 20)
    for (const [interaction, key] of lacking) {
      const simulated = { cloud: 'simulator', ...LEGACY }
      const [route] = parsed(fileOf(interaction, key, simulated)).routes
      if (route === undefined) throw new Error('the file has a route')
      for (const stage of STAGES) {
        for (const percent of stage === 'canary' ? [0.5, 100] : [0]) {
          const message = messageOf(interaction, key)
          const side = sideAt(route, message, { stage, percent })
          const { second } = keysOf({ ...COHORT, key }, message)
          const isAsked = second === undefined || !['reverse-shadow', 'cloud'].includes(stage)
          t.equal(
            side,
            isAsked ? 'legacy' : 'cloud',
            `${interaction.id} by ${key} at ${stage} ${percent}`,
          )
        }
      }
    }
  },
)

const sideAt = (
  route: Route,
  message: Identified,
  at: { readonly stage: Route['startsAt']; readonly percent: number },
): string =>
  assign(
    { ...message, agrees: true, need: 'whole', route, deadline: 0 },
    state({ routes: { one: at } }),
    1_800_000_000_000,
  ).side
