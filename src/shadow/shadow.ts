import type { Comparison } from '../comparison/index.ts'
import type { Capture, Prepared, Settled, Side, Upstream } from '../exchange/index.ts'
import { createThreads, type JobEnd, type Threads } from '../workers/index.ts'
import { Admitted } from './admitted.ts'
import {
  type CopyCame,
  type CopySent,
  notCompared,
  type NotCompared,
  type NotComparedReason,
} from './copy.ts'
import { copyWork, setupOf, type ShadowedRoute } from './copy-work.ts'
import type { ExchangeTrace, Leg, OutcomeWord } from '../telemetry/index.ts'
import { Pauses } from './pauses.ts'
import type { TwoVerdicts } from './two-verdicts.ts'

/** An exchange whose supplier has its answer, or went away without it. */
export interface Mirrored {
  readonly prepared: Prepared
  /** Undefined where no copy was begun. */
  readonly capture: Capture | undefined
  readonly settled: Settled
  /** Who was asked last: whose answer the supplier got. */
  readonly servedBy: Upstream | undefined
  /** How long the side that served took. */
  readonly controlMs: number
  /** Whether the other side may not have what is asked for yet, or has it as it was. */
  readonly isFresh?: boolean
  /** What its copy is a leg of; absent where nobody traces. */
  readonly trace?: ExchangeTrace
}

/** What came of one request that was to be mirrored. Nothing in it is a value of a message. */
export interface Compared {
  /** The exchange, as it counts up within this process, and its message id as written. */
  readonly number: number
  readonly messageId: string | undefined
  /** 32 hexadecimal digits; undefined where nobody traces. */
  readonly traceId: string | undefined
  readonly route: string
  /** What it counts for: the one in force when the request came. */
  readonly epoch: string
  readonly interaction: string | undefined
  /** Whose message it was, by ASID: of those that are told apart. */
  readonly supplier: string | undefined
  /** The side that was to serve. */
  readonly control: Side
  /** The upstream that got the copy, or would have. */
  readonly candidate: string
  /** Both verdicts where the copy was translated. */
  readonly comparison: Comparison | TwoVerdicts | NotCompared
  /** Milliseconds; undefined where the exchange was not over. */
  readonly controlMs: number | undefined
  /** From sending the copy to the last byte of its answer, milliseconds; undefined where none was sent. */
  readonly candidateMs: number | undefined
  /** What came of sending it, `limited` where the upstream said 429; undefined where none was sent. */
  readonly sent: CopySent | undefined
  /** What the copy's answer says became of it; undefined where none was sent, or it could not be read. */
  readonly outcome: OutcomeWord | undefined
}

/** What the shadow of one instance is built from. */
export interface ShadowOptions {
  /** The module its threads run. */
  readonly root: URL
  /** Told once of every request that was to be mirrored: what came of comparing, or why nothing did. */
  compared(compared: Compared): void
  /** Whether an upstream is held back for a reason of the path's own, its breaker for one. Default: none is. */
  isHeldBack?(upstream: Upstream): boolean
  /** Whether somebody works on one of the two sides of a pair now. Default: nobody does. */
  isWorkedOn?(prepared: Prepared): boolean
  /** Default 1. */
  readonly threads?: number
  /** Copies at most, from the request's coming to the comparison's end. Default 1 024. */
  readonly copies?: number
  /** The bytes they may come to; until an answer is there it counts as the largest. Default 256 MiB. */
  readonly bytes?: number
  /** The largest body that is copied, of a request and of an answer. Default 1 MiB. */
  readonly mirrorMaxBytes?: number
  /** How long a job may take beyond what its upstream may. Milliseconds, default 5 000. */
  readonly graceMs?: number
}

/** Beside the path of every exchange. */
export interface Shadow {
  /**
   * Says whether a copy of this request is to be sent, by giving what keeps the supplier's answer for it; undefined
   * where none is, or where there is no room, which is told. Costs nothing where nothing is copied.
   */
  begin(prepared: Prepared, trace?: ExchangeTrace): Capture | undefined
  /** Takes over an exchange that is over for its supplier. Returns at once and throws nothing. */
  offer(mirrored: Mirrored): void
  /**
   * Takes over the routes of a new configuration, and which suppliers are told apart, by ASID, for requests that come
   * from now on.
   */
  use(routes: readonly ShadowedRoute[], suppliers?: ReadonlySet<string>): void
  /** Copies that are under way, and the bytes they may come to. */
  readonly pending: { readonly count: number; readonly bytes: number }
  /** By upstream, when the first certificate it showed to copies ends, epoch milliseconds. */
  readonly shownEnds: ReadonlyMap<string, number>
  /** Ends the threads; what was under way is told as not compared. */
  close(): Promise<void>
}

/** A shadow of nothing, for an instance that mirrors nobody. */
const NONE: Shadow = Object.freeze({
  begin: () => undefined,
  offer: () => undefined,
  use: () => undefined,
  pending: Object.freeze({ count: 0, bytes: 0 }),
  shownEnds: new Map(),
  close: () => Promise.resolve(),
})

