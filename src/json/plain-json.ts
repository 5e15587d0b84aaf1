import type { JsonValue } from './read-json.ts'

/** Gives the plain value of what was read. A property named `__proto__` becomes one of that name and nothing else. */
export function plainJson(value: JsonValue): unknown {
  switch (value.is) {
    case 'object':
      return Object.fromEntries(
        [...value.properties].map(([name, each]) => [name, plainJson(each)]),
      )
    case 'list':
      return value.items.map(plainJson)
    case 'string':
      return value.text
    default:
      return JSON.parse(value.text) // a number, a truth value or null, as it was read
  }
}
