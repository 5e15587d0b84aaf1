import { request } from 'node:http'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openStore, type Store, StoreError } from '../../src/fleet/index.ts'
import { folder, moving, opened, PATIENT, until } from '../fleet/given.ts'
import { connectMemory, createMemory } from '../fleet/memory-store.ts'
import { noRedis, startRedis } from '../support/redis-server.ts'
import { onMemory, revisionsOf, tellingOn, upTo } from './given-events.ts'

/** A store two instances share, of each kind. */
const STORES: Readonly<Record<string, (t: Test) => Promise<readonly [Store, Store]>>> = {
  'a file': async t => {
    const path = join(folder(t), 'state.db')
    return [await opened(t, path), await opened(t, path)]
  },
  'a Redis': async t => {
    const address = `redis://127.0.0.1:${(await startRedis(t)).port}`
    const connect = async (): Promise<Store> => {
      const store = await openStore(address, PATIENT)
      t.teardown(() => store.close())
      return store
    }
    return [await connect(), await connect()]
  },
}

for (const [name, share] of Object.entries(STORES)) {
  const skip = name === 'a Redis' && noRedis
  t.test(
    `on ${name} every change is told once and in order by every instance`,
    { skip },
    async t => {
      const [one, other] = await share(t)
      const [here, there] = [await tellingOn(t, one), await tellingOn(t, other)]
      await here.change(3)
      const [first, second] = [await here.listen({}, '?from=1'), await there.listen({}, '?from=1')]
      await there.change(2)
      await here.change(120)
      await until(() => first.heard.length >= 125 && second.heard.length >= 125)
      for (const { heard } of [first, second]) {
        t.strictSame(revisionsOf(heard), upTo(1, 125))
        t.strictSame(
          heard.map(({ id }) => Number(id)),
          upTo(1, 125),
        )
      }
      t.strictSame(first.heard, second.heard)
      t.match(first.heard[3], {
        event: 'change',
        data: {
          ...{ revision: 4, environment: 'int', verb: 'resume', name: 'all', actor: 'ada' },
          ...{ approver: null, reason: 'ticket 12', routes: [], gates: [] },
          ...{ halt: { before: 'halt', after: 'none' }, hash: /^[0-9a-f]{64}$/ },
        },
      })
    },
  )

  t.test(
    `on ${name} who is cut off goes on at another instance, and misses nothing`,
    { skip },
    async t => {
      const [one, other] = await share(t)
      const [here, there] = [await tellingOn(t, one), await tellingOn(t, other)]
      const before = await here.listen()
      await here.change(5)
      await until(() => before.heard.length === 5)
      before.close()
      await here.change(20)
      const after = await there.listen({ 'last-event-id': before.lastId })
      await here.change(5)
      await until(() => after.heard.length >= 25)
      t.strictSame(revisionsOf(after.heard), upTo(6, 30))
    },
  )
}

t.test(
  'without an id it is told from now on, and from there also after a cut before anything happened',
  async t => {
    const { change, listen } = await onMemory(t)
    await change(3)
    const before = await listen()
    await until(() => before.lastId === '3')
    t.equal(before.retryMs, 2_000)
    before.close()
    await change(1)
    const after = await listen({ 'last-event-id': before.lastId })
    await until(() => after.heard.length === 1)
    t.strictSame(revisionsOf(after.heard), [4])
  },
)

t.test(
  'from the middle of 10 000 lines, while more come, each is told once and none is missed',
  async t => {
    const { store, memory, change, listen } = await onMemory(t)
    await change(10_000)
    const pages: number[] = []
    const { readAudit } = store
    store.readAudit = (from, most) => {
      pages.push(most)
      return readAudit(from, most)
    }
    const listening = await listen({ 'last-event-id': '5000' })
    await change(50)
    await until(() => listening.heard.length >= 5_050)
    t.strictSame(revisionsOf(listening.heard), upTo(5_001, 10_050))
    t.equal(memory.lines.length, 10_050)
    t.ok(Math.max(...pages) <= 100, 'read in pages')
  },
)

t.test('the id that was heard last says more than the address', async t => {
  const { change, listen } = await onMemory(t)
  await change(4)
  const listening = await listen({ 'last-event-id': '3' }, '?from=1')
  await until(() => listening.heard.length > 0)
  t.strictSame(revisionsOf(listening.heard), [4])
})

t.test(
  'a line that is not what was written is told as a gap, and those after it are told',
  async t => {
    const { memory, change, listen } = await onMemory(t)
    await change(4)
    const edited = memory.lines[1]
    if (edited === undefined) throw new Error('the changes left lines')
    memory.lines[1] = { ...edited, body: edited.body.replace('ada', 'eve') }
    const listening = await listen({}, '?from=1')
    await until(() => listening.heard.length >= 4)
    t.match(listening.heard, [
      { event: 'change', id: '1' },
      { event: 'gap', id: '2', data: { revision: 2, says: /not what was written/ } },
      { event: 'change', id: '3' },
      { event: 'change', id: '4' },
    ])
  },
)

