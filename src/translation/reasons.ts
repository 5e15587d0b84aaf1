import type { DeclineCode } from '../mapping/index.ts'

/** Why a request is declined before its mapping is asked. */
const REASONS = {
  mapping: 'there is no mapping of the name its route says',
  language: 'it does not travel in the way its interaction does',
  party: 'its sender is not one that is known to fetch its answer',
  ids: 'an id its reply must refer to is missing, or not in the one form Spine takes',
  envelope: 'it is not one message in one envelope with one action',
  header: 'its header says, or asks to be understood, something that is not translated',
  attachments: 'it has more with it than the one message',
  late: 'it is large, and was not translated in its time',
  disagrees: 'two readers do not find the same patient in it',
} as const

type Reason = keyof typeof REASONS

/** A request that is not translated. */
export interface NotTaken {
  readonly kind: 'declined'
  /** Closed: a metric's label. */
  readonly code: Reason | DeclineCode
  /** A sentence without a value of the message. */
  readonly says: string
}

/** Declines for a reason of the table. */
export const notTaken = (code: Reason): NotTaken => ({
  kind: 'declined',
  code,
  says: REASONS[code],
})
