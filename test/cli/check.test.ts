import { Command } from 'commander'
import { resolve } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { addCheck } from '../../src/cli/check.ts'
import { CommandError, type Terminal } from '../../src/cli/terminal.ts'

const PROJECT = resolve(import.meta.dirname, '../..')

const ADDRESSES = {
  SPINE_URL: 'https://spine.example:8443',
  PDS_FHIR_URL: 'https://cloud.example/pds',
  EPS_FHIR_URL: 'http://127.0.0.1:9001',
  SCR_FHIR_URL: 'http://127.0.0.1:9002',
}

interface Given {
  readonly env?: Terminal['env']
  readonly cwd?: string
  readonly columns?: number
  readonly now?: string
}

/** Runs `ficus check …` and gives what came out. */
async function check(args: readonly string[], given: Given = {}) {
  const { env = {}, cwd = PROJECT, columns, now = '2027-03-31T23:59:59Z' } = given
  const stdout: PassThrough & { columns?: number } = new PassThrough()
  const stderr = new PassThrough()
  if (columns !== undefined) stdout.columns = columns
  const terminal: Terminal = {
    ...{ env, cwd, stdout, stderr },
    stdin: new PassThrough(),
    onSignal: () => () => undefined,
  }
  const program = new Command('ficus').exitOverride().configureOutput({
    writeOut: out => stdout.write(out),
    writeErr: out => stderr.write(out),
  })
  addCheck(program, terminal, () => Date.parse(now))
  let code = 0
  try {
    await program.parseAsync(['check', ...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    stderr.write(`${error.message}\n`)
    code = error.exitCode
  }
  stdout.end()
  stderr.end()
  return { code, out: await text(stdout), err: await text(stderr) }
}

const routesFile = (t: Test, source: string): string =>
  resolve(t.testdir({ 'some.config.ts': source }), 'some.config.ts')

t.test(
  'the shipped file: every route, who serves it, where it starts, and exit code 0',
  async t => {
    const { code, out, err } = await check([], { env: ADDRESSES })
    t.equal(code, 0)
    t.equal(err, '')
    t.match(out, /^routes\.config\.ts: environment local\n/)
    t.match(
      out,
      /pds-retrieval +QUPA_IN000008UK02,.*audited read +spine +pds-fhir +legacy +patients/,
    )
    t.match(out, /default +everything else +any +spine +– +legacy +–/)
    t.match(out, /pds-retrieval +pds\.retrieval +below 0\.1\u00A0% differ, 95\u00A0% certain +–\n/)
    t.match(out, /spine +https:\/\/spine\.example:8443 +30 s +256 +1024 +system CAs +serves/)
    t.match(out, /pds-fhir +https:\/\/cloud\.example\/pds +10 s/)
    t.match(out, /patients +nhsNumber +shared/)
    t.match(out, /No mistakes\.\n$/)
  },
)

t.test('what a route owns leaves out what a route above it owns', async t => {
  const { out } = await check(['--json'], { env: ADDRESSES })
  const { routes } = JSON.parse(out) as { routes: { name: string; interactions: string[] }[] }
  const of = (name: string) => routes.find(route => route.name === name)?.interactions ?? []
  t.ok(of('pds-retrieval').includes('QUPA_IN000008UK02'))
  t.notOk(of('pds').includes('QUPA_IN000008UK02'))
  t.ok(of('pds').includes('PRPA_IN000203UK03'))
})

for (const columns of [80, 100, 132, 200]) {
  t.test(`the table fits a terminal of ${columns} columns`, async t => {
    for (const env of [ADDRESSES, {}]) {
      const { out, err } = await check([], { env, columns })
      const lines = `${out}${err}`.split('\n')
      t.same(
        lines.filter(line => line.length > columns),
        [],
      )
      t.ok(lines.length > 10)
    }
  })
}

const MOVING = `
import { defineRoutes } from 'ficus'
const rule = (path, expires) => ({ path, why: 'not held there', owner: 'pds-team', expires })
export default defineRoutes({
  environment: { name: 'int' },
  upstreams: {
    spine: { url: 'https://spine.example:8443' },
    'pds-fhir': { url: 'https://cloud.example/pds', version: '2026.4.1 (blue)' },
    rehosted: { url: 'http://10.0.0.1:8080' },
  },
  routes: [
    {
      name: 'pds-retrieval',
      was: 'retrieval',
      match: { interaction: ['QUPA_IN000008UK02', 'QUPA_IN000005UK01'] },
      legacy: 'spine',
      cloud: 'pds-fhir',
      translate: 'pds.retrieval',
      ignore: [rule('**/first', '2027-03-30'), rule('**/second', '2027-03-31')],
      gate: { divergenceBelow: 0.0007, confidence: 0.99, latencyRatioBelow: 1.25, soak: '36h' },
    },
    { name: 'scr', match: { interaction: 'QUPC_IN180000UK04' }, legacy: 'spine', cloud: 'rehosted' },
    { name: 'eps', was: 'mm', match: { product: 'eps' }, legacy: 'spine' },
    { name: 'default', legacy: 'spine' },
  ],
})
`

const MANY = "'QUPA_IN000005UK01', 'QUPA_IN000005UK03', 'QURX_IN000005UK98', 'QUPC_IN190000UK04'"

t.test('how a route moves: its mapping, what a promotion asks, what is passed over', async t => {
  const { code, out } = await check([routesFile(t, MOVING)], { columns: 200 })
  t.equal(code, 0)
  const said = out.replaceAll('\u00A0', ' ')
  t.match(
    said,
    /pds-retrieval +pds\.retrieval +below 0\.07 % differ, 99 % certain, below 1\.25 × legacy’s latency, after 1 d 12 h +2 paths, 1 expired +retrieval\n/,
  )
  t.match(said, /scr +nothing, bytes pass +below 0\.1 % differ, 95 % certain +– +–\n/)
  t.match(said, /eps +– +– +– +mm\n/)
  t.notMatch(said, /default +–/)
  t.match(said, /pds-fhir +https:.* serves +2026\.4\.1 \(blue\)\n/)
})

t.test('what a mapping does not take is said, for it stays with legacy', async t => {
  const { out } = await check([routesFile(t, MOVING)], { columns: 200 })
  t.match(
    out,
    'pds-retrieval: pds.retrieval does not take QUPA_IN000005UK01, which stays with legacy at every stage.\n',
  )
  const all = MOVING.replace(", 'QUPA_IN000005UK01'", '')
  t.notMatch((await check([routesFile(t, all)])).out, /does not take/)
  const most = MOVING.replace("'QUPA_IN000005UK01'", MANY)
  t.match(
    (await check([routesFile(t, most)], { columns: 200 })).out,
    'UK03, QURX_IN000005UK98 and 1 more, which stay',
  )
})

t.test('a rule is said to be over on the day after its last, and is no mistake', async t => {
  const file = routesFile(t, MOVING)
  const days = [
    ['2027-03-30T23:59:59Z', 0],
    ['2027-03-31T00:00:00Z', 1],
    ['2027-03-31T23:59:59Z', 1],
    ['2027-04-01T00:00:00Z', 2],
  ] as const
  for (const [now, over] of days) {
    const { code, out } = await check([file], { now, columns: 200 })
    t.equal(code, 0)
    t.equal(out.match(/ expired on .* explains nothing/g)?.length ?? 0, over, now)
  }
  const { out } = await check([file], { columns: 200 })
  t.match(out, /the rule for \*\*\/first \(pds-team\) expired on 2027-03-30 and explains nothing/)
})

t.test('for programs: how a route moves, with what the file leaves out', async t => {
  const { out } = await check([routesFile(t, MOVING), '--json'])
  const { routes, upstreams } = JSON.parse(out) as { routes: object[]; upstreams: object[] }
  t.match(routes[0], {
    translate: 'pds.retrieval',
    declines: ['QUPA_IN000005UK01'],
    gate: {
      divergenceBelow: 0.0007,
      confidence: 0.99,
      uncomparedBelow: 0.05,
      latencyRatioBelow: 1.25,
      soakMs: 129_600_000,
    },
    ignore: [
      { path: '**/first', owner: 'pds-team', expires: '2027-03-30', isExpired: true },
      { path: '**/second', isExpired: false },
    ],
    was: 'retrieval',
  })
  t.match(routes[1], {
    translate: null,
    declines: [],
    gate: { divergenceBelow: 0.001, confidence: 0.95, latencyRatioBelow: null, soakMs: 0 },
    ignore: [],
    was: null,
  })
  t.match(routes[2], { gate: null, was: 'mm' })
  t.match(upstreams, [{ version: null }, { version: '2026.4.1 (blue)' }, { version: null }])
})

for (const columns of [80, 120]) {
  t.test(`how routes move fits a terminal of ${columns} columns`, async t => {
    const { out } = await check([routesFile(t, MOVING)], { columns })
    t.same(
      out.split('\n').filter(line => line.length > columns && !line.includes('.config.ts')),
      [],
    )
    t.match(out, '2026.4.1 (blue)')
  })
}

t.test('addresses that are not set are named, beside all the rest, and exit code 2', async t => {
  const { code, out, err } = await check([], { env: { SPINE_URL: 'http://127.0.0.1:1' } })
  t.equal(code, 2)
  t.match(out, /spine +http:\/\/127\.0\.0\.1:1 /)
  t.match(out, /pds-fhir +PDS_FHIR_URL is not set/)
  t.notMatch(out, /not\.set|No mistakes/)
  t.match(err, /^Not set: PDS_FHIR_URL, EPS_FHIR_URL, SCR_FHIR_URL\./)
  t.match(err, /routes\.config\.ts: 3 addresses are not set\n$/)
})

const MISTAKEN = `
import { defineRoutes } from 'ficus'
export default defineRoutes({
  environment: { name: 'int' },
  upstreams: { spine: { url: 'env:SPINE_URL' }, cloud: { url: 'http://cloud.example' } },
  routes: [
    { name: 'eps', match: { product: 'eps' }, legacy: 'spin', cloud: 'cloud' },
    { name: 'default', legacy: 'spine', startAt: 'legacy' },
  ],
})
`

t.test('every mistake is said, each with its place and its way out, and exit code 2', async t => {
  const file = routesFile(t, MISTAKEN)
  const { code, out, err } = await check([file])
  t.equal(code, 2)
  t.equal(out, '')
  t.match(err, /upstreams\.spine\.url\n {2}SPINE_URL is not set\n {2}→ set SPINE_URL/)
  t.match(err, /routes\[0\]\.legacy\n {2}there is no upstream `spin`\n {2}→ did you mean `spine`\?/)
  t.match(err, /routes\[0\]\.cloud\n {2}a write may not be served by `cloud`/)
  t.match(
    err,
    /routes\[1\]\.startAt\n {2}there is no field `startAt`\n {2}→ did you mean `startsAt`\?/,
  )
  t.ok(err.endsWith('some.config.ts: 4 mistakes\n'))
})

t.test('for programs: the same as one JSON object', async t => {
  const good = await check(['--json'], { env: ADDRESSES })
  t.equal(good.code, 0)
  t.match(JSON.parse(good.out), {
    file: resolve(PROJECT, 'routes.config.ts'),
    ok: true,
    mistakes: [],
    environment: { name: 'local', confirm: false },
    unmatched: 'default',
    upstreams: [{ name: 'spine', address: 'https://spine.example:8443', notSet: null }],
    cohorts: [{ name: 'patients', key: 'nhsNumber' }],
  })
  const bad = await check([routesFile(t, MISTAKEN), '--json'])
  t.equal(bad.code, 2)
  const { ok, mistakes } = JSON.parse(bad.out) as { ok: boolean; mistakes: unknown[] }
  t.equal(ok, false)
  t.equal(mistakes.length, 4)
  const unset = await check(['--json'])
  t.match(JSON.parse(unset.out), {
    ok: false,
    mistakes: [{ variable: 'SPINE_URL' }],
    upstreams: [{ address: null, notSet: 'SPINE_URL' }],
  })
})

t.test('a file is found from the folder the command stands in', async t => {
  const file = routesFile(t, MISTAKEN)
  const { err } = await check(['some.config.ts'], { cwd: resolve(file, '..') })
  t.ok(err.endsWith('some.config.ts: 4 mistakes\n'))
  const none = await check([], { cwd: t.testdirName })
  t.equal(none.code, 2)
  t.match(none.err, /the file as a whole\n {2}there is no such file\n {2}→/)
})

t.test('nothing secret is printed', async t => {
  const env = { ...ADDRESSES, SPINE_URL: 'http://user:hunter2@spine.example', OTHER: 'hunter2' }
  for (const args of [[], ['--json']]) {
    const { code, out, err } = await check(args, { env })
    t.equal(code, 2)
    t.notMatch(`${out}${err}`, /hunter2/)
  }
})

t.test('its help says what it does, what it needs and how it ends', async t => {
  await t.rejects(check(['--help']), { code: 'commander.helpDisplayed' })
})
