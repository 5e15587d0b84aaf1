import t from 'tap'
import { backoffMs, PACE } from '../../src/notify/pace.ts'

const after = (tries: number, status?: number, random = 1): number =>
  backoffMs(tries, PACE, { random: () => random, status })

t.test('the wait between two tries doubles from a second to five minutes', async t => {
  t.strictSame(
    [1, 2, 3, 8, 9, 10, 10_000].map(tries => after(tries)),
    [1_000, 2_000, 4_000, 128_000, 256_000, 300_000, 300_000],
  )
  t.equal(after(3, 500, 0.25), 1_000, 'and is any time up to that')
})

t.test('a receiver that says it is gone is asked seldom from the first time on', async t => {
  t.equal(after(1, 410, 0), 300_000)
})
