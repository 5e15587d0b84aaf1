/** Whatever an instance and its commands say, show, store or write down: nothing of a secret is in it. */
import { createHash } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { PAGES } from '../../src/admin/pages.ts'
import { receiver, until } from '../notify/receiver.ts'
import { CANARIES, canariesIn, PAIRS } from '../support/canaries.ts'
import { ficus } from '../support/ficus.ts'
import { freePort, noRedis, startRedis } from '../support/redis-server.ts'
import { start } from '../support/started.ts'
import { startUpstream } from '../support/upstream.ts'

t.setTimeout(120_000)

const USER = CANARIES['FICUS_STORE user']
const PASSWORD = CANARIES['FICUS_STORE password']

/** A file whose secrets lie beside it, as they are deployed; its variables are set where it is deployed to. */
const exported = (upstream: URL): string =>
  routes(upstream, '')
    .replace(/ +two: .*\n/, '')
    .replace(/notify: [^]*?\n {2}\],\n/, '')

const routes = (upstream: URL, hook: string): string => `import { defineRoutes } from 'ficus'
export default defineRoutes({
  environment: { name: 'test' },
  upstreams: {
    spine: { url: '${upstream.origin}' },
    one: { url: 'https://localhost:1', tls: { ca: 'one.pem', cert: 'one.pem', key: 'file:one.key' } },
    two: { url: 'https://localhost:1', tls: { cert: 'env:TWO_CERT', key: 'env:TWO_KEY' } },
  },
  routes: [
    { name: 'reads', match: { interaction: ['pds-fhir-read'] }, legacy: 'spine', cloud: 'one', startsAt: 'legacy' },
    { name: 'default', legacy: 'spine' },
  ],
  notify: [
    { name: 'desk', url: 'env:HOOK_URL', on: ['*'], secret: 'file:hook.secret' },
    { name: 'gone', url: '${hook}', on: ['*'], secret: 'env:HOOK_SECRET' },
  ],
})
`

/** Every file below a folder, whatever it is called. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesIn(path) : [path]
  })

/** Everything a Redis holds, as it would be written to a disk, and what it logged as slow. */
async function storedIn({ client }: Awaited<ReturnType<typeof startRedis>>): Promise<Buffer> {
  const keys = await client.keysBuffer('*')
  const held = await Promise.all(keys.map(async key => client.dumpBuffer(key)))
  return Buffer.concat([...keys, ...held])
}

async function given(t: Test) {
  const upstream = await startUpstream(t, (_request, response) => response.end('ok'))
  const desk = await receiver(t, () => 500)
  const hook = `${new URL(desk.url).origin}/${CANARIES['notify[].url']}`
  const secrets = t.testdir({
    'routes.config.ts': routes(upstream, hook),
    'exported.config.ts': exported(upstream),
    'one.pem': PAIRS.file.cert,
    'one.key': PAIRS.file.key,
    'hook.secret': CANARIES['notify[].secret file:'],
    'tokens.json': JSON.stringify({
      tokens: [
        {
          ...{ name: 'anna', roles: ['operator', 'approver'] },
          sha256: createHash('sha256').update(CANARIES.FICUS_TOKEN).digest('hex'),
        },
      ],
    }),
  })
  for (const name of ['one.key', 'hook.secret', 'tokens.json'])
    chmodSync(join(secrets, name), 0o600)
  const redis = await startRedis(t)
  await redis.client.call('ACL', ['SETUSER', USER, 'on', `>${PASSWORD}`, '~*', '&*', '+@all'])
  const at = `127.0.0.1:${redis.port}`
  const env = {
    FICUS_STORE: `redis://${USER}:${PASSWORD}@${at}`,
    FICUS_FLEET_KEY: CANARIES.FICUS_FLEET_KEY,
    FICUS_TOKEN_FILE: join(secrets, 'tokens.json'),
    TWO_CERT: PAIRS.env.cert,
    TWO_KEY: PAIRS.env.key,
    HOOK_URL: hook,
    HOOK_SECRET: CANARIES['notify[].secret env:'],
  }
  return { secrets, redis, at, env, desk, config: join(secrets, 'routes.config.ts') }
}

