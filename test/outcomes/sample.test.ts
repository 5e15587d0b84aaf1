/** Which exchanges are chosen to be read: all while there is plenty, and by chance beyond that. */
import t from 'tap'
import { createSample } from '../../src/outcomes/sample.ts'
import { createRandom } from '../../src/simulator/index.ts'

const random = createRandom(7)

/** What a steady load comes to: which of so many a second, over so many seconds, are chosen. */
function chosenOf(perSecond: number, seconds: number, budget = 200): boolean[] {
  const sample = createSample(budget, random)
  return Array.from({ length: perSecond * seconds }, (_, i) => sample((i * 1_000) / perSecond))
}

const share = (chosen: readonly boolean[]): number => chosen.filter(Boolean).length / chosen.length

t.test('at a low rate everything is read', async t => {
  t.equal(share(chosenOf(50, 20)), 1)
  t.equal(share(chosenOf(190, 20)), 1)
})

t.test('under load as many are read as the budget says, whatever comes', async t => {
  for (const load of [1_000, 5_000]) {
    const chosen = chosenOf(load, 10)
    const read = chosen.filter(Boolean).length
    // What was left at the beginning comes on top, once.
    t.ok(read <= 10 * 200 + 200, `${read} of ${load} a second`)
    t.ok(read >= 10 * 200 * 0.9, `${read} of ${load} a second`)
  }
})

t.test('what comes every nth time is read as often as everything else', async t => {
  for (const nth of [2, 5, 10, 25]) {
    const chosen = chosenOf(1_000, 60)
    const its = chosen.filter((_, i) => i % nth === 0)
    const ratio = share(its) / share(chosen)
    t.ok(ratio > 0.85 && ratio < 1.15, `every ${nth}th: ${ratio.toFixed(2)}`)
  }
})

t.test('a burst is not read at its head alone', async t => {
  const sample = createSample(200, random)
  const [head, tail] = [
    { read: 0, of: 0 },
    { read: 0, of: 0 },
  ]
  for (let second = 0; second < 200; second += 1) {
    for (let i = 0; i < 400; i += 1) {
      // Four hundred within a twentieth of a second, then silence.
      const half = i < 200 ? head : tail
      half.of += 1
      if (sample(second * 1_000 + i / 8)) half.read += 1
    }
  }
  t.ok(head.read + tail.read <= 201 * 200)
  t.ok(tail.read > head.read / 10, `${tail.read} of the tail, ${head.read} of the head`)
})

t.test('time that runs backwards gives nothing back', async t => {
  const sample = createSample(10, () => 0)
  const read = Array.from({ length: 100 }, (_, i) => sample(1_000 - i)).filter(Boolean)
  t.equal(read.length, 10)
  t.ok(sample(2_000), 'and a second later there is a budget again')
})
