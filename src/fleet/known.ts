import type { Fleet, Held } from './fleet.ts'
import { besides, type HaltSaid, type HeldHalt, heldOf, without } from './held-halts.ts'
import { StoreError } from './store-error.ts'

const MOST_HEADS = 1_000
const MOST_FORKS = 100
// Of so many that are laid over the same routes as heavily the oldest go: what is left is no lighter.
const MOST_ALIKE = 20

/** What one instance knows of the fleet, at hand at any moment, and who wants to hear when it is another. */
export class Known {
  #fleet: Fleet
  #halts: readonly HeldHalt[]
  #held: Held
  readonly #listeners = new Set<() => void>()
  /** The hashes of the audit that were seen at the last revisions: what another fleet is of the same line by. */
  readonly #heads = new Map<number, string>()
  readonly #forks = new Set<string>()
  #laid = 0

  constructor(fleet: Fleet, halts: readonly HeldHalt[] = []) {
    this.#fleet = fleet
    this.#halts = halts.map(held => since(held, fleet.revision))
    this.#held = heldOf(this.#halts)
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

  /** Every halt that is held, oldest first. */
  get heldHalts(): readonly HeldHalt[] {
    return this.#halts
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

  hold(halt: HeldHalt['halt'], routes: HeldHalt['routes'], said: HaltSaid = {}): HeldHalt {
    const { id = crypto.randomUUID(), revision = this.#fleet.revision, by } = said
    const there = this.#halts.find(each => each.id === id)
    if (there !== undefined) return there
    const held = since({ id, halt, routes, revision, by }, this.#fleet.revision)
    this.#laid += 1
    const alike = this.#halts.filter(each => isAlike(each, held))
    const oldest = alike.length < MOST_ALIKE ? undefined : alike[0]
    this.#hold([...this.#halts.filter(each => each !== oldest), held])
    return held
  }

  release(routes: readonly string[] | 'all', ids?: readonly string[]): void {
    this.#hold(without(this.#halts, routes, ids))
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #follow(fleet: Fleet): Fleet {
    this.#fleet = fleet
    this.#remember(fleet)
    const halts = this.#halts.flatMap(held => besides(fleet, held))
    const isOther =
      halts.length !== this.#halts.length || halts.some((held, i) => held !== this.#halts[i])
    if (isOther) this.#hold(halts)
    else this.#tell()
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

  #hold(halts: readonly HeldHalt[]): void {
    this.#halts = halts
    this.#held = heldOf(halts)
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

/** One that is an instance's alone goes by what that knew when it was laid; the others by what was known where they were asked for. */
const since = (held: HeldHalt, known: number): HeldHalt =>
  held.by === undefined ? { ...held, revision: Math.max(held.revision, known) } : held

const isAlike = (one: HeldHalt, other: HeldHalt): boolean =>
  one.halt === other.halt && String(one.routes) === String(other.routes)
