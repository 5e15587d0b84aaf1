import {
  type Answer,
  type AnswerHead,
  type Assigned,
  type AttemptRecord,
  type Bound,
  type Capture,
  FicusError,
  isFicusError,
  type RawHeaders,
  type Reply,
  type Translated,
} from '../exchange/index.ts'
import type { Binding } from '../message/index.ts'
import type { Answering, Controller } from '../sockets/index.ts'
import { proveBound } from './binding.ts'
import { closedUnanswered, failureOf, type Progress } from './failure.ts'
import { declaredLength, outboundOf } from './outbound.ts'
import type { UpstreamPool } from './pool.ts'
import { rawOf } from './raw-headers.ts'
import { wireReason } from './reason.ts'

/** What an attempt is told besides its request. */
export interface AttemptOptions {
  readonly timeoutMs: number
  readonly isRead: boolean
  /** A read with somebody else to ask: 429 and 5xx are failures then, and go no further. */
  readonly refusesErrors: boolean
  readonly binding: Binding | undefined
  /** Makes the supplier's answer of the upstream's: the whole of it is waited for, and proven there. */
  readonly translated: Translated | undefined
  /** Keeps what the supplier gets. */
  readonly capture: Capture | undefined
  /** The lines its upstream takes part in a trace by; undefined where it takes no part. */
  readonly traced: RawHeaders | undefined
  /** Called once, before anything was sent to the supplier, with what to do next; or after the end. */
  ended(record: AttemptRecord, mayAskAgain: boolean): void
}

const WHOLE_UP_TO = 65_536
/** The share of its patience after which a write is not begun any more. */
const LATEST_TO_SEND = 0.8
const GONE = new Error('the supplier went away')
const LATE = new Error('the deadline passed')

/**
 * One request to one upstream: deadline, abort and progress are fields here, so that an exchange that passes
 * through costs no promise and no closure of its own.
 */
export class Attempt implements Answering {
  readonly #assigned: Assigned
  readonly #pool: UpstreamPool
  readonly #reply: Reply
  readonly #options: AttemptOptions
  readonly #startedAt = performance.now()
  readonly #timer: NodeJS.Timeout
  #controller: Controller | undefined
  #progress: Progress = 'queued'
  #anyByte = false
  #stop: Error | undefined
  #isOver = false
  #isDelivered = false
  /** Set while an answer is held back: until it is whole, or until it is proven to be the request's. */
  #held: Buffer[] | undefined
  #heldBytes = 0
  #head: AnswerHead | undefined
  #length: number | undefined
  #bound: Bound = 'none'
  /** Set while another thread translates the answer: whether all of it has ended meanwhile. */
  #aside: 'open' | 'ended' | undefined

