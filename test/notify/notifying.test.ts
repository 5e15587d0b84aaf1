import type { ServerResponse } from 'node:http'
import t from 'tap'
import { at, bench, count, ENOUGH, owning } from '../flips/given.ts'
import { begun, fleet, NOW, QUICK, revisionsOf, telling } from './given.ts'
import { receiver, until } from './receiver.ts'

t.test(
  'each change is told, in order, signed as the Standard Webhooks library believes',
  async t => {
    const { change, desk, told } = await begun(t)
    await change(3)
    await until(t, 'all are taken', () => told.counts.get('desk delivered') === 3)
    t.strictSame(revisionsOf(desk.taken), [2, 3, 4], 'and what was before it was told first is not')
    t.strictSame(desk.refused, [])
    t.equal(desk.headers[0]?.['content-type'], 'application/json')
    t.equal(told.counts.get('desk delivered'), 3)
    await until(t, 'nobody is behind', () => told.behind.get('desk') === 0)
  },
)

t.test('a message says who changed what and why, and where routes stood and stand', async t => {
  const { ask, desk, memory } = await begun(t)
  await ask({ verb: 'halt', name: 'read', isHard: true })
  await ask({ verb: 'halt' })
  await until(t, 'both are taken', () => desk.taken.length === 2)
  const [one, all] = desk.taken
  t.strictSame(one, {
    id: `int-2-${String(memory.lines[1]?.hash.slice(0, 12))}`,
    type: 'ficus.halt',
    timestamp: new Date(NOW).toISOString(),
    data: {
      environment: 'int',
      revision: 2,
      verb: 'halt',
      name: 'read',
      actor: 'ada',
      approver: null,
      reason: 'because',
      routes: [{ route: 'read', before: 'shadow', after: 'shadow · halted hard' }],
      gates: [],
    },
  })
  t.match(all?.data, {
    name: 'all',
    routes: [{ route: 'all', before: 'not halted', after: 'halted' }],
  })
})

t.test('a receiver is told what is in its words and nothing else', async t => {
  const { ask, memory, ...made } = await bench([owning('read')], { read: at('shadow') })
  const desks = [await receiver(t), await receiver(t), await receiver(t)] as const
  const told = telling(t, made.store)
  told.use(
    desks[0].notifier(['promote', 'rollback'], 'moves'),
    desks[1].notifier(['break-glass'], 'glass'),
    desks[2].notifier(['*'], 'all'),
  )
  await until(t, 'all are claimed', () => told.events.length === 3)
  await ask({ verb: 'halt', name: 'read' })
  await ask({ verb: 'resume', name: 'read' })
  const promoted = { verb: 'promote', name: 'read', to: 'canary', percent: 5 } as const
  await ask({ ...promoted, breakGlass: { approver: 'grace' } })
  await ask({ verb: 'rollback', name: 'read' })
  await until(t, 'all are told', () => desks[2].taken.length === 4)
  await until(t, 'moves are told', () => desks[0].taken.length === 2)
  const verbs = desks.map(({ taken }) => taken.map(({ data }) => data.verb))
  t.strictSame(verbs, [
    ['promote', 'rollback'],
    ['promote'],
    ['halt', 'resume', 'promote', 'rollback'],
  ])
  t.match(desks[1].taken[0]?.data, {
    approver: 'grace',
    glass: ['gate'],
    gates: [{ verdict: 'undecided' }],
  })
  await until(t, 'nobody is behind', () => [...told.behind.values()].every(each => each === 0))
  t.equal(memory.cursors.kept.get('moves')?.at, 5, 'and what is not in its words is gone past')
})

t.test('an open gate is told in short: verdict and numbers', async t => {
  const made = await bench([owning('read')], { read: at('shadow') })
  await count(made, 'read', ENOUGH)
  const desk = await receiver(t)
  const told = telling(t, made.store)
  told.use(desk.notifier())
  await until(t, 'it is claimed', () => told.events.length === 1)
  await made.ask({ verb: 'promote', name: 'read', to: 'canary', percent: 5 })
  await until(t, 'it is taken', () => desk.taken.length === 1)
  t.match(desk.taken[0]?.data, {
    routes: [{ route: 'read', before: 'shadow', after: 'canary 5 %' }],
    gates: [{ route: 'read', verdict: 'open', compared: 5_000, bad: 0 }],
  })
  t.notOk('glass' in (desk.taken[0]?.data ?? {}))
})

t.test(
  'a receiver that fails is told again, the same under the same id, and nothing overtakes',
  async t => {
    const { change, desk, told } = await begun(t, number => (number < 3 ? 500 : 204))
    await change(2)
    await until(t, 'both are taken', () => desk.taken.length === 2)
    t.strictSame(revisionsOf(desk.heard), [2, 2, 2, 2, 3])
    t.equal(new Set(desk.heard.slice(0, 4).map(({ id }) => id)).size, 1)
    t.equal(told.counts.get('desk failed'), 3)
    t.equal(told.counts.get('desk delivered'), 2)
    const failed = told.events.filter(({ name }) => name === 'notify-failed')
    t.match(failed, [{ detail: { notifier: 'desk', revision: 2, status: 500 } }])
    t.equal(failed.length, 1, 'what goes on failing in the same way is said once')
  },
)

