import type { AttemptRecord, ExchangeRecord, Route, Side, Upstream } from '../exchange/index.ts'
import { isCrossed, levelOf } from './line-level.ts'
import { type ExchangeLine, loggable, rounded } from './lines.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

/** What requests are counted under that no route owns, or that failed before a route was known. */
const NO_ROUTE = 'none'
const CODES = 600

/** The cells of one route, found once and then added to by index. */
class RouteCells {
  readonly requestBytes: number
  readonly replyBytes: number
  readonly disagreements: number
  readonly #metrics: Metrics
  readonly #name: string
  /** By upstream, side and status. */
  readonly #requests = new Map<string, Int32Array>()
  readonly #seconds = new Map<string, number>()
  readonly #attempts = new Map<string, number>()
  readonly #upstreamSeconds = new Map<string, number>()
  readonly #mirrors = new Map<string, number>()
  readonly #assignments = new Map<string, number>()

  constructor(metrics: Metrics, name: string) {
    this.#metrics = metrics
    this.#name = name
    this.requestBytes = metrics.requestBytes.cell(name)
    this.replyBytes = metrics.replyBytes.cell(name)
    this.disagreements = metrics.disagreements.cell(name)
  }

  request(upstream: string, side: Side | 'none', status: number): number {
    const key = side === 'cloud' ? `c${upstream}` : `l${upstream}`
    let codes = this.#requests.get(key)
    if (codes === undefined) this.#requests.set(key, (codes = new Int32Array(CODES).fill(-1)))
    const known = codes[status] ?? -1
    if (known >= 0) return known
    const code = status > 0 && status < CODES ? String(status) : 'other'
    const cell = this.#metrics.requests.cell(this.#name, upstream, side, code)
    codes[status] = cell
    return cell
  }

  seconds(upstream: string): number {
    return found(this.#seconds, upstream, () =>
      this.#metrics.requestSeconds.cell(this.#name, upstream),
    )
  }

  attempt(upstream: string, result: string): number {
    return found(this.#attempts, upstream + result, () =>
      this.#metrics.upstreamRequests.cell(this.#name, upstream, 'control', result),
    )
  }

  upstreamSeconds(upstream: string): number {
    return found(this.#upstreamSeconds, upstream, () =>
      this.#metrics.upstreamSeconds.cell(this.#name, upstream, 'control'),
    )
  }

  assignment(side: Side, because: string): number {
    return found(this.#assignments, side + because, () =>
      this.#metrics.assignments.cell(this.#name, side, because),
    )
  }