/** What each page of the API answers, to whoever has a token and to whoever has none. */
async function pagesOf(admin: string): Promise<Record<string, string>> {
  const paths = ['/version', '/metrics', '/readyz', '/livez', '/startupz', '/nobody']
  const all = [
    ...paths.map(path => ['GET', path] as const),
    ...PAGES.filter(({ gives }) => gives !== 'EventStream').map(
      ({ method, path }) => [method, path.replace('{name}', 'reads')] as const,
    ),
  ]
  const tokens = [CANARIES.FICUS_TOKEN, CANARIES['a token nobody knows'], undefined]
  const told: Record<string, string> = {}
  for (const [method, path] of all) {
    for (const token of tokens) {
      const answer = await fetch(`${admin}${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        ...(method === 'POST' && { body: JSON.stringify({ [CANARIES.FICUS_TOKEN]: 1 }) }),
      })
      const head = JSON.stringify([...answer.headers])
      const named = String(Object.entries(CANARIES).find(([, secret]) => secret === token)?.[0])
      told[`${method} ${path} by ${named}`] = `${answer.status} ${head} ${await answer.text()}`
    }
  }
  return told
}

/** Commands as they are typed, those that go wrong among them, and what each ends with. */
const commands = (config: string, out: string): readonly (readonly [number, ...string[]])[] => [
  [0, 'check', config],
  [0, 'check', config, '--json'],
  [0, 'diff', config],
  [0, 'status'],
  [0, 'status', '--json'],
  [0, 'fleet'],
  [0, 'routes'],
  [0, 'halt', 'reads', '--reason', 'to see what is written of it'],
  [0, 'resume', 'reads', '--reason', 'to see what is written of it'],
  [0, 'audit', 'list'],
  [0, 'audit', 'list', '--json'],
  [0, 'notify', 'list'],
  [0, 'notify', 'list', '--json'],
  [1, 'notify', 'test'],
  [1, 'notify', 'test', '--json'],
  [0, 'reload', '--reason', 'to see what is written of it'],
  [0, 'export', 'prometheus', '--to', join(out, 'prometheus')],
  [0, 'export', 'dockerfile', '--to', join(out, 'dockerfile')],
  [
    0,
    'export',
    'compose',
    '--config',
    join(dirname(config), 'exported.config.ts'),
    '--to',
    join(out, 'compose'),
  ],
  [
    0,
    'export',
    'k8s',
    '--config',
    join(dirname(config), 'exported.config.ts'),
    '--to',
    join(out, 'k8s'),
  ],
  [
    0,
    'export',
    'systemd',
    '--config',
    join(dirname(config), 'exported.config.ts'),
    '--to',
    join(out, 'systemd'),
  ],
]

/** What no instance starts with. */
const REFUSED = (at: string, secrets: string): Readonly<Record<string, object>> => ({
  'a store that is none': { FICUS_STORE: `mysql://${USER}:${PASSWORD}@${at}` },
  'a cluster that is none': { FICUS_STORE: `redis+cluster://${USER}:${PASSWORD}@${at}/9` },
  'a sentinel that is none': { FICUS_STORE: `redis+sentinel://${USER}:${PASSWORD}@${at}` },
  'a fleet key that is too short': { FICUS_FLEET_KEY: CANARIES.FICUS_FLEET_KEY.slice(0, 30) },
  'a receiver’s address that is none': { HOOK_URL: `ftp://${CANARIES['notify[].url']}` },
  'a secret that is none': { HOOK_SECRET: CANARIES['notify[].secret env:'].slice(6) },
  'a key that is none': { TWO_KEY: PAIRS.env.key.replace('BEGIN', 'BEGUN') },
  'a token file that is none': { FICUS_TOKEN_FILE: join(secrets, 'hook.secret') },
})

t.test('nothing of any secret is anywhere', { skip: noRedis }, async t => {
  const { secrets, redis, at, env, desk, config } = await given(t)
  const found: Record<string, readonly string[]> = {}
  let looked = 0
  const look = (where: string, bytes: Buffer | string): void => {
    looked += 1
    const there = canariesIn(bytes)
    if (there.length > 0) found[where] = there
  }
  const cwd = t.testdirName.replace(/[^/]*$/, 'no-secret-cwd')
  const out = join(secrets, 'out')
  const log = join(secrets, 'log')
  mkdirSync(cwd, { recursive: true })
  t.teardown(() => rmSync(cwd, { recursive: true, force: true }))
  // What it last knew lies on its disk by where it listens.
  const listen = { FICUS_LISTEN: `127.0.0.1:${await freePort()}` }
  const started = start(t, ['--config', config], { ...env, ...listen, FICUS_LOG: log }, cwd)
  const [, admin = ''] = await started.said(/health and metrics on (\S+)/)
  const asked = { ...env, FICUS_ADMIN: admin, FICUS_TOKEN: CANARIES.FICUS_TOKEN }
  for (const [code, ...args] of commands(config, out)) {
    const came = await ficus(args, asked, cwd)
    t.equal(came.code, code, `${args.join(' ')}: ${came.err}`)
    look(`ficus ${args.join(' ')}`, came.out + came.err)
  }
  for (const [page, answer] of Object.entries(await pagesOf(admin))) look(page, answer)
  await until(t, 'receivers were told in vain', () => desk.refused.length > 3)

  // What goes wrong says so, and not with what.
  const file = (name: string, text: string): void => writeFileSync(join(secrets, name), text)
  file('one.key', CANARIES['upstreams.*.as.*.key'])
  await started.saidTimes(/not taken over/, 1)
  file('one.key', PAIRS.file.key.slice(0, 120))
  await started.saidTimes(/not taken over/, 2)
  file('one.key', PAIRS.file.key)
  const silent = {
    'a wrong password': `redis://${USER}:${CANARIES['a password that is wrong']}@${at}`,
    'a store that is not there': `redis://${USER}:${PASSWORD}@127.0.0.1:1`,
  }
  for (const [name, store] of Object.entries(silent)) {
    const more = { FICUS_STORE: store, FICUS_LOG: log }
    const without = start(t, ['--config', config], { ...env, ...more }, cwd)
    await without.said(/health and metrics on/)
    without.child.kill('SIGTERM')
    look(`start with ${name}`, (await without.ended).text)
  }
  const ports = { FICUS_LISTEN: '127.0.0.1:0', FICUS_ADMIN: '127.0.0.1:0' }
  for (const [name, more] of Object.entries(REFUSED(at, secrets))) {
    const came = await ficus(['start', '--config', config], { ...env, ...ports, ...more }, cwd)
    t.equal(came.code, 2, `${name}: ${came.err}`)
    look(`start with ${name}`, came.out + came.err)
  }
  for (const [name, more] of Object.entries({
    'a token nobody knows': { FICUS_TOKEN: CANARIES['a token nobody knows'] },
    'nobody there': { FICUS_ADMIN: '127.0.0.1:1' },
    'a token that is none': { FICUS_TOKEN: `${CANARIES.FICUS_TOKEN}\n${CANARIES.FICUS_TOKEN}` },
  })) {
    const came = await ficus(['status'], { ...asked, ...more }, cwd)
    t.not(came.code, 0, name)
    look(`status with ${name}`, came.out + came.err)
  }

  look('the store', await storedIn(redis))
  started.child.kill('SIGTERM')
  look('what start says', (await started.ended).text)
  look('the log', readFileSync(log))
  for (const path of [...filesIn(cwd), ...filesIn(out)]) look(path, readFileSync(path))
  t.strictSame(found, {}, 'nowhere')
  t.ok(looked > 120, `${looked} places were looked at`)
  t.ok(filesIn(cwd).length > 0 && filesIn(out).length > 10)
})

t.test('a secret would be found, in whatever form it stands there', async t => {
  for (const [place, secret] of Object.entries(CANARIES)) {
    const bytes = Buffer.from(secret)
    for (const form of [
      secret,
      bytes.toString('hex'),
      encodeURIComponent(secret),
      ...['', 'a', 'ab'].map(before => Buffer.from(`${before}${secret}`).toString('base64')),
    ]) {
      const isPem = secret.includes('PRIVATE KEY') && form !== secret
      t.ok(isPem || canariesIn(`before ${form} after`).some(each => each === place), place)
    }
  }
})
