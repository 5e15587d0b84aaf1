import type { Config } from '../config/index.ts'
import type { Freeze, Span } from '../exchange/index.ts'
import { spanAt, spokenSpan, spokenWindow } from '../windows/index.ts'
import { setTable } from './table.ts'

/** A time in which nothing leads forward, as the file says it. */
export interface FreezeReport extends Freeze {
  readonly state: 'coming' | 'on' | 'over'
}

/** A time in which an upstream is worked on, as the file says it. */
export interface MaintenanceReport {
  readonly upstream: string
  readonly when: string
  readonly why: string
  /** The span that is on or comes next; null where none comes any more. */
  readonly next: Span | null
}

/** Gives what a file freezes, and when its upstreams are worked on. */
export const windowsIn = (
  { freezes, maintenance }: Config,
  now: number,
): {
  readonly freezes: readonly FreezeReport[]
  readonly maintenance: readonly MaintenanceReport[]
} => ({
  freezes: freezes.map(each => ({
    ...each,
    state: now < each.from ? 'coming' : now < each.to ? 'on' : 'over',
  })),
  maintenance: [...maintenance].flatMap(([upstream, windows]) =>
    windows.map(each => ({
      upstream,
      when: spokenWindow(each),
      why: each.why,
      next: spanAt([each], now) ?? null,
    })),
  ),
})

/** Sets what a file freezes and who is worked on as tables; none where that is nothing. */
export const setWindowsOfFile = (
  { freezes, maintenance }: ReturnType<typeof windowsIn>,
  width: number,
): readonly string[] =>
  [
    {
      headings: ['freeze', 'is', 'over', 'why'],
      rows: freezes.map(each => [
        spokenSpan(each),
        each.state,
        each.routes?.join(', ') ?? 'every route',
        each.why,
      ]),
    },
    {
      headings: ['works on', 'when', 'next', 'why'],
      rows: maintenance.map(({ upstream, when, next, why }) => [
        upstream,
        when,
        next === null ? 'never again' : spokenSpan(next),
        why,
      ]),
    },
  ]
    .filter(({ rows }) => rows.length > 0)
    .map(table => setTable(table, width))
