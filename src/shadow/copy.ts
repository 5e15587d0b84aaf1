import type {
  Captured,
  ErrorCode,
  IgnoredDifference,
  Keys,
  Language,
  RawHeaders,
  Upstream,
} from '../exchange/index.ts'
import type { Comparison } from '../comparison/index.ts'
import type { OwnMapping } from '../mappings.ts'
import type { LegEnd, OutcomeWord } from '../telemetry/index.ts'
import type { TwoVerdicts } from './two-verdicts.ts'

/** What a supplier asked, as a thread is given it: plain data. */
export interface AskedBySupplier {
  readonly method: string
  readonly target: string
  readonly headers: RawHeaders
  /** Of an `ArrayBuffer` of its own; undefined where there is none. */
  readonly body: Uint8Array<ArrayBuffer> | undefined
  readonly language: Language
  /** Whether what follows was read in all of it; else only the head was, and the copy's maker reads on. */
  readonly isRead: boolean
  readonly interaction: string | undefined
  readonly messageId: string | undefined
  readonly payloadId: string | undefined
  readonly conversationId: string | undefined
  readonly fromAsid: string | undefined
  readonly toAsid: string | undefined
  readonly keys: Keys
}

/** One exchange of which a copy is to be sent. */
export interface CopyWork {
  readonly route: string
  /** The evidence it counts for, as it was when the request came. */
  readonly epoch: string
  /** The name of the upstream that gets the copy. */
  readonly to: string
  /** Whether that is the legacy side, which speaks as suppliers do. */
  readonly isToLegacy: boolean
  readonly request: AskedBySupplier
  /** What the supplier got. */
  readonly control: Captured
  /** The header lines the copy takes part in a trace by; empty where its route takes no part. */
  readonly traced: RawHeaders
}

/** A route as far as its copies go: plain data. */
export interface CopiedRoute {
  readonly name: string
  readonly epoch: string
  readonly translate: string | undefined
  readonly shadowAs: string | undefined
  readonly shadowOrganisation: string | undefined
  readonly ignore: readonly IgnoredDifference[]
}

/** What threads work by. */
export interface CopySetup {
  /** The ASIDs that are told apart. */
  readonly suppliers: readonly string[]
  readonly routes: readonly CopiedRoute[]
  readonly upstreams: readonly Upstream[]
  /** The mappings of the routes that no product has. */
  readonly own: readonly OwnMapping[]
}

/**
 * Why nothing was compared. Before a copy: `full`, no room for one more; `paused`, the upstream said 429 or cannot be
 * reached; `maintenance`, somebody began to work on one of the two sides meanwhile; `size`, a body is larger than is kept; `gone`, the supplier went away; `control-failed`, its reply was our
 * own error; `fell-back`, the side that should have served did not; `reconfigured`, what its comparison would count
 * for is no more; `late`, `thread-ended`, `closed`, `internal`, there was no thread for it or its thread ended.
 * Of a copy: `disagrees`, its message has not proven what it is; `declined`, the mapping does not take the message or one of the answers; `identity`, the copy's own
 * cannot be put in it, or the upstream refused it; `ids`, fresh ones cannot be; `rate`, the upstream said 429.
 */
export type NotComparedReason =
  | 'full'
  | 'paused'
  | 'maintenance'
  | 'copied'
  | 'size'
  | 'gone'
  | 'control-failed'
  | 'fell-back'
  | 'reconfigured'
  | 'late'
  | 'thread-ended'
  | 'closed'
  | 'internal'
  | 'disagrees'
  | 'declined'
  | 'identity'
  | 'ids'
  | 'rate'

/** A pair that was not held against each other. */
export interface NotCompared {
  readonly verdict: 'not_compared' | 'truncated'
  /** `overtime` of one that was ended because it took too long, which is `truncated`. */
  readonly reason: NotComparedReason | 'overtime'
  /** Of one that was declined: why, a closed word. */
  readonly code?: string
}

/** What came of sending a copy: `limited` where the upstream said 429. */
export type CopySent = 'answered' | 'failed' | 'limited'

/** What came of one copy: it holds no value of a message. */
export interface CopyCame {
  readonly comparison: Comparison | TwoVerdicts | NotCompared
  /** From sending the copy to the last byte of its answer; undefined where none was sent. */
  readonly candidateMs: number | undefined
  /** What came of it on the wire; undefined where it did not go out. */
  readonly leg?: LegEnd
  /** Who had sent the message, where it was read and that is one of those told apart. */
  readonly supplier?: string
  /** What its answer says became of it; absent where none came to be read. */
  readonly outcome?: OutcomeWord
  /** When the first certificate its upstream showed ends, epoch milliseconds; absent where it showed none. */
  readonly shownEnds?: number
  /** How the upstream took it: what decides whether it gets more. */
  readonly upstream: CopySent | 'not-asked'
  /** What a 429 asked for, milliseconds. */
  readonly retryAfterMs?: number
}

export const notCompared = (reason: NotComparedReason, code?: string): NotCompared => ({
  verdict: 'not_compared',
  reason,
  ...(code !== undefined && { code }),
})

/** What an upstream did with a copy. */
export type CandidateCame =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: RawHeaders
      readonly body: Buffer
    }
  | { readonly kind: 'failed'; readonly error: ErrorCode }
  | { readonly kind: 'not-sent'; readonly reason: 'paused' }
  | { readonly kind: 'too-large' }
