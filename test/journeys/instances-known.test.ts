import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { StatusView } from '../../src/admin/index.ts'
import { run } from '../cli/ask.ts'
import { ask } from '../support/raw-client.ts'
import {
  freePort,
  noRedis,
  type RedisServer,
  startRedis,
  testFolder,
} from '../support/redis-server.ts'
import { start, type Started } from '../support/started.ts'
import { startUpstream } from '../support/upstream.ts'

t.setTimeout(180_000)

const READ =
  'GET /personal-demographics/FHIR/R4/Patient/9990000018 HTTP/1.1\r\nHost: spine\r\nAccept: application/fhir+json\r\n\r\n'

interface Instance {
  readonly admin: string
  running: Started
  begin(): Promise<void>
  served(): Promise<string | undefined>
}

interface Three {
  readonly redis: RedisServer
  readonly all: readonly [Instance, Instance, Instance]
}

/** Three processes on a Redis, none of them told where another is. */
async function three(t: Test): Promise<Three> {
  const redis = await startRedis(t)
  const spine = await startUpstream(t, (_request, response) => response.end('legacy'))
  const rehosted = await startUpstream(t, (_request, response) => response.end('cloud'))
  const file = join(testFolder(t), 'routes.config.ts')
  writeFileSync(
    file,
    `export default {
  environment: { name: 'test' },
  upstreams: { spine: { url: '${spine.origin}' }, rehosted: { url: '${rehosted.origin}' } },
  routes: [
    { name: 'reads', match: { interaction: ['pds-fhir-read'] }, legacy: 'spine', cloud: 'rehosted', startsAt: 'cloud' },
    { name: 'default', legacy: 'spine' },
  ],
}
`,
  )
  const one = async (): Promise<Instance> => {
    const [listen, admin] = [await freePort(), await freePort()]
    const cwd = join(testFolder(t), String(admin))
    mkdirSync(cwd)
    const env = {
      FICUS_LISTEN: `127.0.0.1:${listen}`,
      FICUS_ADMIN: `127.0.0.1:${admin}`,
      FICUS_STORE: `redis://127.0.0.1:${redis.port}`,
      FICUS_FLEET_KEY: 'a key of these tests, of bytes enough',
    }
    const begun = async (): Promise<Started> => {
      const running = start(t, ['--config', file], env, cwd)
      await running.said(/a halt is /)
      return running
    }
    const instance: Instance = {
      admin: `127.0.0.1:${admin}`,
      running: await begun(),
      begin: async () => void (instance.running = await begun()),
      served: async () => (await ask(new URL(`http://127.0.0.1:${listen}`), READ))?.body.toString(),
    }
    return instance
  }
  const all = [await one(), await one(), await one()] as const
  for (const each of all) await untilKnown(each, 2)
  return { redis, all }
}

const statusOf = async ({ admin }: Instance): Promise<StatusView> =>
  (await (await fetch(`http://${admin}/api/status`)).json()) as StatusView

const untilKnown = async (instance: Instance, others: number): Promise<void> => {
  while ((await statusOf(instance)).others.length !== others) {
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

const untilServed = async (instance: Instance, by: string): Promise<void> => {
  while ((await instance.served()) !== by);
}

const halt = ({ admin }: Instance) => run(['halt', '--reason', 'a test'], { FICUS_ADMIN: admin })

t.test(
  'without the store a halt reaches whom the store told of, and nobody had to name them',
  { skip: noRedis },
  async t => {
    const { redis, all } = await three(t)
    const [a, b, c] = all
    for (const each of all) await untilServed(each, 'cloud')
    const fleet = await run(['fleet'], { FICUS_ADMIN: a.admin })
    t.equal(fleet.code, 0, fleet.err)
    for (const { admin } of all) t.match(fleet.out, admin)
    await redis.kill()
    const halted = await halt(a)
    t.equal(halted.code, 0, halted.err)
    t.match(halted.out, /2 of 2 other instances confirmed/)
    for (const { admin } of [b, c]) t.match(halted.out, new RegExp(`${admin} +confirmed`))
    for (const each of all) t.equal(await each.served(), 'legacy')

    c.running.child.kill('SIGSTOP')
    const again = await halt(a)
    t.equal(again.code, 1)
    t.match(again.err, `not known to be halted: ${c.admin}`)
    const said = again.out.replace(/\s+/g, ' ')
    t.match(said, /no answer within 700 ms; it was last seen at 20\d\d-\d\d-\d\dT/)
    t.match(said, '1 of 2 other instances confirmed')
    c.running.child.kill('SIGCONT')
  },
)

t.test(
  'after a start without the store it still reaches them, and who has left is not missed',
  { skip: noRedis },
  async t => {
    const { redis, all } = await three(t)
    const [a, b, c] = all
    c.running.child.kill('SIGTERM')
    await c.running.ended
    await untilKnown(a, 1)
    await untilKnown(b, 1)
    await redis.kill()
    b.running.child.kill('SIGKILL')
    await b.running.ended
    await b.begin()
    t.equal((await statusOf(b)).epoch, null, 'it has read no store')
    t.ok(await untilServed(a, 'cloud').then(() => true))
    const halted = await halt(b)
    t.equal(halted.code, 0, halted.err)
    t.match(halted.out, new RegExp(`1 of 1 other instances confirmed[^]*${a.admin} +confirmed`))
    t.equal(await a.served(), 'legacy')

    b.running.child.kill('SIGKILL')
    await b.running.ended
    const vanished = await halt(a)
    t.equal(vanished.code, 1, 'who vanished may still serve')
    t.match(vanished.err, `not known to be halted: ${b.admin}`)
    t.notMatch(vanished.out, c.admin)
  },
)
