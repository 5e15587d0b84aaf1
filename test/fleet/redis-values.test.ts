import t from 'tap'
import { startRelay } from '../support/redis-relay.ts'
import { noRedis, startRedis } from '../support/redis-server.ts'
import { codeOf, content, moving, until } from './given.ts'
import { openedAt } from './redis-given.ts'
import { H, M, MINUTE } from './records-contract.ts'

const skip = noRedis

/** Values somebody has written into the keys of the fleet. */
const document = (more: object): string =>
  JSON.stringify({ halt: 'none', routes: {}, overrides: {}, ...more })
const AT = { stage: 'canary', percent: 5, halt: 'none', since: 1, home: 'legacy' }

const GARBAGE: Readonly<Record<string, readonly string[]>> = {
  'no JSON': ['document', 'nothing'],
  'no fleet': ['document', '[]'],
  'a halt there is not': ['document', document({ halt: 'off' })],
  'a stage there is not': ['document', document({ routes: { pds: { ...AT, stage: 'prod' } } })],
  'a percentage of text': ['document', document({ routes: { pds: { ...AT, percent: '5' } } })],
  'a patient': [
    'document',
    document({
      overrides: { patients: [{ key: '9990000018', side: 'cloud', owner: 'team', expires: 1 }] },
    }),
  ],
  'a revision of words': ['revision', 'two'],
  'a revision below nothing': ['revision', '-1'],
  'a revision beyond counting': ['revision', '9'.repeat(400)],
  'a revision with a fraction': ['revision', '2.5'],
  'no head': ['head', ''],
  'an epoch with a line break': ['epoch', 'a\nb'],
}

for (const [name, [field = '', value = '']] of Object.entries(GARBAGE)) {
  t.test(`what somebody has written into Redis is not believed: ${name}`, { skip }, async t => {
    const server = await startRedis(t)
    const store = await openedAt(t, server.port)
    const one = await store.change(0, moving(store.known, 'pds', { stage: 'shadow' }))
    const fleet = {
      revision: 2,
      epoch: one.epoch ?? '',
      head: 'a'.repeat(64),
      document: document({}),
    }
    await server.client.hset('{ficus:test}:fleet', { ...fleet, [field]: value })
    await until(() => store.trouble !== undefined)
    t.equal(store.trouble?.code, 'invalid')
    t.notMatch(store.trouble?.message, '9990000018')
    t.equal(store.known, one)
    t.not(await codeOf(store.change(1, moving(one, 'pds', {}))), 'done')
    const cold = await openedAt(t, server.port)
    t.ok(cold.known.epoch === undefined || cold.known.routes.size === 0, 'nor by a cold start')
  })
}

t.test(
  'keys of another type are not believed, and what is kept of a message is checked',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t)
    const store = await openedAt(t, server.port)
    const one = await store.change(0, moving(store.known, 'pds', { stage: 'shadow' }))
    const { client } = server
    const at = (name: string): string => `{ficus:test}:${name}`
    await client.set(at(`bound:${M('1')}`), 'both')
    await client.lpush(at(`bound:${M('2')}`), 'cloud')
    await store.bind([M('3')], 'cloud', MINUTE)
    await client.set(at(`told:${M('3')}`), 'nonsense')
    await client.hset(at('pins:p'), M('1'), 'both of them', M('2'), 'cloud', M('3'), `cloud ../`)
    for (const name of ['1', '2', '3'].map(M)) {
      t.strictSame(await codeOf(store.bind([name], 'cloud', MINUTE)), ['invalid', undefined])
      t.strictSame(await codeOf(store.pinOf('p', [name])), ['invalid', undefined])
      t.strictSame(await codeOf(store.pin('p', [name], 'cloud')), ['invalid', undefined])
    }
    t.strictSame(await codeOf(store.listPins('p', 10)), ['invalid', undefined])
    await client.set(at('counts:pds:e1'), 'many')
    await client.hset(at('counts:pds:e2'), 'identical', 'many')
    for (const epoch of ['e1', 'e2']) {
      const rows = [{ route: 'pds', epoch, name: 'identical', count: 1 }]
      const added = store.addCounts({ from: 'i', number: 1, rows })
      t.strictSame(await codeOf(added), ['invalid', undefined])
      t.strictSame(await codeOf(store.readCounts('pds', epoch)), ['invalid', undefined])
    }
    t.equal(await client.exists(at('batches')), 0, 'and is not half added')
    for (const name of ['audit', 'writers', 'fleet']) {
      await client.del(at(name))
      await client.set(at(name), 'nothing')
      const change = store.change(1, { next: content(), line: moving(one, 'pds', {}).line })
      t.not(await codeOf(change), 'done')
      t.equal(store.known, one)
    }
    await until(() => store.trouble?.code === 'invalid')
  },
)

t.test(
  'no patient is in any key or value, and every key is the environment’s',
  {
    skip,
  },
  async t => {
    const server = await startRedis(t)
    const relay = await startRelay(t, server.port)
    let sent = ''
    relay.seen = piece => void (sent += piece)
    const store = await openedAt(t, relay.port)
    const ids = ['9990000018', 'A1B2C3-A99968-4F5E6A', 'F1E2D3C4-0000-4000-8000-000000000001']
    await store.bind(ids.map(M), 'cloud', MINUTE)
    await store.pin('prescriptions', ids.map(H), 'cloud')
    await store.change(0, moving(store.known, 'pds', {}))
    const rows = [{ route: 'pds', epoch: 'e1', name: 'identical', count: 1 }]
    await store.addCounts({ from: 'i', number: 1, rows })
    await store.acknowledge(ids.map(M), new Uint8Array(4))
    await store.pinOf('prescriptions', ids.map(H))
    for (const id of ids) t.notOk(sent.includes(id), 'nor is a message id')
    const keys = await server.client.keys('*')
    t.equal(keys.length, 10)
    for (const key of keys) t.match(key, /^\{ficus:test\}:/)
  },
)
