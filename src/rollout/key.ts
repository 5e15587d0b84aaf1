import type { Cohort, Identified } from '../exchange/index.ts'

type KeyKind = Cohort['key']

const TEN_DIGITS = /^\d{10}$/

/**
 * Brings a key to the one form it is compared, kept and counted in; undefined where it is none.
 *
 * An NHS number is its ten digits, however it was spaced; a prescription id, a message id and an ASID are upper
 * case without blanks around. Overrides and pins are kept under this form.
 */
export function normaliseKey(kind: KeyKind, written: string): string | undefined {
  if (kind === 'nhsNumber') {
    if (TEN_DIGITS.test(written)) return written
    const digits = written.replace(/[\s-]/g, '')
    return TEN_DIGITS.test(digits) ? digits : undefined
  }
  const key = written.trim().toUpperCase()
  return key === '' ? undefined : key
}

/** The keys of one message in its cohort, in normal form. */
export interface CohortKeys {
  /** What the percentage is reckoned on. */
  readonly key: string | undefined
  /**
   * The long id of a prescription, the logical id of a patient's record pointer: enough for a pin or an override,
   * never for a percentage, since one entity would fall in two buckets.
   */
  readonly second: string | undefined
}

const NO_KEYS: CohortKeys = Object.freeze({ key: undefined, second: undefined })

const WRITTEN = {
  nhsNumber: message => message.keys.nhsNumber,
  prescriptionId: message => message.keys.prescriptionId,
  fromAsid: message => message.from.asid,
  messageId: message => message.messageId,
} as const satisfies Record<KeyKind, (message: Identified) => string | undefined>

const SECOND: Partial<Record<KeyKind, (message: Identified) => string | undefined>> = {
  prescriptionId: ({ keys: { prescriptionLongId: long } }) =>
    long === undefined ? undefined : normaliseKey('prescriptionId', long),
  // Its letters are told apart by case (HL7 FHIR R4, datatype id).
  nhsNumber: ({ keys: { pointerId } }) => pointerId,
}

/** Finds what a message is known by in a cohort. */
export function keysOf(cohort: Cohort | undefined, message: Identified): CohortKeys {
  if (cohort === undefined) return NO_KEYS
  const { key: kind } = cohort
  const written = WRITTEN[kind](message)
  return {
    key: written === undefined ? undefined : normaliseKey(kind, written),
    second: SECOND[kind]?.(message),
  }
}
