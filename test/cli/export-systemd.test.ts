import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { ficus } from '../support/ficus.ts'
import { noSystemd, type OwnSystemd, startSystemd } from '../support/own-systemd.ts'
import { noRedis, REDIS } from '../support/redis-server.ts'
import type { Fates } from '../support/rolling-load.ts'

t.setTimeout(110_000)

const run = promisify(execFile)

const ROUTES = `export default {
  environment: { name: 'int' },
  upstreams: { spine: { url: 'env:SPINE_URL' } },
  routes: [{ name: 'default', legacy: 'spine' }],
}
`

const noAnalyze: string | false =
  process.env['FICUS_REQUIRE'] === 'all' || existsSync('/usr/bin/systemd-analyze')
    ? false
    : 'no systemd-analyze here'

/** Exports units into a folder of the test. */
async function exported(t: Test, env = {}, args: readonly string[] = []): Promise<string> {
  const cwd = t.testdir({ 'routes.config.ts': ROUTES })
  const { code, err } = await ficus(['export', 'systemd', '--to', 'units', ...args], env, cwd)
  t.equal(code, 0, err)
  return join(cwd, 'units')
}

const read = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8')

/** What a unit sets, by name; several times the same are several. */
const settings = (text: string): readonly (readonly [string, string])[] =>
  [...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value])

t.test('systemd finds nothing wrong with the units', { skip: noAnalyze }, async t => {
  const folder = await exported(t)
  const unit = join(folder, 'system/ficus@1.service')
  writeFileSync(unit, read(folder, 'system/ficus@.service'))
  const target = join(folder, 'system/ficus.target')
  const { stdout, stderr } = await run('systemd-analyze', [
    ...['verify', '--man=no', '--recursive-errors=one', unit, target],
  ])
  t.equal(stdout + stderr, '')
  writeFileSync(unit, read(folder, 'system/ficus@.service').replace('Restart=', 'Restrat='))
  const broken = await run('systemd-analyze', ['verify', '--man=no', unit]).catch(
    (error: unknown) => error as { stderr: string }, // what execFile rejects with
  )
  t.match(broken.stderr, /Restrat/, 'and it would find it')
})

t.test('a process of it can do little beyond its work', { skip: noAnalyze }, async t => {
  const folder = await exported(t)
  const unit = join(folder, 'system/ficus@1.service')
  writeFileSync(unit, read(folder, 'system/ficus@.service'))
  const security = ['security', '--offline=true', '--threshold=20', unit]
  const { stdout } = await run('systemd-analyze', security)
  t.match(stdout, /exposure level for ficus@1\.service: 1\.\d OK/)
})

t.test(
  'every variable is one Ficus knows or the routes file takes, and no value is a secret',
  async t => {
    const folder = await exported(t, {
      SPINE_URL: 'https://a.word.example',
      FICUS_STORE: 'redis://a:word@b',
    })
    const readme = readFileSync('README.md', 'utf8')
    const set = settings(read(folder, 'system/ficus@.service'))
      .filter(([name]) => name === 'Environment')
      .map(([, value]) => value.split('=')[0] ?? '')
    const asked = settings(read(folder, 'ficus.env'))
    t.strictSame(asked, [
      ['FICUS_STORE', ''],
      ['SPINE_URL', ''],
    ])
    t.ok(set.length >= 6)
    for (const name of set.filter(each => each !== 'NODE_ENV')) t.match(readme, `\`${name}\``, name)
    const command = ['export', 'systemd', '--only', 'system/ficus@.service']
    const { out } = await ficus(
      command,
      { SPINE_URL: 'https://a.word.example' },
      join(folder, '..'),
    )
    t.notMatch(out, /word\.example|a:word/)
    t.match(out, 'ExecStart=')
  },
)

t.test(
  'suppliers connect where the environment says, and the target starts as many as are asked for',
  async t => {
    const folder = await exported(t, { FICUS_LISTEN: '10.0.0.5:80' }, ['--instances', '3'])
    t.match(read(folder, 'system/ficus@.service'), '\nEnvironment=FICUS_LISTEN=10.0.0.5:80\n')
    const wants = settings(read(folder, 'system/ficus.target')).filter(([name]) => name === 'Wants')
    t.strictSame(
      wants.map(([, unit]) => unit),
      ['ficus@1.service', 'ficus@2.service', 'ficus@3.service'],
    )
    const none = await ficus(['export', 'systemd', '--instances', '10'], {}, join(folder, '..'))
    t.match(none, { code: 2, err: /--instances 10: give a number from 1 to 9/ })
  },
)

t.test('an instance is given longer than a drain takes', async t => {
  const unit = read(await exported(t), 'system/ficus@.service')
  const stop = settings(unit).find(([name]) => name === 'TimeoutStopSec')?.[1]
  const hardStop = /HARD_STOP_MS = (\d+)_000/.exec(readFileSync('src/cli/draining.ts', 'utf8'))?.[1]
  t.ok(Number(stop) > Number(hardStop) + 2)
})

const DROP_IN = `[Service]
StandardOutput=null
StandardError=append:/run/said-%i
`
const REDIS_UNIT = `[Unit]
DefaultDependencies=no
[Service]
ExecStart=${REDIS} --port 6379 --save ""
`

