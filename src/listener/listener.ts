import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, Server as Port, type Socket } from 'node:net'
import {
  type Body,
  FicusError,
  headerOf,
  type Language,
  type Need,
  type RawHeaders,
  type Received,
  type Reply,
} from '../exchange/index.ts'
import { checkHead, originForm } from './check-head.ts'
import { Connections, type WaitedFor } from './connections.ts'
import { drainConnections, type DrainTimes } from './drain.ts'
import { LISTENER_LIMITS, type ListenerLimits } from './limits.ts'
import { readBody } from './read-body.ts'
import { HttpReply, type ReplyContext } from './reply.ts'

/** One request as the journey gets it: a head, a way to read on, and the way back. */
export interface Arrival {
  readonly received: Received
  readonly reply: Reply
  /** Set where the head is not sound: nothing but an error may come of it. */
  readonly wrong: FicusError | undefined
  /** Reads the body as far as the need asks; calls back once. */
  read(need: Need, maxBodyBytes: number, then: (body: Body) => void): void
}

/** What the listener needs of those who sent for it. */
export interface ListenerOptions {
  readonly host: string
  readonly port: number
  /** Shares the port with whoever else opens it so (SO_REUSEPORT). Default false. */
  readonly reusePort?: boolean
  readonly limits?: Partial<ListenerLimits>
  /** Lines put on every reply. */
  readonly added?: RawHeaders
  languageOf(method: string, target: string, headers: RawHeaders): Language
  /** Takes one arrival on its journey; must end its reply, whatever happens. */
  arrived(arrival: Arrival): void
  /** Called for a request whose trailers went no further: they cannot be sent on, and RFC 9110 §6.5.1 allows it. */
  trailersDropped(): void
  /** Called for what never became a request: bad framing, a head that came too slowly. */
  refused(code: 'framing' | 'too-slow'): void
}

/** An open door: where it listens and how it is closed. */
export interface Listener {
  readonly address: AddressInfo
  /** Requests whose reply is not finished. */
  readonly inFlight: number
  readonly connections: number
  /** Requests whose reply is not finished, by route; `none` where that is not known yet. */
  waitedFor(): WaitedFor
  /**
   * Marks every reply as the last of its connection, stops taking connections, waits for what is in flight, parts from
   * who brings nothing more, and at the hard stop cuts what is left; gives how many requests were cut.
   */
  drain(times: DrainTimes): Promise<number>
}

