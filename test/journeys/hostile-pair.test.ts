/**
 * One pair of answers that costs more than it may is ended and counted as truncated; the pairs before and after it get
 * their verdict, and every supplier its bytes.
 */
import t from 'tap'
import { startThreadsWith } from '../support/hostile-root.ts'
import { comparedTo, HOSTILE, ORDINARY, startMirroring } from '../support/hostile-pair.ts'

t.setTimeout(230_000)

const REQUESTS = 1_000

/** A thousand requests, of which one is about the hostile patient. */
const withOneHostile = Array.from({ length: REQUESTS }, (_, i) =>
  i === REQUESTS / 2 ? HOSTILE : ORDINARY,
)

const ENTRIES = 18_000

/**
 * As many members as a copied answer has room for: none is the same on the other side, and each has values in common
 * with as many others as an index of them looks at.
 */
const entries = (side: string): string =>
  Array.from(
    { length: ENTRIES },
    (_, i) => `<entry a="${i % 3000}" b="${i % 2999}" c="${side}${i}"/>`,
  ).join('')

t.test('one hostile pair among a thousand is ended by its budget of steps', async t => {
  const { proxy, send } = await startMirroring(t, { legacy: entries('x'), cloud: entries('y') })
  t.equal(await send(withOneHostile), REQUESTS, 'every supplier got all bytes')
  t.strictSame(await comparedTo(proxy, REQUESTS), {
    'identical none': REQUESTS - 1,
    'truncated steps': 1,
  })
})

t.test('one that never ends is ended from outside, with its thread', async t => {
  startThreadsWith(t, new URL('../support/hostile-thread.ts', import.meta.url))
  const planted = '<note>endless</note>'
  const { proxy, send } = await startMirroring(t, { legacy: planted, cloud: planted })
  const half = Array.from({ length: REQUESTS / 2 }, () => ORDINARY)
  t.equal(await send(half), REQUESTS / 2)
  // What stands beside it in its thread is ended with it, so it comes when nothing does.
  await comparedTo(proxy, REQUESTS / 2)
  t.equal(await send([HOSTILE]), 1, 'its supplier has its answer before anything is compared')
  await comparedTo(proxy, REQUESTS / 2 + 1)
  t.equal(await send(half.slice(1)), REQUESTS / 2 - 1)
  t.strictSame(await comparedTo(proxy, REQUESTS), {
    'identical none': REQUESTS - 1,
    'truncated overtime': 1,
  })
})
