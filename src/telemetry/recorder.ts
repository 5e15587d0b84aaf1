import type { AttemptRecord, ExchangeRecord, Route, Side, Upstream } from '../exchange/index.ts'
import { isCrossed, levelOf } from './line-level.ts'
import { type ExchangeLine, loggable, rounded } from './lines.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { NO_ROUTE, RouteCells, UpstreamCells } from './route-cells.ts'

/** Builds what turns one exchange's record into metrics and one log line. */
export function createRecorder(metrics: Metrics, log: Log): (record: ExchangeRecord) => void {
  const byRoute = new WeakMap<Route, RouteCells>()
  const byUpstream = new WeakMap<Upstream, UpstreamCells>()
  const unrouted = new RouteCells(metrics, undefined)
  const cellsOf = (route: Route | undefined): RouteCells => {
    if (route === undefined) return unrouted
    const known = byRoute.get(route)
    if (known !== undefined) return known
    const cells = new RouteCells(metrics, route)
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
      const leg = cells.leg(upstream)
      metrics.upstreamRequests.add(leg.attempt(resultOf(attempt)))
      metrics.upstreamSeconds.observe(leg.attemptSeconds, attempt.ms / 1_000)
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
  const leg = cells.leg(served)
  metrics.requests.add(leg.request(sideOf(record, served), settled.status))
  const seconds = record.ms / 1_000
  metrics.requestSeconds.observe(leg.seconds, seconds, record.traceId)
  if (seconds <= cells.within) metrics.inTime.add(cells.inTime)
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
