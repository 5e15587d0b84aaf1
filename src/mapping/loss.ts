/**
 * What became of each leaf of the message that was read. `used`: what it says is said in the other language.
 * `fixed`: it says what its place already says. `lossy`: a listed row lets it go. `blank`: it says nothing.
 * `dropped`: no row read it.
 */
export type SourceClass = 'used' | 'fixed' | 'lossy' | 'blank' | 'dropped'

/**
 * Where each leaf of the message that was written came from. `said`: a fact of the other message. `defaulted`:
 * an empty place that must be there. `invented`: fixed by the shape or by a condition of a path.
 */
export type TargetClass = 'said' | 'defaulted' | 'invented'

/** How many leaves, by path class. */
export type Tally = Readonly<Record<string, number>>

/** What became of a message's leaves: every leaf is counted once. */
export type SourceLoss = Readonly<Record<SourceClass, Tally>>

/** Where a message's leaves came from: every leaf is counted once. */
export type TargetLoss = Readonly<Record<TargetClass, Tally>>

/** The loss of one translation. */
export interface Loss {
  readonly source: SourceLoss
  readonly target: TargetLoss
}

/** Counts leaves by class and path. */
export function tally<Class extends string>(
  classes: readonly Class[],
  leaves: Iterable<readonly [of: Class, path: string]>,
): Readonly<Record<Class, Tally>> {
  // Paths are names out of a message: a Map, for which `constructor` is a name like any other.
  const counts = new Map(classes.map(name => [name, new Map<string, number>()]))
  for (const [of, path] of leaves) {
    const count = counts.get(of)
    count?.set(path, (count.get(path) ?? 0) + 1)
  }
  const tallies = [...counts].map(([name, count]) => [name, Object.fromEntries(count)] as const)
  return Object.fromEntries(tallies) as Record<Class, Tally> // one for each class
}
