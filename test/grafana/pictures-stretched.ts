import type { Recorded, Window } from '../support/migration-recorded.ts'
import type { Line } from '../support/prometheus-api.ts'
import { type Prometheus, startPrometheus } from '../support/prometheus.ts'
import type { Closing } from '../support/upstream.ts'

/** How much longer the story is made to have lasted: scrapes are then 15 s apart, as in earnest. */
const TIMES = 30
/** When it is made to have begun: any moment, always the same one. */
const BEGAN = Date.UTC(2026, 0, 12, 9, 0, 0)

/** What Prometheus has of a time, as if that time had been longer. */
export interface Stretched {
  readonly prometheus: Prometheus
  readonly window: Window
  readonly scrapeMs: number
}

/** Puts every sample of a migration, recorded rules too, in a Prometheus of its own, further apart. */
export async function stretch(t: Closing, { prometheus, window }: Recorded): Promise<Stretched> {
  const later = (ms: number): number => BEGAN + (ms - window.from) * TIMES
  const all = await prometheus.samples('{__name__=~".+"}[1h]', window.to / 1_000)
  const families = Map.groupBy(all, ({ labels }) => labels['__name__'] ?? '')
  const lines: string[] = []
  for (const [name, series] of families) {
    // A moment that is told as a number is as much later as the moment at which it is told.
    const valueOf = name.endsWith('_timestamp_seconds')
      ? (value: number): number => (value === 0 ? 0 : later(value * 1_000) / 1_000)
      : (value: number): number => value
    for (const line of series) lines.push(...written(line, { window, later, valueOf }))
  }
  lines.push('# EOF', '')
  return {
    prometheus: await startPrometheus(t, { backfilled: lines.join('\n') }),
    window: { from: BEGAN, to: later(window.to) },
    scrapeMs: 500 * TIMES,
  }
}

interface Stretching {
  readonly window: Window
  later(ms: number): number
  valueOf(value: number): number
}

function written({ labels, points }: Line, { window, later, valueOf }: Stretching): string[] {
  const { __name__: name = '', ...own } = labels
  const said = Object.entries(own).map(([label, value]) => `${label}=${JSON.stringify(value)}`)
  return points
    .filter(([at]) => at * 1_000 >= window.from - 1)
    .map(([at, value]) => {
      const number = String(valueOf(value)).replace('Infinity', 'Inf')
      return `${name}{${said.join(',')}} ${number} ${later(at * 1_000) / 1_000}`
    })
}
