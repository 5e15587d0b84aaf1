/** Where a rule of the products holds, as messages have it, and two values it takes for one. */
export interface RulePlaces {
  readonly rule: string
  /** All that have a rule of this name where there is none. */
  readonly policy?: string
  readonly values: readonly [string, string]
  readonly paths: readonly string[]
}

/** Values that are times, ids, and nothing in particular. */
export const TIMES = ['2026-11-22T12:00:00Z', '2026-11-22T12:00:07Z'] as const
export const IDS = [
  '1111111A-0000-4000-8000-000000000000',
  '2222222B-0000-4000-8000-000000000000',
] as const
export const WORDS = ['one', 'two'] as const

/** A path to a value of a resource, as JSON has it and as XML does. */
export const inFhir = (...paths: readonly string[]): readonly string[] =>
  paths.flatMap(path => [path, `${path}/@value`])
