import { type Logger, pino } from 'pino'
import { createLineBudget, ONE_IN } from './line-budget.ts'
import { openLineSink } from './line-sink.ts'
import type { ComparedLine, EventName, ExchangeLine, LineLevel } from './lines.ts'

/** Writes JSON lines. None of it waits for where they go, or throws. */
export interface Log {
  exchange(line: ExchangeLine): void
  /** Says of a copy what came of it. */
  compared(line: ComparedLine): void
  event(name: EventName, level: LineLevel, detail: Record<string, unknown>): void
  /** Writes what waits, for a second at most: before the process ends. */
  flush(): void
  /** How many lines were not written, by why. */
  readonly dropped?: Readonly<Record<DropReason, number>>
}

/**
 * Why a line was not written: nine of ten beyond the budget; beyond the bound of those; where they go took no more. The
 * first two only befall exchanges that went well.
 */
export const DROP_REASONS = ['sampled', 'limit', 'destination'] as const
export type DropReason = (typeof DROP_REASONS)[number]

/** How a log may be otherwise. */
export interface LogOptions {
  /** So many lines of exchanges that went well are written a second; beyond it one in ten. 0 for all; default 1 000. */
  readonly linesPerSecond?: number
  /** Milliseconds on a clock that only goes forward; the process's where absent. */
  readonly clock?: () => number
  /** The bytes that may wait for where lines go. */
  readonly most?: { readonly behind: number; readonly full: number }
}

export const LOG_LEVELS = ['info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Lines of exchanges that went well, a second, where nobody says otherwise. */
export const LINES_PER_SECOND = 1_000

const FLUSH_EVERY_MS = 500
const BATCH = 32_000
const LAST_FLUSH_MS = 1_000

/**
 * Opens the log on a file descriptor (1 for standard output) or a file. Lines are gathered and leave in one write of
 * some kilobytes, at the latest after half a second; `flush` before the process ends. Throws what the system says
 * where a file cannot be opened.
 */
export function createLog(to: number | string, level: LogLevel, options: LogOptions = {}): Log {
  const { linesPerSecond = LINES_PER_SECOND, clock = () => performance.now(), most } = options
  const dropped = { sampled: 0, limit: 0, destination: 0 }
  const lost = (lines: number): void => void (dropped.destination += lines)
  const sink = openLineSink(to, { lost, ...(most && { most }) })
  const batch = createBatch(lines => sink.write(lines))
  const timestamp = createTimestamp()
  const logger = loggerTo(batch, level, timestamp)
  setInterval(() => batch.flush(), FLUSH_EVERY_MS).unref()
  /** Writes one of those there are as many of as exchanges. */
  const writing = (event: 'exchange' | 'compared') => {
    const fate = createLineBudget(linesPerSecond, clock)
    // The engine's own JSON costs a quarter of the logger's, and the line is the same.
    const write = (line: ExchangeLine | ComparedLine, more: string): void =>
      batch.write(`${JSON.stringify(line).slice(0, -1)}${timestamp()}${more},"event":"${event}"}\n`)
    return (line: ExchangeLine | ComparedLine): void => {
      if (!logger.isLevelEnabled(line.level)) return
      if (line.level !== 'info') return write(line, '')
      const came = sink.isBehind ? 'destination' : fate()
      if (typeof came === 'string') dropped[came] += 1
      else write(line, came === 1 ? '' : `,"sampled":${ONE_IN}`)
    }
  }
  return {
    dropped,
    exchange: writing('exchange'),
    compared: writing('compared'),
    event: (name, at, detail) => {
      logger[at](detail, name)
      batch.flush()
    },
    flush: () => {
      batch.flush()
      sink.finish(LAST_FLUSH_MS)
    },
  }
}

const loggerTo = (batch: Batch, level: LogLevel, timestamp: () => string): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp,
      messageKey: 'event',
      formatters: { level: label => ({ level: label }) },
    },
    batch,
  )

interface Batch {
  write(line: string): void
  flush(): void
}

/** Gathers lines, since handing on each by itself costs as much as making it. */
function createBatch(write: (lines: string) => void): Batch {
  let lines = ''
  const flush = (): void => {
    if (lines === '') return
    write(lines)
    lines = ''
  }
  return {
    write: line => {
      lines += line
      if (lines.length >= BATCH) flush()
    },
    flush,
  }
}

/** Writes a time once per millisecond: under load many lines share one. */
function createTimestamp(): () => string {
  let last = 0
  let text = ''
  return () => {
    const now = Date.now()
    if (now !== last) {
      last = now
      text = `,"time":"${new Date(now).toISOString()}"`
    }
    return text
  }
}

/** A log that writes nowhere, for commands and tests that look at replies only. */
export const SILENT_LOG: Log = {
  exchange: () => undefined,
  compared: () => undefined,
  event: () => undefined,
  flush: () => undefined,
}
