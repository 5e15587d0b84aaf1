import type { Accepted, Declined } from './decline.ts'
import type { Information } from './information.ts'
import type { Loss, SourceLoss } from './loss.ts'
import type { CloudRequest, InformationLeaf, RequestAbout, RowSummary } from './mapping.ts'
import type { Access } from './spec.ts'
import type { Transmission } from './transmission.ts'

/** What a document says, whatever language it says it in. */
export interface Told {
  readonly kind: 'told'
  readonly information: Information
  readonly source: SourceLoss
  /** The values of leaves no row read: of the message itself, so they stay where it is read. */
  readonly unread: readonly string[]
}

/** What a document of legacy says, and what is written around it. */
export interface Delivery extends Told {
  readonly transmission: Transmission
}

/** A write for the cloud: what it is asked, and what became of every leaf on the way. */
export interface CloudWrite extends CloudRequest {
  readonly body: Buffer
  readonly loss: Loss
}

/** A row that says less than was said, and why. */
export interface LossyRowSummary {
  readonly fact: string
  readonly place: string
  readonly why: string
}

/** One kind of document, read and written in both languages. */
export interface DocumentMapping {
  readonly name: string
  /** Another for every edition of its table: twelve hexadecimal digits. */
  readonly version: string
  readonly access: Access
  readonly interactions: readonly string[]
  /** Facts no rule may make less of. */
  readonly kept: readonly string[]
  /**
   * What the cloud is asked to write instead. It has been read back and written as HL7v3 again: declined where that
   * is not the message that came, leaf by leaf in its order, or has another byte in what was signed.
   */
  request(message: Buffer, about: RequestAbout): Accepted<CloudWrite> | Declined
  /** What a message of legacy says; leaves no row reads are counted, not refused. */
  readLegacy(message: Buffer): Delivery | Declined
  /** What a Bundle of the cloud says; leaves no row reads are counted, not refused. */
  readCloud(bundle: Buffer): Told | Declined
  /** Writes what both mean as the cloud's Bundle, as far as rows can say it. */
  writeCloud(information: Information): Accepted<string> | Declined
  /** Writes what both mean as a message of legacy. */
  writeLegacy(information: Information, transmission: Transmission): Accepted<string> | Declined
  /** The id of the message that says it, which its envelope has too; undefined where it has one of its own. */
  idOf(information: Information): string | undefined
  /** What both mean as leaves, for one document to be held against another. */
  leaves(information: Information): readonly InformationLeaf[]
  /** Rows that say less than was said, each with its reason. */
  losses(): readonly LossyRowSummary[]
  /** The table, to be printed. */
  rows(): readonly RowSummary[]
}
