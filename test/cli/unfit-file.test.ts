import { Command } from 'commander'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import t, { type Test } from 'tap'
import { addCheck } from '../../src/cli/check.ts'
import { createReloading } from '../../src/cli/reloading.ts'
import { CommandError, type Terminal } from '../../src/cli/terminal.ts'
import { loadConfig } from '../../src/config/index.ts'
import { INTERACTIONS, MAPPINGS, POLICIES } from '../../src/products/index.ts'
import { startProxy, storeFor, TEST_NAMING } from '../support/proxy.ts'
import { run } from './ask.ts'

const file = (cohort: string, name = 'test') => `export default {
  environment: { name: '${name}' },
  upstreams: { spine: { url: 'http://127.0.0.1:1' }, rehosted: { url: 'http://127.0.0.1:2' } },
  cohorts: { senders: { key: 'fromAsid', records: 'shared', pin: true }, ${cohort} },
  routes: [
    {
      name: 'reads', match: { interaction: ['QUPA_IN000008UK02'] }, legacy: 'spine', cloud: 'rehosted',
      cohort: '${cohort === '' ? 'senders' : 'others'}', shadow: { as: '200000000999' },
    },
    { name: 'default', legacy: 'spine' },
  ],
}`
const OTHERS = "others: { key: 'fromAsid', records: 'shared', pin: true, seed: 'senders' }"
const PRODUCTS = { interactions: INTERACTIONS, mappings: MAPPINGS, policies: POLICIES }
const because = ['--reason', 'ticket 12']

/** An instance that follows its file, one entity pinned in its cohort, and all that may be asked of a file. */
async function given(t: Test) {
  const path = join(t.testdir({}), 'my.routes.config.ts')
  writeFileSync(path, file(''))
  const load = () => loadConfig(path, { env: {}, ...PRODUCTS })
  const said = new PassThrough({ encoding: 'utf8' })
  const log = {
    exchange: () => undefined,
    compared: () => undefined,
    event: () => undefined,
    flush: () => undefined,
  }
  const reloading = createReloading({ file: path, load, log, say: line => void said.write(line) })
  const store = await storeFor(t)
  const ask: typeof reloading.ask = asked => reloading.ask(asked)
  const started = await startProxy(t, await load(), { store, reload: ask })
  reloading.serve(started.proxy)
  await store.pin('senders', [TEST_NAMING.nameOf('fromAsid', '200000000115')], 'cloud')
  const admin = ['--admin', started.admin.host]
  return { path, reloading, said, store, admin, ficus: (...args: string[]) => run(args, {}) }
}

/** Runs `ficus check`. */
async function check(...args: string[]) {
  const [stdout, stderr] = [new PassThrough({ encoding: 'utf8' }), new PassThrough()]
  const onSignal = () => () => undefined
  const terminal = { env: {}, cwd: '/', stdout, stderr, stdin: new PassThrough(), onSignal }
  const program = new Command('ficus').exitOverride()
  addCheck(program, terminal)
  const came = await program.parseAsync(['check', ...args], { from: 'user' }).then(
    () => ({ code: 0, err: '' }),
    (error: unknown) => {
      if (!(error instanceof CommandError)) throw error
      return { code: error.exitCode, err: `${error.message}\n` }
    },
  )
  return { ...came, out: String(stdout.read() ?? '') }
}

const SAYS =
  'the fleet would not take it in: cohort senders: no route is in it any more, and 1 pin of it stands'
const WAY_OUT =
  'leave its routes in it, or move what is pinned, and take the pins off first: ficus pins list, ficus pins remove'
const SET = `${SAYS}\n  → ${WAY_OUT}\n`

t.test('a file is refused in the same words, whoever asks for it and however', async t => {
  const { path, reloading, said, store, admin, ficus } = await given(t)
  t.match(await check(path, ...admin), { code: 0, out: /No mistakes\.\n$/ })
  let signal: ((signal: NodeJS.Signals) => void) | undefined
  const onSignal: Terminal['onSignal'] = listener => {
    signal = listener
    return () => undefined
  }
  const { stdin, stdout, stderr } = process
  const stop = reloading.follow({ env: {}, cwd: '/', stdin, stdout, stderr, onSignal })
  t.teardown(stop)
  writeFileSync(path, file(OTHERS))
  const [saved] = (await once(said, 'data')) as string[]
  signal?.('SIGHUP')
  const [signalled] = (await once(said, 'data')) as string[]
  const spoken = `routes file not taken over, the one before stays: ${SAYS}; ${WAY_OUT}`
  t.strictSame([saved, signalled], [spoken, spoken])
  for (const dry of [[], ['--dry-run']]) {
    const came = await ficus('reload', ...because, ...dry, ...admin)
    t.strictSame([came.code, came.out, came.err], [2, '', SET], `reload ${dry.join()}`)
  }
  const diff = await ficus('diff', path, ...admin)
  t.strictSame([diff.code, diff.err], [2, SET])
  const checked = await check(path, ...admin)
  t.strictSame([checked.code, checked.err], [2, SET])
  t.notMatch(checked.out, 'No mistakes')
  const json = await check(path, '--json', ...admin)
  const refused = { says: SAYS.replace(/^.*?: /, ''), wayOut: WAY_OUT }
  t.match(JSON.parse(json.out), { ok: false, mistakes: [], fleet: { refused } })
  t.equal(json.code, 2)
  t.match(await check(path), { code: 0 }, 'where nobody is asked, it is in order')
  t.equal(store.known.revision, 1, 'and nothing was changed')
})

t.test('a file of another environment is refused before it is tried', async t => {
  const { path, admin, ficus } = await given(t)
  writeFileSync(path, file('', 'elsewhere'))
  const says =
    /^the fleet would not take it in: the file is of environment elsewhere .*\n {2}→ give/
  t.match(await check(path, ...admin), { code: 2, err: says })
  t.match(await ficus('diff', path, ...admin), { code: 2, err: says })
  t.match(await ficus('reload', ...because, ...admin), { code: 2, err: says })
})

t.test('where no instance answers, a check that was to ask one says so', async t => {
  const { path } = await given(t)
  t.match(await check(path, '--admin', '127.0.0.1:1'), { code: 4, err: /no instance answers/ })
})
