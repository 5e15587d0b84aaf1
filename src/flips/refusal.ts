/** Why a change is not made, and the exit code a command ends with. */
export const REFUSALS = {
  /** What was asked makes no sense as it stands. */
  usage: 2,
  /** No route and no cohort has this name. */
  'no-such-name': 2,
  /** A reason, an actor or an approver is missing, too long, or names a patient. */
  words: 2,
  /** The environment was not named, or another one was. */
  environment: 2,
  /** What the route owns may not stand there. */
  class: 2,
  /** A key a patient is known by would be stored. */
  'patient-key': 2,
  /** The file and the fleet do not fit each other. */
  file: 2,
  /** The evidence does not carry it. */
  gate: 3,
  /** It lies under a halt. */
  halted: 3,
  /** It leads forward, and a freeze is on. */
  frozen: 3,
  /** The request is not open any more: expired, replaced, rejected or carried out; or there are too many. */
  request: 3,
  /** Nobody may approve this, or not this person. */
  approver: 3,
  /** The store cannot be asked; nothing was changed. */
  silent: 4,
  /** The store did not answer; it may have been changed. */
  unknown: 4,
  /** What the store holds cannot be believed; nothing was changed. */
  invalid: 1,
  /** Somebody else changed something meanwhile. */
  conflict: 5,
} as const satisfies Record<string, number>

export type RefusalCode = keyof typeof REFUSALS

/** Thrown within this room; what leaves it is a {@link Refused}. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly wayOut: string

  constructor(code: RefusalCode, says: string, wayOut: string) {
    super(says)
    this.name = 'Refusal'
    this.code = code
    this.wayOut = wayOut
  }
}
