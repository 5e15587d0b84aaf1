import t from 'tap'
import { StoreError } from '../../src/fleet/index.ts'
import { send } from '../../src/notify/send.ts'
import { begun, fleet, QUICK, revisionsOf, telling } from './given.ts'
import { receiver, until } from './receiver.ts'

t.test('of several instances one tells; where it ends, another goes on after it', async t => {
  const [there, desk] = [await fleet(), await receiver(t)]
  const told = [there.store, there.another(), there.another()].map(store =>
    telling(t, store, { pace: { ...QUICK, claimMs: 60_000 } }),
  )
  for (const each of told) each.use(desk.notifier())
  await until(t, 'one has begun', () => told.some(({ events }) => events.length > 0))
  for (const each of told) {
    await there.change(4)
    const head = there.store.known.revision
    await until(t, 'all are told', () => there.memory.cursors.kept.get('desk')?.at === head)
    await each.close()
  }
  t.strictSame(revisionsOf(desk.heard), [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
})

t.test(
  'whoever dies with a message under way leaves it to another, who sends it again',
  async t => {
    const [there, desk] = [await fleet(), await receiver(t)]
    const dying = telling(t, there.store, {
      // The message is taken, and whoever sent it never learns of it nor does anything more.
      send: async (notifier, message, within) => {
        await send(notifier, message, within)
        return new Promise((_resolve, reject) => {
          within.signal?.addEventListener('abort', () => {
            reject(new StoreError('silent', 'it ended'))
          })
        })
      },
    })
    dying.use(desk.notifier())
    await until(t, 'it is claimed', () => dying.events.length === 1)
    await there.change(2)
    await until(t, 'it was sent', () => desk.heard.length === 1)
    const told = telling(t, there.another())
    told.use(desk.notifier())
    await until(t, 'all are taken', () => told.counts.get('desk delivered') === 2)
    t.strictSame(revisionsOf(desk.heard), [2, 2, 3])
    t.equal(desk.heard[0]?.id, desk.heard[1]?.id, 'a double has the same id')
  },
)

t.test('a store that is silent for a while loses nothing', async t => {
  const { change, desk, store, told } = await begun(t)
  await change()
  await until(t, 'one is taken', () => desk.taken.length === 1)
  store.failure = new StoreError('silent', 'it is away')
  told.use({ ...desk.notifier(), on: ['halt', 'resume'] })
  await new Promise(resolve => setTimeout(resolve, 3 * QUICK.lookMs))
  store.failure = undefined
  await change(2)
  await until(t, 'the rest is taken', () => desk.taken.length === 3)
  t.strictSame(revisionsOf(desk.taken), [2, 3, 4])
})

t.test('another address is taken over at once, also where the old one is waited for', async t => {
  const [there, desk, other] = [await fleet(), await receiver(t, () => 410), await receiver(t)]
  const slow = { ...QUICK, mostMs: 3_600_000, claimMs: 3_600_000 }
  const told = telling(t, there.store, { pace: slow })
  told.use(desk.notifier())
  await until(t, 'it is claimed', () => told.events.length === 1)
  await there.change(2)
  await until(t, 'it is gone', () => told.counts.get('desk failed') === 1)
  told.use({ ...other.notifier(), name: 'desk' })
  await until(t, 'the other is told', () => other.taken.length === 2)
  t.equal(desk.heard.length, 1, 'who answers that it is gone is asked seldom')
  t.strictSame(revisionsOf(other.taken), [2, 3])
})

t.test('who is taken off the file is told no more, and what was told stays known', async t => {
  const { change, desk, told, memory } = await begun(t)
  await change()
  await until(t, 'it is told', () => memory.cursors.kept.get('desk')?.at === 2)
  const other = await receiver(t)
  told.use(other.notifier(['*'], 'other'))
  await until(t, 'the other is claimed', () => memory.cursors.kept.has('other'))
  await change()
  await until(t, 'the other is told', () => other.taken.length === 1)
  t.equal(desk.heard.length, 1)
  told.use(desk.notifier())
  await until(t, 'it goes on where it was', () => desk.taken.length === 2)
  t.strictSame(revisionsOf(desk.taken), [2, 3])
})
