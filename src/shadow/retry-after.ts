const DEFAULT_MS = 30_000
const SHORTEST_MS = 1_000
const LONGEST_MS = 600_000

/**
 * Says how long an upstream that answered 429 is left alone: what its Retry-After asks (RFC 9110 §10.2.3: seconds, or
 * a date), between a second and ten minutes; half a minute where it asks nothing that can be read. `now` is epoch
 * milliseconds.
 */
export function retryAfterMs(line: string | undefined, now: number): number {
  const said = line?.trim() ?? ''
  const asked = SECONDS.test(said) ? Number(said) * 1_000 : dateIn(said) - now
  if (Number.isNaN(asked)) return DEFAULT_MS
  return Math.min(Math.max(asked, SHORTEST_MS), LONGEST_MS)
}

const SECONDS = /^\d{1,9}$/
const HTTP_DATE = /^[A-Z][a-z]{2,8}, /

/** Only what looks like a date: the engine takes almost anything for one. */
const dateIn = (said: string): number => (HTTP_DATE.test(said) ? Date.parse(said) : Number.NaN)
