import type { ErrorCode, Keys, RawHeaders } from '../exchange/index.ts'
import type { XmlElement } from '../xml/index.ts'
import type { CallMapping } from './call.ts'
import type { Accepted, Declined } from './decline.ts'
import type { DocumentMapping } from './document.ts'
import type { Information } from './information.ts'
import type { ListedLoss } from './listed-losses.ts'
import type { Loss, SourceLoss } from './loss.ts'
import type { Access, DomainOutcome, Reason } from './spec.ts'

/**
 * Whom or what a request is about: the one of a number, what it names by as many keys as it has, the person that
 * all it says of them describes, or whatever its message says, all of which the cloud is told.
 */
export type Subject =
  | { readonly kind: 'nhsNumber'; readonly value: string }
  | { readonly kind: 'entity'; readonly keys: Keys }
  | { readonly kind: 'person'; readonly asked: Information }
  | { readonly kind: 'message' }

/** What the cloud is asked. */
export interface CloudRequest {
  readonly method: string
  /** Below the upstream's base path. */
  readonly path: string
  /** Name, value, name, value; without Host, Authorization and framing. */
  readonly headers: RawHeaders
  readonly body?: Buffer
  readonly subject: Subject
  /** What the X-Request-ID of the answer must be. */
  readonly requestId: string
  /** What became of every leaf on the way; a query has none, all of it is asked. */
  readonly loss?: Loss
  /** What a document said, for its reply to say again; what the cloud has no place for is in it. */
  readonly said?: Information
}

/** A message of legacy: taken apart, and as it was written, where it travels as a part of its own. */
export interface LegacyMessage {
  readonly element: XmlElement
  readonly written: Uint8Array | undefined
}

/** What the cloud answered. */
export interface CloudAnswer {
  readonly status: number
  readonly headers: RawHeaders
  readonly body: Buffer
}

/** The supplier's message a translation is about. */
export interface RequestAbout {
  readonly interaction: string
  /**
   * wsa:MessageID without `uuid:`; of an asynchronous message the id of its HL7v3 message, which stays when it is sent
   * again in another envelope.
   */
  readonly messageId: string
  /** The id of the HL7v3 message, which its reply refers to. */
  readonly payloadId: string
  readonly fromAsid: string
  readonly toAsid: string
  readonly newId: () => string
  readonly now: Date
}

/** The same, with what the cloud was asked. */
export interface AnswerAbout extends RequestAbout {
  readonly request: CloudRequest
}

/** A reply in the supplier's language, for the envelope to be put around. */
export interface LegacyReply {
  readonly kind: 'answer'
  readonly interaction: string
  /** The element the envelope's body puts around the message. */
  readonly wrapper: string
  /** The message's own id, which its envelope has too. */
  readonly messageId: string
  /** The message element as XML text, its namespace declared. */
  readonly payload: string
  readonly outcome: DomainOutcome
  /** Of a negative answer, which has no subject, undefined. */
  readonly loss: Loss | undefined
}

/** The cloud did not do its work; which error the supplier is told where nobody else can be asked. */
export interface CloudFailure {
  readonly kind: 'failure'
  readonly error: ErrorCode
  readonly says: string
}

/** The answer is not proven to be this request's: it names another request or none, or is about someone else. */
export interface Crossed {
  readonly kind: 'crossed'
  readonly by: 'request' | 'subject'
}

/** What an answer says, whatever language it says it in. */
export interface Said {
  readonly kind: 'said'
  readonly outcome: DomainOutcome
  readonly reasons: readonly Pick<Reason, 'code' | 'codeSystem' | 'severity'>[]
  /** Of a positive answer. */
  readonly information: Information | undefined
  readonly source: SourceLoss | undefined
  /** The values of leaves no row read: of the message itself, so they stay where it is read. */
  readonly unread: readonly string[]
}

/** One fact of an information set by its path, for two of them to be held against each other. */
export interface InformationLeaf {
  /** Names divided by `/`, a list's members told apart by `[n]`: `name[0]/family`. */
  readonly path: string
  readonly value: string
  readonly type: 'time' | 'text'
}

