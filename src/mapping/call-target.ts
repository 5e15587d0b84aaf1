import type { Call } from './call.ts'
import type { CallOperation, ParameterRow } from './call-spec.ts'
import { type Accepted, accepted, type Declined, declined } from './decline.ts'
import type { Information } from './information.ts'
import { readValue } from './values.ts'

/** A call's target taken apart. */
export interface Target {
  /** The last segment of its path. */
  readonly last: string
  readonly query: ReadonlyMap<string, string>
}

/** What a call's target says. */
export interface TargetSays {
  readonly operation: CallOperation
  readonly said: Information
}

/** The parameter that says in which notation the answer is to be, whatever is asked. */
export const FORMAT = '_format'

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '))
  } catch {
    return undefined
  }
}

/** Takes a target apart; undefined where a parameter stands twice or is no UTF-8. */
export function targetOf({ target }: Pick<Call, 'target'>): Target | undefined {
  const mark = target.indexOf('?')
  const path = mark === -1 ? target : target.slice(0, mark)
  const last = decoded(path.slice(path.lastIndexOf('/') + 1).replace(/\+/g, '%2B'))
  const query = new Map<string, string>()
  for (const piece of mark === -1 ? [] : target.slice(mark + 1).split('&')) {
    if (piece === '') continue
    const equals = piece.indexOf('=')
    const name = decoded(equals === -1 ? piece : piece.slice(0, equals))
    const value = decoded(equals === -1 ? '' : piece.slice(equals + 1))
    if (name === undefined || value === undefined || query.has(name)) return undefined
    query.set(name, value)
  }
  return last === undefined ? undefined : { last, query }
}

const isOf = ({ always = {} }: CallOperation, { query }: Target): boolean =>
  Object.entries(always).every(([name, is]) => query.get(name) === is)

function valueOf({ type, after = '' }: ParameterRow, text: string): string | undefined {
  return text.startsWith(after) ? readValue(type, 'fhir', text.slice(after.length)) : undefined
}

/** Reads what a call's path and query say, by the first operation of its interaction that fits. */
export function readTarget(
  operations: readonly CallOperation[],
  interaction: string,
  target: Target,
): Accepted<TargetSays> | Declined {
  const own = operations.filter(each => each.interaction === interaction)
  if (own.length === 0) return declined({ code: 'interaction' })
  const operation = own.find(each => isOf(each, target))
  if (operation === undefined) return declined({ code: 'unread', at: 'query' })
  const { parameters, refuses = {}, always = {} } = operation
  const said: Record<string, string> = {}
  for (const row of parameters) {
    const text = row.name === '' ? target.last : target.query.get(row.name)
    if (text === undefined) continue
    const value = valueOf(row, text)
    if (value === undefined) return declined({ code: 'value', at: row.fact })
    said[row.fact] = value
  }
  for (const name of target.query.keys()) {
    const because = Object.hasOwn(refuses, name) ? refuses[name] : undefined
    if (because !== undefined) return declined({ code: 'asked', because })
    const isKnown =
      name === FORMAT || Object.hasOwn(always, name) || parameters.some(row => row.name === name)
    if (!isKnown) return declined({ code: 'unread', at: 'query' })
  }
  return accepted({ operation, said })
}
