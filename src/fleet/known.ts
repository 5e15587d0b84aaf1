import { type Fleet, type Halt, heaviest, type Held, NOTHING_HELD } from './fleet.ts'
import { StoreError } from './store-error.ts'

const MOST_HEADS = 1_000
const MOST_FORKS = 100

/** What one instance knows of the fleet, at hand at any moment, and who wants to hear when it is another. */
export class Known {
  #fleet: Fleet
  #held: Held
  readonly #listeners = new Set<() => void>()
  /** The hashes of the audit that were seen at the last revisions: what another fleet is of the same line by. */
  readonly #heads = new Map<number, string>()
  readonly #forks = new Set<string>()
  /** A fleet up to this revision says nothing of what is held: it is older than the halt. */
  #heldAt: number
  #laid = 0

  constructor(fleet: Fleet, held: Held = NOTHING_HELD) {
    this.#fleet = fleet
    this.#held = held
    this.#heldAt = fleet.revision
    this.#remember(fleet)
  }

  /** How many other fleets claimed to be this one. */
  get forks(): number {
    return this.#forks.size
  }

  get fleet(): Fleet {
    return this.#fleet
  }

  get held(): Held {
    return this.#held
  }

  /** How many halts were laid over this instance. */
  get laid(): number {
    return this.#laid
  }

  /**
   * Takes a fleet over and gives it back. A store that was emptied or put back cannot roll routing back with it:
   * a lower revision than is known throws {@link StoreError} `invalid`, and so does one of another line: two stores
   * were changed at once, and nobody can say which of them is right. The halts of one that is not followed are held
   * all the same: nobody goes on because two disagree.
   *
   * `before` is the hash of the store's audit at the revision that is known, empty where it has none, and undefined
   * where it was not asked.
   */
  take(fleet: Fleet, before?: string): Fleet {
    const { revision, epoch, head } = this.#fleet
    if (epoch === undefined) return this.#follow(fleet)
    const isOther = (fleet.revision === revision ? fleet.head : (before ?? head)) !== head
    if (fleet.revision >= revision && revision > 0 && isOther) throw this.#forked(fleet)
    if (fleet.revision < revision) {
      const seen = this.#heads.get(fleet.revision)
      if (fleet.revision > 0 && seen !== undefined && seen !== fleet.head) throw this.#forked(fleet)
      throw new StoreError(
        'invalid',
        `the store went back from revision ${revision} to ${fleet.revision}`,
      )
    }
    if (fleet.revision === revision && fleet.epoch === epoch) return this.#fleet
    return this.#follow(fleet)
  }

  /** Learns the hashes of an audit that is followed. */
  recall(lines: Iterable<{ readonly revision: number; readonly hash: string }>): void {
    for (const { revision, hash } of lines) {
      if (!this.#heads.has(revision)) this.#heads.set(revision, hash)
    }
  }

  /** Says whether a fleet is an earlier one of the same line; false also where that was not seen. */
  isBehind({ revision, head }: Pick<Fleet, 'revision' | 'head'>): boolean {
    if (revision >= this.#fleet.revision) return false
    return revision === 0 || this.#heads.get(revision) === head
  }

  hold(halt: Exclude<Halt, 'none'>, routes: readonly string[] | 'all', revision = 0): void {
    this.#heldAt = Math.max(this.#heldAt, this.#fleet.revision, revision)
    this.#laid += 1
    const { all, routes: before } = this.#held
    this.#hold(
      routes === 'all'
        ? { all: heaviest(all, halt), routes: before }
        : {
            all,
            routes: new Map([
              ...before,
              ...routes.map((name): [string, Halt] => [
                name,
                heaviest(before.get(name) ?? 'none', halt),
              ]),
            ]),
          },
    )
  }

  release(routes: readonly string[] | 'all'): void {
    const { all, routes: before } = this.#held
    this.#hold(
      routes === 'all'
        ? { all: 'none', routes: before }
        : { all, routes: new Map([...before].filter(([name]) => !routes.includes(name))) },
    )
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #follow(fleet: Fleet): Fleet {
    this.#fleet = fleet
    this.#remember(fleet)
    if (fleet.revision > this.#heldAt) this.#held = heldBesides(fleet, this.#held)
    this.#tell()
    return fleet
  }

  #remember({ revision, head }: Fleet): void {
    this.#heads.set(revision, head)
    const [oldest] = this.#heads.keys()
    if (this.#heads.size > MOST_HEADS && oldest !== undefined) this.#heads.delete(oldest)
  }

  #forked({ revision, head, halt, routes }: Fleet): StoreError {
    const which = `${revision} ${head}`
    if (!this.#forks.has(which) && this.#forks.size < MOST_FORKS) {
      this.#forks.add(which)
      if (halt !== 'none') this.hold(halt, 'all')
      for (const [name, { halt: own }] of routes) if (own !== 'none') this.hold(own, [name])
    }
    const known = this.#fleet.revision
    const says = `the store at revision ${revision} does not continue revision ${known}, which was known`
    return new StoreError('invalid', says)
  }

  #hold(held: Held): void {
    this.#held = Object.freeze(held)
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

/**
 * Gives what is held and lies in a fleet not as heavy. What does lie there is the fleet's from now on, and a resume in
 * the store lets it go also where nobody could tell this instance. The very same where nothing of it does.
 */
function heldBesides({ halt, routes }: Fleet, held: Held): Held {
  const all = heaviest(halt, held.all) === halt ? 'none' : held.all
  const rest = [...held.routes].filter(([name, own]) => {
    const there = routes.get(name)?.halt ?? 'none'
    return heaviest(there, own) !== there
  })
  if (all === held.all && rest.length === held.routes.size) return held
  return Object.freeze({ all, routes: new Map(rest) })
}
