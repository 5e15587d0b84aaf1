/** The most members a list may have, and the characters every one must be kept in (W3C Trace Context, its limits). */
const MOST_MEMBERS = 32
const MOST_CHARACTERS = 512
/** Where a list is too long its longest members go first. */
const LONG_MEMBER = 128

const KEY = /^[a-z0-9][-a-z0-9_*/@]{0,255}$/
// Printable, without the two characters that divide a list, and no blank at its end.
const VALUE = /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/

/**
 * Reads the lines of a `tracestate` as one list, in at most 512 characters: what is longer loses whole members. Empty
 * where a member is malformed, a key stands twice or there are too many, since then nobody can say whose word is whose.
 */
export function readTraceState(lines: readonly string[]): string {
  if (lines.length === 0) return ''
  const members = lines
    .flatMap(line => line.split(','))
    .map(member => member.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter(member => member !== '')
  const keys = new Set(members.map(keyOf))
  const isSound = members.length <= MOST_MEMBERS && keys.size === members.length
  return isSound && members.every(isMember) ? shortened(members) : ''
}

const keyOf = (member: string): string => member.slice(0, Math.max(0, member.indexOf('=')))

function isMember(member: string): boolean {
  const key = keyOf(member)
  return KEY.test(key) && VALUE.test(member.slice(key.length + 1))
}

function shortened(members: readonly string[]): string {
  const all = members.join(',')
  if (all.length <= MOST_CHARACTERS) return all
  const kept = members.filter(member => member.length <= LONG_MEMBER)
  while (kept.join(',').length > MOST_CHARACTERS) kept.pop()
  return kept.join(',')
}

/** A list as OpenTelemetry wants to be given it; each word that is changed goes to its front. */
export interface TraceStateList {
  get(key: string): string | undefined
  set(key: string, value: string): TraceStateList
  unset(key: string): TraceStateList
  serialize(): string
}

/** Wraps a list that was read. */
export function traceStateOf(state: string): TraceStateList {
  const members = state === '' ? [] : state.split(',')
  const without = (key: string): string[] => members.filter(member => keyOf(member) !== key)
  return {
    get: key => members.find(member => keyOf(member) === key)?.slice(key.length + 1),
    set: (key, value) => traceStateOf([`${key}=${value}`, ...without(key)].join(',')),
    unset: key => traceStateOf(without(key).join(',')),
    serialize: () => state,
  }
}
