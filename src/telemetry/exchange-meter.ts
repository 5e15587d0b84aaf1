import {
  type AttemptRecord,
  type ExchangeRecord,
  type Route,
  servingUpstream,
  sideOf,
  type Upstream,
} from '../exchange/index.ts'
import type { Metrics } from './metrics.ts'
import { NO_ROUTE, RouteCells, UpstreamCells } from './route-cells.ts'

/** Builds what counts one exchange: cells are found once a route and added to by index. */
export function createExchangeMeter(metrics: Metrics): (record: ExchangeRecord) => void {
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
  }
}

function count(metrics: Metrics, record: ExchangeRecord, cells: RouteCells): void {
  const { assigned, settled } = record
  const served = servingUpstream(record)
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
