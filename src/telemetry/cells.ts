import type { Family } from './family.ts'

// No name in a file has it.
const BETWEEN = '\u0000'

/** What is counted under once a family has no room for one more. */
export const OTHER = 'other'

/** The routes a file may have before there is room for more series. */
const ROUTES = 60

/** Series of one catalogue at so many routes: with `other` of every family and the runtime's own, less than 10 000. */
const SERIES = 9_700

/** How much of them may be taken and a family of details still grows: what people are woken by never gives way to it. */
const BEFORE_DETAIL_ENDS = 0.95

/** The room that all families of one catalogue share. */
export class Room {
  /** Series that stand. */
  #taken = 0
  #times = 1

  /** Makes room for a file of so many routes. */
  make(routes: number): void {
    this.#times = Math.max(1, routes / ROUTES)
  }

  /** Whether a family may come to so many series by one cell more. */
  hasFor(cell: number, comesTo: number, { most, isDetail }: Family): boolean {
    const all = isDetail ? SERIES * BEFORE_DETAIL_ENDS : SERIES
    return comesTo <= most * this.#times && this.#taken + cell <= all * this.#times
  }

  take(series: number): void {
    this.#taken += series
  }
}

/** Where the cells of a family stand, and who is told that there is no room for one more. */
export interface Surroundings {
  readonly room: Room
  /** Called each time a cell is looked for that there is no room for. */
  readonly refused: () => void
}

/** The labels of one cell: one object for as long as it stands, since how it is written is remembered by it. */
export type Labels = Readonly<Record<string, string>>

/** Gives how many series a cell of a family is: of a histogram one a bucket, its sum and its count. */
export const linesOf = ({ type, bounds }: Family): number =>
  type === 'histogram' ? bounds.length + 3 : 1

/** Keeps the cells of one family by their label values. Where there is no room for one more, it is `other`. */
export class Cells {
  readonly #labels: (Labels | undefined)[] = []
  readonly #keys: string[] = []
  readonly #byKey = new Map<string, number>()
  readonly #free: number[] = []
  readonly #family: Family
  readonly #lines: number
  readonly #around: Surroundings
  readonly #grow: (cells: number) => void
  readonly #rest: readonly string[]

  /** `grow` is called with how many cells there are to be, before there is one more. */
  constructor(family: Family, around: Surroundings, grow: (cells: number) => void) {
    this.#lines = linesOf(family)
    this.#family = family
    this.#around = around
    this.#grow = grow
    this.#rest = family.labels.map(() => OTHER)
  }

  find(values: readonly string[]): number {
    const key = values.join(BETWEEN)
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    if (!this.#hasRoom() && values.some(value => value !== OTHER)) {
      this.#around.refused()
      return this.find(this.#rest)
    }
    this.#around.room.take(this.#lines)
    const cell = this.#free.pop() ?? this.#labels.length
    this.#grow(cell + 1)
    const { labels } = this.#family
    this.#labels[cell] = Object.fromEntries(labels.map((name, i) => [name, values[i] ?? OTHER]))
    this.#keys[cell] = key
    this.#byKey.set(key, cell)
    return cell
  }

  /** Says whether it was taken off: the one that stands for many goes with none of them. */
  drop(cell: number): boolean {
    const isRest = this.#keys[cell] === this.#rest.join(BETWEEN)
    if (this.#labels[cell] === undefined || isRest) return false
    this.#byKey.delete(this.#keys[cell] ?? '')
    this.#labels[cell] = undefined
    this.#free.push(cell)
    this.#around.room.take(-this.#lines)
    return true
  }

  /** How many series stand. */
  get series(): number {
    return this.#byKey.size * this.#lines
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

  // The last place of a family is kept for what there is no room for.
  #hasRoom(): boolean {
    const kept = this.#byKey.has(this.#rest.join(BETWEEN)) ? 0 : this.#lines
    const comesTo = this.series + this.#lines + kept
    return this.#around.room.hasFor(this.#lines, comesTo, this.#family)
  }
}
