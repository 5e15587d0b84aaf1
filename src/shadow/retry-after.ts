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
  const asked = /^\d{1,9}$/.test(said) ? Number(said) * 1_000 : Date.parse(said) - now
  if (said === '' || Number.isNaN(asked)) return DEFAULT_MS
  return Math.min(Math.max(asked, SHORTEST_MS), LONGEST_MS)
}
