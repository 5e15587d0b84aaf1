import type { ServerResponse } from 'node:http'

/** One event, as WHATWG HTML, Server-sent events, has it: without a name it only says where to go on from. */
export interface StreamEvent {
  readonly event?: string
  readonly id?: number
  readonly data?: unknown
}

/** Where a page that goes on tells of what happens. */
export interface Sink {
  /** Aborted once nobody listens any more. */
  readonly gone: AbortSignal
  /** Writes one event and waits until there is room for another; does nothing once nobody listens. */
  tell(event: StreamEvent): Promise<void>
}

/** Tells what happens until nobody listens any more. */
export type Follow = (sink: Sink) => Promise<void>

/** How streams are held. */
export interface StreamsOptions {
  /** How many at once; default 64. */
  readonly most?: number
  /** How often one on which nothing happens says that it is there, milliseconds. Default 15 000. */
  readonly heartbeatMs?: number
  /** How long whoever does not read is waited for once the buffer is full, milliseconds. Default 15 000. */
  readonly patienceMs?: number
  /** Writes down why one ended that should not have. */
  failed(error: unknown): void
}

/** The streams of one instance. */
export interface Streams {
  /** How many are open. */
  readonly open: number
  /** Answers with a stream; gives false, and has written nothing, where there are as many as there may be or none any more. */
  begin(response: ServerResponse, follow: Follow): boolean
  /** Ends every one and begins no other: whoever listened goes on elsewhere. */
  end(): void
}

/** How long whoever was cut off waits before it asks again, milliseconds. */
const RETRY_MS = 2_000

/** Creates the streams of one instance. */
export function createStreams(options: StreamsOptions): Streams {
  const { most = 64, heartbeatMs = 15_000, patienceMs = 15_000 } = options
  const open = new Set<ServerResponse>()
  let isEnded = false
  return {
    get open() {
      return open.size
    },
    begin: (response, follow) => {
      if (isEnded || open.size >= most) return false
      open.add(response)
      const gone = new AbortController()
      // A full buffer says enough: nothing is put on top of it.
      const beat = (): void => {
        if (!response.writableNeedDrain) response.write(':\n\n')
      }
      const beating = setInterval(beat, heartbeatMs)
      response.once('close', () => {
        clearInterval(beating)
        open.delete(response)
        gone.abort()
      })
      response.writeHead(200, HEADERS)
      response.write(`retry: ${RETRY_MS}\n\n`)
      const sink: Sink = { gone: gone.signal, tell: event => tell(response, event, patienceMs) }
      void follow(sink)
        .catch((error: unknown) => options.failed(error))
        .finally(() => response.end())
      return true
    },
    end: () => {
      isEnded = true
      for (const response of open) response.end()
    },
  }
}

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  // What stands in front, nginx for one, would keep events back until its buffer is full.
  'X-Accel-Buffering': 'no',
}

/**
 * Writes one event. The buffer holds as much as one connection's may and one event more: whoever has read none of it
 * for as long as one is waited for is let go, and comes back by the id of the last event it has.
 */
async function tell(
  response: ServerResponse,
  event: StreamEvent,
  patienceMs: number,
): Promise<void> {
  if (response.destroyed || response.writableEnded || response.write(written(event))) return
  await new Promise<void>(resolve => {
    const letGo = setTimeout(() => response.destroy(), patienceMs)
    const settled = (): void => {
      clearTimeout(letGo)
      response.off('drain', settled)
      response.off('close', settled)
      resolve()
    }
    response.once('drain', settled)
    response.once('close', settled)
  })
}

function written({ event, id, data }: StreamEvent): string {
  const lines = [
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    // JSON has no line breaks, so that one line holds it.
    ...(data === undefined ? [] : [`data: ${JSON.stringify(data)}`]),
  ]
  return `${lines.join('\n')}\n\n`
}