/** Builds the shadow of one instance; without options one that mirrors nothing. */
export const createShadow = (options?: ShadowOptions): Shadow =>
  options === undefined ? NONE : new Mirroring(options)

const MIB = 1_048_576

/** The exchange something is told of. */
type Told = Pick<Mirrored, 'prepared' | 'trace'>

type Ended = Pick<Compared, 'comparison' | 'controlMs' | 'candidateMs'> &
  Partial<Pick<Compared, 'sent' | 'outcome' | 'supplier'>>

const ENDS = {
  overtime: { verdict: 'truncated', reason: 'overtime' },
  'thread-ended': notCompared('thread-ended'),
  late: notCompared('late'),
  failed: notCompared('internal'),
  refused: notCompared('internal'),
  closed: notCompared('closed'),
} as const satisfies Record<Extract<JobEnd, { ended: unknown }>['ended'], NotCompared>

/** What need not be answered. */
type Asked = 'isHeldBack' | 'isWorkedOn'

class Mirroring implements Shadow {
  readonly #options: Required<Omit<ShadowOptions, Asked>> & Pick<ShadowOptions, Asked>
  readonly #threads: Threads
  readonly #pauses = new Pauses(() => performance.now())
  #epochs = new Map<string, string>()
  #suppliers: ReadonlySet<string> = new Set()
  /** Of exchanges that are not over. */
  #kept = { count: 0, bytes: 0 }
  #isClosed = false
  /** Those it was asked about: what came of each of them is told. */
  readonly #begun = new WeakSet<Prepared>()

