import { Gauges } from './gauges.ts'
import { DROP_REASONS, type Log } from './log.ts'
import { createLoopGauge } from './loop-gauge.ts'
import type { Metrics } from './metrics.ts'

const KINDS = ['server', 'client', 'authority'] as const

/** An upstream, and when its certificates end, epoch milliseconds. */
export interface CertifiedUpstream {
  readonly upstream: { readonly name: string }
  readonly certificates: Readonly<Record<(typeof KINDS)[number], number | undefined>>
}

/**
 * Builds what brings up to the moment of a scrape what one instance shows of itself: how busy its thread is, which lines
 * were not written, when the certificates of its upstreams end. What an upstream shows is not there before it was
 * asked, by a supplier's request or else by a copy (`toCopies`, by its name); what a routes file no longer names is
 * taken off.
 */
export function createInstanceMeter(
  { eventLoopBusy, logLinesDropped, certificateEnds }: Metrics,
  { dropped }: Pick<Log, 'dropped'>,
): (upstreams: readonly CertifiedUpstream[], toCopies?: ReadonlyMap<string, number>) => void {
  const busy = createLoopGauge()
  const drops = DROP_REASONS.map(reason => [reason, logLinesDropped.cell(reason)] as const)
  let certificates = new Gauges()
  return (upstreams, toCopies) => {
    eventLoopBusy.set(eventLoopBusy.cell(), busy())
    for (const [reason, cell] of drops) logLinesDropped.set(cell, dropped?.[reason] ?? 0)
    certificates.drop()
    certificates = new Gauges()
    for (const { upstream, certificates: ends } of upstreams) {
      for (const kind of KINDS) {
        const end = ends[kind] ?? (kind === 'server' ? toCopies?.get(upstream.name) : undefined)
        if (end === undefined) continue
        certificateEnds.set(certificates.cell(certificateEnds, upstream.name, kind), end / 1_000)
      }
    }
  }
}