/** Opens the listener; throws what the system says where the port cannot be had. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const open = new OpenListener(options)
  await open.listen()
  return open
}

class OpenListener implements Listener {
  readonly #options: ListenerOptions
  readonly #limits: ListenerLimits
  readonly #server: Server
  readonly #connections = new Connections()
  #number = 0
  #inFlight = 0
  #isDraining = false
  /** One for all replies: nothing in it is a request's own. */
  readonly #context: ReplyContext

  constructor(options: ListenerOptions) {
    this.#options = options
    this.#limits = { ...LISTENER_LIMITS, ...options.limits }
    const limits = this.#limits
    this.#server = createServer({
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      connectionsCheckingInterval: Math.min(limits.headersTimeoutMs / 4, 5_000),
      maxHeaderSize: limits.maxHeaderBytes,
      insecureHTTPParser: false,
      requireHostHeader: true,
    })
    const server = this.#server
    this.#context = this.#contextOf(options)
    // The check counts for us, with an error in our table; node would cut the list silently.
    server.maxHeadersCount = 0
    server.maxConnections = limits.maxConnections
    server.on('connection', this.#onConnection)
    server.on('request', this.#onRequest)
    server.on('checkContinue', this.#onContinue)
    server.on('checkExpectation', this.#onExpectation)
    server.on('clientError', this.#onClientError)
    server.on('connect', (_request, socket: Socket) => this.#refuse(socket, 'framing'))
  }

  async listen(): Promise<void> {
    const { port, host, reusePort = false } = this.#options
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ port, host, reusePort, backlog: 1024 }, () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
  }

  get address(): AddressInfo {
    return this.#server.address() as AddressInfo // a TCP server's address is never a string
  }

  get inFlight(): number {
    return this.#inFlight
  }

  get connections(): number {
    return this.#connections.size
  }

  waitedFor(): WaitedFor {
    return this.#connections.waitedFor()
  }

  async drain(times: DrainTimes): Promise<number> {
    this.#isDraining = true
    const { lastTurnMs } = this.#limits
    const connections = this.#connections
    const closed = new Promise<void>(resolve => this.#server.once('close', resolve))
    // Node's own close of a server of HTTP ends idle connections with it.
    const close = (): void => void Port.prototype.close.call(this.#server)
    const cut = await drainConnections({ connections, lastTurnMs, close }, times)
    await closed
    this.#server.close()
    return cut
  }

  #onConnection = (socket: Socket): void => {
    this.#connections.add(socket)
  }

  #onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    this.#arrive(request, response, this.#wrongWith(request), false)
  }

  #onContinue = (request: IncomingMessage, response: ServerResponse): void => {
    this.#arrive(request, response, this.#wrongWith(request), true)
  }

  #onExpectation = (request: IncomingMessage, response: ServerResponse): void => {
    const wrong = this.#wrongWith(request) ?? new FicusError('expectation')
    this.#arrive(request, response, wrong, false)
  }

  #arrive(
    request: IncomingMessage,
    response: ServerResponse,
    wrong: FicusError | undefined,
    awaitsContinue: boolean,
  ): void {
    const received = this.#receive(request)
    const reply = new HttpReply(response, this.#context)
    this.#inFlight += 1
    this.#connections.began(request.socket, reply)
    this.#options.arrived({
      received,
      reply,
      wrong,
      read: (need, maxBodyBytes, then) => {
        const isTooLarge = need === 'whole' && (received.length ?? 0) > maxBodyBytes
        if (awaitsContinue && !isTooLarge) response.writeContinue()
        readBody(request, received, need, { maxBodyBytes, then, fail: error => reply.fail(error) })
      },
    })
  }

  #contextOf(options: ListenerOptions): ReplyContext {
    return {
      isLast: socket => this.#isDraining && this.#connections.hasOne(socket),
      added: options.added ?? [],
      writeTimeoutMs: this.#limits.writeTimeoutMs,
      ended: ({ rawTrailers, socket }) => {
        if (rawTrailers.length > 0) options.trailersDropped()
        this.#inFlight -= 1
        this.#connections.ended(socket)
      },
    }
  }

  #wrongWith(request: IncomingMessage): FicusError | undefined {
    const { method = '', url = '', rawHeaders } = request
    const code = checkHead(method, url, rawHeaders, this.#limits)
    return code === undefined ? undefined : new FicusError(code)
  }

  #receive(request: IncomingMessage): Received {
    const { method = '', rawHeaders } = request
    const target = originForm(request.url ?? '/')
    this.#number += 1
    return {
      number: this.#number,
      at: performance.now(),
      method,
      target,
      headers: rawHeaders,
      language: this.#options.languageOf(method, target, rawHeaders),
      length: lengthOf(rawHeaders),
    }
  }

  #onClientError = (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    this.#refuse(socket, error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'too-slow' : 'framing')
  }

  /** Answers what never became a request: bare, in no language, and the connection ends. */
  #refuse(socket: Socket, code: 'framing' | 'too-slow'): void {
    this.#options.refused(code)
    const line = code === 'framing' ? '400 Bad Request' : '408 Request Timeout'
    socket.end(`HTTP/1.1 ${line}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    socket.destroySoon()
  }
}

function lengthOf(headers: RawHeaders): number | undefined {
  const length = headerOf(headers, 'content-length')
  if (length !== undefined) return Number(length)
  return headerOf(headers, 'transfer-encoding') === undefined ? 0 : undefined
}
