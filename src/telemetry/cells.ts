import type { Family } from './family.ts'

// No name in a file has it.
const BETWEEN = '\u0000'

/** What is counted under once a family has no room for one more. */
export const OTHER = 'other'

/** The routes a file may have before a family is given more room than its own. */
const ROUTES = 60

/** How much room the families of one catalogue have: more where the file has more routes. */
export interface Room {
  /** What the cap of every family is multiplied by. */
  times: number
}

/** Gives how many times the room of a family is needed for so many routes. */
export const roomFor = (routes: number): number => Math.max(1, routes / ROUTES)

/** Where the cells of a family stand: how much room there is, and who is told that there is none. */
export interface Surroundings {
  readonly room: Room
  /** Called each time a cell is looked for that there is no room for. */
  readonly refused: () => void
}

/** The labels of one cell: one object for as long as it stands, since how it is written is remembered by it. */
export type Labels = Readonly<Record<string, string>>

/** Keeps the cells of one family by their label values. At its cap the rest is `other`. */
export class Cells {
  readonly #labels: (Labels | undefined)[] = []
  readonly #keys: string[] = []
  readonly #byKey = new Map<string, number>()
  readonly #free: number[] = []
  readonly #family: Family
  readonly #around: Surroundings
  readonly #grow: (cells: number) => void
  readonly #rest: readonly string[]

  /** `grow` is called with how many cells there are to be, before there is one more. */
  constructor(family: Family, around: Surroundings, grow: (cells: number) => void) {
    this.#family = family
    this.#around = around
    this.#grow = grow
    this.#rest = family.labels.map(() => OTHER)
  }

  find(values: readonly string[]): number {
    const key = values.join(BETWEEN)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    if (!this.#hasRoomFor(values)) {
      this.#around.refused()
      return this.find(this.#rest)
    }
    const cell = this.#free.pop() ?? this.#labels.length
    this.#grow(cell + 1)
    const { labels } = this.#family
    this.#labels[cell] = Object.fromEntries(labels.map((name, i) => [name, values[i] ?? OTHER]))
    this.#keys[cell] = key
    this.#byKey.set(key, cell)
    return cell
  }

  drop(cell: number): void {
    if (this.#labels[cell] === undefined) return
    this.#byKey.delete(this.#keys[cell] ?? '')
    this.#labels[cell] = undefined
    this.#free.push(cell)
  }

  /** How many stand. */
  get size(): number {
    return this.#byKey.size
  }

  /** How many places there are, those included whose cell was taken off. */
  get places(): number {
    return this.#labels.length
  }

  /** Gives what is made of the cells that stand in the places from `start` to before `end`. */
  flatMap<Made>(
    [start, end]: readonly [number, number],
    make: (labels: Labels, cell: number) => readonly Made[],
  ): Made[] {
    return this.#labels
      .slice(start, end)
      .flatMap((labels, i) => (labels === undefined ? [] : make(labels, start + i)))
  }

  // The last place is kept for what there is no room for.
  #hasRoomFor(values: readonly string[]): boolean {
    const most = Math.ceil(this.#family.most * this.#around.room.times)
    const kept = this.#byKey.has(this.#rest.join(BETWEEN)) ? 0 : 1
    return this.#byKey.size < most - kept || values.every(value => value === OTHER)
  }
}