t.test('lines that are missing are told as a gap, and those after them are told', async t => {
  const { memory, change, listen } = await onMemory(t)
  await change(6)
  memory.lines.splice(2, 2)
  const listening = await listen({}, '?from=2')
  await until(() => listening.heard.length >= 4)
  t.match(listening.heard, [
    { event: 'change', id: '2' },
    { event: 'gap', id: '2', data: { revision: 3, says: /does not follow/ } },
    { event: 'change', id: '5' },
    { event: 'change', id: '6' },
  ])
  const within = await listen({ 'last-event-id': '3' })
  await until(() => within.heard.length >= 3)
  t.match(within.heard, [
    { event: 'gap', data: { revision: 3, says: /missing/ } },
    { event: 'gap', data: { revision: 4 } },
    { event: 'change', id: '5' },
  ])
})

t.test('a line that says nothing of a change is told as a gap', async t => {
  const { store, memory, listen, change } = await onMemory(t)
  await change(1)
  await store.change(1, moving(store.known, 'read', {}))
  await change(1)
  t.equal(memory.lines.length, 3)
  const listening = await listen({}, '?from=1')
  await until(() => listening.heard.length >= 3)
  t.match(listening.heard, [
    { event: 'change' },
    { event: 'gap', id: '2', data: { says: /nothing of a change/ } },
    { event: 'change', id: '3' },
  ])
})

t.test(
  'who heard more than the audit holds is told where it ends, and goes on from there',
  async t => {
    const { change, listen } = await onMemory(t)
    await change(2)
    const listening = await listen({ 'last-event-id': '500' })
    await until(() => listening.heard.length === 1)
    t.match(listening.heard, [
      { event: 'gap', id: '2', data: { revision: 501, says: 'the audit ends at revision 2' } },
    ])
    await change(1)
    await until(() => listening.heard.length === 2)
    t.strictSame(revisionsOf(listening.heard), [3])
  },
)

t.test('while the store is silent the stream stays, says so once, and goes on', async t => {
  const { store, change, listen } = await onMemory(t)
  await change(1)
  const listening = await listen({}, '?from=1')
  await until(() => listening.heard.length === 1)
  store.failure = new StoreError('silent', 'it is away')
  await until(() => listening.heard.length === 2)
  store.failure = undefined
  await until(() => listening.heard.length === 3)
  await change(1)
  await until(() => listening.heard.length === 4)
  t.match(listening.heard, [
    { event: 'change', id: '1' },
    { event: 'trouble', id: '1', data: { trouble: { code: 'silent', says: 'it is away' } } },
    { event: 'trouble', id: '1', data: { trouble: null } },
    { event: 'change', id: '2' },
  ])
  t.notOk(listening.isEnded)
})

t.test(
  'a stream that begins while the store is silent tells what was before once it answers',
  async t => {
    const { store, change, listen } = await onMemory(t)
    await change(3)
    store.failure = new StoreError('silent', 'it is away')
    const listening = await listen({ 'last-event-id': '1' })
    await until(() => listening.heard.length === 1)
    store.failure = undefined
    await until(() => listening.heard.length >= 4)
    t.strictSame(revisionsOf(listening.heard), [2, 3])
  },
)

t.test('an id that is none is refused, and nothing but GET is known', async t => {
  const { url, listen } = await onMemory(t)
  for (const id of ['x', '-1', '1.5', '9'.repeat(16), ' 1']) {
    t.equal((await listen({ 'last-event-id': id })).status, id === ' 1' ? 200 : 400, id)
  }
  for (const from of ['0', 'x', '1.5', '-1', '']) {
    t.equal((await listen({}, `?from=${from}`)).status, 400, from)
  }
  for (const method of ['POST', 'HEAD', 'PUT']) {
    const status = await new Promise(resolve => {
      request(url, { method, agent: false }, ({ statusCode }) => resolve(statusCode)).end()
    })
    t.equal(status, 405, method)
  }
})

t.test('an instance that lags behind says nothing is missing, and waits', async t => {
  const memory = createMemory()
  const ahead = connectMemory(memory)
  const { change } = await tellingOn(t, ahead)
  await change(3)
  const store = connectMemory(memory)
  const known = { ...store.known, revision: 1 }
  const behind = new Proxy(store, {
    get: (target, field) => (field === 'known' ? known : (Reflect.get(target, field) as unknown)),
  })
  const { listen } = await tellingOn(t, behind)
  const listening = await listen({ 'last-event-id': '3' })
  await until(() => listening.lastId === '3')
  await change(1)
  known.revision = 4
  await until(() => listening.heard.length === 1)
  t.strictSame(revisionsOf(listening.heard), [4])
})
