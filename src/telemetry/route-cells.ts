import type { Route, Side, Upstream } from '../exchange/index.ts'
import type { Metrics } from './metrics.ts'
import { objectivesOf } from './objectives.ts'

/** What requests are counted under that no route owns, or that failed before a route was known. */
export const NO_ROUTE = 'none'
/** What is counted under where nobody was asked. */
const NOBODY = 'none'

const CODES = 600
const UNKNOWN = -1

/** The cells of one upstream on one route, each found when it is first needed and then added to by index. */
export class LegCells {
  readonly #metrics: Metrics
  readonly #route: string
  readonly #upstream: string
  /** By side, then by status. */
  readonly #requests = new Map<Side | 'none', Int32Array>()
  readonly #attempts = new Map<string, number>()
  #seconds = UNKNOWN
  #attemptSeconds = UNKNOWN

  constructor(metrics: Metrics, route: string, upstream: string) {
    this.#metrics = metrics
    this.#route = route
    this.#upstream = upstream
  }

  request(side: Side | 'none', status: number): number {
    let codes = this.#requests.get(side)
    if (codes === undefined) {
      this.#requests.set(side, (codes = new Int32Array(CODES).fill(UNKNOWN)))
    }
    const known = codes[status] ?? UNKNOWN
    if (known !== UNKNOWN) return known
    const code = status > 0 && status < CODES ? String(status) : 'other'
    const cell = this.#metrics.requests.cell(this.#route, this.#upstream, side, code)
    codes[status] = cell
    return cell
  }

  attempt(result: string): number {
    return found(this.#attempts, result, () =>
      this.#metrics.upstreamRequests.cell(this.#route, this.#upstream, 'control', result),
    )
  }

  get seconds(): number {
    if (this.#seconds === UNKNOWN) {
      this.#seconds = this.#metrics.requestSeconds.cell(this.#route, this.#upstream)
    }
    return this.#seconds
  }

  get attemptSeconds(): number {
    if (this.#attemptSeconds === UNKNOWN) {
      const { upstreamSeconds } = this.#metrics
      this.#attemptSeconds = upstreamSeconds.cell(this.#route, this.#upstream, 'control')
    }
    return this.#attemptSeconds
  }
}

/** The cells of one route. What is looked for on every request hangs on objects: no key is put together for it. */
export class RouteCells {
  readonly requestBytes: number
  readonly replyBytes: number
  readonly disagreements: number
  readonly inTime: number
  /** Seconds a reply is promised within; below 0 where no route promises anything. */
  readonly within: number
  readonly #metrics: Metrics
  readonly #name: string
  readonly #nobody: LegCells
  readonly #legs = new WeakMap<Upstream, LegCells>()
  readonly #mirrors = new Map<string, number>()
  readonly #assignments = {
    legacy: new Map<string, number>(),
    cloud: new Map<string, number>(),
  } satisfies Record<Side, unknown>

  constructor(metrics: Metrics, route: Pick<Route, 'name' | 'slo'> | undefined) {
    const name = route?.name ?? NO_ROUTE
    this.within = route === undefined ? -1 : objectivesOf(route).withinMs / 1_000
    this.inTime = route === undefined ? -1 : metrics.inTime.cell(name)
    this.#metrics = metrics
    this.#name = name
    this.#nobody = new LegCells(metrics, name, NOBODY)
    this.requestBytes = metrics.requestBytes.cell(name)
    this.replyBytes = metrics.replyBytes.cell(name)
    this.disagreements = metrics.disagreements.cell(name)
  }

  leg(upstream: Upstream | undefined): LegCells {
    if (upstream === undefined) return this.#nobody
    const known = this.#legs.get(upstream)
    if (known !== undefined) return known
    const cells = new LegCells(this.#metrics, this.#name, upstream.name)
    this.#legs.set(upstream, cells)
    return cells
  }

  assignment(side: Side, because: string): number {
    return found(this.#assignments[side], because, () =>
      this.#metrics.assignments.cell(this.#name, side, because),
    )
  }

  mirror(decision: string): number {
    return found(this.#mirrors, decision, () => this.#metrics.mirrors.cell(this.#name, decision))
  }
}

/** The cells of one upstream, whichever route asked it. */
export class UpstreamCells {
  readonly #bindings = new Map<string, number>()
  readonly #metrics: Metrics
  readonly #name: string

  constructor(metrics: Metrics, name: string) {
    this.#metrics = metrics
    this.#name = name
  }

  binding(result: string): number {
    return found(this.#bindings, result, () => this.#metrics.bindings.cell(this.#name, result))
  }
}

const found = (cells: Map<string, number>, key: string, make: () => number): number => {
  const known = cells.get(key)
  if (known !== undefined) return known
  const cell = make()
  cells.set(key, cell)
  return cell
}

/** What somebody is woken by the first time it happens. */
const WAKING = ['sent-unknown', 'crossed', 'internal'] as const

/** Begins what alerts and shares stand on at 0, for every route: what begins at 1 is not seen to have grown. */
export function beginRequests(
  { requests, errors, bindings }: Metrics,
  routes: readonly Pick<Route, 'name' | 'legacy' | 'cloud'>[],
): void {
  for (const code of WAKING) errors.cell(NO_ROUTE, code)
  for (const { name, legacy, cloud } of routes) {
    for (const code of WAKING) errors.cell(name, code)
    for (const [side, upstream] of [
      ['legacy', legacy],
      ['cloud', cloud],
    ] as const) {
      if (upstream === undefined) continue
      requests.cell(name, upstream.name, side, '200')
      for (const result of ['crossed', 'unproven']) bindings.cell(upstream.name, result)
    }
  }
}
