import type { CopyCame } from './copy.ts'

/** How many copies in a row an upstream may fail before it is left alone. */
const FAILURES = 5
const PAUSE_MS = 30_000

interface Standing {
  failures: number
  pausedUntil: number
}

/** Which upstreams get no copies for a while: those that said 429, and those that cannot be reached. */
export class Pauses {
  readonly #now: () => number
  readonly #byUpstream = new Map<string, Standing>()

  /** `now` is milliseconds on the monotonic clock. */
  constructor(now: () => number) {
    this.#now = now
  }

  has(upstream: string): boolean {
    const standing = this.#byUpstream.get(upstream)
    return standing !== undefined && this.#now() < standing.pausedUntil
  }

  /** Takes in how an upstream took a copy. */
  learn(upstream: string, { upstream: how, retryAfterMs }: CopyCame): void {
    if (how === 'not-asked') return
    const standing = this.#byUpstream.get(upstream) ?? { failures: 0, pausedUntil: 0 }
    this.#byUpstream.set(upstream, standing)
    if (how === 'limited') this.#pause(standing, retryAfterMs ?? PAUSE_MS)
    standing.failures = how === 'failed' ? standing.failures + 1 : 0
    // One that is tried again after a pause and fails again is left alone at once.
    if (standing.failures >= FAILURES) this.#pause(standing, PAUSE_MS)
  }

  #pause(standing: Standing, ms: number): void {
    standing.pausedUntil = Math.max(standing.pausedUntil, this.#now() + ms)
  }
}
