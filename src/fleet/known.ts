import { type Fleet, type Halt, heaviest, type Held, NOTHING_HELD } from './fleet.ts'
import { StoreError } from './store-error.ts'

/** What one instance knows of the fleet, at hand at any moment, and who wants to hear when it is another. */
export class Known {
  #fleet: Fleet
  #held: Held
  readonly #listeners = new Set<() => void>()

  constructor(fleet: Fleet, held: Held = NOTHING_HELD) {
    this.#fleet = fleet
    this.#held = held
  }

  get fleet(): Fleet {
    return this.#fleet
  }

  get held(): Held {
    return this.#held
  }

  /**
   * Takes a fleet over and gives it back. A store that was emptied or put back cannot roll routing back with it:
   * a lower revision than is known throws {@link StoreError} `invalid`.
   */
  take(fleet: Fleet): Fleet {
    const { revision, epoch } = this.#fleet
    if (epoch !== undefined && fleet.revision < revision) {
      throw new StoreError(
        'invalid',
        `the store went back from revision ${revision} to ${fleet.revision}`,
      )
    }
    if (fleet.revision === revision && fleet.epoch === epoch) return this.#fleet
    this.#fleet = fleet
    this.#tell()
    return fleet
  }

  hold(halt: Exclude<Halt, 'none'>, routes: readonly string[] | 'all'): void {
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

  #hold(held: Held): void {
    this.#held = Object.freeze(held)
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
