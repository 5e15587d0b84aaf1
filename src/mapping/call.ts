import type { RawHeaders } from '../exchange/index.ts'
import type { Accepted, Declined } from './decline.ts'
import type { Loss } from './loss.ts'
import type {
  CloudAnswer,
  CloudFailure,
  CloudRequest,
  Crossed,
  RequestAbout,
  Said,
} from './mapping.ts'
import type { DomainOutcome } from './spec.ts'

/** A request of which method, target and headers say as much as its body does. */
export interface Call {
  readonly method: string
  /** In origin-form, byte for byte. */
  readonly target: string
  readonly headers: RawHeaders
  /** Empty where there is none. */
  readonly body: Buffer
}

/** The supplier's call a translation is about. Its ASIDs are empty where it names none. */
export interface CallAbout extends RequestAbout {
  readonly call: Call
  /** The organisation named in the place of the supplier's, by its ODS code: of a copy. */
  readonly asker?: string
}

/** The same, with what the cloud was asked. */
export interface CallAnswerAbout extends CallAbout {
  readonly request: CloudRequest
}

/** What the supplier gets: all of an answer, in the form it asked for. */
export interface CallReply {
  readonly kind: 'answer'
  readonly status: number
  /** Name, value, name, value; without framing. */
  readonly headers: RawHeaders
  readonly body: Buffer
  readonly outcome: DomainOutcome
  /** Of an answer that says nothing of a subject, undefined. */
  readonly loss: Loss | undefined
}

/** How calls are asked of the cloud and answered: what stands in the place of messages in an envelope. */
export interface CallMapping {
  /** Present where the cloud is told all a supplier said, who says it too: a copy of it is marked first. */
  readonly isWhole?: true
  /** What the cloud is asked instead; declined where the call says anything the cloud cannot be asked. */
  request(about: CallAbout): Accepted<CloudRequest> | Declined
  /**
   * The reply the supplier gets: only of an answer that echoes our X-Request-ID and is about what was asked for.
   * Declined where anything in it cannot be said.
   */
  answer(cloud: CloudAnswer, about: CallAnswerAbout): CallReply | CloudFailure | Declined | Crossed
  /** What an answer of legacy to a call says; leaves no row reads are counted, not refused. */
  readLegacy(answer: CloudAnswer, about: CallAbout): Said | Declined
}
