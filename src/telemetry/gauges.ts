import type { Series } from './series.ts'

/** The gauges of one thing, a route or a cohort, which are taken off when it goes. */
export class Gauges {
  readonly #cells = new Map<Series, Set<number>>()

  /** Finds the cell of a series that goes with it. */
  cell(series: Series, ...labels: string[]): number {
    const cell = series.cell(...labels)
    const known = this.#cells.get(series)
    if (known === undefined) this.#cells.set(series, new Set([cell]))
    else known.add(cell)
    return cell
  }

  drop(): void {
    for (const [series, cells] of this.#cells) for (const cell of cells) series.drop(cell)
  }
}

/** Lets go of what is kept of every name that is no more. */
export function dropGone(
  kept: Map<string, { readonly gauges: Gauges }>,
  names: ReadonlySet<string>,
): void {
  for (const [name, { gauges }] of kept) {
    if (names.has(name)) continue
    gauges.drop()
    kept.delete(name)
  }
}