  constructor(options: ShadowOptions) {
    this.#options = {
      threads: 1,
      copies: 1024,
      bytes: 256 * MIB,
      mirrorMaxBytes: MIB,
      graceMs: 5_000,
      ...options,
    }
    const { root, threads, copies: jobs, bytes } = this.#options
    this.#threads = createThreads({ root, threads, jobs, bytes })
  }

  readonly shownEnds = new Map<string, number>()

  get pending(): { count: number; bytes: number } {
    const { count, bytes } = this.#threads.held
    return { count: this.#kept.count + count, bytes: this.#kept.bytes + bytes }
  }

  use(routes: readonly ShadowedRoute[], suppliers: ReadonlySet<string> = new Set()): void {
    this.#suppliers = suppliers
    this.#epochs = new Map(routes.map(({ route, epoch }) => [route.name, epoch]))
    this.#threads.use(setupOf(routes, suppliers))
  }

  begin(prepared: Prepared, trace?: ExchangeTrace): Capture | undefined {
    if ('not' in prepared.mirror) return undefined
    this.#begun.add(prepared)
    const of = { prepared, ...(trace && { trace }) }
    return this.#beside(of, () => this.#admit(of, copiedTo(prepared)))
  }

  offer(mirrored: Mirrored): void {
    const { capture } = mirrored
    if (!(capture instanceof Admitted)) {
      this.#tellUnsent(mirrored)
      return
    }
    this.#kept.count -= 1
    this.#kept.bytes -= capture.reserved
    this.#beside(mirrored, () => this.#handOver(mirrored, capture))
  }

  /** One that was itself sent to nobody leaves nothing to hold a copy against: each that was to be copied is told. */
  #tellUnsent(mirrored: Mirrored): void {
    const { mirror, route } = mirrored.prepared
    if ('not' in mirror || this.#begun.has(mirrored.prepared)) return
    const reason = whyNoControl(mirrored.settled) ?? 'fell-back'
    this.#tell(mirrored, this.#epochs.get(route.name) ?? '', notStarted(reason))
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#threads.close()
  }

  /** A mistake of ours beside the path costs a comparison and no supplier its answer. */
  #beside<Result>(of: Told, work: () => Result): Result | undefined {
    try {
      return work()
    } catch {
      const epoch = this.#epochs.get(of.prepared.route.name) ?? ''
      return this.#tell(of, epoch, notStarted('internal'))
    }
  }

  #admit(of: Told, to: Upstream): Capture | undefined {
    const { body, route } = of.prepared
    const { mirrorMaxBytes } = this.#options
    const requestBytes = body.kind === 'whole' ? body.bytes.length : 0
    const isTooLarge = body.kind === 'stream' || requestBytes > mirrorMaxBytes
    const epoch = this.#epochs.get(route.name)
    if (epoch === undefined) return this.#tell(of, '', notStarted('reconfigured'))
    const admitted = new Admitted(epoch, requestBytes, mirrorMaxBytes)
    const reason = isTooLarge ? 'size' : this.#refusal(to, admitted)
    if (reason !== undefined) return this.#tell(of, epoch, notStarted(reason))
    this.#kept.count += 1
    this.#kept.bytes += admitted.reserved
    return admitted
  }

  #handOver({ controlMs, ...mirrored }: Mirrored, admitted: Admitted): void {
    const { prepared, trace } = mirrored
    const { epoch } = admitted
    const end = (ended: Omit<Ended, 'controlMs'>): void =>
      this.#tell(mirrored, epoch, { ...ended, controlMs })
    const reason = this.#whyNot(mirrored, admitted)
    const control = reason === undefined ? admitted.take() : undefined
    if (control === undefined) {
      end({ comparison: notCompared(reason ?? 'control-failed'), candidateMs: undefined })
      return
    }
    const to = copiedTo(prepared)
    const leg = trace?.leg({ prepared, upstream: to, role: 'candidate' })
    const isTaken = this.#threads.post({
      ...copyWork(prepared, epoch, { control, traced: leg?.lines ?? [] }),
      mostMs: to.timeoutMs + this.#options.graceMs,
      ended: came => {
        endLeg(leg, came)
        const learned = this.#learned(to, came)
        end(this.#isWorkedOn(prepared) ? { ...learned, comparison: WORKED_ON } : learned)
      },
    })
    if (isTaken) return
    end({ comparison: notCompared(this.#isClosed ? 'closed' : 'full'), candidateMs: undefined })
  }

  /** What a job came to, and what that says of its upstream. */
  #learned(to: Upstream, end: JobEnd): Omit<Ended, 'controlMs'> {
    if ('ended' in end) return { comparison: ENDS[end.ended], candidateMs: undefined }
    const came = end.came as CopyCame // what a thread of this pool tells
    this.#pauses.learn(to.name, came)
    if (came.shownEnds !== undefined) this.shownEnds.set(to.name, came.shownEnds)
    const { comparison, candidateMs, outcome, upstream, supplier } = came
    const sent = upstream === 'not-asked' ? undefined : upstream
    return { comparison, candidateMs, sent, outcome, supplier }
  }

  /** Why no copy is even begun. */
  #refusal(to: Upstream, { reserved }: Admitted): NotComparedReason | undefined {
    if (this.#isClosed) return 'closed'
    if (this.#isPaused(to)) return 'paused'
    const { count, bytes } = this.pending
    const { copies, bytes: most } = this.#options
    return count >= copies || bytes + reserved > most ? 'full' : undefined
  }

  /** Why what is over is not compared. */
  #whyNot(
    { prepared, settled, servedBy, isFresh }: Omit<Mirrored, 'controlMs' | 'capture'>,
    admitted: Admitted,
  ): NotComparedReason | undefined {
    const without = whyNoControl(settled)
    if (without !== undefined) return without
    if (admitted.isOverflown) return 'size'
    // Held against itself an answer would be equal.
    if (servedBy !== prepared.upstream) return 'fell-back'
    if (this.#epochs.get(prepared.route.name) !== admitted.epoch) return 'reconfigured'
    if (this.#isWorkedOn(prepared)) return 'maintenance'
    if (isFresh === true) return 'copied'
    return this.#isPaused(copiedTo(prepared)) ? 'paused' : undefined
  }

  #isWorkedOn(prepared: Prepared): boolean {
    return this.#options.isWorkedOn?.(prepared) === true
  }

  #isPaused(to: Upstream): boolean {
    return this.#pauses.has(to.name) || this.#options.isHeldBack?.(to) === true
  }

  #tell({ prepared, trace }: Told, epoch: string, ended: Ended): undefined {
    const { asid = '' } = prepared.from
    try {
      this.#options.compared({
        number: prepared.number,
        messageId: prepared.messageId,
        traceId: trace?.id,
        route: prepared.route.name,
        epoch,
        interaction: prepared.interaction,
        control: prepared.side,
        candidate: copiedTo(prepared).name,
        sent: undefined,
        outcome: undefined,
        ...ended,
        // Where nothing but its head was read on the path, whoever made the copy knows.
        supplier: ended.supplier ?? (this.#suppliers.has(asid) ? asid : undefined),
      })
    } catch {
      // Whoever counts it made a mistake; what it says could hold anything, so only that is said.
      process.emitWarning('what came of a copy could not be told', { code: 'FICUS_SHADOW' })
    }
  }
}

/** Tells how the copy went; of one that was not sent, or of which nobody knows, there is nothing to tell. */
function endLeg(leg: Leg | undefined, end: JobEnd): void {
  if (leg === undefined || 'ended' in end) return
  const came = end.came as CopyCame // what a thread of this pool tells
  if (came.leg !== undefined) leg.end(came.leg)
}

const notStarted = (reason: NotComparedReason): Ended => ({
  comparison: notCompared(reason),
  controlMs: undefined,
  candidateMs: undefined,
})

// Whatever such a pair came to is evidence neither for nor against.
const WORKED_ON = notCompared('maintenance')

const GONE = 499

/** Why there is no answer of the side that served. */
function whyNoControl({ status, error }: Settled): NotComparedReason | undefined {
  if (status === GONE) return 'gone'
  return error === undefined ? undefined : 'control-failed'
}

function copiedTo({ mirror }: Prepared): Upstream {
  if ('to' in mirror) return mirror.to
  throw new Error('nobody gets a copy of it')
}