/** Lays the exported units where a systemd of the test's own finds them, and what an operator fills in. */
async function installed(t: Test, folder: string, system: OwnSystemd): Promise<void> {
  const put = async (path: string, text: string): Promise<void> => {
    const from = join(folder, 'put')
    writeFileSync(from, text)
    await system.run('install', '-D', '-m', '644', from, path)
  }
  const checkout = process.cwd()
  // The checkout lies elsewhere there, and so does the routes file: nothing else is other than it was exported.
  const unit = read(folder, 'system/ficus@.service')
    .replaceAll(`"${checkout}/`, '"/opt/ficus/')
    .replace(join(folder, '../routes.config.ts'), '/etc/ficus/routes.config.ts')
  t.notMatch(unit, checkout)
  await put('/run/units/ficus@.service', unit)
  await put('/run/units/ficus@.service.d/said.conf', DROP_IN)
  await put('/run/units/ficus.target', read(folder, 'system/ficus.target'))
  await put('/run/units/redis.service', REDIS_UNIT)
  await put('/etc/ficus/routes.config.ts', ROUTES)
  const filled = read(folder, 'ficus.env')
    .replace('FICUS_STORE=', 'FICUS_STORE=redis://127.0.0.1:6379')
    .replace('SPINE_URL=', 'SPINE_URL=http://127.0.0.1:8081')
  await put('/etc/ficus/ficus.env', filled)
  await put('/etc/ficus/fleet-key', 'a key for this test and for no other')
  await put('/etc/ficus/tokens', TOKENS)
  await put('/run/ficus.sysusers', read(folder, 'sysusers.d/ficus.conf'))
  await put('/run/ficus.sysctl', read(folder, 'sysctl.d/60-ficus.conf'))
  await system.run(
    'chmod',
    '600',
    '/etc/ficus/fleet-key',
    '/etc/ficus/tokens',
    '/etc/ficus/ficus.env',
  )
  await system.run('systemd-sysusers', '/run/ficus.sysusers')
  await system.run('sysctl', '--quiet', '--load=/run/ficus.sysctl')
  await system.run('systemctl', 'daemon-reload')
  await system.run('systemctl', 'start', 'redis.service')
}

const TOKENS = JSON.stringify({
  tokens: [{ name: 'a test', roles: ['viewer'], sha256: 'a'.repeat(64) }],
})

t.test(
  'a real systemd starts them, restarts them under load without losing a request, and ends them',
  { skip: noSystemd || noRedis },
  async t => {
    const folder = await exported(t)
    const system = await startSystemd(t)
    await installed(t, folder, system)
    const systemctl = (...args: readonly string[]): Promise<string> =>
      system.run('systemctl', ...args).catch(async (error: unknown) => {
        t.comment(await system.run('sh', '-c', 'cat /run/said-* 2>&1 || true'))
        throw error
      })
    await systemctl('start', 'ficus.target')
    for (const n of [1, 2]) await systemctl('start', `ficus@${n}`)
    for (const n of [1, 2]) {
      const pid = await systemctl('show', '--property=MainPID', '--value', `ficus@${n}`)
      const user = await system.run('ps', '-o', 'user:32=', '-p', pid.trim())
      t.equal(user.trim(), 'ficus-int', 'nobody who may do more')
    }

    const load = system.start(
      ...([process.execPath, resolve('test/support/units-load.ts'), '8080', '8081'] as const),
    )
    let came = ''
    load.stdout?.on('data', (chunk: Buffer) => (came += chunk.toString()))
    load.stderr?.pipe(process.stderr)
    for (const n of [1, 2]) await systemctl('restart', `ficus@${n}`)
    await systemctl('reload', 'ficus@1')
    load.stdin?.end()
    await once(load, 'close')
    const { fates, seen } = JSON.parse(came) as { fates: Fates; seen: readonly string[] }
    const { answered, ...failed } = fates
    t.ok(answered > 500, `${answered} were answered`)
    for (const [fate, count] of Object.entries(failed)) t.equal(count, 0, `${fate}: ${seen.join()}`)

    await systemctl('kill', '--signal=SIGKILL', '--kill-who=main', 'ficus@2')
    for (let isUp = false; !isUp;) {
      const restarts = await systemctl('show', '--property=NRestarts', '--value', 'ficus@2')
      isUp = restarts.trim() === '1'
    }
    await systemctl('start', 'ficus@2')
    await systemctl('stop', 'ficus.target')
    for (const n of [1, 2]) {
      const state = await system.run('systemctl', 'is-active', `ficus@${n}`).catch(() => 'ended')
      t.equal(state, 'ended', 'the target takes them along')
      const said = await system.run('cat', `/run/said-${n}`)
      t.match(said, /stopped: nothing was lost[^]*stopped: nothing was lost/)
      const kept = await system.run('ls', '-d', `/var/lib/ficus/${n}/.ficus`)
      t.match(kept, '.ficus', 'what it must not forget lies in its own folder')
    }
    t.match(await system.run('cat', '/run/said-1'), /loaded again/)
  },
)
