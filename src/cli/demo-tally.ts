import type { Failure, Verdict } from './demo-judge.ts'

/** What became of the messages of one row. */
export interface Counted {
  requests: number
  ok: number
  negative: number
  fault: number
  failed: number
  /** Milliseconds from sending to the last byte, one for each request that was answered. */
  readonly ms: number[]
}

/** What suppliers saw, counted by the sender. */
export interface Tally {
  count(row: string, verdict: Verdict, ms: number): void
  row(name: string): Counted
  total(): Counted
  /** How often each failure was seen. */
  failures(): ReadonlyMap<Failure, number>
}

const nothing = (): Counted => ({ requests: 0, ok: 0, negative: 0, fault: 0, failed: 0, ms: [] })

/** Creates an empty tally. */
export function createTally(): Tally {
  const rows = new Map<string, Counted>()
  const failures = new Map<Failure, number>()
  const total = nothing()
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
    count: (name, verdict, ms) => {
      for (const counted of [row(name), total]) {
        counted.requests += 1
        counted[verdict.outcome] += 1
        if (!('why' in verdict && verdict.why === 'no answer')) counted.ms.push(ms)
      }
      if ('why' in verdict) failures.set(verdict.why, (failures.get(verdict.why) ?? 0) + 1)
    },
  }
}

/** Gives the value that a share of the numbers does not exceed; undefined where there are none. */
export function quantile(numbers: readonly number[], share: number): number | undefined {
  const sorted = Float64Array.from(numbers).sort()
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}
