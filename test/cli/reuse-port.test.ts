import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { ficus } from '../support/ficus.ts'
import { freePort, noRedis, startRedis, testFolder } from '../support/redis-server.ts'
import { ask } from '../support/raw-client.ts'
import { START, start, type Started } from '../support/started.ts'
import { startUpstream } from '../support/upstream.ts'

t.setTimeout(110_000)

const KEY = 'a key for this test and for no other'
const READ =
  'GET /personal-demographics/FHIR/R4/Patient/9990000018 HTTP/1.1\r\nHost: spine\r\nAccept: application/fhir+json\r\nConnection: close\r\n\r\n'

/** Two instances of one port in one folder, whose one route is served by the cloud. */
async function twoOnOnePort(t: Test) {
  const [spine, rehosted] = await Promise.all(
    ['spine', 'rehosted'].map(name => startUpstream(t, (_request, response) => response.end(name))),
  )
  const cwd = testFolder(t)
  writeFileSync(
    join(cwd, 'routes.config.ts'),
    `export default {
      environment: { name: 'test' },
      upstreams: { spine: { url: '${spine?.origin}' }, rehosted: { url: '${rehosted?.origin}' } },
      routes: [
        { name: 'reads', match: { interaction: ['pds-fhir-read'] }, legacy: 'spine', cloud: 'rehosted', startsAt: 'cloud' },
        { name: 'default', legacy: 'spine' },
      ],
    }`,
  )
  const redis = await startRedis(t)
  const [port, ...admins] = await Promise.all([freePort(), freePort(), freePort()])
  const begin = (admin: number): Started =>
    start(
      t,
      [],
      {
        FICUS_LISTEN: `127.0.0.1:${port}`,
        FICUS_ADMIN: `127.0.0.1:${admin}`,
        FICUS_REUSE_PORT: '1',
        FICUS_STORE: `redis://127.0.0.1:${redis.port}`,
        FICUS_FLEET_KEY: KEY,
      },
      cwd,
    )
  return { redis, cwd, port, admins, begin }
}

/** Says who served, of so many connections: each of them may come to another instance. */
async function servedBy(port: number): Promise<readonly string[]> {
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => ask(new URL(`http://127.0.0.1:${port}`), READ)),
  )
  return [...new Set(answers.map(answer => answer?.body.toString() ?? 'nobody'))]
}

/** Runs a command in a process of its own. */
async function command(admin: number, ...args: readonly string[]) {
  const child = spawn(process.execPath, [START, ...args], {
    env: { ...process.env, FICUS_ADMIN: `127.0.0.1:${admin}` },
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  }
  const [code] = (await once(child, 'close')) as [number]
  return { code, text }
}

t.test(
  'instances of one port know one another, and a halt reaches both, also with the store gone',
  { skip: noRedis },
  async t => {
    const { redis, cwd, port, admins, begin } = await twoOnOnePort(t)
    const [one, two] = admins
    const both = [begin(one), begin(two)]
    const migrates = readFileSync('/proc/sys/net/ipv4/tcp_migrate_req', 'utf8').trim() === '1'
    for (const { said, count } of both) {
      await said(/health and metrics on/)
      t.equal(
        count(/a restart may lose requests: net\.ipv4\.tcp_migrate_req is 0/),
        migrates ? 0 : 1,
      )
    }
    t.strictSame(await servedBy(port), ['rehosted'])
    for (let known = ''; !known.includes(`:${two}`) || !known.includes(`:${one}`);) {
      known = (await command(one, 'fleet')).text
    }
    await redis.kill()
    const halted = await command(one, 'halt', '--reason', 'a test')
    t.equal(halted.code, 0, halted.text)
    t.strictSame(await servedBy(port), ['spine'], 'whichever of them is asked')
    t.strictSame(
      readdirSync(join(cwd, '.ficus')).toSorted(),
      admins.map(admin => `test-127.0.0.1-${port}-admin-${admin}`).toSorted(),
      'each keeps what it holds back in a place of its own',
    )
    const [first] = both
    first?.child.kill('SIGTERM')
    t.equal((await first?.ended)?.code, 0)
    const again = begin(one)
    await again.said(/health and metrics on/)
    t.strictSame(await servedBy(port), ['spine'], 'and over a restart without the store')
  },
)

t.test(
  'what an instance held back before it shared its port it holds back still',
  { skip: noRedis },
  async t => {
    const { redis, cwd, port, admins, begin } = await twoOnOnePort(t)
    const alone = join(cwd, '.ficus', `test-127.0.0.1-${port}`)
    mkdirSync(alone, { recursive: true })
    // Not to be read is held to be everything: whatever stood there, it is not forgotten.
    writeFileSync(join(alone, 'redis.held'), 'not to be read')
    await redis.kill()
    await Promise.all(admins.map(admin => begin(admin).said(/health and metrics on/)))
    for (const admin of admins) {
      const kept = join(cwd, '.ficus', `test-127.0.0.1-${port}-admin-${admin}`, 'redis.held')
      t.match(readFileSync(kept, 'utf8'), /./)
      t.match((await command(admin, 'status')).text, /halt/)
    }
    t.equal(
      readFileSync(join(alone, 'redis.held'), 'utf8'),
      'not to be read',
      'nor is it taken away',
    )
  },
)

const BAD = [
  ['a word that is none', { FICUS_REUSE_PORT: 'yes' }, /FICUS_REUSE_PORT=yes: give 1 or 0/],
  [
    'a port shared by instances that share no fleet',
    { FICUS_REUSE_PORT: '1' },
    /share a fleet\n {2}→ set FICUS_STORE/,
  ],
  ['a wait that is none', { FICUS_DRAIN_WAIT: '5s' }, /FICUS_DRAIN_WAIT=5s: give whole seconds/],
  ['a wait without end', { FICUS_DRAIN_WAIT: '601' }, /FICUS_DRAIN_WAIT=601/],
] as const

for (const [what, env, says] of BAD) {
  t.test(`${what} ends the start with 2`, async t => {
    const { code, err } = await ficus(['start'], env)
    t.equal(code, 2)
    t.match(err, says)
  })
}
