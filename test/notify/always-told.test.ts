import fc from 'fast-check'
import t from 'tap'
import { StoreError } from '../../src/fleet/index.ts'
import type { Notifier } from '../../src/config/index.ts'
import { createNotifying } from '../../src/notify/index.ts'
import type { Message } from '../../src/notify/message.ts'
import { fleet, NOW, seriesIn } from './given.ts'

const NOTIFIER: Notifier = {
  name: 'desk',
  url: 'http://127.0.0.1:1/',
  host: '127.0.0.1:1',
  on: ['halt'],
  keys: [],
}

/** What the world does next. */
const STEP = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constant('change'), times: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('fail'), times: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('die'), times: fc.constant(1) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('end'), times: fc.constant(1) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('silent'), times: fc.constant(1) }) },
)

const turn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 1))

/** Lets a world go its way, then lets whoever is left tell the rest; gives what was told, lost and changed. */
async function live(
  steps: readonly { readonly does: string; readonly times: number }[],
  mostBehind: number,
) {
  const there = await fleet()
  const taken: { readonly revision: number; readonly id: string; readonly text: string }[] = []
  const lost: number[] = []
  let failures = 0
  const deaths = { next: false }
  const open = () => {
    let isDead = false
    const store = there.another()
    const notifying = createNotifying({
      store,
      instance: crypto.randomUUID(),
      now: () => NOW,
      random: () => 1,
      pace: { claimMs: 12, timeoutMs: 5, firstMs: 1, mostMs: 2, lookMs: 2, mostBehind },
      metrics: { notifications: seriesIn(new Map()), notificationsBehind: seriesIn(new Map()) },
      log: {
        event: (name, _level, detail) => {
          if (name === 'notify-lost') lost.push(Number(detail['revision']))
        },
      },
      send: async (_notifier, message: Message, { signal }) => {
        await turn()
        const dies = deaths.next
        deaths.next = false
        if (failures > 0) {
          failures -= 1
          return { isDelivered: false, status: 500, why: undefined }
        }
        const said = JSON.parse(message.body) as { data: { revision: number } } // by our own writing
        taken.push({ revision: said.data.revision, id: message.id, text: message.body })
        if (!dies) return { isDelivered: true, status: 204, why: undefined }
        // Dead after it was taken and before it was written down: nothing of it is ever heard of again.
        isDead = true
        store.failure = new StoreError('silent', 'it is dead')
        return new Promise(resolve => {
          signal?.addEventListener('abort', () => {
            resolve({ isDelivered: false, status: undefined, why: 'dead' })
          })
        })
      },
    })
    notifying.use([NOTIFIER])
    return { notifying, store, isDead: () => isDead }
  }
  const instances = [open(), open()]
  while (!there.memory.cursors.kept.has('desk')) await turn()
  for (const { does, times } of steps) {
    if (does === 'change') await there.change(times)
    if (does === 'fail') failures += times
    if (does === 'die') deaths.next = true
    if (does === 'end') {
      void instances.shift()?.notifying.close()
      instances.push(open())
    }
    if (does === 'silent') {
      const [first] = instances
      if (first !== undefined && !first.isDead()) {
        first.store.failure = new StoreError('silent', 'it is away')
        await turn()
        first.store.failure = undefined
      }
    }
    await turn()
    for (const [i, each] of instances.entries()) if (each.isDead()) instances[i] = open()
  }
  deaths.next = false
  instances.push(open())
  const head = there.store.known.revision
  const end = performance.now() + 5_000
  while (performance.now() < end && there.memory.cursors.kept.get('desk')?.at !== head) await turn()
  await Promise.all(instances.map(({ notifying }) => notifying.close()))
  const asked = there.memory.lines
    .filter(({ revision, body }) => revision > 1 && body.includes('"verb":"halt"'))
    .map(({ revision }) => revision)
  return { taken, lost, asked }
}

t.test('each change in the words is told at least once or counted as lost, in order', async t => {
  let dead = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(STEP, { maxLength: 14 }),
      fc.constantFrom(1_000, 4),
      async (steps, mostBehind) => {
        const { taken, lost, asked } = await live(steps, mostBehind)
        dead += taken.length - new Set(taken.map(({ id }) => id)).size
        const known = new Set([...taken.map(({ revision }) => revision), ...lost])
        const missing = asked.filter(revision => !known.has(revision))
        const firsts = [...new Set(taken.map(({ revision }) => revision))]
        const isOrdered = firsts.every((revision, i) => i === 0 || revision > (firsts[i - 1] ?? 0))
        const texts = new Map(taken.map(({ id, text }) => [id, text]))
        const areAlike = taken.every(({ id, text }) => texts.get(id) === text)
        const nothingElse = [...known].every(revision => asked.includes(revision))
        return missing.length === 0 && isOrdered && areAlike && nothingElse
      },
    ),
    { numRuns: 60 },
  )
  t.ok(dead > 0, 'and some were told twice, by those who came after the dead')
})
