import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { ConfigError, loadConfig, type Config, type LoadOptions } from '../../src/config/index.ts'
import { INTERACTIONS } from '../../src/products/index.ts'
import { folderOutside } from './folder-outside.ts'

const GOOD = `
import { defineRoutes } from 'ficus'
export default defineRoutes({
  environment: { name: 'int' },
  upstreams: { spine: { url: 'env:SPINE_URL' } },
  routes: [{ name: 'default', legacy: 'spine' }],
})
`

const env = { SPINE_URL: 'http://spine.example' }

const load = (file: string, options: Partial<LoadOptions> = {}): Promise<Config> =>
  loadConfig(file, { env, interactions: INTERACTIONS, ...options })

async function refused(file: string, options: Partial<LoadOptions> = {}): Promise<ConfigError> {
  try {
    await load(file, options)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('the file was loaded')
}

/** Writes a routes file, with what lies beside it, in a folder of no package. */
function routesFile(t: Test, text: string, beside: Record<string, string> = {}): string {
  return join(folderOutside(t, { 'routes.config.ts': text, ...beside }), 'routes.config.ts')
}

t.test('a file is loaded wherever it lies, and `ficus` is found from there', async t => {
  const file = routesFile(t, GOOD)
  const config = await load(file)
  t.equal(config.file, file)
  t.equal(config.upstreams.get('spine')?.origin, 'http://spine.example')
})

t.test('a file is plain TypeScript or JavaScript', async t => {
  const folder = folderOutside(t, {
    'a.mjs': GOOD,
    'b.ts': `const name: string = 'int'\n${GOOD.replace("'int'", 'name')}`,
  })
  t.equal((await load(join(folder, 'a.mjs'))).environment.name, 'int')
  t.equal((await load(join(folder, 'b.ts'))).environment.name, 'int')
})

t.test('each load sees the file and what it imports as they are now', async t => {
  const importing = GOOD.replace("'int'", 'name').replace(
    '\n',
    "\nimport { name } from './name.ts'\n",
  )
  const file = routesFile(t, importing, { 'name.ts': `export const name = 'before'` })
  t.equal((await load(file)).environment.name, 'before')
  writeFileSync(join(file, '../name.ts'), `export const name = 'after'`)
  t.equal((await load(file)).environment.name, 'after')
  writeFileSync(file, GOOD)
  t.equal((await load(file)).environment.name, 'int')
})

t.test('a file sees the environment it was given, and changes no other', async t => {
  const marked = GOOD.replace("'int'", "process.env['WHERE'] ?? 'nowhere'")
  const file = routesFile(t, `process.env['LEAKED'] = 'yes'\nglobalThis.leaked = 'yes'\n${marked}`)
  const config = await load(file, { env: { ...env, WHERE: 'here' } })
  t.equal(config.environment.name, 'here')
  t.equal(process.env['LEAKED'], undefined)
  t.notOk('leaked' in globalThis)
})

t.test('a file that never ends is cut at the time limit', async t => {
  const loops = ['while (true) {}', 'await new Promise(() => {})']
  for (const loop of loops) {
    const file = routesFile(t, `${loop}\n${GOOD.replace(/import.*\n/, '')}`)
    t.match((await refused(file, { timeoutMs: 500 })).mistakes, [
      { path: '', says: 'is not evaluated after 500 ms', wayOut: /loop/ },
    ])
  }
})

const HOARDS: readonly (readonly [what: string, text: string])[] = [
  ['a list', 'const all = []\nfor (;;) all.push(new Array(10_000).fill(1))'],
  ['a text', "const all = []\nfor (;;) all.push(JSON.stringify(all) + 'a text'.repeat(10_000))"],
  ['buffers', 'const all = []\nfor (;;) all.push(new Uint8Array(1_000_000).fill(1))'],
  [
    'buffers between which it waits',
    `const all = []
     for (;;) {
       all.push(new Uint8Array(10_000_000).fill(1))
       await new Promise(resolve => setImmediate(resolve))
     }`,
  ],
]

for (const [what, text] of HOARDS) {
  t.test(
    `a file that takes memory without end is ended before it has taken all: ${what}`,
    async t => {
      const before = process.memoryUsage.rss()
      const file = routesFile(t, `${text}\n${GOOD.replace(/import.*\n/, '')}`)
      const { mistakes } = await refused(file, { mostMiB: 64, timeoutMs: 20_000 })
      t.match(mistakes, [
        {
          path: '',
          says: 'takes more than 64 MiB of memory while it is evaluated',
          wayOut: /loop/,
        },
      ])
      t.ok(process.memoryUsage.rss() - before < 700 * 1024 * 1024)
      t.equal(
        (await load(routesFile(t, GOOD))).environment.name,
        'int',
        'and the next one is loaded',
      )
    },
  )
}

const BROKEN: readonly (readonly [title: string, text: string, says: RegExp])[] = [
  [
    'a syntax error, by its line',
    'const a = {\n\nexport',
    /cannot be loaded.*routes\.config\.ts, line 3/,
  ],
  [
    'an enum, which stripping cannot take away',
    `enum A { b }\n${GOOD}`,
    /enum is not supported.*line 1/,
  ],
  ['an error thrown', `${GOOD}\nthrow new Error('no luck')`, /cannot be loaded: no luck.*line \d+/],
  ['something else thrown', `throw 'a text'`, /cannot be loaded: a text/],
  [
    'a late error',
    'setTimeout(() => { throw new Error("late") }, 0)\nawait new Promise(() => {})',
    /late/,
  ],
  ['an import of nothing', `import './nowhere.ts'`, /nowhere\.ts/],
  ['an end of the process', 'process.exit(0)', /ends the process/],
  ['no default export', 'export const routes = []', /no default export/],
]

for (const [title, text, says] of BROKEN) {
  t.test(`it comes back as a mistake: ${title}`, async t => {
    const { mistakes } = await refused(routesFile(t, text))
    t.equal(mistakes.length, 1)
    t.match(mistakes[0], { path: '', says, wayOut: /./ })
    t.notMatch(mistakes[0]?.says, /evaluate-file/, 'the place is in the operator’s own file')
  })
}

t.test('a file that is not there says so', async t => {
  const file = join(t.testdir({}), 'routes.config.ts')
  t.match((await refused(file)).mistakes, [{ says: 'there is no such file' }])
})

t.test('what is no data is named, each by its place', async t => {
  const text = `const self = { a: 1 }; self.self = self
    export default { routes: [{ name: () => 'a' }], on: Symbol('x'), later: Promise.resolve(), self, both: [{}, {}] }`
  const { mistakes } = await refused(routesFile(t, text))
  t.match(mistakes, [
    { path: 'routes[0].name', says: /a function/ },
    { path: 'on', says: /a symbol/ },
    { path: 'later', says: /a promise/ },
    { path: 'self.self', says: /holds itself/ },
  ])
  t.equal(mistakes.length, 4)
})

t.test('a file in order of form still has its meaning checked', async t => {
  const { mistakes, file } = await refused(
    routesFile(t, GOOD.replace("legacy: 'spine'", "legacy: 'spin'")),
  )
  t.match(mistakes, [{ path: 'routes[0].legacy' }])
  t.match(file, /routes\.config\.ts$/)
})

t.test('many loads at once do not get in each other’s way', async t => {
  const files = ['a', 'b', 'c'].map(name =>
    join(t.testdir({ a: {}, b: {}, c: {} }), name, 'routes.config.ts'),
  )
  files.forEach((file, i) => {
    writeFileSync(file, GOOD.replace("'int'", `'n${i}'`))
  })
  const names = await Promise.all(files.map(async file => (await load(file)).environment.name))
  t.same(names, ['n0', 'n1', 'n2'])
})
