/** How a breaker stands; `half-open` lets one request try. */
export type BreakerState = 'closed' | 'open' | 'half-open'

const OPENS_AFTER = 5
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 15_000

/**
 * Stops sending to an upstream that cannot be reached, and tries it again after a growing pause.
 *
 * Counts only failures of reaching it (refused, no connection in time): an answer of any status, a fault or a
 * slow answer says nothing against the next request. Times in milliseconds on the monotonic clock.
 */
export class Breaker {
  readonly #random: () => number
  #failures = 0
  #pauseMs = FIRST_PAUSE_MS
  #openUntil = 0
  #isProbing = false

  constructor(random: () => number = Math.random) {
    this.#random = random
  }

  state(now: number): BreakerState {
    if (this.#failures < OPENS_AFTER) return 'closed'
    return now < this.#openUntil || this.#isProbing ? 'open' : 'half-open'
  }

  /** Says whether a request may be sent now; in half-open only the first that asks. */
  admits(now: number): boolean {
    const state = this.state(now)
    if (state === 'half-open') this.#isProbing = true
    return state !== 'open'
  }

  reached(): void {
    if (this.#failures === 0 && !this.#isProbing) return
    this.#failures = 0
    this.#pauseMs = FIRST_PAUSE_MS
    this.#isProbing = false
  }

  unreachable(now: number): void {
    this.#failures += 1
    this.#isProbing = false
    if (this.#failures < OPENS_AFTER) return
    // Jitter, so that a fleet does not try again in one breath.
    this.#openUntil = now + this.#pauseMs * (0.75 + this.#random() / 2)
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS)
  }

  /** Gives up a probe that ended without telling whether the upstream can be reached. */
  undecided(): void {
    this.#isProbing = false
  }
}
