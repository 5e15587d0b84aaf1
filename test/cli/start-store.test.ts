import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { ask } from '../support/raw-client.ts'
import { startCluster } from '../support/redis-cluster.ts'
import { freePort, noRedis as skip, startRedis, testFolder } from '../support/redis-server.ts'
import { start, type Started } from '../support/started.ts'
import { startUpstream } from '../support/upstream.ts'

t.setTimeout(120_000)

const READ =
  'GET /personal-demographics/FHIR/R4/Patient/9990000018 HTTP/1.1\r\nHost: spine\r\nAccept: application/fhir+json\r\n\r\n'

/** Writes a routes file between two sides that say who they are. */
async function written(t: Test, environment = 'test', startsAt = 'cloud'): Promise<string> {
  const spine = await startUpstream(t, (_request, response) => response.end('spine'))
  const rehosted = await startUpstream(t, (_request, response) => response.end('rehosted'))
  const file = join(testFolder(t), `${environment}-${startsAt}.config.ts`)
  writeFileSync(
    file,
    `export default {
  environment: { name: '${environment}' },
  upstreams: { spine: { url: '${spine.origin}' }, rehosted: { url: '${rehosted.origin}' } },
  routes: [
    { name: 'reads', match: { interaction: ['pds-fhir-read'] }, legacy: 'spine', cloud: 'rehosted', startsAt: '${startsAt}' },
    { name: 'default', legacy: 'spine' },
  ],
}
`,
  )
  return file
}

async function serving({ said }: Started) {
  const [, port = ''] = await said(/suppliers connect to http:\/\/127\.0\.0\.1:(\d+)/)
  const [, admin = ''] = await said(/health and metrics on (http:\/\/\S+)/)
  const url = new URL(`http://127.0.0.1:${port}`)
  return {
    served: async () => (await ask(url, READ))?.body.toString(),
    ready: async () => (await fetch(`${admin}/readyz?verbose`)).json() as Promise<object>,
    metrics: async () => (await fetch(`${admin}/metrics`)).text(),
    flip: async (change: object) =>
      fetch(`${admin}/api/flip`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...change, reason: 'a test' }),
      }),
  }
}

const redisAt = (port: number): { FICUS_STORE: string; FICUS_FLEET_KEY: string } =>
  storedAt(`redis://127.0.0.1:${port}`)

const storedAt = (FICUS_STORE: string): { FICUS_STORE: string; FICUS_FLEET_KEY: string } => ({
  FICUS_STORE,
  FICUS_FLEET_KEY: 'a key of these tests, of bytes enough',
})

/** Asks until it is answered so; tap's own timeout ends it. */
async function until<Value>(ask: () => Promise<Value>, isSo: (value: Value) => boolean) {
  while (!isSo(await ask())) await new Promise(resolve => setTimeout(resolve, 20))
}

t.test('two instances on one Redis are one fleet: what one is told both do', { skip }, async t => {
  const server = await startRedis(t)
  const file = await written(t)
  const both = [
    start(t, ['--config', file], redisAt(server.port)),
    start(t, ['--config', file], redisAt(server.port)),
  ]
  const [one, two] = await Promise.all(both.map(serving))
  t.equal(await one?.served(), 'rehosted')
  t.equal((await one?.flip({ verb: 'halt' }))?.status, 200)
  t.equal(await one?.served(), 'spine', 'who was told does it at once')
  await until(
    async () => two?.served(),
    said => said === 'spine',
  )
  t.equal((await two?.flip({ verb: 'resume' }))?.status, 200)
  await until(
    async () => one?.served(),
    said => said === 'rehosted',
  )
  t.strictSame(
    (await server.client.keys('*')).filter(key => !key.startsWith('{ficus:test}:')),
    [],
  )
})

t.test(
  'a Redis that is away stops no start: legacy serves, and every place says why',
  { skip },
  async t => {
    const server = await startRedis(t)
    await server.kill()
    const listen = await freePort()
    const cwd = join(testFolder(t), 'own')
    mkdirSync(cwd)
    const env = { ...redisAt(server.port), FICUS_LISTEN: `127.0.0.1:${listen}`, FICUS_LOG: 'log' }
    const started = start(t, ['--config', await written(t)], env, cwd)
    const { served, ready, metrics } = await serving(started)
    await started.said(/the store does not answer, and legacy serves until it does: .*ECONNREFUSED/)
    t.equal(await served(), 'spine', 'where nothing is known the file’s word is not enough')
    t.match(await ready(), { status: 'ready', store: /cannot be reached \(ECONNREFUSED\)/ })
    t.match(
      await metrics(),
      /ficus_store_answering 0\n[^]*ficus_store_trouble_info\{reason="silent"\} 1\n/,
    )

    await server.start()
    await until(ready, page => 'store' in page && page.store === 'answers')
    await until(served, said => said === 'rehosted')
    t.match(
      await metrics(),
      /ficus_store_answering 1\n[^]*ficus_store_trouble_info\{reason="silent"\} 0\n[^]*ficus_store_forks 0\n/,
    )
    const name = `test-127.0.0.1-${listen}`
    await until(
      async () =>
        readdirSync(join(cwd, '.ficus', name))
          .sort()
          .join(),
      found => found === 'redis.instances,redis.known',
    )
  },
)

