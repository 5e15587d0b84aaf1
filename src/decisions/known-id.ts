const PREFIX = /^(?:urn:)?uuid:/i
const LIKE_AN_ID = /^[\w.:@+/=-]{1,64}$/

/**
 * Brings a message's id to the one form it is kept and asked for in: upper case, without `uuid:` or `urn:uuid:`
 * before it; undefined for what looks like no id, which is not ours to keep.
 */
export function knownId(written: string): string | undefined {
  const id = written.trim().replace(PREFIX, '').toUpperCase()
  return LIKE_AN_ID.test(id) ? id : undefined
}
