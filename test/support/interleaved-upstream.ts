import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createDraw, type Draw } from './corpus-cuts.ts'
import { type Asked, answerTo, askedIn, refusalTo, weighted } from './interleaved-plan.ts'
import type { Closing } from './upstream.ts'

/** Everything an upstream may do with a request. */
export type Behaviour =
  | 'right'
  | 'slow'
  | 'crossed'
  | 'truncated'
  | 'reset before'
  | 'reset while'
  | 'garbage'
  | 'refusal'
  | 'gateway page'
  | 'more than the answer'
  | 'late'
  | 'another answer later'

type Weights = Readonly<Partial<Record<Behaviour, number>>>

/** In thousandths. */
export const UNRELIABLE: Weights = {
  right: 655,
  slow: 80,
  crossed: 80,
  truncated: 30,
  'reset before': 20,
  'reset while': 20,
  garbage: 20,
  refusal: 30,
  'gateway page': 20,
  'more than the answer': 40,
  late: 5,
}

/** Answers well and then says something nobody asked for, when the next request may be under way. */
export const NOISY: Weights = { right: 900, slow: 50, 'another answer later': 50 }

/** A supplier that leaves may never see its answer, so of what it would have seen nothing is counted. */
const TO_LEAVERS: Weights = { right: 700, slow: 250, 'reset while': 50 }

/** What an upstream did, to be held against what the proxy counted. */
export interface UnreliableUpstream {
  readonly url: URL
  readonly did: Map<Behaviour, number>
  /** How often each request arrived. */
  readonly arrivals: Map<number, number>
  readonly mostConnections: number
  readonly connections: number
  /** Resolves when its last connection is closed. */
  whenLeft(): Promise<void>
}

/** What an upstream is made with. */
export interface UnreliableOptions {
  readonly seed: number
  readonly weights: Weights
  readonly lateMs: number
  /** Whether the supplier of a request leaves before its answer. */
  leaves(n: number): boolean
}

/** Starts an upstream that can do anything a network or a broken system can do. */
export async function startUnreliable(
  t: Closing,
  options: UnreliableOptions,
): Promise<UnreliableUpstream> {
  const upstream = new Unreliable(options)
  await upstream.listen()
  t.teardown(() => upstream.close())
  return upstream
}

const OTHERS = 256

class Unreliable implements UnreliableUpstream {
  readonly did = new Map<Behaviour, number>()
  readonly arrivals = new Map<number, number>()
  mostConnections = 0
  readonly #options: UnreliableOptions
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  /** Requests it was asked lately: whose names a crossed answer takes. */
  readonly #asked: Asked[] = []
  #whenLeft: (() => void) | undefined

  constructor(options: UnreliableOptions) {
    this.#options = options
    this.#server = createServer({ noDelay: true }, socket => {
      this.#sockets.add(socket)
      this.mostConnections = Math.max(this.mostConnections, this.#sockets.size)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        this.#sockets.delete(socket)
        if (this.#sockets.size === 0) this.#whenLeft?.()
      })
      readRequests(socket, text => this.#answer(socket, askedIn(text)))
    })
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  get url(): URL {
    const { port } = this.#server.address() as AddressInfo // listening since it was started
    return new URL(`http://127.0.0.1:${port}`)
  }

  get connections(): number {
    return this.#sockets.size
  }

  whenLeft(): Promise<void> {
    return new Promise(resolve => {
      if (this.#sockets.size === 0) resolve()
      else this.#whenLeft = resolve
    })
  }

  #answer(socket: Socket, asked: Asked): void {
    const times = (this.arrivals.get(asked.n) ?? 0) + 1
    this.arrivals.set(asked.n, times)
    const draw = createDraw(this.#options.seed + asked.n * 7 + times)
    const { weights, leaves, lateMs } = this.#options
    let behaviour = weighted(draw, leaves(asked.n) ? TO_LEAVERS : weights)
    const other = this.#asked[draw(this.#asked.length)]
    // Two tries of one request have one name.
    const mayCross = other !== undefined && other.id !== asked.id
    if (behaviour === 'crossed' && !mayCross) behaviour = 'right'
    this.did.set(behaviour, (this.did.get(behaviour) ?? 0) + 1)
    BEHAVIOURS[behaviour]({ socket, asked, draw, other: other ?? asked, lateMs })
    this.#asked.push(asked)
    if (this.#asked.length > OTHERS) this.#asked.shift()
  }
}

/** Calls back with each whole request, head and body, as text. */
function readRequests(socket: Socket, each: (text: string) => void): void {
  let text = ''
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
    for (;;) {
      const end = text.indexOf('\r\n\r\n')
      if (end < 0) return
      const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end + 2))?.[1]
      const all = end + 4 + Number(length ?? 0)
      if (text.length < all) return
      each(text.slice(0, all))
      text = text.slice(all)
    }
  })
}