/** What each side says, leaf by leaf, for the one to be held against the other. */
export interface BothMean {
  readonly legacy: readonly InformationLeaf[]
  readonly cloud: readonly InformationLeaf[]
}

/** One row as a person reads it. */
export interface RowSummary {
  readonly fact: string
  readonly type: string
  /** How often it stands: `1`, `0..1`, `1..*`, `0..*`; undefined of rows that are no fact of their own. */
  readonly times: string | undefined
  readonly hl7: Readonly<Record<string, string>>
  readonly fhir: string | undefined
  /** The function that says it where a language has no path, by its name. */
  readonly by: string | undefined
  /** Each code in our word, HL7v3's and FHIR's; '' where it is said by saying nothing. */
  readonly codes: readonly (readonly [word: string, hl7: string, fhir: string])[]
  /** Why it says less than was said; empty where it says all. */
  readonly lossy: readonly string[]
}

/** One table, read both ways. */
export interface Mapping {
  readonly name: string
  /** Another for every edition of its table: twelve hexadecimal digits. */
  readonly version: string
  readonly access: Access
  readonly interactions: readonly string[]
  /** Interactions that look like its own and stay with legacy, and why. */
  readonly legacyOnly?: Readonly<Record<string, string>>
  /** Present where what the cloud is asked names the organisation that asks: a copy is to name one of its own. */
  readonly namesAsker?: true
  /** Why what the cloud answers is compared and never given to a supplier; absent where it may be. */
  readonly neverServes?: string
  /** Facts no rule may make less of. */
  readonly kept: readonly string[]
  /** Whether nobody else reads whom a request is about, so that nobody's reading is held against its own. */
  readonly isAlone?: (interaction: string | undefined) => boolean
  /** Where its requests are documents: the table they are read and written by. */
  readonly document?: DocumentMapping
  /** Where its requests are calls: how they are asked and answered, and nothing here takes a message. */
  readonly calls?: CallMapping
  /**
   * What the cloud is asked instead; declined where the message says anything the cloud cannot be asked, and where
   * bytes of it matter, as they do in what is signed, without the message as it was written.
   */
  request(
    message: XmlElement,
    about: RequestAbout,
    written?: Uint8Array,
  ): Accepted<CloudRequest> | Declined
  /**
   * The reply the supplier gets: only of an answer that echoes our X-Request-ID and is about whom was asked for.
   * Declined where anything in it cannot be said.
   */
  answer(cloud: CloudAnswer, about: AnswerAbout): LegacyReply | CloudFailure | Declined | Crossed
  /** What a reply message of legacy says; leaves no row reads are counted, not refused. */
  readLegacy(message: XmlElement, written?: Uint8Array): Said | Declined
  /** What an answer of legacy says that is no HL7v3 message, where there are such answers. */
  readLegacyBody?(body: Buffer): Said | Declined
  /** What an answer of the cloud says, whoever asked for it. */
  readCloud(cloud: Pick<CloudAnswer, 'status' | 'body'>): Said | Declined
  /** Whom an answer's resource says it is about: each place that says it. */
  subjectOf(body: Buffer): readonly string[]
  /**
   * What an information set says as leaves, as far as the cloud and the shape an interaction is answered in can
   * both say it: lists with a key in its order, others in the message's.
   */
  leaves(information: Information, interaction: string): readonly InformationLeaf[]
  /** Writes what an information set says as the cloud's resource, as far as rows can say it. */
  writeCloud(information: Information): Accepted<string> | Declined
  /** Writes what an information set says as the subject of one of legacy's shapes. */
  writeLegacy(information: Information, shape: string): Accepted<string> | Declined
  /**
   * The leaves of what both sides said, each completed by what it says where no row reads it and the other says where
   * one does: that the rows do not find it is no difference between the two. Empty where a side says nothing of a
   * subject.
   */
  bothMean(legacy: Said, cloud: Said, interaction: string): BothMean
  /** What the reply to an interaction may say less than legacy's own, each loss with its row's reason. */
  losses(interaction: string): readonly ListedLoss[]
  /** The table, to be printed. */
  rows(): readonly RowSummary[]
}
