import type { Failure, Verdict } from './demo-judge.ts'
import type { Held } from './demo-losses.ts'

/** What became of the messages of one row. */
export interface Counted {
  requests: number
  ok: number
  negative: number
  fault: number
  failed: number
  /** Answered, and not as legacy itself says it. */
  differing: number
  /** Milliseconds from sending to the last byte, one for each request that was answered. */
  readonly ms: number[]
}

/** What suppliers saw, counted by the sender. */
export interface Tally {
  count(row: string, verdict: Verdict, ms: number): void
  /** Counts an answer that was held against legacy's own; undefined where one of the two could not be read. */
  countHeld(row: string, held: Held | undefined): void
  row(name: string): Counted
  total(): Counted
  /** How often each failure was seen. */
  failures(): ReadonlyMap<Failure, number>
  /** How many answers were held against legacy's own. */
  held(): number
  /** How many answers differ at each place. */
  differing(): ReadonlyMap<string, number>
  /** How many answers show each listed loss. */
  losses(): ReadonlyMap<string, number>
}

const UNREADABLE: Held = { differing: ['an answer that cannot be read'], losses: [] }

/** Creates an empty tally. */
export function createTally(): Tally {
  const rows = new Map<string, Counted>()
  const failures = new Map<Failure, number>()
  const differing = new Map<string, number>()
  const losses = new Map<string, number>()
  const total = nothing()
  let compared = 0
  const row = (name: string): Counted => {
    const known = rows.get(name)
    if (known !== undefined) return known
    const made = nothing()
    rows.set(name, made)
    return made
  }
  return {
    row,
    total: () => total,
    failures: () => failures,
    held: () => compared,
    differing: () => differing,
    losses: () => losses,
    count: (name, verdict, ms) => {
      for (const counted of [row(name), total]) {
        counted.requests += 1
        counted[verdict.outcome] += 1
        if (!('why' in verdict && verdict.why === 'no answer')) counted.ms.push(ms)
      }
      if ('why' in verdict) add(failures, verdict.why)
    },
    countHeld: (name, held = UNREADABLE) => {
      compared += 1
      for (const loss of held.losses) add(losses, loss)
      for (const place of held.differing) add(differing, place)
      if (held.differing.length === 0) return
      for (const counted of [row(name), total]) counted.differing += 1
    },
  }
}

const nothing = (): Counted => ({
  requests: 0,
  ok: 0,
  negative: 0,
  fault: 0,
  failed: 0,
  differing: 0,
  ms: [],
})

const add = <Key>(counts: Map<Key, number>, key: Key): void =>
  void counts.set(key, (counts.get(key) ?? 0) + 1)

/** Gives the value that a share of the numbers does not exceed; undefined where there are none. */
export function quantile(numbers: readonly number[], share: number): number | undefined {
  const sorted = Float64Array.from(numbers).sort()
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}
