import type { Maintenance, Span, Weekly } from '../exchange/index.ts'
import { whenShown } from './wall-clock.ts'

/** By upstream, every time it is worked on; an upstream nobody said anything of is not there. */
export type MaintenanceOf = ReadonlyMap<string, readonly Maintenance[]>

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS

/**
 * Says whether an upstream is worked on at a moment, epoch milliseconds: what would act by itself on how it does, keeps
 * still meanwhile.
 */
export const isMuted = (all: MaintenanceOf, upstream: string, now: number): boolean => {
  const span = spanAt(all.get(upstream) ?? [], now)
  return span !== undefined && span.from <= now
}

/** Finds the span that is on at a moment, else the one that comes next; undefined where none comes any more. */
export const spanAt = (windows: readonly Maintenance[], now: number): Span | undefined => {
  // Of a weekly one a whole comes within eight days, and whatever it runs into begins before that.
  const last = Math.max(now, ...windows.map(({ when }) => ('zone' in when ? now : when.from)))
  return spansWithin(windows, { from: now, to: last + WEEK_MS + DAY_MS })[0]
}

/** By upstream, the span that is on at a moment or comes next. */
export const nextSpans = (all: MaintenanceOf, now: number): ReadonlyMap<string, Span> =>
  new Map(
    [...all].flatMap(([upstream, windows]): [string, Span][] => {
      const span = spanAt(windows, now)
      return span === undefined ? [] : [[upstream, span]]
    }),
  )

/** Gives how much of a time lies outside of every window, milliseconds. */
export function lastingOutside(windows: readonly Maintenance[], { from, to }: Span): number {
  const within = spansWithin(windows, { from, to }).map(
    span => Math.min(to, span.to) - Math.max(from, span.from),
  )
  return Math.max(0, to - from) - within.reduce((a, b) => a + b, 0)
}

/** Finds every span of windows that a time touches, in order; those that meet are one. */
function spansWithin(windows: readonly Maintenance[], time: Span): readonly Span[] {
  const spans = windows.flatMap(({ when }) => ('zone' in when ? weekly(when, time) : [when]))
  const touched = spans.filter(({ from, to }) => from < time.to && to > time.from)
  const joined: Span[] = []
  for (const span of touched.toSorted((a, b) => a.from - b.from)) {
    const before = joined.at(-1)
    if (before === undefined || before.to < span.from) joined.push(span)
    else joined[joined.length - 1] = { from: before.from, to: Math.max(before.to, span.to) }
  }
  return joined
}

/**
 * Lays out a weekly window over a time. Where the clocks show its beginning twice, or are put forward over it, it lasts
 * from the first moment that may be meant to its whole length after the last: nobody is woken for an hour's doubt.
 */
function weekly({ weekday, minute, lastsMs, zone }: Weekly, { from, to }: Span): Span[] {
  const spans: Span[] = []
  const earliest = Math.floor((from - lastsMs) / DAY_MS) - 2
  // Day 0 of this count, 1 January 1970, was a Thursday.
  const first = earliest + ((((weekday - earliest - 4) % 7) + 7) % 7)
  for (let day = first; day * DAY_MS < to + 2 * DAY_MS; day += 7) {
    const [begins, last] = whenShown(zone, day * DAY_MS + minute * MINUTE_MS)
    spans.push({ from: begins, to: last + lastsMs })
  }
  return spans
}
