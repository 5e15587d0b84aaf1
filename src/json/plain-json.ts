import { FicusError } from '../exchange/index.ts'
import type { JsonValue } from './read-json.ts'

/** Deeper than anything of ours that is written by hand or sent by a program is. */
const DEPTH = 16

/**
 * Gives the plain value of what was read. Throws FicusError `malformed` for more than 16 levels, and for a property
 * named `__proto__`, which would become no property of what is made.
 */
export function plainJson(value: JsonValue, depth = 0): unknown {
  if (depth > DEPTH) throw new FicusError('malformed', `more than ${DEPTH} levels`)
  switch (value.is) {
    case 'object':
      return Object.fromEntries(
        [...value.properties].map(([name, each]) => {
          if (name === '__proto__') throw new FicusError('malformed', 'a property named __proto__')
          return [name, plainJson(each, depth + 1)]
        }),
      )
    case 'list':
      return value.items.map(each => plainJson(each, depth + 1))
    case 'string':
      return value.text
    default:
      return JSON.parse(value.text) // a number, a truth value or null, as it was read
  }
}
