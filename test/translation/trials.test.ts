/** What is tried beside the path is tried where nothing else is done with it, and its mistakes are nobody's. */
import { once } from 'node:events'
import t, { type Test } from 'tap'
import type { ExchangeRecord } from '../../src/exchange/index.ts'
import { createTrials, type Tried } from '../../src/translation/index.ts'
import { assigned, retrieval } from './given.ts'

// Threads keep no process alive, and a test's has nothing else that does.
const alive = setInterval(() => undefined, 60_000)
t.teardown(() => clearInterval(alive))

const served = assigned(retrieval(), undefined, {
  ...{ side: 'legacy', because: 'stage', mirror: { not: 'class' } },
})

const recordOf = (more: Partial<ExchangeRecord> = {}): ExchangeRecord => ({
  traceId: '0af7651916cd43dd8448eb211c80319c',
  ...{ received: served, identified: served, assigned: served, stage: 'shadow', attempts: [] },
  ...{ fellBack: undefined, settled: { status: 200, bytes: 1, error: undefined }, ms: 1 },
  ...more,
})

function given(t: Test, tried: (tried: Tried) => void) {
  const root = new URL('../../src/worker.ts', import.meta.url)
  const trials = createTrials({ root, tried, now: () => 0, newId: () => '' })
  t.teardown(() => trials.close())
  return trials
}

t.test('what may not be copied is tried at shadow, and nothing else is', async t => {
  const told = Promise.withResolvers<Tried>()
  let count = 0
  const trials = given(t, tried => {
    count += 1
    told.resolve(tried)
  })
  const others: readonly Partial<ExchangeRecord>[] = [
    { stage: 'canary' },
    { stage: 'legacy' },
    { assigned: undefined },
    { assigned: { ...served, side: 'cloud' } },
    { assigned: { ...served, agrees: false } },
    { assigned: { ...served, mirror: { not: 'halted' } } },
    { assigned: { ...served, route: { ...served.route, translate: undefined } } },
  ]
  for (const other of others) trials.offer(recordOf(other))
  trials.offer(recordOf())
  t.match(await told.promise, { route: 'pds-retrieval', outcome: 'taken' })
  t.equal(count, 1)
})

t.test('whoever counts it and makes a mistake ends no process', async t => {
  const trials = given(t, () => {
    throw new Error('a mistake')
  })
  const warned = once(process, 'warning') as Promise<[NodeJS.ErrnoException]>
  trials.offer(recordOf())
  const [{ code, message }] = await warned
  t.equal(code, 'FICUS_TRIAL')
  t.notMatch(message, 'a mistake')
})
