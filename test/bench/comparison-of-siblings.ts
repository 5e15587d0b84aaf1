/** Measures lists of 5,000 members in any order of which no two are the same, and says what it saw as JSON. */
import { BUDGET, definePolicy } from '../../src/comparison/index.ts'
import { worked } from './comparison-clock.ts'
import { answered, compare } from './comparison-pairs.ts'

/** What a list came to. */
export interface OfSiblings {
  /** What its members are. */
  readonly what: string
  readonly ms: number
  readonly verdict: string
  /** Why it ended before its end, if it did: `differences` is as many as are told. */
  readonly reason: string | undefined
  readonly steps: number
  /** Whether it is to end within the budget; the others are there to be ended by it. */
  readonly counts: boolean
}

const SIBLINGS = 5_000
const RUNS = 5

const policy = definePolicy({
  name: 'siblings',
  rules: [{ id: 'any', path: 'list/item', why: 'costs most', does: 'unordered' }],
})

interface Members {
  readonly what: string
  readonly counts: boolean
  of(side: string, i: number): string
}

const MEMBERS: readonly Members[] = [
  {
    what: 'all different',
    counts: true,
    of: (side, i) => `<id root="${side}${i}"/><name>${side} ${i}</name>`,
  },
  {
    what: 'half the same as one other',
    counts: true,
    of: (side, i) => `<id root="${side}${i}"/><name>member ${i}</name>`,
  },
  {
    what: 'partly the same as a dozen others',
    counts: false,
    of: (side, i) =>
      `<id root="${side}${i}"/><group code="${i % 700}"/><name>member ${i % 900}</name>`,
  },
]

const listOf = (side: string, members: Members): Buffer => {
  const items = Array.from({ length: SIBLINGS }, (_, i) => `<item>${members.of(side, i)}</item>`)
  return Buffer.from(`<list>${items.join('')}</list>`)
}

// Every difference is asked for: where two hundred are enough it may end before its work is done.
const budget = { ...BUDGET, differences: Infinity }

const measured = MEMBERS.map((members): OfSiblings => {
  const pair = {
    control: answered(listOf('a', members)),
    candidate: answered(listOf('b', members)),
  }
  let least = Infinity
  for (let run = 0; run < RUNS; run += 1) {
    const start = worked()
    compare(pair, policy, budget)
    least = Math.min(least, worked() - start)
  }
  const { verdict, reason, steps } = compare(pair, policy, budget)
  return { what: members.what, counts: members.counts, ms: least, verdict, reason, steps }
})

console.log(JSON.stringify(measured))
