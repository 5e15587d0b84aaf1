import type { Body, Need } from './body.ts'
import type { FicusError } from './errors.ts'
import type { RawHeaders } from './headers.ts'
import type { Route, Side, Upstream } from './route.ts'

/** What a supplier speaks, and so the language its errors are written in. */
export type Language = 'soap' | 'ebxml' | 'fhir' | 'mesh' | 'plain'

/**
 * What an interaction does, whatever its HTTP method: a read; a read that leaves an audit entry; a read whose
 * reply is pushed to the requester's own endpoint; a write. What no product knows is `unknown` and treated as
 * a write.
 */
export type InteractionClass = 'read' | 'audited-read' | 'pushed-read' | 'write' | 'unknown'

/** A request off the socket: its head complete, its body not yet read. */
export interface Received {
  /** Counts up from 1 within this process. */
  readonly number: number
  /** Milliseconds on the monotonic clock. */
  readonly at: number
  readonly method: string
  /** The request target, byte for byte. */
  readonly target: string
  readonly headers: RawHeaders
  readonly language: Language
  /** From Content-Length; undefined where the body is chunked, 0 where there is none. */
  readonly length: number | undefined
}

/**
 * The keys an entity can be known by. A prescription has a short and a long id, and what is said of a patient may be
 * known by a record pointer's logical id instead; any may be absent.
 */
export interface Keys {
  readonly nhsNumber?: string
  readonly prescriptionId?: string
  readonly prescriptionLongId?: string
  readonly pointerId?: string
}

/** One end of a message: an ASID and, in ebXML, a party key. */
export interface Party {
  readonly asid?: string
  readonly partyKey?: string
}

/**
 * A request of which we know what it is, as far as its need went. At `headers` only what the head says is
 * filled; `agrees` is then undefined.
 */
export interface Identified extends Received {
  readonly need: Need
  readonly body: Body
  /** The full interaction id, e.g. `QUPA_IN000008UK02`; undefined where nothing names one. */
  readonly interaction: string | undefined
  readonly product: string | undefined
  readonly class: InteractionClass
  /**
   * Whether SOAPAction, wsa:Action or eb:Action, the body's root and its interactionId name the same
   * interaction and the header's ASIDs equal the body's. Anything else goes to legacy untouched.
   */
  readonly agrees: boolean | undefined
  /** wsa:MessageID without `uuid:`, eb:MessageId, or X-Request-ID; as written, compared without case. */
  readonly messageId: string | undefined
  /** The id of the HL7v3 message in the envelope, which its application answer refers to; as written. */
  readonly payloadId?: string | undefined
  /** By which key the entity is known that comes to be with it, if one does. */
  readonly creates?: keyof Keys | undefined
  readonly conversationId: string | undefined
  readonly from: Party
  readonly to: Party
  readonly cpaId: string | undefined
  readonly keys: Keys
}

/** What the store says of a message, as far as it was asked. */
export interface Remembered {
  /** Where its entity's data is; `both` where nobody can tell which of two sides. */
  readonly pin?: Side | 'both' | undefined
  /** Where this very message went before, under any of its ids. */
  readonly bound?: Side | undefined
}

/** A request whose route is known. */
export interface Routed extends Identified, Remembered {
  readonly route: Route
  /** Milliseconds on the monotonic clock after which no answer is waited for. */
  readonly deadline: number
}

/** Whether a copy is sent, and if not why not: the reason is a metric's label. */
export type MirrorDecision =
  | { readonly to: Upstream }
  | {
      readonly not:
        | 'stage'
        | 'class'
        | 'disagrees'
        | 'no-identity'
        | 'copied'
        | 'halted'
        | 'maintenance'
        | 'not-sampled'
        | 'declined'
    }

/** A request whose side is decided. */
export interface Assigned extends Routed {
  readonly side: Side
  readonly upstream: Upstream
  /** What decided it: the highest rule of the precedence that had something to say. */
  readonly because:
    | 'hard-halt'
    | 'bound'
    | 'pin'
    | 'halt'
    | 'disagrees'
    | 'turning'
    | 'no-id'
    | 'stage'
    | 'override'
    | 'percentage'
    | 'no-key'
    | 'declined'
  readonly mirror: MirrorDecision
  /** Who is asked when the cloud fails a read within the supplier's deadline. */
  readonly fallback: Upstream | undefined
}

/** One request in the cloud's words, and how what the cloud answers becomes what the supplier gets. */
export interface Translated {
  /** What the cloud is sent: its method, target, headers and body are its own, all else is the supplier's. */
  readonly request: Assigned
  /** The largest answer that is read, in bytes. */
  readonly maxAnswerBytes: number
  /**
   * Gives the supplier's answer. Throws FicusError `crossed` where the cloud's is not proven to be this request's,
   * `bad-answer` where it cannot be said, or what the cloud's failure comes to.
   */
  answer(head: AnswerHead, body: Buffer): Answer
  /** The same of a large answer, in another thread; undefined where {@link Translated.answer} is to do it at once. */
  answerAside?(head: AnswerHead, body: Buffer): Promise<Answer> | undefined
  /**
   * Present where its sender fetches its answer later: gives what it is told until then, with the place to fetch it
   * from. Whoever tells it has kept the answer.
   */
  accepted?(location: string): Answer
}

/** A request ready to be sent: as it came, or translated for the cloud. */
export interface Prepared extends Assigned {
  /** Present where the cloud serves it in words of its own. */
  readonly translated?: Translated
  /** Why its mapping did not take it, so that legacy serves it: a closed word and a sentence. */
  readonly declined?: { readonly code: string; readonly says: string }
  /** How long putting it in other words has taken so far, milliseconds; its answer adds to it. */
  readonly translating?: { readonly ms: number }
}

/** The first line and headers of an answer. */
export interface AnswerHead {
  readonly status: number
  readonly reason: string
  readonly headers: RawHeaders
}

/** A whole answer. */
export interface Answer extends AnswerHead {
  readonly body: Buffer
}

/** How a reply ended: known once its last byte was handed over or its connection broke. */
export interface Settled {
  /** What the supplier saw; 499 where it went away before. */
  readonly status: number
  readonly bytes: number
  /** Our own error, where the reply was one or broke off because of one. */
  readonly error: FicusError | undefined
}

/** Whose reply it is: writes its errors and is told how it ended. */
export interface ReplyOwner {
  /** What was decided of its request, once that is known. */
  readonly assigned: { readonly route: { readonly name: string } } | undefined
  /** Writes an error in the language of the request. */
  errorAnswer(error: FicusError): Answer
  /** Called once. */
  settled(settled: Settled): void
}

/**
 * The way back to the supplier. Exactly one of `whole`, `start` … `end`, `fail` or `destroy` ends it; the
 * listener re-makes framing and hop headers and nothing else.
 */
export interface Reply {
  /** Sends everything in one write. */
  whole(answer: Answer): void
  /** Sends the head of an answer that streams, with its first bytes where there are some; as `write`. */
  start(head: AnswerHead, first: Buffer | undefined): boolean
  /** Sends one piece; false asks to wait for `onDrain`. */
  write(chunk: Buffer): boolean
  end(trailers: RawHeaders): void
  /** Says in the supplier's language that it failed; destroys the connection where the head is gone already. */
  fail(error: FicusError): void
  /** Cuts the connection, so that a truncated answer never looks complete. */
  destroy(error: FicusError): void
  onDrain: (() => void) | undefined
  /** Called once if the supplier goes away before the reply is finished. */
  onGone: (() => void) | undefined
  owner: ReplyOwner | undefined
  readonly isGone: boolean
  readonly hasStarted: boolean
}
