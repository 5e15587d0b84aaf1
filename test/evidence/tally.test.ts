import t from 'tap'
import { createTally } from '../../src/evidence/index.ts'
import { type CountBatch, StoreError } from '../../src/fleet/index.ts'

/** A store that remembers what it was given, adds each batch once, and fails when it is told to. */
function fakeStore() {
  const counts = new Map<string, number>()
  const seen: number[] = []
  let failure: 'before' | 'after' | undefined
  return {
    counts,
    seen,
    fail: (how: typeof failure) => (failure = how),
    addCounts: async ({ number, rows }: CountBatch): Promise<void> => {
      if (failure === 'before') throw new StoreError('silent', 'it is away')
      if (!seen.includes(number)) {
        for (const { route, epoch, name, count } of rows) {
          const key = `${route} ${epoch} ${name}`
          counts.set(key, (counts.get(key) ?? 0) + count)
        }
      }
      seen.push(number)
      if (failure === 'after') throw new StoreError('unknown', 'no answer came')
    },
  }
}

t.test('what is counted reaches the store, by route, epoch and name', async t => {
  const store = fakeStore()
  const tally = createTally(store, 'instance-1')
  tally.add('pds', 'e1', { verdict: 'identical' })
  tally.add('pds', 'e1', { verdict: 'identical' })
  tally.add('pds', 'e2', { verdict: 'not_compared', reason: 'size' })
  t.equal(tally.waiting, 3)
  t.equal(await tally.flush(), true)
  t.equal(tally.waiting, 0)
  t.strictSame(Object.fromEntries(store.counts), {
    'pds e1 identical': 2,
    'pds e2 not_compared.size': 1,
  })
  t.equal(await tally.flush(), true)
  t.equal(store.seen.length, 1, 'with nothing new the store is not asked')
})

t.test('a pair that differs is counted once, and beside that where it does', async t => {
  const store = fakeStore()
  const tally = createTally(store, 'instance-1')
  tally.add('pds', 'e1', { verdict: 'different', differsIn: 'seen' })
  tally.add('pds', 'e1', { verdict: 'different', differsIn: 'both' })
  t.equal(await tally.flush(), true)
  t.strictSame(Object.fromEntries(store.counts), {
    'pds e1 different': 2,
    'pds e1 differs_in.seen': 1,
    'pds e1 differs_in.both': 1,
  })
})

t.test(
  'nothing is lost while the store is away, and nothing added twice when nobody knows',
  async t => {
    const store = fakeStore()
    const tally = createTally(store, 'instance-1')
    const key = 'pds e1 identical'
    const add = (): void => tally.add('pds', 'e1', { verdict: 'identical' })
    add()
    store.fail('before')
    t.equal(await tally.flush(), false)
    add()
    t.equal(tally.waiting, 2)
    store.fail('after')
    t.equal(await tally.flush(), false)
    t.equal(store.counts.get(key), 1, 'it is there, and the tally cannot know')
    store.fail(undefined)
    add()
    t.equal(await tally.flush(), true)
    t.equal(store.counts.get(key), 3)
    t.equal(tally.waiting, 0)
  },
)

t.test('two flushes at once send one batch after the other', async t => {
  const sent: { readonly number: number; done: () => void }[] = []
  const addCounts = ({ number }: CountBatch): Promise<void> =>
    new Promise(done => sent.push({ number, done }))
  const tally = createTally({ addCounts }, 'instance-1')
  tally.add('pds', 'e1', { verdict: 'identical' })
  const flushes = [tally.flush(), tally.flush()]
  await new Promise(setImmediate)
  tally.add('pds', 'e1', { verdict: 'identical' })
  t.strictSame(
    sent.map(({ number }) => number),
    [1],
    'the second waits for the first',
  )
  sent[0]?.done()
  await new Promise(setImmediate)
  t.strictSame(
    sent.map(({ number }) => number),
    [1, 2],
  )
  sent[1]?.done()
  t.strictSame(await Promise.all(flushes), [true, true])
  t.equal(tally.waiting, 0)
})
