import type { Answer } from '../exchange/index.ts'
import type { LegacyReply, RequestAbout } from '../mapping/index.ts'
import type { XmlElement } from '../xml/index.ts'

/** Where ids and times come from. */
export interface Chance {
  /** Epoch milliseconds. */
  now(): number
  newId(): string
}

/** A message out of its envelope, with all that its reply must say again. */
export interface Taken {
  readonly kind: 'taken'
  readonly message: XmlElement
  /** The message as it was written, where it came as a part of its own. */
  readonly written?: Uint8Array
  readonly about: RequestAbout
  /** Puts a message that answers it in an envelope of its own language. */
  readonly envelope: (reply: LegacyReply, now: Date) => Answer
  /** What its sender is told where it fetches its answer later, and from where; absent where it waits for it. */
  readonly accepted?: (location: string) => Answer
}
