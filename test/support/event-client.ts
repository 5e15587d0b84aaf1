import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import type { Test } from 'tap'

/** One event, as WHATWG HTML, Server-sent events, has a client read it. */
export interface HeardEvent {
  readonly event: string
  /** The last id there was when it came. */
  readonly id: string
  readonly data: unknown
}

/** A client that listens to a stream of events. */
export interface Listening {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly heard: readonly HeardEvent[]
  /** How many comments came. */
  readonly comments: number
  /** What it would come back with; also of an id that came without an event. */
  readonly lastId: string
  /** What it was told to wait before it comes back, milliseconds. */
  readonly retryMs: number | undefined
  readonly isEnded: boolean
  /** Reads nothing more, and lets what comes pile up. */
  pause(): void
  resume(): void
  close(): void
}

/** Asks for events, and goes when the test ends. */
export async function listenTo(
  t: Test,
  url: URL,
  headers: Readonly<Record<string, string>> = {},
): Promise<Listening> {
  const asking = request(url, { headers, agent: false })
  asking.end()
  const [response] = (await once(asking, 'response')) as [IncomingMessage]
  asking.on('error', () => undefined)
  response.on('error', () => undefined)
  t.teardown(() => asking.destroy())
  const reader = createReader()
  let isEnded = false
  response.on('close', () => (isEnded = true))
  response.setEncoding('utf8').on('data', (text: string) => {
    if (response.statusCode === 200) reader.read(text)
  })
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    heard: reader.heard,
    get comments() {
      return reader.comments
    },
    get lastId() {
      return reader.lastId
    },
    get retryMs() {
      return reader.retryMs
    },
    get isEnded() {
      return isEnded
    },
    pause: () => void response.pause(),
    resume: () => void response.resume(),
    close: () => void asking.destroy(),
  }
}

/** The reading of an event stream, line by line as the specification has it; lines end in LF here. */
function createReader() {
  const heard: HeardEvent[] = []
  let rest = ''
  let [event, data] = ['', undefined as string | undefined]
  const reader = {
    heard,
    comments: 0,
    lastId: '',
    retryMs: undefined as number | undefined,
    read: (text: string): void => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) readLine(line)
    },
  }
  const readLine = (line: string): void => {
    if (line === '') {
      const isOne = data !== undefined
      if (isOne) heard.push({ event, id: reader.lastId, data: JSON.parse(data ?? '') as unknown })
      ;[event, data] = ['', undefined]
      return
    }
    const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? []
    if (field === '') reader.comments += 1
    else if (field === 'event') event = value
    else if (field === 'id') reader.lastId = value
    else if (field === 'retry') reader.retryMs = Number(value)
    else if (field === 'data') data = data === undefined ? value : `${data}\n${value}`
    else throw new Error(`no stream of events has a field ${field}`)
  }
  return reader
}
