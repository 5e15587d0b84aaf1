import type { EpsSaying } from './eps-codes.ts'

/** Where one prescription is; `absent` is one that nobody sent here. */
export type EpsState =
  | 'absent'
  | 'waiting'
  | 'released'
  | 'part-dispensed'
  | 'dispensed'
  | 'not-dispensed'
  | 'claimed'
  | 'cancelled'

/** What can be asked of one prescription. */
export type EpsVerb =
  | 'prescribe'
  | 'cancel'
  | 'release'
  | 'dispense'
  | 'amend'
  | 'withdraw'
  | 'claim'
  | 'amend-claim'
  | 'return'

/** The code of code system …16.35 (EPS-task-business-status in FHIR) by which EPS names a state. */
export const STATUS_CODES = {
  waiting: '0001',
  released: '0002',
  'part-dispensed': '0003',
  cancelled: '0005',
  dispensed: '0006',
  'not-dispensed': '0007',
  claimed: '0008',
} as const satisfies Partial<Record<EpsState, string>>

/** What becomes of a prescription: it moves, with or without something said, or something is said and it stays. */
export type Cell =
  | {
      /** `as-said`: what the notification says; `as-before`: what held before the one taken back. */
      readonly to: EpsState | 'as-said' | 'as-before'
      readonly says?: EpsSaying
      /** It is cancelled as soon as its dispenser gives it back. */
      readonly marks?: true
    }
  | EpsSaying

/**
 * What each verb does in each state, the same on both sides.
 *
 * Of public record are every code and what it means; the answers to cancel and to release in every state; that
 * a claim needs a dispensed prescription (0015) and is made once (0016), that an amendment and a withdrawal are
 * of the last dispense (0021), and that a message id serves once. Which code the real service would give a
 * dispenser whose message comes at the wrong moment is not: those cells say the generic 0012, or 0005 where
 * there is no such prescription.
 */
export const EPS_RULES: Readonly<Record<EpsVerb, Readonly<Record<EpsState, Cell>>>> = {
  prescribe: {
    absent: { to: 'waiting' },
    waiting: 'duplicate-prescription',
    released: 'duplicate-prescription',
    'part-dispensed': 'duplicate-prescription',
    dispensed: 'duplicate-prescription',
    'not-dispensed': 'duplicate-prescription',
    claimed: 'duplicate-prescription',
    cancelled: 'duplicate-prescription',
  },
  cancel: {
    absent: 'R-0008',
    waiting: { to: 'cancelled', says: 'R-0001' },
    released: { to: 'released', says: 'R-0002', marks: true },
    'part-dispensed': { to: 'part-dispensed', says: 'R-0003', marks: true },
    dispensed: 'R-0004',
    'not-dispensed': 'R-0010',
    claimed: 'R-0004',
    cancelled: 'R-0006',
  },
  release: {
    absent: 'unknown',
    waiting: { to: 'released' },
    released: 'elsewhere',
    'part-dispensed': 'elsewhere',
    dispensed: 'dispensed',
    'not-dispensed': 'dispensed',
    claimed: 'dispensed',
    cancelled: 'cancelled',
  },
  dispense: {
    absent: 'no-prescription',
    waiting: 'wrong-state',
    released: { to: 'as-said' },
    'part-dispensed': { to: 'as-said' },
    dispensed: 'wrong-state',
    'not-dispensed': 'wrong-state',
    claimed: 'wrong-state',
    cancelled: 'wrong-state',
  },
  amend: {
    absent: 'no-prescription',
    waiting: 'not-the-last',
    released: 'not-the-last',
    'part-dispensed': { to: 'as-said' },
    dispensed: { to: 'as-said' },
    'not-dispensed': { to: 'as-said' },
    claimed: 'wrong-state',
    cancelled: 'wrong-state',
  },
  withdraw: {
    absent: 'no-prescription',
    waiting: 'not-the-last',
    released: 'not-the-last',
    'part-dispensed': { to: 'as-before' },
    dispensed: { to: 'as-before' },
    'not-dispensed': { to: 'as-before' },
    claimed: 'wrong-state',
    cancelled: 'wrong-state',
  },
  claim: {
    absent: 'no-prescription',
    waiting: 'not-dispensed',
    released: 'not-dispensed',
    'part-dispensed': 'not-dispensed',
    dispensed: { to: 'claimed' },
    'not-dispensed': 'not-dispensed',
    claimed: 'already-claimed',
    cancelled: 'not-dispensed',
  },
  'amend-claim': {
    absent: 'no-prescription',
    waiting: 'not-dispensed',
    released: 'not-dispensed',
    'part-dispensed': 'not-dispensed',
    dispensed: 'wrong-state',
    'not-dispensed': 'not-dispensed',
    claimed: { to: 'claimed' },
    cancelled: 'not-dispensed',
  },
  return: {
    absent: 'no-prescription',
    waiting: 'wrong-state',
    released: { to: 'waiting' },
    'part-dispensed': 'wrong-state',
    dispensed: 'wrong-state',
    'not-dispensed': 'wrong-state',
    claimed: 'wrong-state',
    cancelled: 'wrong-state',
  },
}

/** What must hold beside the state before a prescription moves, and what is said where it does not. */
export const EPS_CONDITIONS = {
  patient: 'R-5000',
  holder: 'elsewhere',
  last: 'not-the-last',
} as const satisfies Record<string, EpsSaying>

/** Which conditions a verb has: it is about the same patient, by who holds it, of the last message of its kind. */
export const EPS_CONDITIONS_OF: Readonly<
  Partial<Record<EpsVerb, readonly (keyof typeof EPS_CONDITIONS)[]>>
> = {
  cancel: ['patient'],
  dispense: ['holder'],
  amend: ['holder', 'last'],
  withdraw: ['last'],
  claim: ['holder'],
  'amend-claim': ['holder', 'last'],
  return: ['holder'],
}

/** How many prescriptions one nominated release gives at most. */
export const EPS_BATCH = 25
