/** One operation of a JSON Patch (RFC 6902 §4). */
export interface Patch {
  readonly op: string
  readonly path: string
  readonly value?: unknown
}

type Container = Record<string, unknown> | unknown[]

/** The names a JSON Pointer leads by (RFC 6901 §4). */
export const namesOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map(name => name.replaceAll('~1', '/').replaceAll('~0', '~'))

const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null

const member = (from: Container, name: string): unknown =>
  Object.hasOwn(from, name) ? (from as Record<string, unknown>)[name] : undefined

/** Whether two values are the same JSON: the order of an object's members says nothing (RFC 6902 §4.6). */
function isSame(a: unknown, b: unknown): boolean {
  if (!isContainer(a) || !isContainer(b)) return a === b
  const names = Object.keys(a)
  return (
    Array.isArray(a) === Array.isArray(b) &&
    names.length === Object.keys(b).length &&
    names.every(name => Object.hasOwn(b, name) && isSame(member(a, name), member(b, name)))
  )
}

/** Where an operation acts: the object or list, and the name or index in it. */
interface Place {
  readonly within: Container
  readonly name: string
}

function placeOf(root: Container, pointer: string): Place | undefined {
  const names = namesOf(pointer)
  const name = names.at(-1)
  const within = names
    .slice(0, -1)
    .reduce<unknown>((here, each) => (isContainer(here) ? member(here, each) : undefined), root)
  return name === undefined || !isContainer(within) ? undefined : { within, name }
}

function add({ within, name }: Place, value: unknown): boolean {
  if (!Array.isArray(within)) {
    within[name] = value
    return true
  }
  const index = name === '-' ? within.length : Number(name)
  if (!Number.isInteger(index) || index < 0 || index > within.length) return false
  within.splice(index, 0, value)
  return true
}

function remove({ within, name }: Place): boolean {
  if (!Object.hasOwn(within, name)) return false
  if (Array.isArray(within)) within.splice(Number(name), 1)
  else Reflect.deleteProperty(within, name)
  return true
}

const ACTS: Readonly<Record<string, (place: Place, value: unknown) => boolean>> = {
  add,
  remove,
  test: ({ within, name }, value) =>
    Object.hasOwn(within, name) && isSame(member(within, name), value),
  replace: (place, value) => {
    if (!Object.hasOwn(place.within, place.name)) return false
    ;(place.within as Record<string, unknown>)[place.name] = value
    return true
  },
}

/** The operations there are; of RFC 6902 all but `move` and `copy`, which PDS does not take. */
export const OPERATIONS: readonly string[] = Object.keys(ACTS)

/** Applies one operation to a value in place; false where it cannot be, the value then being good for nothing. */
export function apply(root: Record<string, unknown>, patch: Patch): boolean {
  const place = placeOf(root, patch.path)
  return place !== undefined && (ACTS[patch.op]?.(place, structuredClone(patch.value)) ?? false)
}
