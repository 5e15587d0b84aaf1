import type { Reason } from './comparison.ts'

/** How much one comparison may cost. Reading and hashing cost what the bytes allow and are not counted. */
export interface Budget {
  /** Nodes walked and places of the similarity index looked at. */
  readonly steps: number
  /** Differences no rule explains. */
  readonly differences: number
  /** Of each body, after content decoding too. */
  readonly bytes: number
}

/** What a comparison may cost where nothing else is said. */
export const BUDGET: Budget = Object.freeze({
  steps: 200_000,
  differences: 200,
  bytes: 4 * 1024 * 1024,
})

/** Thrown where a budget ends. */
export class Spent extends Error {
  readonly reason: Extract<Reason, 'steps' | 'differences'>

  constructor(reason: Spent['reason']) {
    super(reason)
    this.reason = reason
  }
}

/** Counts steps and throws {@link Spent} before the first one too many. */
export interface Meter {
  spend(steps: number): void
  readonly steps: number
}

/** Builds the meter of one comparison. */
export const createMeter = (limit: number): Meter => new StepMeter(limit)

class StepMeter implements Meter {
  readonly #limit: number
  steps = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  spend(more: number): void {
    if (this.steps + more > this.#limit) throw new Spent('steps')
    this.steps += more
  }
}
