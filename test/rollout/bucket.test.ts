import fc from 'fast-check'
import t from 'tap'
import { bucketOf, type BucketPurpose } from '../../src/rollout/index.ts'

const KEYS = 100_000

// Every number of the 9-series that ends in its right check digit (mod 11), from the first on: near neighbours,
// as a practice's list is.
const NHS_NUMBERS: readonly string[] = (() => {
  const numbers: string[] = []
  for (let first = 999_000_000; numbers.length < KEYS; first++) {
    const digits = Array.from(String(first), Number)
    const sum = digits.reduce((total, digit, i) => total + digit * (10 - i), 0)
    const check = (11 - (sum % 11)) % 11
    if (check < 10) numbers.push(`${String(first)}${String(check)}`)
  }
  return numbers
})()

const share = (keys: readonly string[], isIn: (key: string) => boolean): number =>
  keys.filter(isIn).length / keys.length

/** How far a share may be from its mean in a fair draw of this many keys. */
const threeSigma = (p: number, n = KEYS): number => 3 * Math.sqrt((p * (1 - p)) / n)

/** The published algorithm in big integers, where nothing can overflow unseen. */
function published(purpose: string, seed: string, key: string): number {
  const mask = 0xffffffffn
  let hash = 2166136261n
  for (const byte of new TextEncoder().encode(`${purpose}\0${seed}\0${key}`)) {
    hash = ((hash ^ BigInt(byte)) * 16777619n) & mask
  }
  hash ^= hash >> 16n
  hash = (hash * 0x85ebca6bn) & mask
  hash ^= hash >> 13n
  hash = (hash * 0xc2b2ae35n) & mask
  hash ^= hash >> 16n
  return (Number(hash) / 2 ** 32) * 100
}

t.test('a bucket is what the published algorithm gives', t => {
  const ascii = fc.string({ unit: 'grapheme-ascii' })
  const same = fc.property(
    fc.constantFrom('side', 'sample'),
    ascii,
    ascii,
    (purpose, seed, key) => {
      return bucketOf(purpose, seed, key) === published(purpose, seed, key)
    },
  )
  t.doesNotThrow(() => fc.assert(same))
  t.end()
})

t.test('buckets stay what they were: a key moved by a new version would change sides', t => {
  t.equal(bucketOf('side', 'patients', '9990000018').toFixed(6), '28.889507')
  t.equal(bucketOf('side', 'prescriptions', '905C30-C81007-00001+').toFixed(6), '38.306786')
  t.equal(bucketOf('sample', 'patients', '9990000018').toFixed(6), '54.074425')
  t.end()
})

t.test('a bucket is at least 0 and below 100', t => {
  const inside = fc.property(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'binary' }),
    (seed, key) => {
      const bucket = bucketOf('side', seed, key)
      return bucket >= 0 && bucket < 100
    },
  )
  t.doesNotThrow(() => fc.assert(inside))
  t.end()
})

for (const percent of [0.1, 1, 5, 25, 50, 99]) {
  t.test(
    `${String(percent)} per cent take their share of 100 000 neighbouring NHS numbers within 3σ`,
    t => {
      const p = percent / 100
      for (const seed of ['patients', 'prescriptions', '']) {
        const seen = share(NHS_NUMBERS, key => bucketOf('side', seed, key) < percent)
        t.ok(Math.abs(seen - p) <= threeSigma(p), `${seed}: ${String(seen)}`)
      }
      t.end()
    },
  )
}

t.test('a step of a thousandth of a per cent moves somebody', t => {
  let moved = 0
  for (const key of NHS_NUMBERS) {
    const bucket = bucketOf('side', 'patients', key)
    if (bucket >= 50 && bucket < 50.02) moved++
  }
  t.ok(moved > 0 && moved < 60, String(moved))
  const finest = new Set(NHS_NUMBERS.map(key => bucketOf('side', 'patients', key).toFixed(3)))
  t.ok(finest.size > 50_000, 'nearly every thousandth is used')
  t.end()
})

// [what differs, two draws of the same key]
type Draw = readonly [purpose: BucketPurpose, seed: string]
const PAIRS: readonly (readonly [string, Draw, Draw])[] = [
  ['the side and the sample', ['side', 'patients'], ['sample', 'patients']],
  ['two cohorts', ['side', 'patients'], ['side', 'prescriptions']],
  ['two cohorts whose seeds differ in a digit', ['side', 'seed1'], ['side', 'seed2']],
]

for (const [what, one, other] of PAIRS) {
  t.test(`${what} are drawn independently`, t => {
    for (const [first, second] of [
      [50, 50],
      [10, 10],
      [1, 50],
    ] as const) {
      const p = (first / 100) * (second / 100)
      const both = share(
        NHS_NUMBERS,
        key => bucketOf(...one, key) < first && bucketOf(...other, key) < second,
      )
      t.ok(
        Math.abs(both - p) <= threeSigma(p),
        `${String(first)} and ${String(second)}: ${String(both)}`,
      )
    }
    t.end()
  })
}
