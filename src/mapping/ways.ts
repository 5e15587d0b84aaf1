import { type Compiled, isPoint } from './compile-rows.ts'
import type { Path, Step } from './paths.ts'

/** One step of a way, one for all the rows of a scope whose paths begin alike. */
export interface Way {
  readonly step: Step
  /** The step before it; undefined where it is the first. */
  readonly from: Way | undefined
  /** Its place among those of its scope. */
  readonly index: number
}

/** The ways of one row: to its place, and to what it may point at. */
export interface RowWays {
  readonly at: readonly Way[]
  readonly to: readonly Way[]
}

/** The ways of a scope's rows, in their order, and how many steps they come to. */
export interface ScopeWays {
  readonly rows: readonly RowWays[]
  readonly steps: number
}

class Joining {
  steps = 0
  readonly #below = new Map<Way | undefined, Map<string, Way>>()

  way(path: Path): Way | undefined {
    let at: Way | undefined
    for (const step of path) at = this.#next(at, step)
    return at
  }

  #next(from: Way | undefined, step: Step): Way {
    const below = this.#below.get(from) ?? new Map<string, Way>()
    this.#below.set(from, below)
    const known = below.get(step.text)
    if (known !== undefined) return known
    const way = { step, from, index: this.steps++ }
    below.set(step.text, way)
    return way
  }
}

const known = new WeakMap<readonly Compiled[], Map<string, ScopeWays>>()

/** Joins the paths of a scope's rows in one form where they begin alike, once for each table. */
export function waysOf(rows: readonly Compiled[], form: string): ScopeWays {
  const byForm = known.get(rows) ?? new Map<string, ScopeWays>()
  known.set(rows, byForm)
  const before = byForm.get(form)
  if (before !== undefined) return before
  const joining = new Joining()
  const waysTo = (paths: readonly Path[]): Way[] => paths.flatMap(path => joining.way(path) ?? [])
  const ways = rows.map(({ row, at, to }) => ({
    at: waysTo(at.get(form) ?? []),
    to: isPoint(row) ? waysTo(to) : [],
  }))
  const scope = { rows: ways, steps: joining.steps }
  byForm.set(form, scope)
  return scope
}
