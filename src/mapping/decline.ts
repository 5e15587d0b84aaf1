/** Why a mapping does not take a message. */
export const DECLINES = {
  interaction: 'no row says how this interaction is answered',
  ids: 'an id of the message is no UUID',
  shape: 'the message is not of the shape its rows are for',
  unread: 'it says something that no row reads',
  value: 'a value its row cannot say',
  asked: 'it asks for what the cloud does not give',
  missing: 'a fact its rows cannot do without is not there',
  several: 'a fact that can stand once, or so many times, stands there oftener',
  disagrees: 'two places that say one fact disagree',
  withheld: 'it says what a restricted record withholds',
  characters: 'a character XML cannot hold',
  unfaithful: 'what is written for the other side does not say the same when it is read back',
  signed: 'what was signed would be written in other bytes',
} as const

/** The reasons, closed: each is a metric's label. */
export type DeclineCode = keyof typeof DECLINES

/** One thing that keeps a message from being taken: nothing in it is a value of the message. */
export interface Problem {
  readonly code: DeclineCode
  /** The row, by the name of its fact, or the path class of a leaf no row read. */
  readonly at?: string
  /** A reason of the table's own. */
  readonly because?: string
}

/** The mapping cannot say this message: it goes to legacy. */
export interface Declined {
  readonly kind: 'declined'
  readonly code: DeclineCode
  /** A sentence without a byte of the message. */
  readonly says: string
}

/** The mapping takes the message. */
export interface Accepted<T> {
  readonly kind: 'accepted'
  readonly value: T
}

export const declined = ({ code, at, because }: Problem): Declined => ({
  kind: 'declined',
  code,
  says: `${at === undefined ? '' : `${at}: `}${because ?? DECLINES[code]}`,
})

export const accepted = <T>(value: T): Accepted<T> => ({ kind: 'accepted', value })