t.test('where a receiver points elsewhere nobody follows', async t => {
  const elsewhere = await receiver(t)
  const { change, desk, told } = await begun(t, number => (reply: ServerResponse) => {
    if (number > 0) return void reply.writeHead(204).end()
    reply.writeHead(307, { location: elsewhere.url }).end()
  })
  await change()
  await until(t, 'it is told again', () => told.counts.get('desk delivered') === 1)
  t.equal(desk.heard.length, 2)
  t.equal(elsewhere.heard.length + elsewhere.refused.length, 0)
})

t.test('a receiver that hangs is left, and holds up no other', async t => {
  const hanging = await receiver(t, () => () => undefined)
  const { change, desk, told } = await begun(t)
  told.use(desk.notifier(), hanging.notifier(['*'], 'hanging'))
  await until(t, 'both are claimed', () => told.events.length === 2)
  await change(5)
  await until(t, 'one has all', () => desk.taken.length === 5)
  await until(t, 'the other is tried again', () => hanging.heard.length >= 2)
  t.match(told.events.at(-1)?.detail, { notifier: 'hanging', why: 'timeout' })
  t.equal(told.behind.get('hanging'), 5, 'how far it is behind is shown')
})

t.test('of what a receiver answers nothing but the status is read, however much it is', async t => {
  let written = 0
  const { change, told } = await begun(t, () => reply => {
    reply.writeHead(200)
    const flood = (): void => {
      while (!reply.destroyed && written < 400_000_000) {
        written += 65_536
        if (!reply.write(Buffer.alloc(65_536))) return void reply.once('drain', flood)
      }
    }
    flood()
  })
  await change()
  await until(t, 'it is delivered', () => told.counts.get('desk delivered') === 1)
  await change()
  await until(t, 'and the next too', () => told.counts.get('desk delivered') === 2)
  t.ok(written < 100_000_000, `${written} bytes were taken off it`)
})

t.test('what is too old is tried once and then gone past, counted and logged', async t => {
  const [there, desk] = [await fleet(), await receiver(t, number => (number < 1 ? 500 : 204))]
  const told = telling(t, there.store, {
    now: () => NOW + 1_001,
    pace: { ...QUICK, giveUpMs: 1_000 },
  })
  told.use({ ...desk.notifier(), keys: desk.notifier().keys })
  await until(t, 'it is claimed', () => told.events.length === 1)
  desk.answers = () => 500
  await there.change()
  // Its clock is not that of the receiver, which believes no signature so old.
  await until(t, 'it is lost', () => told.counts.get('desk lost') === 1)
  t.equal(told.counts.get('desk failed'), 1, 'after one try')
  t.match(told.events.at(-1), { name: 'notify-lost', detail: { revision: 2, why: 'late' } })
  t.equal(there.memory.cursors.kept.get('desk')?.at, 2)
})

t.test(
  'a receiver too far behind is told the last of it, and the rest is counted as lost',
  async t => {
    const [there, desk] = [await fleet(), await receiver(t)]
    const before = telling(t, there.store)
    before.use(desk.notifier())
    await until(t, 'it is claimed', () => before.events.length === 1)
    await before.close()
    await there.change(8)
    const after = telling(t, there.store, { pace: { ...QUICK, mostBehind: 3 } })
    after.use(desk.notifier())
    await until(t, 'the last are told', () => desk.taken.length === 3)
    t.strictSame(revisionsOf(desk.taken), [7, 8, 9])
    t.equal(after.counts.get('desk lost'), 5)
    const lost = after.events.filter(({ name }) => name === 'notify-lost')
    t.strictSame(
      lost.map(({ detail }) => detail['revision']),
      [2, 3, 4, 5, 6],
    )
    t.strictSame(new Set(lost.map(({ detail }) => detail['why'])), new Set(['behind']))
  },
)

t.test('a test says what came of it, and moves nothing', async t => {
  const { desk, told, memory } = await begun(t, number => (number === 0 ? 200 : 503))
  t.match(await told.test('desk', 'int'), { name: 'desk', isDelivered: true, status: 200 })
  t.match(desk.heard[0], {
    type: 'ficus.test',
    data: { environment: 'int', notifier: 'desk', test: true },
  })
  t.match(await told.test('desk', 'int'), { isDelivered: false, status: 503 })
  t.not(desk.heard[0]?.id, desk.heard[1]?.id)
  t.equal(await told.test('nobody', 'int'), undefined)
  t.equal(memory.cursors.kept.get('desk')?.at, 1)
  told.use({ ...desk.notifier(), url: 'http://127.0.0.1:1/hunter2' })
  const tried = await told.test('desk', 'int')
  t.match(tried, { isDelivered: false, why: /^[A-Z]+$|unreachable/ })
  t.notMatch(JSON.stringify(tried), /hunter2|wholly/)
})

t.test('two keys sign each message, so that either is believed while one is changed', async t => {
  const { change, desk, told } = await begun(t)
  const other = Buffer.alloc(24, 9).toString('base64')
  const notifier = desk.notifier()
  told.use({ ...notifier, keys: [other, ...notifier.keys] })
  await change()
  await until(t, 'it is taken', () => desk.taken.length === 1)
  t.equal(String(desk.headers[0]?.['webhook-signature']).split(' ').length, 2)
  told.use({ ...notifier, keys: [other] })
  await change()
  await until(t, 'it is not believed', () => desk.refused.length > 0)
  t.equal(desk.taken.length, 1)
})
