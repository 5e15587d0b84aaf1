import type { Identified, Match, Party, RawHeaders, Received } from '../exchange/index.ts'
import { type Names, UNREAD } from './names.ts'

/** What one condition says of a message; `unread` where only the body could tell. */
export type Verdict = 'yes' | 'no' | 'unread'

/** One field of a match, compiled. */
export interface Condition {
  /** `interaction`, `path` …, or `header x-name`. */
  readonly field: string
  /** The values of which any will do. */
  readonly wanted: readonly string[]
  test(head: Received, names: Names): Verdict
  /** What the message has there, for a person to read; never a target or a free header, which may name a patient. */
  seen(message: Identified): string | undefined
}

type Holds = (value: string) => boolean

const verdict = (holds: boolean): Verdict => (holds ? 'yes' : 'no')

/** Compiles a match: every condition must hold, in no particular order. */
export function compileMatch(match: Match): readonly Condition[] {
  const conditions: Condition[] = []
  if (match.interaction) conditions.push(named('interaction', match.interaction))
  if (match.soapAction) conditions.push(soapAction(match.soapAction))
  if (match.product) conditions.push(named('product', match.product))
  if (match.method) conditions.push(method(match.method))
  if (match.path) conditions.push(path(match.path))
  for (const [name, value] of Object.entries(match.header ?? {})) {
    conditions.push(header(name.toLowerCase(), value))
  }
  if (match.from) conditions.push(party('from', match.from))
  if (match.to) conditions.push(party('to', match.to))
  return conditions
}

function oneOf(wanted: readonly string[]): Holds {
  const [only] = wanted
  if (wanted.length === 1) return value => value === only
  const all = new Set(wanted)
  return value => all.has(value)
}

function named(field: 'interaction' | 'product', wanted: readonly string[]): Condition {
  const holds = oneOf(wanted)
  return {
    field,
    wanted,
    test: (_head, names) => {
      const value = names[field]
      if (value === UNREAD) return 'unread'
      return verdict(value !== undefined && holds(value))
    },
    seen: message => message[field],
  }
}

function party(field: 'from' | 'to', wanted: readonly string[]): Condition {
  const holds = oneOf(wanted)
  const isOne = ({ asid, partyKey }: Party): boolean =>
    (asid !== undefined && holds(asid)) || (partyKey !== undefined && holds(partyKey))
  return {
    field,
    wanted,
    test: (_head, names) => {
      const end = names[field]
      return end === UNREAD ? 'unread' : verdict(isOne(end))
    },
    seen: message => message[field].asid ?? message[field].partyKey,
  }
}

function method(wanted: readonly string[]): Condition {
  const holds = oneOf(wanted)
  return {
    field: 'method',
    wanted,
    test: head => verdict(holds(head.method)),
    seen: message => message.method,
  }
}

function soapAction(wanted: readonly string[]): Condition {
  const holds = oneOf(wanted)
  return {
    field: 'soapAction',
    wanted,
    test: head => {
      const action = soapActionOf(head.headers)
      return verdict(action !== undefined && holds(action))
    },
    seen: message => soapActionOf(message.headers),
  }
}

function header(name: string, wanted: string): Condition {
  return {
    field: `header ${name}`,
    wanted: [wanted],
    test: head => verdict(lineOf(head.headers, name) === wanted),
    seen: message => {
      const line = lineOf(message.headers, name)
      return line === undefined || line === wanted ? line : 'another value'
    },
  }
}

function path(wanted: readonly string[]): Condition {
  const tests = wanted.map(pathTest)
  return {
    field: 'path',
    wanted,
    test: head => verdict(tests.some(holds => holds(head.target))),
    seen: message => wanted.find((_, i) => tests[i]?.(message.target)) ?? 'another path',
  }
}

// The target is compared as it came: a rebuilt URL would fold the `//` of a Spine Secure Proxy target, and what
// is routed on must be what goes upstream.
function pathTest(pattern: string): Holds {
  if (pattern.endsWith('*')) {
    const prefix = pattern.slice(0, -1)
    return target => target.startsWith(prefix)
  }
  const end = pattern.length
  if (pattern.endsWith('/')) return target => target.startsWith(pattern)
  return target => target.startsWith(pattern) && endsSegment(target, end)
}

const endsSegment = (target: string, at: number): boolean =>
  at === target.length || target[at] === '/' || target[at] === '?'

/** Gives the text of a SOAPAction header without its quotes (SOAP 1.1 §6.1.1). */
export function soapActionOf(headers: RawHeaders): string | undefined {
  const line = lineOf(headers, 'soapaction')
  const isQuoted =
    line !== undefined && line.length > 1 && line.startsWith('"') && line.endsWith('"')
  return isQuoted ? line.slice(1, -1) : line
}

// RFC 9110 §5.3: lines of one name are one value joined by commas. A header sent twice so equals neither of its
// lines, and nobody chooses a route by the line that another reader would not have taken.
function lineOf(headers: RawHeaders, name: string): string | undefined {
  let line: string | undefined
  for (let i = 0; i < headers.length; i += 2) {
    const own = headers[i] as string // names stand at the even places
    if (own.length !== name.length || own.toLowerCase() !== name) continue
    const value = headers[i + 1] as string
    line = line === undefined ? value : `${line}, ${value}`
  }
  return line
}
