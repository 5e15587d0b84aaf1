import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import {
  type Config,
  ConfigError,
  differencesOf,
  factsOf,
  loadConfig,
} from '../../src/config/index.ts'
import { mappingNamed, openMappings } from '../../src/mappings.ts'
import { INTERACTIONS, MAPPINGS, POLICIES } from '../../src/products/index.ts'
import { folderOutside } from './folder-outside.ts'

const routes = (...translate: readonly object[]): string => `
import { defineRoutes } from 'ficus'
export default defineRoutes({
  environment: { name: 'int' },
  upstreams: { spine: { url: 'http://127.0.0.1:9' }, cloud: { url: 'http://127.0.0.1:8', simulated: true } },
  routes: [
    ${translate.map((each, i) => `{ name: 'r${i}', match: { path: '/r${i}' }, class: 'read', legacy: 'spine', cloud: 'cloud', translate: ${JSON.stringify(each)} },`).join('\n')}
    { name: 'default', legacy: 'spine' },
  ],
})
`

/** A mapping of calls, with what a test wants of it. */
const module = (name: string, says = 'one'): string => `
import { declined, withCalls } from 'ficus'
const no = () => declined({ code: 'shape', because: ${JSON.stringify(says)} })
const none = () => []
export default withCalls(
  {
    name: ${JSON.stringify(name)}, version: '1', access: 'application', interactions: [], kept: [],
    readCloud: no, subjectOf: none, leaves: none, writeCloud: no, writeLegacy: no,
    bothMean: () => ({ legacy: [], cloud: [] }), losses: none, rows: none,
  },
  { request: no, answer: no, readLegacy: no },
)
`

const known = { env: {}, interactions: INTERACTIONS, mappings: MAPPINGS, policies: POLICIES }

const load = (folder: string, timeoutMs = 15_000): Promise<Config> =>
  loadConfig(join(folder, 'routes.ts'), { ...known, timeoutMs })

async function mistakesOf(t: Test, files: Readonly<Record<string, string>>, timeoutMs?: number) {
  const folder = folderOutside(t, files)
  try {
    await load(folder, timeoutMs)
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes
    throw error
  }
  return []
}

const OURS = { 'routes.ts': routes({ module: './ours.ts' }) }

t.test('a route’s mapping may be a module beside the file, known by what it says', async t => {
  const folder = folderOutside(t, { ...OURS, 'ours.ts': module('acme.calls') })
  const config = await load(folder)
  const name = config.routes[0]?.translate ?? ''
  t.match(name, /^acme\.calls@[0-9a-f]{12}$/)
  t.same(config.files, [join(folder, 'ours.ts')])
  t.equal((await load(folder)).routes[0]?.translate, name)
  writeFileSync(join(folder, 'ours.ts'), module('acme.calls', 'two'))
  const changed = await load(folder)
  t.not(changed.routes[0]?.translate, name)
  const paths = differencesOf(factsOf(config), factsOf(changed)).map(({ path }) => path)
  t.ok(paths.includes('routes.r0.translate'))
})

t.test('what a module imports is a part of it', async t => {
  const own = `import { NAME } from './name.ts'\n${module('acme.calls').replace('"acme.calls"', 'NAME')}`
  const files = { ...OURS, 'ours.ts': own, 'name.ts': `export const NAME: string = 'acme.one'` }
  const folder = folderOutside(t, files)
  const config = await load(folder)
  t.match(config.routes[0]?.translate, /^acme\.one@/)
  t.equal(config.files.length, 2)
  writeFileSync(join(folder, 'name.ts'), `export const NAME = 'acme.two'`)
  const later = await load(folder)
  t.match(later.routes[0]?.translate, /^acme\.two@/)
  await openMappings([...config.own, ...later.own])
  t.match(mappingNamed(config.routes[0]?.translate), { name: /^acme\.one@/ })
  t.match(mappingNamed(later.routes[0]?.translate), { name: /^acme\.two@/ })
})

t.test('what runs is what was checked, whatever the file has become', async t => {
  const folder = folderOutside(t, { ...OURS, 'ours.ts': module('acme.kept', 'as checked') })
  const config = await load(folder)
  writeFileSync(join(folder, 'ours.ts'), `throw new Error('half saved')`)
  await openMappings(config.own)
  const mapping = mappingNamed(config.routes[0]?.translate)
  t.match(mapping?.readCloud({ status: 200, body: Buffer.alloc(0) }), { says: 'as checked' })
})

const WRONG: readonly (readonly [what: string, module: string, says: RegExp])[] = [
  ['throws', `throw new Error('no luck')`, /no luck \(.*ours\.ts, line 1\)/],
  ['is no TypeScript', 'export default {', /cannot be loaded/],
  ['imports what is not there', `import './gone.ts'`, /cannot be loaded/],
  ['exports nothing', 'export const a = 1', /no default export/],
  ['exports something else', 'export default { name: "acme" }', /no mapping/],
  ['has a name that is none', module('Acme calls'), /a name that is none/],
  ['has a product’s name', module('pds.retrieval'), /`pds\.retrieval`, which a mapping that comes/],
]

t.test(
  'a module that is none is a mistake of the file, which names it and the way out',
  async t => {
    for (const [what, text, says] of WRONG) {
      const [mistake, another] = await mistakesOf(t, { ...OURS, 'ours.ts': text })
      t.match(mistake, { path: 'routes[0].translate.module', says, wayOut: /\w/ }, what)
      t.match(mistake?.says, /ours\.ts/, what)
      t.equal(another, undefined, what)
    }
    const gone = await mistakesOf(t, OURS)
    t.match(gone, [{ path: 'routes[0].translate.module', says: /ours\.ts there is no such file/ }])
  },
)

t.test('two modules of one name are told apart by nobody', async t => {
  const files = {
    'routes.ts': routes({ module: './ours.ts' }, { module: './theirs.ts' }),
    ...{ 'ours.ts': module('acme.calls'), 'theirs.ts': module('acme.calls', 'other') },
  }
  t.match(await mistakesOf(t, files), [
    { path: 'routes[1].translate.module', says: /`acme\.calls`, which .*ours\.ts has too/ },
  ])
})

t.test('a module that never ends, takes all memory or ends the process is named', async t => {
  const ends: readonly (readonly [string, RegExp])[] = [
    ['await new Promise(() => undefined)', /ours\.ts is not evaluated after/],
    ['for (;;) {}', /ours\.ts is not evaluated after/],
    ['process.exit(0)', /ours\.ts ends the process/],
  ]
  for (const [text, says] of ends) {
    t.match(await mistakesOf(t, { ...OURS, 'ours.ts': text }, 1_500), [{ says }], text)
  }
})

t.test('the generic mapping is known by what its route sets', async t => {
  const folder = folderOutside(t, {
    'routes.ts': routes({ generic: {} }, { generic: { arrays: 'a.b', blanks: 'dropped' } }),
  })
  const config = await load(folder)
  const [one, other] = config.routes.map(({ translate }) => translate ?? '')
  t.match([one, other], [/^generic@[0-9a-f]{12}$/, /^generic@[0-9a-f]{12}$/])
  t.not(one, other)
  await openMappings(config.own)
  t.ok(mappingNamed(other)?.calls)
  t.equal(factsOf(config).get(`mappings.${other}.arrays`), 'a.b')
})