t.test('two instances on one Redis Cluster are one fleet too', { skip }, async t => {
  const { address } = await startCluster(t)
  const file = await written(t)
  const env = storedAt(`${address}?replicas=0`)
  const both = [start(t, ['--config', file], env), start(t, ['--config', file], env)]
  const [one, two] = await Promise.all(both.map(serving))
  await both[0]?.said(/the fleet's state is in redis\+cluster:/)
  t.equal(await two?.served(), 'rehosted')
  t.equal((await one?.flip({ verb: 'halt' }))?.status, 200)
  await until(
    async () => two?.served(),
    said => said === 'spine',
  )
  t.match(await two?.ready(), { store: 'answers' })
})

t.test('a fleet is of one environment: a file of another is not taken in', { skip }, async t => {
  const FICUS_STORE = `file:${join(testFolder(t), 'state', 'state.db')}`
  const first = start(t, ['--config', await written(t, 'int')], { FICUS_STORE })
  await serving(first)
  first.child.kill('SIGTERM')
  await first.ended
  const other = await start(t, ['--config', await written(t, 'test')], { FICUS_STORE }).ended
  t.equal(other.code, 2)
  t.match(
    other.text,
    /FICUS_STORE: .*environment int and this instance is of test: give each a store of its own/,
  )

  const server = await startRedis(t)
  const of = async (name: string) =>
    serving(start(t, ['--config', await written(t, name)], redisAt(server.port)))
  const [here, there] = [await of('int'), await of('test')]
  await here.flip({ verb: 'halt' })
  t.equal(await here.served(), 'spine')
  t.equal(await there.served(), 'rehosted', 'in a Redis each environment has keys of its own')
})

t.test('a file saved under another environment is not taken over', { skip }, async t => {
  const server = await startRedis(t)
  const [file, other] = [await written(t, 'int'), await written(t, 'test')]
  const started = start(t, ['--config', file], redisAt(server.port))
  await serving(started)
  copyFileSync(other, file)
  await started.said(/not taken over.*environment test and the fleet of int/)
  t.pass()
})

const SECRET = 'hunter2hunter2'
const WRONG: readonly (readonly [what: string, store: string, says: RegExp])[] = [
  ['of a kind nobody knows', 'postgres://127.0.0.1/ficus', /FICUS_STORE: .* of postgres/],
  ['with a variable nobody set', 'redis://127.0.0.1?password=env:NOWHERE', /NOWHERE is not set/],
  ['with a parameter mistyped', `redis://a:${SECRET}@b?pasword=${SECRET}`, /the parameters of/],
  ['with a secret that is no URL', `redis://a:%${SECRET}@b`, /FICUS_STORE: what stands before/],
]

for (const [what, FICUS_STORE, says] of WRONG) {
  t.test(`the address of a store ${what} ends the start with 2 and one line`, async t => {
    const { code, text } = await start(t, [], { FICUS_STORE }).ended
    t.equal(code, 2)
    t.match(text, says)
    t.notMatch(text, SECRET)
    t.notMatch(text, /\n\s+at /, 'no stack trace')
  })
}

t.test('a folder that cannot be made ends the start with 2 and names it', async t => {
  const cwd = join(testFolder(t), 'own')
  mkdirSync(cwd)
  writeFileSync(join(cwd, '.ficus'), 'a file stands in the way')
  const file = await written(t)
  const env = { ...redisAt(1), FICUS_LISTEN: `127.0.0.1:${await freePort()}` }
  for (const more of [{}, { FICUS_STORE: 'file:.ficus/state.db' }]) {
    const { code, text } = await start(t, ['--config', file], { ...env, ...more }, cwd).ended
    t.equal(code, 2)
    t.match(text, /FICUS_STORE: .*(EEXIST|ENOTDIR).*\.ficus/)
  }
})

t.test('what an address says of its Redis holds no secret', { skip }, async t => {
  const server = await startRedis(t, {
    args: [
      '--user',
      'ficus',
      'on',
      `>${SECRET}`,
      '~{ficus:test}:*',
      '&{ficus:test}:*',
      ...'-@all +@read +@write +evalsha +eval +publish +subscribe +time +wait +info +select'.split(
        ' ',
      ),
    ],
  })
  const FICUS_STORE = `redis://127.0.0.1:${server.port}/0?user=ficus&password=env:OWN_SECRET`
  const env = { ...redisAt(server.port), FICUS_STORE, OWN_SECRET: SECRET }
  const started = start(t, ['--config', await written(t)], env)
  const { served } = await serving(started)
  t.equal(await served(), 'rehosted', 'a user of few rights is enough')
  started.child.kill('SIGTERM')
  const { code, text } = await started.ended
  t.equal(code, 0)
  t.match(text, `the fleet's state is in redis://127.0.0.1:${server.port}/0\n`)
  t.notMatch(text, SECRET)
})
