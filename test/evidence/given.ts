import { type Counts, countsOf, DEFAULT_GATE, type Gate } from '../../src/evidence/index.ts'

/** Counts by name, as the store holds them. */
export const counted = (byName: Readonly<Record<string, number>>): Counts =>
  countsOf(new Map(Object.entries(byName)))

/** So many compared, of which so many differ. */
export const compared = (all: number, different = 0): Counts =>
  counted({ identical: all - different, different })

export const gate = (more: Partial<Gate> = {}): Gate => ({ ...DEFAULT_GATE, ...more })

/**
 * The fewest comparisons that open a gate at 0.95, by the share asked for and by how many of them differ: what a
 * calculation of its own, by numerical integration, gives.
 */
export const FEWEST = [
  { share: 0.01, different: 0, compared: 449 },
  { share: 0.01, different: 1, compared: 683 },
  { share: 0.01, different: 3, compared: 1_065 },
  { share: 0.001, different: 0, compared: 4_512 },
  { share: 0.001, different: 1, compared: 6_851 },
  { share: 0.001, different: 3, compared: 10_682 },
  { share: 0.0001, different: 0, compared: 45_137 },
] as const
