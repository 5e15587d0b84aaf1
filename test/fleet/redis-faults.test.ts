import t from 'tap'
import { stateOf } from '../../src/fleet/index.ts'
import { route } from '../routing/given.ts'
import { startRelay } from '../support/redis-relay.ts'
import { noRedis, startRedis } from '../support/redis-server.ts'
import { codeOf, moving, until } from './given.ts'
import { BECOMES_REPLICA, FAULTS, faultContract, settled, SHORT } from './redis-faults-contract.ts'
import { openedAt } from './redis-given.ts'
import { M, MINUTE } from './records-contract.ts'

const skip = noRedis

const ALONE = {
  skip,
  start: startRedis,
  addressOf: (port: number): string => `redis://127.0.0.1:${port}`,
}

for (const [name, fault] of Object.entries({
  ...FAULTS,
  'a Redis that may only be read': BECOMES_REPLICA,
})) {
  faultContract(name, fault, ALONE)
}

t.test(
  'nothing is queued for a Redis that is away, and nothing done once it is back',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t)
    const store = await openedAt(t, server.port, SHORT)
    const keeping = await openedAt(t, server.port, SHORT)
    await server.kill()
    await until(() => store.trouble !== undefined)
    const asked = Array.from({ length: 1_000 }, (_, i) =>
      settled(store.bind([M(String(i))], 'cloud', MINUTE)),
    )
    t.strictSame([...new Set(await Promise.all(asked))], ['silent'])
    await server.start()
    await until(() => store.trouble === undefined && keeping.trouble === undefined)
    const keys = await server.client.keys('*bound*')
    t.strictSame(keys, [])
  },
)

t.test(
  'what was on its way when the connection broke is not sent a second time',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t)
    const relay = await startRelay(t, server.port)
    const store = await openedAt(t, relay.port)
    await store.change(0, moving(store.known, 'pds', { stage: 'shadow' }))
    let sent = 0
    relay.seen = piece => {
      if (!piece.includes('once-only')) return undefined
      sent += 1
      return 'break'
    }
    const change = store.change(1, moving(store.known, 'once-only', { stage: 'shadow' }))
    t.strictSame(await codeOf(change), ['unknown', undefined])
    await until(() => store.known.revision === 2)
    t.equal(store.known.routes.has('once-only'), true, 'it was stored all the same, and is found')
    t.equal(sent, 1)
    t.equal((await store.readAudit(0, 10)).length, 2)
  },
)

t.test('a message that is missed is found by looking', { skip }, async t => {
  const server = await startRedis(t)
  const relay = await startRelay(t, server.port)
  const [here, there] = [await openedAt(t, server.port), await openedAt(t, relay.port)]
  await server.client.call('CLIENT', ['KILL', 'TYPE', 'pubsub'])
  await server.client.call('ACL', ['SETUSER', 'default', 'resetchannels'])
  await here.change(0, moving(here.known, 'pds', { stage: 'shadow' }))
  await until(() => there.known.revision === 1)
  t.pass()
})

t.test(
  'a cold start without Redis serves legacy, and follows as soon as there is one',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t)
    const before = await openedAt(t, server.port)
    const move = { stage: 'canary', percent: 50, home: 'shadow' } as const
    const fleet = await before.change(0, moving(before.known, 'pds', move))
    server.stop()
    const store = await openedAt(t, server.port, { ...SHORT, openMs: 300 })
    t.equal(store.known.epoch, undefined)
    t.equal(store.trouble?.code, 'silent')
    const routes = [route('pds', 'default', { startsAt: 'cloud' })]
    const at = (): unknown => stateOf(store.known, routes).routes.get('pds')
    t.match(at(), { stage: 'legacy', percent: 0 })
    t.equal(await settled(store.pinOf('prescriptions', [M('1')])), 'silent', 'never absent')
    t.equal(await settled(store.bind([M('1')], 'cloud', MINUTE)), 'silent')
    server.resume()
    await until(() => store.trouble === undefined)
    t.strictSame(store.known, fleet)
    t.match(at(), { stage: 'canary', percent: 50 })
  },
)

t.test(
  'a password that is wrong is not repeated, and no secret is in the address',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t, {
      args: ['--user', 'ficus', 'on', '>right-one', '+@all', '~*', '&*'],
    })
    const address = `redis://ficus:wr0ng-one@127.0.0.1:${server.port}`
    // Again and again, since each time another of its connections may be the first that hears of it.
    for (let i = 0; i < 30; i += 1) {
      const store = await openedAt(t, address, { openMs: 2_000 })
      t.match(store.trouble?.message, 'WRONGPASS')
      t.notMatch(JSON.stringify([store.trouble?.message, store.trouble?.stack]), 'wr0ng-one')
      t.equal(await settled(store.read()), 'silent')
      await store.close()
    }
  },
)
