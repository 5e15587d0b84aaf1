/** Freezes a value and everything in it, maps included: a request may keep what it read for as long as it likes. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  if (value instanceof Map) {
    for (const each of value.values()) deepFreeze(each)
    // Object.freeze leaves a Map's entries as open as they were.
    for (const change of ['set', 'delete', 'clear']) {
      Object.defineProperty(value, change, { value: refuseChange })
    }
  }
  for (const each of Object.values(value)) deepFreeze(each)
  return Object.freeze(value)
}

const refuseChange = (): never => {
  throw new TypeError('a configuration is never changed, only replaced whole')
}
