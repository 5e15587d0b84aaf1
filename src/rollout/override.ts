import type { Cohort, Override, Side } from '../exchange/index.ts'
import { type CohortKeys, normaliseKey } from './key.ts'

type ByKey = ReadonlyMap<string, readonly Override[]>

// State is frozen and replaced whole, so a list's identity is its content.
const compiled = new WeakMap<readonly Override[], ByKey>()

/** Finds which side a person has sent a key to; an expired word says nothing, and of several the last counts. */
export function overrideOf(
  overrides: readonly Override[] | undefined,
  kind: Cohort['key'],
  keys: CohortKeys,
  now: number,
): Side | undefined {
  if (overrides === undefined || overrides.length === 0) return undefined
  const byKey = compiled.get(overrides) ?? compile(overrides, kind)
  for (const key of [keys.key, keys.second]) {
    const standing = key === undefined ? undefined : byKey.get(key)
    const override = standing?.findLast(each => each.expires > now)
    if (override !== undefined) return override.side
  }
  return undefined
}

function compile(overrides: readonly Override[], kind: Cohort['key']): ByKey {
  const byKey = new Map<string, Override[]>()
  for (const override of overrides) {
    const key = normaliseKey(kind, override.key)
    if (key === undefined) continue
    const same = byKey.get(key)
    if (same === undefined) byKey.set(key, [override])
    else same.push(override)
  }
  compiled.set(overrides, byKey)
  return byKey
}
