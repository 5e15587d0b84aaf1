import { destination, type Logger, pino } from 'pino'

/** What a log line may hold: nothing else is ever handed to the logger. */
export interface ExchangeLine {
  readonly n: number
  readonly route: string | undefined
  readonly stage: string | undefined
  readonly side: string | undefined
  readonly upstream: string | undefined
  readonly because: string | undefined
  readonly method: string
  readonly interaction: string | undefined
  readonly messageId: string | undefined
  readonly fromAsid: string | undefined
  readonly toAsid: string | undefined
  readonly agrees: boolean | undefined
  /** Why no mapping took it. */
  readonly declined: string | undefined
  readonly bound: string | undefined
  readonly attempts: number
  readonly status: number
  readonly error: string | undefined
  readonly detail: string | undefined
  readonly bytesIn: number | undefined
  readonly bytesOut: number
  readonly ms: number
  readonly upstreamMs: number | undefined
}

/** Something that happened to the instance; `detail` never holds a byte of a message. */
export type EventName =
  | 'started'
  | 'draining'
  | 'stopped'
  | 'config-loaded'
  | 'config-refused'
  | 'answer-crossed'
  | 'fleet-changed'
  | 'fleet-refused'
  | 'store-silent'
  | 'store-answers'
  | 'store-forked'
  | 'admin-failed'
  | 'halted-by-signal'
  | 'halt-not-kept'
  | 'peer-refused'
  | 'runtime'

/** Writes JSON lines. */
export interface Log {
  exchange(line: ExchangeLine): void
  event(name: EventName, level: 'info' | 'warn' | 'error', detail: Record<string, unknown>): void
  flush(): void
}

const FLUSH_EVERY_MS = 500
const BATCH = 32_000

/**
 * Opens the log on a file descriptor (1 for standard output) or a file. Lines are buffered and leave in one
 * write of some kilobytes, at the latest after half a second; `flush` before the process ends.
 */
export function createLog(to: number | string, level: string): Log {
  const file = destination({ dest: to, sync: true })
  const batch = createBatch(text => file.write(text))
  const timestamp = createTimestamp()
  const logger: Logger = pino(
    {
      level,
      base: null,
      timestamp,
      messageKey: 'event',
      formatters: { level: label => ({ level: label }) },
    },
    batch,
  )
  const timer = setInterval(() => batch.flush(), FLUSH_EVERY_MS)
  timer.unref()
  return {
    // One a request: the engine's own JSON costs a quarter of the logger's, and the line is the same.
    exchange: logger.isLevelEnabled('info')
      ? line => {
          const fields = JSON.stringify(line).slice(1, -1)
          batch.write(`{"level":"info"${timestamp()},${fields},"event":"exchange"}\n`)
        }
      : () => undefined,
    event: (name, at, detail) => {
      logger[at](detail, name)
      batch.flush()
    },
    flush: () => {
      batch.flush()
      file.flushSync()
    },
  }
}

/** Gathers lines, since handing on each by itself costs as much as making it. */
function createBatch(write: (text: string) => void): { write(line: string): void; flush(): void } {
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
  event: () => undefined,
  flush: () => undefined,
}

const PLAIN = /^[\w.:@+/=-]{1,64}$/

/** Lets an id into a log line only if it looks like one: what a sender writes is not ours to repeat. */
export const loggable = (id: string | undefined): string | undefined =>
  id === undefined || PLAIN.test(id) ? id : 'unusual'
