import type { Registry } from 'prom-client'
import type { Family } from './family.ts'

/** One line of a family, as the registry renders it. */
interface Line {
  readonly metricName?: string
  readonly value: number
  readonly labels: Readonly<Record<string, string>>
}

/** What the registry asks of a metric. */
interface Rendered {
  readonly name: string
  readonly help: string
  readonly type: string
  readonly aggregator: 'sum'
  readonly values: readonly Line[]
}

/** Label names of a family and, per series, their values in that order. */
type Labels = readonly string[]

/** A family the request path adds to by index: no hashing, no allocation, one typed array. */
export interface Series {
  /** Finds or makes the series with these label values; not for the request path. */
  cell(...labels: string[]): number
  add(cell: number, by?: number): void
  set(cell: number, value: number): void
  /** Takes a series off, of a gauge whose thing is gone; nobody may go on with its cell, which another may get. */
  drop(cell: number): void
}

/** A family of histograms; `observe` takes seconds, or whatever unit its name ends in. */
export interface Histograms {
  cell(...labels: string[]): number
  observe(cell: number, value: number): void
}

export const OTHER = 'other'

/** Keeps the cells of one family; past the limit every new series is `other`. */
class Cells {
  readonly #byKey = new Map<string, number>()
  /** By cell; undefined where its series was taken off. */
  readonly labels: (Labels | undefined)[] = []
  readonly #free: number[] = []
  readonly #width: number
  readonly #most: number

  constructor({ labels, most }: Family) {
    this.#width = labels.length
    this.#most = most
  }

  find(labels: Labels, grow: (cells: number) => void): number {
    const key = labels.join('\u0000')
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    if (this.#byKey.size >= this.#most && labels.some(label => label !== OTHER)) {
      return this.find(
        Array.from({ length: this.#width }, () => OTHER),
        grow,
      )
    }
    const cell = this.#free.pop() ?? this.labels.length
    this.labels[cell] = [...labels]
    this.#byKey.set(key, cell)
    grow(cell + 1)
    return cell
  }

  drop(cell: number): void {
    const labels = this.labels[cell]
    if (labels === undefined) return
    this.#byKey.delete(labels.join('\u0000'))
    this.labels[cell] = undefined
    this.#free.push(cell)
  }

  /** Gives what is made of every series that stands. */
  flatMap<Made>(make: (labels: Labels, cell: number) => readonly Made[]): Made[] {
    return this.labels.flatMap((labels, cell) => (labels === undefined ? [] : make(labels, cell)))
  }
}

/** Declares a counter or gauge on the registry. */
export function createSeries(registry: Registry, family: Family): Series {
  const cells = new Cells(family)
  let values = new Float64Array(16)
  const grow = (count: number): void => {
    if (count > values.length) values = grown(values, values.length * 2)
  }
  const get = (): Rendered => ({
    ...describe(family),
    values: cells.flatMap((labels, cell) => [
      { value: values[cell] ?? 0, labels: named(family.labels, labels) },
    ]),
  })
  register(registry, family.name, get)
  return {
    cell: (...labels) => cells.find(labels, grow),
    add: (cell, by = 1) => {
      values[cell] = (values[cell] ?? 0) + by
    },
    set: (cell, value) => {
      values[cell] = value
    },
    drop: cell => {
      values[cell] = 0
      cells.drop(cell)
    },
  }
}

/** Declares a family of histograms with the given upper bounds on the registry. */
export function createHistograms(registry: Registry, family: Family): Histograms {
  const cells = new Cells(family)
  // Per series: one slot a bound, one for what lies above all, one for the sum.
  const width = family.bounds.length + 2
  const bounds = Float64Array.from(family.bounds)
  let slots = new Float64Array(width * 4)
  const grow = (count: number): void => {
    if (count * width > slots.length) slots = grown(slots, slots.length * 2)
  }
  const valuesOf = (labels: Labels, cell: number): Line[] => {
    const own = named(family.labels, labels)
    const lines: Line[] = []
    let count = 0
    for (let i = 0; i <= bounds.length; i += 1) {
      count += slots[cell * width + i] ?? 0
      const le = i < bounds.length ? String(bounds[i]) : '+Inf'
      lines.push(line(`${family.name}_bucket`, count, { ...own, le }))
    }
    lines.push(line(`${family.name}_sum`, slots[cell * width + width - 1] ?? 0, own))
    lines.push(line(`${family.name}_count`, count, own))
    return lines
  }
  const get = (): Rendered => ({
    ...describe(family),
    values: cells.flatMap(valuesOf),
  })
  register(registry, family.name, get)
  return {
    cell: (...labels) => cells.find(labels, grow),
    observe: (cell, value) => {
      let i = 0
      while (i < bounds.length && value > (bounds[i] as number)) i += 1
      const at = cell * width
      slots[at + i] = (slots[at + i] ?? 0) + 1
      slots[at + width - 1] = (slots[at + width - 1] ?? 0) + value
    },
  }
}

const line = (metricName: string, value: number, labels: Record<string, string>): Line => ({
  metricName,
  value,
  labels,
})

const named = (names: Labels, values: Labels): Record<string, string> =>
  Object.fromEntries(names.map((name, i) => [name, values[i] ?? OTHER]))

const describe = ({ name, help, type }: Family): Omit<Rendered, 'values'> => ({
  name,
  help,
  type,
  aggregator: 'sum',
})

const grown = (from: Float64Array, length: number): Float64Array<ArrayBuffer> => {
  const to = new Float64Array(length)
  to.set(from)
  return to
}

/** Hands prom-client an object it only ever asks for its values. */
function register(registry: Registry, name: string, get: () => Rendered): void {
  const metric = { name, get: () => Promise.resolve(get()), reset: () => undefined }
  registry.registerMetric(metric as never) // the registry calls nothing but name, get and reset
}