  mirror(decision: string): number {
    return found(this.#mirrors, decision, () => this.#metrics.mirrors.cell(this.#name, decision))
  }
}

const found = (cells: Map<string, number>, key: string, make: () => number): number => {
  const known = cells.get(key)
  if (known !== undefined) return known
  const cell = make()
  cells.set(key, cell)
  return cell
}

/** The cells of one upstream, whichever route asked it. */
class UpstreamCells {
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

/** Builds what turns one exchange's record into metrics and one log line. */
export function createRecorder(metrics: Metrics, log: Log): (record: ExchangeRecord) => void {
  const byRoute = new WeakMap<Route, RouteCells>()
  const byUpstream = new WeakMap<Upstream, UpstreamCells>()
  const unrouted = new RouteCells(metrics, NO_ROUTE)
  const cellsOf = (route: Route | undefined): RouteCells => {
    if (route === undefined) return unrouted
    const known = byRoute.get(route)
    if (known !== undefined) return known
    const cells = new RouteCells(metrics, route.name)
    byRoute.set(route, cells)
    return cells
  }
  const upstreamCellsOf = (upstream: Upstream): UpstreamCells => {
    const known = byUpstream.get(upstream)
    if (known !== undefined) return known
    const cells = new UpstreamCells(metrics, upstream.name)
    byUpstream.set(upstream, cells)
    return cells
  }
  return record => {
    const cells = cellsOf(record.assigned?.route)
    count(metrics, record, cells)
    for (const { upstream, record: attempt } of record.attempts) {
      metrics.upstreamRequests.add(cells.attempt(upstream.name, resultOf(attempt)))
      metrics.upstreamSeconds.observe(cells.upstreamSeconds(upstream.name), attempt.ms / 1_000)
      if (attempt.bound !== 'none') {
        metrics.bindings.add(upstreamCellsOf(upstream).binding(attempt.bound))
      }
    }
    log.exchange(lineOf(record))
    if (record.attempts.some(({ record: attempt }) => isCrossed(attempt))) tellCrossed(log, record)
  }
}

function count(metrics: Metrics, record: ExchangeRecord, cells: RouteCells): void {
  const { assigned, settled } = record
  const served = servedBy(record)
  const upstream = served?.name ?? 'none'
  metrics.requests.add(cells.request(upstream, sideOf(record, served), settled.status))
  metrics.requestSeconds.observe(cells.seconds(upstream), record.ms / 1_000, record.traceId)
  metrics.replyBytes.add(cells.replyBytes, settled.bytes)
  metrics.requestBytes.add(cells.requestBytes, record.received.length ?? 0)
  if (settled.error !== undefined) {
    metrics.errors.add(metrics.errors.cell(assigned?.route.name ?? NO_ROUTE, settled.error.code))
  }
  if (assigned === undefined) return
  metrics.assignments.add(cells.assignment(assigned.side, assigned.because))
  if (assigned.agrees === false) metrics.disagreements.add(cells.disagreements)
  if (assigned.declined !== undefined) {
    metrics.declined.add(metrics.declined.cell(assigned.route.name, assigned.declined.code))
  }
  metrics.mirrors.add(cells.mirror('to' in assigned.mirror ? 'copy' : assigned.mirror.not))
  if (record.fellBack !== undefined) {
    metrics.fallbacks.add(metrics.fallbacks.cell(assigned.route.name, record.fellBack.code))
  }
}

const resultOf = (record: AttemptRecord): string =>
  record.result === 'failed' ? (record.error?.code ?? 'internal') : record.result

const servedBy = (record: ExchangeRecord): Upstream | undefined =>
  record.attempts.at(-1)?.upstream ?? record.assigned?.upstream

function sideOf({ assigned }: ExchangeRecord, served: Upstream | undefined): Side | 'none' {
  if (assigned === undefined) return 'none'
  return served === assigned.upstream ? assigned.side : 'legacy'
}

/** Wakes somebody: an upstream gave one supplier another's answer, even though nobody saw it. */
function tellCrossed(log: Log, record: ExchangeRecord): void {
  log.event('answer-crossed', 'error', {
    n: record.received.number,
    trace_id: record.traceId,
    route: record.assigned?.route.name,
    upstreams: record.attempts
      .filter(({ record: attempt }) => isCrossed(attempt))
      .map(({ upstream }) => upstream.name),
    messageId: loggable(record.identified?.messageId),
  })
}

function lineOf(record: ExchangeRecord): ExchangeLine {
  const { received, identified, assigned, settled, attempts } = record
  const last = attempts.at(-1)
  return {
    level: levelOf(record),
    n: received.number,
    trace_id: record.traceId,
    route: assigned?.route.name,
    stage: record.stage,
    side: assigned === undefined ? undefined : sideOf(record, last?.upstream),
    upstream: last?.upstream.name,
    because: assigned?.because,
    method: received.method,
    interaction: loggable(identified?.interaction),
    messageId: loggable(identified?.messageId),
    fromAsid: loggable(identified?.from.asid),
    toAsid: loggable(identified?.to.asid),
    agrees: identified?.agrees,
    declined: assigned?.declined?.code,
    fellBack: record.fellBack?.code,
    bound: last?.record.bound,
    attempts: attempts.length,
    status: settled.status,
    error: settled.error?.code,
    detail: settled.error?.detail,
    bytesIn: received.length,
    bytesOut: settled.bytes,
    ms: rounded(record.ms),
    upstreamMs: last === undefined ? undefined : rounded(last.record.ms),
    translationMs: assigned?.translating && rounded(assigned.translating.ms),
    storeMs: record.storeMs === undefined ? undefined : rounded(record.storeMs),
  }
}
