import fc from 'fast-check'
import t from 'tap'
import { CERTAIN, evidenceAsked, mixtureEvidence } from '../../src/evidence/index.ts'
import { FEWEST } from './given.ts'

const share = fc.double({ min: 0.0001, max: 0.4, noNaN: true })
const trials = fc.nat(300)

t.test('so many comparisons are asked for, and not one fewer is enough', async t => {
  for (const { share, different, compared } of FEWEST) {
    const at = `${compared} at ${share} with ${different}`
    t.ok(mixtureEvidence(compared, different, share) >= evidenceAsked(0.95), at)
    t.ok(mixtureEvidence(compared - 1, different, share) < evidenceAsked(0.95), `fewer than ${at}`)
  }
})

/** The definition itself, by Simpson's rule in logarithms: slow, and another way to the same number. */
function integrated(n: number, k: number, share: number): number {
  const steps = 20_000
  const at = (q: number): number =>
    q === 0 && k > 0
      ? 0
      : Math.exp(
          (k > 0 ? k * Math.log(q / share) : 0) + (n - k) * (Math.log1p(-q) - Math.log1p(-share)),
        )
  let sum = at(0) + at(share)
  for (let i = 1; i < steps; i += 1) sum += (i % 2 === 1 ? 4 : 2) * at((i * share) / steps)
  return sum / steps / 3
}

t.test('it is the mixture it says it is', async t => {
  const property = fc.property(trials, fc.nat(20), share, (n, different, share) => {
    const k = Math.min(n, different)
    const [one, other] = [mixtureEvidence(n, k, share), integrated(n, k, share)]
    return Math.abs(one - other) <= 1e-6 * other
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 60 }))
})

/** The probability of k in n trials at p, one from the other. */
function binomial(n: number, p: number): number[] {
  const all = [1]
  for (let trial = 0; trial < n; trial += 1) {
    for (let k = all.length; k >= 0; k -= 1) {
      all[k] = (all[k] ?? 0) * (1 - p) + (k > 0 ? (all[k - 1] ?? 0) * p : 0)
    }
  }
  return all
}

t.test(
  'where the share is what is feared, or more, it is expected to stay at 1 or below',
  async t => {
    const worse = fc.double({ min: 1, max: 3, noNaN: true })
    const property = fc.property(fc.nat(200), share, worse, (n, share, worse) => {
      const expected = (p: number): number =>
        binomial(n, p).reduce((sum, chance, k) => sum + chance * mixtureEvidence(n, k, share), 0)
      const least = expected(share)
      return Math.abs(least - 1) < 1e-9 && expected(Math.min(0.999, share * worse)) <= 1 + 1e-9
    })
    t.doesNotThrow(() => fc.assert(property, { numRuns: 60 }))
  },
)

/** Numbers from 0 to 1 that are the same every time (mulberry32). */
function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

t.test('looked at over and over, it is wrong no more often than it says', async t => {
  const chance = chances(20_260_331)
  let wrong = 0
  for (let run = 0; run < 400; run += 1) {
    let different = 0
    for (let n = 1; n <= 3_000; n += 1) {
      if (chance() < 0.01) different += 1
      if (n % 10 > 0 || mixtureEvidence(n, different, 0.01) < evidenceAsked(0.95)) continue
      wrong += 1
      break
    }
  }
  t.ok(wrong <= 20, `${wrong} of 400 came to 20 with a share of just 1 % that differs`)
})

t.test('every clean comparison adds to it, every different one takes away', async t => {
  const many = fc.integer({ min: 0, max: 1e12 })
  const property = fc.property(many, fc.nat(1_000), share, (n, different, share) => {
    const k = Math.min(n, different)
    const here = mixtureEvidence(n, k, share)
    return (
      here > 0 &&
      here <= CERTAIN &&
      mixtureEvidence(n + 1, k, share) >= here &&
      mixtureEvidence(n + 1, k + 1, share) <= here
    )
  })
  t.doesNotThrow(() => fc.assert(property))
})

t.test(
  'with nothing compared there is no evidence, and with very much it is still a number',
  async t => {
    t.equal(mixtureEvidence(0, 0, 0.001), 1)
    t.equal(mixtureEvidence(1e15, 0, 0.001), CERTAIN)
    t.ok(Number.isFinite(mixtureEvidence(1e12, 1e9, 0.001)))
    t.equal(mixtureEvidence(1_000, 1_000, 0.001), 1 / 1_001)
  },
)
