import type { Assigned, Routed } from '../exchange/index.ts'
import type { RequestAbout } from '../mapping/index.ts'
import type { XmlElement } from '../xml/index.ts'
import type { EnvelopeRepliedTo } from './replied-to.ts'

/** Where ids and times come from. */
export interface Chance {
  /** Epoch milliseconds. */
  now(): number
  newId(): string
}

/** What of a request its mapping is asked by, as plain data: another thread is told it. */
export interface Asking extends Pick<
  Assigned,
  | 'language'
  | 'interaction'
  | 'class'
  | 'messageId'
  | 'payloadId'
  | 'from'
  | 'to'
  | 'keys'
  | 'method'
  | 'target'
  | 'headers'
  | 'body'
> {
  readonly route: Pick<Routed['route'], 'answeredLater'>
}

/** A message out of its envelope, with all that its reply must say again. */
export interface Taken {
  readonly kind: 'taken'
  readonly message: XmlElement
  /** The message as it was written, where it came as a part of its own. */
  readonly written?: Uint8Array
  readonly about: RequestAbout
  /** What the envelope of its reply says again. */
  readonly repliedTo: EnvelopeRepliedTo
}
