import { StoreError } from './store-error.ts'

/** Reads one value that came from outside; `at` is its place, for the error. */
export type Read<Value> = (value: unknown, at: string) => Value

/** Complains of a place, never of the value that stands there. */
export const invalid = (at: string, wanted: string): StoreError =>
  new StoreError('invalid', `${at} is not ${wanted}`)

/** A text of a fixed form that a rule may refuse besides. */
export const textLike =
  (form: RegExp, wanted: string, isRefused: (text: string) => boolean = () => false) =>
  (value: unknown, at: string): string => {
    if (typeof value !== 'string' || !form.test(value)) throw invalid(at, wanted)
    if (isRefused(value)) throw invalid(at, `${wanted} that may be stored`)
    return value
  }

/** One of a few words. */
export const wordOf =
  <const Word extends string>(words: readonly Word[]) =>
  (value: unknown, at: string): Word => {
    const word = words.find(each => each === value)
    if (word === undefined) throw invalid(at, `one of ${words.join(', ')}`)
    return word
  }

/** A number between two others, both allowed. */
export const between =
  (low: number, high: number) =>
  (value: unknown, at: string): number => {
    if (typeof value === 'number' && value >= low && value <= high) return value
    throw invalid(at, `a number from ${low} to ${high}`)
  }

/** A whole number from 0. */
export const whole: Read<number> = (value, at) => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw invalid(at, 'a whole number from 0')
}

/** A group of fields: all of them and no other. */
export const groupOf =
  <Group extends object>(fields: { readonly [Name in keyof Group]-?: Read<Group[Name]> }) =>
  (value: unknown, at: string): Group => {
    const given = asObject(value, at)
    const names = Object.keys(fields)
    if (Object.keys(given).some(name => !names.includes(name))) {
      throw invalid(at, `a group of ${names.join(', ')}`)
    }
    const read = names.map((name): [string, unknown] => [
      name,
      fields[name as keyof Group](given[name], `${at}.${name}`), // the table's own keys
    ])
    return Object.freeze(Object.fromEntries(read)) as Group // every field was read by its row
  }

/** Values by name, at most so many. A place in it is a number: a name may be a key that is not to be shown. */
export const mapOf =
  <Value>(name: Read<string>, each: Read<Value>, most: number) =>
  (value: unknown, at: string): ReadonlyMap<string, Value> => {
    const entries = Object.entries(asObject(value, at))
    if (entries.length > most) throw invalid(at, `of at most ${most}`)
    return new Map(
      entries.map(([key, one], i) => [
        name(key, `the name of ${at}[${i}]`),
        each(one, `${at}[${i}]`),
      ]),
    )
  }

/** A list, at most so long. */
export const listOf =
  <Value>(each: Read<Value>, most: number) =>
  (value: unknown, at: string): readonly Value[] => {
    if (!Array.isArray(value) || value.length > most) throw invalid(at, `a list of at most ${most}`)
    return Object.freeze(value.map((one, i) => each(one, `${at}[${i}]`)))
  }

function asObject(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(at, 'a group of fields')
  }
  return value as Readonly<Record<string, unknown>> // just shown to be one
}
