import type { ConfigDifference } from '../config/index.ts'
import { printable } from './printable.ts'

const NOTHING = 'nothing'

/** Says each place at which two files differ, on a line of its own. */
export const setDifferences = (differences: readonly ConfigDifference[]): readonly string[] =>
  differences.map(({ path, before = NOTHING, after = NOTHING }) =>
    printable(`${path}: ${before} → ${after}`),
  )
