import { Cells, type Labels, type Surroundings } from './cells.ts'
import { type Exemplar, Exemplars } from './exemplars.ts'
import type { Family } from './family.ts'

/** One line of a family, as it is rendered. */
export interface Line {
  /** Where it is not that of the family. */
  readonly metricName?: string
  readonly value: number
  /** What the line does not share with the others of its cell. */
  readonly labels: Labels
  readonly sharedLabels: Labels
  readonly exemplar?: Exemplar
}

/** What is rendered of one family: its cells, some at a time. */
export interface Rows {
  readonly family: Family
  readonly cells: Pick<Cells, 'series' | 'places'>
  /** Gives what stands at this moment in the places from the first to before the second. */
  readonly between: (places: readonly [number, number], withExemplars: boolean) => readonly Line[]
}

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
  /** Counts one value. The trace it belongs to stands at its bucket until another does, where the family has them. */
  observe(cell: number, value: number, traceId?: string): void
}

/** A family that is counted in, and what is rendered of it. */
export interface Kept<Counted> {
  readonly counted: Counted
  readonly rows: Rows
}

const NONE = Object.freeze({})

/** Builds a counter or gauge, without any series. */
export function createSeries(family: Family, around: Surroundings): Kept<Series> {
  let values = new Float64Array(16)
  const cells = new Cells(family, around, count => {
    if (count > values.length) values = grown(values)
  })
  const counted: Series = {
    cell: (...labels) => cells.find(labels),
    add: (cell, by = 1) => {
      values[cell] = (values[cell] ?? 0) + by
    },
    set: (cell, value) => {
      values[cell] = value
    },
    drop: cell => {
      if (cells.drop(cell)) values[cell] = 0
    },
  }
  const between: Rows['between'] = places =>
    cells.flatMap(places, (sharedLabels, cell) => [
      { value: values[cell] ?? 0, labels: NONE, sharedLabels },
    ])
  return { counted, rows: { family, cells, between } }
}

/** Builds a family of histograms over its bounds, without any series. */
export function createHistograms(family: Family, around: Surroundings): Kept<Histograms> {
  // Per cell: one slot a bound, one for what lies above all, one for the sum.
  const width = family.bounds.length + 2
  const bounds = Float64Array.from(family.bounds)
  const exemplars = family.hasExemplars ? new Exemplars() : undefined
  let slots = new Float64Array(width * 4)
  const cells = new Cells(family, around, count => {
    if (count * width > slots.length) slots = grown(slots)
  })
  const les = [...family.bounds.map(String), '+Inf'].map(le => ({ le }))
  const linesOf = (sharedLabels: Labels, cell: number, withExemplars: boolean): Line[] => {
    const at = cell * width
    let count = 0
    const lines = les.map((labels, i): Line => {
      count += slots[at + i] ?? 0
      const exemplar = withExemplars ? exemplars?.at(at + i) : undefined
      const line = { metricName: `${family.name}_bucket`, value: count, labels, sharedLabels }
      return exemplar === undefined ? line : { ...line, exemplar }
    })
    const sum = slots[at + width - 1] ?? 0
    const one = { labels: NONE, sharedLabels }
    lines.push({ metricName: `${family.name}_sum`, value: sum, ...one })
    lines.push({ metricName: `${family.name}_count`, value: count, ...one })
    return lines
  }
  const observe: Histograms['observe'] = (cell, value, traceId) => {
    let i = 0
    while (i < bounds.length && value > (bounds[i] as number)) i += 1
    const at = cell * width
    slots[at + i] = (slots[at + i] ?? 0) + 1
    slots[at + width - 1] = (slots[at + width - 1] ?? 0) + value
    if (traceId !== undefined && exemplars !== undefined) exemplars.keep(at + i, value, traceId)
  }
  const between: Rows['between'] = (places, withExemplars) =>
    cells.flatMap(places, (labels, cell) => linesOf(labels, cell, withExemplars))
  return {
    counted: { cell: (...labels) => cells.find(labels), observe },
    rows: { family, cells, between },
  }
}

function grown(from: Float64Array): Float64Array<ArrayBuffer> {
  const to = new Float64Array(from.length * 2)
  to.set(from)
  return to
}
