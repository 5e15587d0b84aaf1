import { connect, type Socket } from 'node:net'

/** An answer as its bytes came off the wire. */
export interface RawAnswer {
  readonly statusLine: string
  readonly status: number
  readonly reason: string
  /** Name, value, name, value … as written. */
  readonly headers: readonly string[]
  readonly body: Buffer
  readonly trailers: readonly string[]
  /** Whether its framing was complete when the connection ended or the next answer began. */
  readonly isComplete: boolean
}

/** Writes bytes on a fresh connection and reads one answer, or undefined where the connection just ends. */
export async function ask(
  url: URL,
  bytes: string | Buffer | readonly (string | Buffer)[],
  options: { readonly method?: string; readonly timeoutMs?: number } = {},
): Promise<RawAnswer | undefined> {
  const socket = connect(Number(url.port), url.hostname)
  socket.setNoDelay(true)
  try {
    const answer = readAnswer(socket, options)
    for (const piece of Array.isArray(bytes) ? bytes : [bytes]) {
      if (socket.destroyed) break
      await new Promise<void>(resolve => socket.write(piece as Buffer, () => resolve()))
    }
    return await answer
  } finally {
    socket.destroy()
  }
}

/** Reads one answer off a socket; rejects if none is complete within the timeout and the socket stays open. */
export function readAnswer(
  socket: Socket,
  options: { readonly method?: string; readonly timeoutMs?: number } = {},
): Promise<RawAnswer | undefined> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0)
    const timer = setTimeout(() => {
      settle()
      reject(
        new Error(`no complete answer in time; got ${JSON.stringify(bytes.toString('latin1'))}`),
      )
    }, options.timeoutMs ?? 10_000)
    const settle = (): void => {
      clearTimeout(timer)
      socket.off('data', onData)
      socket.off('close', onClose)
    }
    const onData = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk])
      const answer = parseAnswer(bytes, options.method ?? 'POST', false)
      if (answer?.isComplete !== true) return
      settle()
      resolve(answer)
    }
    const onClose = (): void => {
      settle()
      resolve(parseAnswer(bytes, options.method ?? 'POST', true))
    }
    socket.on('data', onData)
    socket.on('close', onClose)
    if (socket.listenerCount('error') === 0) socket.on('error', () => undefined)
  })
}

/** Reads an answer by hand, so that what the proxy's own library thinks of it does not matter. */
export function parseAnswer(
  bytes: Buffer,
  method: string,
  isClosed: boolean,
): RawAnswer | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const [, status = '0', reason = ''] = /^HTTP\/1\.[01] (\d{3}) ?(.*)$/.exec(statusLine) ?? []
  if (status === '100') return parseAnswer(bytes.subarray(end + 4), method, isClosed)
  const headers = lines.flatMap(splitLine)
  const rest = bytes.subarray(end + 4)
  const found = readBody(rest, headers, { method, status: Number(status), isClosed })
  return { statusLine, status: Number(status), reason, headers, ...found }
}

const splitLine = (line: string): [string, string] => {
  const colon = line.indexOf(':')
  return [line.slice(0, colon), line.slice(colon + 1).trim()]
}

/** The first value of a header line, whatever its case. */
export const lineOf = (headers: readonly string[], name: string): string | undefined => {
  const at = headers.findIndex((own, i) => i % 2 === 0 && own.toLowerCase() === name.toLowerCase())
  return at < 0 ? undefined : headers[at + 1]
}

function readBody(
  rest: Buffer,
  headers: readonly string[],
  about: { method: string; status: number; isClosed: boolean },
): Pick<RawAnswer, 'body' | 'trailers' | 'isComplete'> {
  const none = { body: Buffer.alloc(0), trailers: [], isComplete: true }
  if (about.method === 'HEAD' || about.status === 204 || about.status === 304) return none
  if (lineOf(headers, 'transfer-encoding') === 'chunked') return readChunks(rest)
  const length = lineOf(headers, 'content-length')
  if (length === undefined) return { body: rest, trailers: [], isComplete: about.isClosed }
  const body = rest.subarray(0, Number(length))
  return { body, trailers: [], isComplete: body.length === Number(length) }
}

function readChunks(bytes: Buffer): Pick<RawAnswer, 'body' | 'trailers' | 'isComplete'> {
  const chunks: Buffer[] = []
  let at = 0
  for (;;) {
    const end = bytes.indexOf('\r\n', at)
    const broken = { body: Buffer.concat(chunks), trailers: [], isComplete: false }
    if (end < 0) return broken
    const size = Number.parseInt(bytes.subarray(at, end).toString('latin1'), 16)
    if (size === 0) {
      const text = bytes.subarray(end + 2).toString('latin1')
      if (!text.startsWith('\r\n') && !text.includes('\r\n\r\n')) return broken
      const trailers = text.split('\r\n').filter(Boolean).flatMap(splitLine)
      return { body: Buffer.concat(chunks), trailers, isComplete: true }
    }
    if (bytes.length < end + 2 + size + 2) return broken
    chunks.push(bytes.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + 2
  }
}
