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

/** A place by its path class, and the places below it, each made once. */
export class PathClass {
  readonly path: string
  readonly #below = new Map<string, PathClass>()

  constructor(path = '') {
    this.path = path
  }

  /** @param spoken - what a name is called in a path */
  below(name: string, spoken?: (name: string) => string): PathClass {
    const known = this.#below.get(name)
    if (known !== undefined) return known
    const own = spoken === undefined ? name : spoken(name)
    const place = new PathClass(this.path === '' ? own : `${this.path}/${own}`)
    this.#below.set(name, place)
    return place
  }
}

/** Counts leaves by class and path. */
export class LeafCounts<Class extends string> {
  // Paths are names out of a message: a Map, for which `constructor` is a name like any other.
  readonly #counts: ReadonlyMap<Class, Map<string, number>>

  constructor(classes: readonly Class[]) {
    this.#counts = new Map(classes.map(name => [name, new Map<string, number>()]))
  }

  add(of: Class, { path }: PathClass): void {
    const count = this.#counts.get(of)
    count?.set(path, (count.get(path) ?? 0) + 1)
  }

  tallies(): Readonly<Record<Class, Tally>> {
    const tallies = [...this.#counts].map(
      ([name, count]) => [name, Object.fromEntries(count)] as const,
    )
    return Object.fromEntries(tallies) as Record<Class, Tally> // one for each class
  }
}
