import type { ErrorCode, RawHeaders } from '../exchange/index.ts'
import type { Answering, Controller } from '../sockets/index.ts'
import type { CandidateCame } from './copy.ts'
import type { CopyPool } from './copy-pool.ts'

/** A copy as it goes out. */
export interface Outgoing {
  readonly method: string
  /** Below the upstream's base path. */
  readonly target: string
  readonly headers: RawHeaders
  readonly body: Buffer | undefined
}

const PAUSED = new Error('mirroring is paused')
const OVER = new Error('nobody waits for it any longer')

/** Sends one copy, once, and waits for all of its answer, up to a bound. Never throws. */
export const ask = (
  pool: CopyPool,
  outgoing: Outgoing,
  mostBytes: number,
): Promise<CandidateCame> =>
  new Promise(resolve => {
    new Ask(pool, mostBytes, resolve).start(outgoing)
  })

class Ask implements Answering {
  readonly #pool: CopyPool
  readonly #mostBytes: number
  readonly #resolve: (came: CandidateCame) => void
  readonly #timer: NodeJS.Timeout
  readonly #pieces: Buffer[] = []
  #controller: Controller | undefined
  #bytes = 0
  #status = 0
  #headers: RawHeaders = []
  #isOver = false

  constructor(pool: CopyPool, mostBytes: number, resolve: (came: CandidateCame) => void) {
    this.#pool = pool
    this.#mostBytes = mostBytes
    this.#resolve = resolve
    // The whole of it, waiting for a socket included. A thread that was kept from its work looks at its sockets first:
    // what has come by then came in time.
    this.#timer = setTimeout(() => {
      setImmediate(() => this.#stop(this.#failure()))
    }, pool.upstream.timeoutMs)
  }

  start({ method, target, headers, body }: Outgoing): void {
    try {
      this.#pool.dispatch({ method, target, headers, body }, this)
    } catch {
      // Something in the supplier's head that undici does not write.
      this.#end({ kind: 'failed', error: 'framing' })
    }
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller
    // What waits for a socket cannot be taken back before it has one.
    if (this.#isOver) controller.abort(OVER)
    else if (this.#pool.isPaused) {
      this.#end({ kind: 'not-sent', reason: 'paused' })
      controller.abort(PAUSED)
    }
  }

  onResponseStart(controller: Controller, status: number): void {
    if (status < 200) return
    this.#status = status
    this.#headers = linesOf(controller.rawHeaders)
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    this.#bytes += chunk.length
    if (this.#bytes > this.#mostBytes) this.#stop({ kind: 'too-large' })
    else this.#pieces.push(chunk)
  }

  onResponseEnd(): void {
    const [status, headers] = [this.#status, this.#headers]
    this.#end({ kind: 'answered', status, headers, body: Buffer.concat(this.#pieces) })
  }

  onResponseError(_controller: Controller | null, error: Error): void {
    const isGarbled = error.name === 'HTTPParserError' || /HPE_|UND_ERR_HEADERS/.test(codeOf(error))
    this.#end(isGarbled ? { kind: 'failed', error: 'bad-answer' } : this.#failure())
  }

  /** How far it had come says what failed. */
  #failure(): CandidateCame {
    const error: ErrorCode =
      this.#controller === undefined ? 'not-sent' : this.#status > 0 ? 'bad-answer' : 'no-answer'
    return { kind: 'failed', error }
  }

  #stop(came: CandidateCame): void {
    if (this.#isOver) return
    this.#end(came)
    this.#controller?.abort(OVER)
  }

  #end(came: CandidateCame): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#timer)
    this.#resolve(came)
  }
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : ''

function linesOf(raw: Controller['rawHeaders']): RawHeaders {
  if (!Array.isArray(raw)) return []
  return raw.map(line => (typeof line === 'string' ? line : line.toString('latin1')))
}