  constructor(assigned: Assigned, pool: UpstreamPool, reply: Reply, options: AttemptOptions) {
    this.#assigned = assigned
    this.#pool = pool
    this.#reply = reply
    this.#options = options
    this.#timer = setTimeout(this.#onLate, options.timeoutMs)
    reply.onGone = this.#onGone
    reply.onDrain = undefined
    pool.dispatch(outboundOf(assigned, pool, options.traced), this)
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller
    if (this.#isTooLateToSend()) this.#stop = LATE
    if (this.#stop !== undefined) {
      controller.abort(this.#stop)
      return
    }
    this.#progress = 'sending'
    this.#pool.breaker.reached()
  }

  onRequestSent(): void {
    if (this.#progress === 'sending') this.#progress = 'sent'
  }

  onResponseStarted(): void {
    this.#anyByte = true
  }

  onResponseStart(
    controller: Controller,
    status: number,
    _headers: unknown,
    reason?: string,
  ): void {
    if (status < 200) return
    this.#progress = 'answering'
    const headers = rawOf(controller.rawHeaders)
    const head = { status, reason: wireReason(reason), headers }
    this.#head = head
    if (this.#options.refusesErrors && (status === 429 || status >= 500)) {
      this.#fail(new FicusError('bad-answer', `status ${status}`))
      return
    }
    const hasNoBody = this.#assigned.method === 'HEAD' || status === 204 || status === 304
    this.#length = hasNoBody ? 0 : declaredLength(headers)
    const { binding, translated } = this.#options
    if (this.#isWhole() || binding !== undefined || translated !== undefined) this.#held = []
    else if (!this.#reply.isGone) this.#release(head, undefined)
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#isOver || (this.#reply.isGone && !this.#isKeptThoughGone())) return
    if (this.#held === undefined) {
      this.#options.capture?.write(chunk)
      if (!this.#reply.write(chunk)) controller.pause()
      return
    }
    this.#held.push(chunk)
    this.#heldBytes += chunk.length
    if (this.#options.translated !== undefined) {
      this.#collect(this.#options.translated)
      return
    }
    // Judged at its last byte and not at its end, while its socket can still be destroyed with it.
    if (!this.#isWhole()) this.#prove(false)
    else if (this.#heldBytes === this.#length) this.#prove(true)
  }

  onResponseEnd(controller: Controller): void {
    if (this.#isOver) return
    if (this.#aside !== undefined) {
      this.#aside = 'ended'
      return
    }
    const isStreaming = this.#held === undefined && !this.#isDelivered
    if (!this.#reply.isGone && !isStreaming && !this.#isDelivered) this.#prove(true)
    if (this.#isWaiting()) this.#aside = 'ended'
    if (this.#wasEnded() || this.#isWaiting()) return
    this.#over()
    if (isStreaming && !this.#reply.isGone) this.#reply.end(rawOf(controller.rawTrailers))
    this.#tell('answered', undefined, false)
  }

  onResponseError(_controller: Controller | null, error: Error): void {
    if (this.#isOver) return
    // All of its bytes are here: how the connection ends behind them says nothing of them.
    if (this.#aside !== undefined) {
      this.#aside = 'ended'
      return
    }
    const { isRead } = this.#options
    if (this.#progress === 'queued' && this.#stop === undefined) {
      this.#pool.breaker.unreachable(performance.now())
    }
    if (this.#stop === GONE) {
      this.#over()
      this.#tell('gone', new FicusError('aborted'), false)
      return
    }
    const failure = failureOf(error, this.#progress, isRead)
    const mayAskAgain = isRead && closedUnanswered(error, this.#progress, this.#anyByte)
    this.#over()
    this.#tell('failed', failure, mayAskAgain)
  }

  /** Waits for the whole of an answer in other words; like any other judged at its last byte. */
  #collect(translated: Translated): void {
    if (this.#heldBytes > translated.maxAnswerBytes) {
      this.#fail(new FicusError('bad-answer', 'larger than is read'))
    } else if (this.#heldBytes === this.#length) this.#translate(translated)
  }

  #translate(translated: Translated): void {
    const head = this.#head as AnswerHead // set before any data
    const body = Buffer.concat(this.#held ?? [])
    const later = translated.answerAside?.(head, body)
    if (later !== undefined) {
      this.#aside = 'open'
      later.then(this.#onAside, this.#onAsideFailed)
      return
    }
    try {
      const answer = translated.answer(head, body)
      this.#deliver(answer)
    } catch (error) {
      this.#refuse(error)
    }
  }

  #deliver(answer: Answer): void {
    this.#bound = 'bound'
    this.#isDelivered = true
    this.#options.capture?.whole(answer)
    this.#reply.whole(answer)
  }

  #refuse(error: unknown): void {
    const failure = isFicusError(error)
      ? error
      : new FicusError('internal', undefined, { cause: error })
    if (failure.code === 'crossed') this.#bound = 'crossed'
    this.#fail(failure)
  }

  #onAside = (answer: Answer): void => {
    if (this.#isOver) return
    const hasEnded = this.#aside === 'ended'
    this.#aside = undefined
    if (!this.#reply.isGone) this.#deliver(answer)
    if (!hasEnded) return
    this.#over()
    this.#tell('answered', undefined, false)
  }

  #onAsideFailed = (error: unknown): void => {
    this.#aside = undefined
    this.#refuse(error)
  }

  /** Whether another thread translates its answer. */
  #isWaiting(): boolean {
    return this.#aside !== undefined
  }

  /** Holds what came against the request's ids; lets it go on once it is proven, ends it if it is not. */
  #prove(isComplete: boolean): void {
    const { translated } = this.#options
    if (translated !== undefined) {
      this.#translate(translated)
      return
    }
    const held = this.#held ?? []
    const head = this.#head as AnswerHead // set before any data
    const bytes = held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held)
    this.#held = [bytes]
    this.#bound = proveBound(this.#options.binding, head, bytes, isComplete)
    if (this.#bound === 'more') return
    if (this.#bound === 'crossed' || this.#bound === 'unproven') {
      this.#fail(new FicusError('crossed', this.#bound))
    } else if (isComplete) {
      this.#isDelivered = true
      const answer = { ...head, body: bytes }
      this.#options.capture?.whole(answer)
      if (!this.#reply.isGone) this.#reply.whole(answer)
    } else {
      this.#release(head, bytes)
    }
  }

  #release(head: AnswerHead, first: Buffer | undefined): void {
    this.#held = undefined
    this.#reply.onDrain = () => this.#controller?.resume()
    this.#options.capture?.start(head, first)
    if (!this.#reply.start(head, first)) this.#controller?.pause()
  }

  /** Ends an answer that may not reach the supplier; its socket is not used again. */
  #fail(error: FicusError): void {
    if (this.#isOver) return
    this.#over()
    this.#controller?.abort(error)
    this.#tell('failed', error, false)
  }

  /** A write that waited so long would be sent and then given up: nobody would know what became of it. */
  #isTooLateToSend(): boolean {
    const waited = performance.now() - this.#startedAt
    return !this.#options.isRead && waited > this.#options.timeoutMs * LATEST_TO_SEND
  }

  #isWhole(): boolean {
    return this.#length !== undefined && this.#length <= WHOLE_UP_TO
  }

  /** What became of a write is told its sender when it asks again, also where it had not waited for it. */
  #isKeptThoughGone(): boolean {
    const { capture, isRead, translated } = this.#options
    const isWanted = capture !== undefined && !isRead && translated === undefined
    return isWanted && this.#held !== undefined && this.#isWhole()
  }

  #wasEnded(): boolean {
    return this.#isOver
  }

  #onLate = (): void => {
    this.#stop = LATE
    if (this.#aside === undefined) this.#abort(LATE)
    else this.#stopAside('failed', failureOf(LATE, this.#progress, this.#options.isRead))
  }

  /** Waits no longer for another thread; what it comes to is nobody's. */
  #stopAside(result: 'gone' | 'failed', error: FicusError): void {
    this.#over()
    this.#controller?.abort(error)
    this.#tell(result, error, false)
  }

  #onGone = (): void => {
    const isWhollySent = this.#progress === 'sent' || this.#progress === 'answering'
    if (isWhollySent && !this.#options.isRead) {
      // A write may have been acted on: its answer is drained to its end, to log what became of it.
      this.#controller?.resume()
      return
    }
    this.#stop = GONE
    if (this.#aside === undefined) this.#abort(GONE)
    else this.#stopAside('gone', new FicusError('aborted'))
  }

  #abort(reason: Error): void {
    if (this.#controller !== undefined) {
      this.#controller.abort(reason)
      return
    }
    // Still waiting for a socket: undici cannot take it back, so it is aborted the moment it is started.
    const isLate = reason === LATE
    const error = new FicusError(isLate ? 'not-sent' : 'aborted', 'while waiting for a socket')
    this.#over()
    this.#tell(isLate ? 'failed' : 'gone', error, false)
  }

  #over(): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#timer)
    this.#pool.left()
    this.#reply.onGone = undefined
    this.#reply.onDrain = undefined
  }

  #tell(
    result: AttemptRecord['result'],
    error: FicusError | undefined,
    mayAskAgain: boolean,
  ): void {
    const ms = performance.now() - this.#startedAt
    const record = { result, status: this.#head?.status, error, bound: this.#bound, ms }
    this.#options.ended(record, mayAskAgain)
  }
}
