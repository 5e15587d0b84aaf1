import { connect, type Socket } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'
import { type Planned, requestOf } from './interleaved-plan.ts'
import { verdictOn } from './interleaved-verdict.ts'
import { parseAnswer, type RawAnswer } from './raw-client.ts'

/** What all suppliers saw together. */
export interface Tally {
  readonly outcomes: Map<string, number>
  readonly faults: string[]
  /** Requests whose head went out whole. */
  asked: number
  /** Those that were told they may be sent again. */
  readonly mayBeSentAgain: number[]
  longestMs: number
}

export const emptyTally = (): Tally => ({
  outcomes: new Map(),
  faults: [],
  asked: 0,
  mayBeSentAgain: [],
  longestMs: 0,
})

/** Sends requests one after the other on a connection that is kept as long as it lasts. */
export class Supplier {
  readonly #url: URL
  readonly #patienceMs: number
  readonly #tally: Tally
  #socket: Socket | undefined
  #bytes: Buffer = Buffer.alloc(0)
  #changed: (() => void) | undefined

  constructor(url: URL, patienceMs: number, tally: Tally) {
    this.#url = url
    this.#patienceMs = patienceMs
    this.#tally = tally
  }

  /** Takes requests from a row that it may share with others, until there are no more. */
  async work(row: Iterable<Planned>): Promise<void> {
    for (const planned of row) {
      if (planned.leaving === 'never') await this.#ask(planned)
      else await this.#leave(planned)
    }
    this.#socket?.destroy()
  }

  async #ask(planned: Planned): Promise<void> {
    const socket = this.#connected()
    if (this.#bytes.length > 0) this.#fault('bytes that nobody asked for')
    this.#tally.asked += 1
    const startedAt = performance.now()
    socket.write(requestOf(planned))
    const answer = await this.#answer(planned)
    if (answer === 'none in time') {
      this.#fault(`no answer in ${this.#patienceMs} ms for ${planned.kind} ${planned.nonce}`)
      socket.destroy()
      this.#socket = undefined
      return
    }
    this.#tally.longestMs = Math.max(this.#tally.longestMs, performance.now() - startedAt)
    if (answer === undefined) {
      this.#fault(`${planned.kind} ${planned.nonce}: its connection ended without a word`)
      return
    }
    const verdict = verdictOn(planned, answer)
    if ('fault' in verdict) {
      this.#fault(verdict.fault)
      return
    }
    this.#count(verdict.outcome)
    if (verdict.mayBeSentAgain === true) this.#tally.mayBeSentAgain.push(planned.n)
  }

  /** Sends a request as far as it goes and is gone. */
  async #leave(planned: Planned): Promise<void> {
    const socket = this.#connected()
    const bytes = requestOf(planned)
    const body = bytes.indexOf('\r\n\r\n') + 4
    // What has no body cannot be left within it.
    const leaving =
      planned.leaving === 'within the body' && body === bytes.length
        ? 'within the head'
        : planned.leaving
    const sent = {
      never: bytes.length,
      'within the head': body - 5,
      'within the body': (body + bytes.length) >> 1,
      after: bytes.length,
    }[leaving]
    if (sent >= body) this.#tally.asked += 1
    await written(socket, bytes.subarray(0, sent))
    if (leaving === 'after') await after(planned.leavesAfterMs)
    socket.destroy()
    this.#socket = undefined
    this.#count(`supplier gone ${leaving}`)
  }

  #connected(): Socket {
    if (this.#socket !== undefined) return this.#socket
    const socket = connect(Number(this.#url.port), this.#url.hostname)
    socket.setNoDelay(true)
    this.#socket = socket
    this.#bytes = Buffer.alloc(0)
    const changed = (): void => {
      if (this.#socket === socket) this.#changed?.()
    }
    socket.on('data', (chunk: Buffer) => {
      if (this.#socket !== socket) return
      this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk])
      changed()
    })
    socket.on('error', () => undefined)
    socket.on('close', changed)
    return socket
  }

  /** Reads one answer; undefined where the connection ended without one. */
  #answer({ kind }: Planned): Promise<RawAnswer | undefined | 'none in time'> {
    const method = kind === 'patient' || kind === 'relatives' ? 'GET' : 'POST'
    const socket = this.#socket
    return new Promise(resolve => {
      const settle = (answer: RawAnswer | undefined | 'none in time'): void => {
        clearTimeout(timer)
        this.#changed = undefined
        resolve(answer)
      }
      const timer = setTimeout(() => settle('none in time'), this.#patienceMs)
      this.#changed = () => {
        const isClosed = socket?.destroyed ?? true
        const answer = parseAnswer(this.#bytes, method, isClosed)
        if (answer?.isComplete !== true && !isClosed) return
        if (answer?.isComplete === true) this.#bytes = leftOver(this.#bytes, answer)
        const isLast = answer?.headers.some((line, i) => i % 2 === 1 && line === 'close') ?? true
        if (isClosed || isLast) this.#socket = undefined
        settle(answer)
      }
    })
  }

  #count(outcome: string): void {
    this.#tally.outcomes.set(outcome, (this.#tally.outcomes.get(outcome) ?? 0) + 1)
  }

  #fault(fault: string): void {
    this.#tally.faults.push(fault)
  }
}

const written = (socket: Socket, bytes: Buffer): Promise<void> =>
  new Promise(resolve => socket.write(bytes, () => resolve()))

const END_OF_CHUNKS = Buffer.from('\r\n0\r\n\r\n')

/** What came behind an answer: nothing, if all is well. */
function leftOver(bytes: Buffer, answer: RawAnswer): Buffer {
  const head = bytes.indexOf('\r\n\r\n') + 4
  const isChunked = answer.headers.some((line, i) => i % 2 === 1 && line === 'chunked')
  if (!isChunked) return bytes.subarray(head + answer.body.length)
  return bytes.subarray(bytes.indexOf(END_OF_CHUNKS, head) + END_OF_CHUNKS.length)
}
