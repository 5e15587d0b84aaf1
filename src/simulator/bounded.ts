/** How many of a kind a simulator remembers; it may run for days under load. */
const MOST = 20_000

/** Puts an entry into a map, newest last, and lets the oldest go where there are too many. */
export function keep<T>(map: Map<string, T>, key: string, value: T, most = MOST): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > most && oldest !== undefined) map.delete(oldest)
}
