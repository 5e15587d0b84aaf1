import { type ExchangeRecord, sideOf } from '../exchange/index.ts'
import { isCrossed, levelOf } from './line-level.ts'
import { type ExchangeLine, loggable, rounded } from './lines.ts'
import type { Log } from './log.ts'

/** Builds what writes one exchange into the log, and one more line where an answer was somebody else's. */
export const createExchangeLines =
  (log: Log) =>
  (record: ExchangeRecord): void => {
    log.exchange(lineOf(record))
    if (record.attempts.some(({ record: attempt }) => isCrossed(attempt))) tellCrossed(log, record)
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
