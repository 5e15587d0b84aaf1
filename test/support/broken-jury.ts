import { isDeepStrictEqual } from 'node:util'
import { defineMapping, type Mapping, type MappingSpec } from '../../src/mapping/index.ts'
import type { Golden } from './pds-golden.ts'

/** What came of a table: it could not be defined, a golden fact tells it from the true one, or none does. */
export type Came = 'refused' | 'caught' | 'survived'

/** Judges tables by golden facts. */
export function createJury(golden: readonly Golden[]): (spec: MappingSpec) => Came {
  // Broken tables that stand beside each other are mostly told by the same fact: the last one is asked first.
  const inOrder = [...golden]
  return spec => {
    const mapping = defined(spec)
    if (mapping === undefined) return 'refused'
    const at = inOrder.findIndex(({ check }) => !isDeepStrictEqual(...check(mapping)))
    if (at === -1) return 'survived'
    inOrder.unshift(...inOrder.splice(at, 1))
    return 'caught'
  }
}

function defined(spec: MappingSpec): Mapping | undefined {
  try {
    return defineMapping(spec)
  } catch {
    return undefined
  }
}
