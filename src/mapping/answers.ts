import type {
  InformationLeaf,
  LegacyMessage,
  RequestAbout,
  Said,
  AnswerAbout,
  Crossed,
} from './mapping.ts'
import type { Declined } from './decline.ts'
import type { Drawing } from './drawing.ts'
import type { Information } from './information.ts'
import type { ListedLoss } from './listed-losses.ts'
import type { Loss } from './loss.ts'
import type { DomainOutcome, FailureRow, Reason } from './spec.ts'
import type { ToldReasons } from './told-reasons.ts'

/** One code of an OperationOutcome, with the list it is of: one number means two things in two lists. */
export interface Issue {
  readonly system: string
  readonly code: string
  readonly severity: string
}

/** What the cloud answered, taken apart as far as every kind of answer needs it. */
export interface CloudCame {
  readonly status: number
  /** The type of its resource; undefined where its body is no JSON we take. */
  readonly type: string | undefined
  /** The codes of its OperationOutcome, in its order; each coding of an issue is one, and an issue without. */
  readonly issues: readonly Issue[]
  readonly body: Buffer
}

/** An error of the cloud that is one of legacy's. */
export interface IssueRow {
  readonly system: string
  readonly code: string
  /** AE: understood and failed. AR: not taken at all. */
  readonly type: 'AE' | 'AR'
  readonly outcome: DomainOutcome
  readonly reason: Reason
}

/** What is in a reply that says more than an acknowledgement. */
export interface ReplySubject {
  readonly kind: 'subject'
  readonly drawing: Drawing
  readonly outcome: DomainOutcome
  readonly loss: Loss
  /** The message's own id, where its subject says it too. */
  readonly id?: string
  /** What it acknowledges, where replies of its kind are not all alike. */
  readonly type?: ReplyKind['type']
}

/**
 * A reply of legacy's with a subject of its own, and the answers of the cloud that say the same. What it writes is
 * about whom was asked for, or it is crossed.
 */
export interface ReplyKind {
  /** The reply to each request, by interaction. */
  readonly replies: Readonly<Record<string, string>>
  readonly versionCode: string
  /** What it acknowledges: AE where it says that nothing was done. */
  readonly type: 'AA' | 'AE'
  /** Whether an answer of the cloud is one of this kind. */
  fits(came: CloudCame, about: Pick<RequestAbout, 'interaction'>): boolean
  write(came: CloudCame, about: AnswerAbout): ReplySubject | Declined | Crossed
  /** What a reply message of legacy of this kind says. */
  readLegacy(message: LegacyMessage): Said | Declined
  /** What an answer of the cloud of this kind says, whoever asked. */
  readCloud(came: CloudCame): Said | Declined
  leaves(information: Information): readonly InformationLeaf[]
  /** What it says less than legacy's own, each loss with its row's reason. */
  losses(interaction: string): readonly ListedLoss[]
}

/** What the answers to a document become, as plain data but for replies with a subject. */
export interface AnswersSpec {
  /** The reply where there is nothing to say but that it was done, or why it was not. */
  readonly acknowledgement: { readonly interaction: string; readonly versionCode: string }
  readonly issues: readonly IssueRow[]
  /** The status the cloud says with that it is done, where no OperationOutcome says so. */
  readonly done?: number
  /** Reasons of legacy's the cloud tells on as text. */
  readonly told?: ToldReasons
  /** Statuses that say that the cloud failed; the first row that fits. */
  readonly failures: readonly FailureRow[]
  /** The first that fits. */
  readonly replies?: readonly ReplyKind[]
}