interface Turn {
  readonly socket: Socket
  readonly asked: Asked
  readonly draw: Draw
  /** Another request that was asked here. */
  readonly other: Asked
  readonly lateMs: number
}

const TYPES = {
  soap: 'text/xml; charset=UTF-8',
  ebxml: 'text/xml',
  fhir: 'application/fhir+json',
} as const

const own = ({ id }: Asked): { envelope: string; payload: string } => ({
  envelope: id,
  payload: id,
})

/** Mostly as small as Spine's answers are, sometimes large enough to be streamed. */
const paddingOf = (draw: Draw): number => (draw(100) < 4 ? 70_000 + draw(40_000) : draw(2_000))

/** The first lines of an answer: its type, and the request it names there where it speaks FHIR. */
const typed = ({ speaks, id }: Pick<Asked, 'speaks' | 'id'>): string =>
  speaks === 'fhir' ? `${TYPES.fhir}\r\nX-Request-ID: ${id}` : TYPES[speaks]

/** An answer with its framing, which is drawn: a length, chunks. */
function framed(status: string, type: string, body: string, draw: Draw): string {
  const head = `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\nServer: unreliable\r\n`
  if (draw(3) > 0) return `${head}Content-Length: ${body.length}\r\n\r\n${body}`
  const at = draw(body.length - 1) + 1
  const chunks = [body.slice(0, at), body.slice(at)].filter(chunk => chunk !== '')
  const coded = chunks.map(chunk => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('')
  return `${head}Transfer-Encoding: chunked\r\n\r\n${coded}0\r\n\r\n`
}

const rightAnswer = ({ asked, draw }: Turn): string =>
  framed('200 OK', typed(asked), answerTo(asked, own(asked), paddingOf(draw)), draw)

/** The answer to somebody else, with that one's nonce in it: names another in the envelope, within, or both. */
function crossedAnswer({ asked, other, draw }: Turn): string {
  const way = draw(3)
  const naming = {
    envelope: way === 1 ? asked.id : other.id,
    payload: way === 2 ? asked.id : other.id,
  }
  const said = answerTo({ ...other, speaks: asked.speaks }, naming, draw(2_000))
  return framed('200 OK', typed({ speaks: asked.speaks, id: other.id }), said, draw)
}

const write = ({ socket }: Turn, text: string): void => {
  if (!socket.destroyed) socket.write(text, 'latin1')
}

const BEHAVIOURS: Readonly<Record<Behaviour, (turn: Turn) => void>> = {
  right: turn => write(turn, rightAnswer(turn)),
  slow: turn => {
    const answer = rightAnswer(turn)
    const at = turn.draw(answer.length)
    setTimeout(() => write(turn, answer.slice(0, at)), turn.draw(60))
    setTimeout(() => write(turn, answer.slice(at)), 60 + turn.draw(60))
  },
  crossed: turn => write(turn, crossedAnswer(turn)),
  truncated: turn => {
    const answer = rightAnswer(turn)
    turn.socket.end(answer.slice(0, answer.length - 1 - turn.draw(answer.length >> 1)), 'latin1')
  },
  'reset before': ({ socket }) => socket.resetAndDestroy(),
  'reset while': turn => {
    const answer = rightAnswer(turn)
    turn.socket.write(answer.slice(0, 1 + turn.draw(answer.length - 2)), 'latin1', () =>
      turn.socket.resetAndDestroy(),
    )
  },
  garbage: turn => {
    const noise = [
      '\u0000\u0001\u0002\r\n\r\n',
      'HTTP/1.1 2OO OK\r\n\r\n',
      '<html>',
      'SSH-2.0-x\r\n',
    ]
    turn.socket.end(noise[turn.draw(noise.length)] ?? '', 'latin1')
  },
  refusal: turn => {
    const { asked, draw } = turn
    write(turn, framed('500 Nothing Doing', TYPES[asked.speaks], refusalTo(asked), draw))
  },
  'gateway page': turn => {
    const page = `<html><body><h1>503</h1>${turn.asked.nonce}</body></html>`
    write(turn, framed('503 Service Unavailable', 'text/html', page, turn.draw))
  },
  'more than the answer': turn => write(turn, rightAnswer(turn) + crossedAnswer(turn)),
  late: turn => {
    const answer = rightAnswer(turn)
    setTimeout(() => write(turn, answer), turn.lateMs)
  },
  'another answer later': turn => {
    const other = crossedAnswer(turn)
    write(turn, rightAnswer(turn))
    setTimeout(() => write(turn, other), turn.draw(8))
  },
}
