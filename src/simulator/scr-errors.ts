import type { Message, Reason } from './hl7-message.ts'
import { queryFailure } from './hl7-message.ts'
import { nhsNumbersFrom } from './nhs-number.ts'

// The codes and words of PSIS are those of the public summary-care-record-api and of SPINE_MTH_SCR_Simulator, the
// response bodies by which NHS Digital lets suppliers try what their systems do with each.

export const SCR_VERSION = 'V3NPfIT4.2.00'
const PSIS = '2.16.840.1.113883.2.1.3.2.4.17.33'

const psis = (code: string, says: string): Reason => ({
  code,
  system: PSIS,
  says,
  qualifier: 'ER',
})

const GENERAL = {
  '400': 'Invalid Request',
  '401': 'Duplicate Message ID',
  '410': 'Logical inconsistency',
  '420':
    'Business condition related to access control  which prevents the action being performed by PSIS',
  '430': 'Invalid Update',
  '500': 'System Error- no retry',
  '502': 'Service Not Available',
} as const

type General = keyof typeof GENERAL

/** What PSIS refuses with: a general reason, and for most a specific one beside it. */
export interface ScrError {
  readonly ack: 'AE' | 'AR'
  readonly reasons: readonly Reason[]
}

const error = (general: General, ...specific: readonly Reason[]): ScrError => ({
  ack: general === '502' ? 'AR' : 'AE',
  reasons: [psis(general, GENERAL[general]), ...specific],
})

const inconsistent = (code: string, says: string): ScrError =>
  error('410', psis(code, `${code} - ${says}`))

/** Everything the summary care record can say instead of doing what it was asked, by a name of ours. */
export const SCR_ERRORS = {
  invalid: error('400'),
  'no-patient': error(
    '400',
    psis(
      '35160',
      '[PSIS-35160] - Invalid input message. Mandatory field NHS Number is missing or incorrect',
    ),
  ),
  'duplicate-message': error('401'),
  'event-operation': inconsistent('30112', "Event operation 'x' failed. Details: 'y' "),
  'duplicate-event': inconsistent('30134', "Duplicate event with eventId 'x' and nhsNumber 'y'."),
  'duplicate-document': inconsistent('30142', 'Duplicate document with docId x and nhsNumber y.'),
  merged: inconsistent('30307', 'The NHS Number has been merged.'),
  'no-event': inconsistent(
    '30308',
    "The Case status is Normal but the Event id 'x' does not exist. ",
  ),
  'not-unique': inconsistent('30317', "Unique constraint violated. 'x'"),
  database: inconsistent('30318', "'x' - database error was 'y' "),
  'document-set': inconsistent(
    '30333',
    'Document Set Mismatch - Source Doc Set (x) does not match Target Doc Set(y).',
  ),
  'no-pattern': inconsistent('30340', 'CSMP Pattern Not Found for Event (x).'),
  'several-in-set': inconsistent(
    '30344',
    'More than one document satisfied the query criteria for supplied SetID [x]',
  ),
  'several-documents': error(
    '410',
    psis(
      '30361',
      '[PSIS-30361] - More than one document satisfied the query criteria for supplied SetID [x]',
    ),
  ),
  'no-access': error('420', psis('30418', '[PSIS-30418] - ACF does not permit access to resource')),
  'invalid-update': error('430'),
  'system-error': error('500'),
  unavailable: error('502'),
} as const satisfies Record<string, ScrError>

/** The name of something the summary care record refuses with. */
export type ScrSaying = keyof typeof SCR_ERRORS

const SAYINGS = Object.keys(SCR_ERRORS) as readonly ScrSaying[] // the keys of the table, which keyof says and Object.keys does not
const NUMBERS = nhsNumbersFrom(999_600_000, SAYINGS.length)

/**
 * The NHS numbers nobody has whose summary care record is troubled: every question about one is refused, on both
 * sides, with what it stands beside.
 */
export const SCR_TROUBLED: readonly { readonly nhsNumber: string; readonly says: ScrSaying }[] =
  SAYINGS.map((says, place) => ({ nhsNumber: NUMBERS[place] ?? '', says }))

const TROUBLED = new Map(SCR_TROUBLED.map(({ nhsNumber, says }) => [nhsNumber, says]))

/** Says what stands in the way of every question about a number; undefined where nothing does. */
export const troubleOf = (nhsNumber: string): ScrSaying | undefined => TROUBLED.get(nhsNumber)

/** Writes the negative answer to a query. */
export const scrFailure = (says: ScrSaying): Message => {
  const { ack, reasons } = SCR_ERRORS[says]
  return { ...queryFailure(SCR_VERSION, reasons), ack }
}

/** Writes the negative answer to a message that was to change something. */
export const scrRefused = (says: ScrSaying): Message => ({
  root: 'MCCI_IN010000UK13',
  version: SCR_VERSION,
  ...SCR_ERRORS[says],
})

/** The status and the issue type of the public façade, by the first reason; any other is a failure of its own. */
const STATUSES: Readonly<
  Record<string, { readonly status: number; readonly type: string } | undefined>
> = {
  '400': { status: 400, type: 'value' },
  '401': { status: 400, type: 'value' },
  '410': { status: 400, type: 'value' },
  '430': { status: 400, type: 'value' },
  '420': { status: 403, type: 'forbidden' },
  '502': { status: 503, type: 'transient' },
}

/** Says the same in FHIR: status, issue type and the text the façade makes of all reasons. */
export function scrOutcome(says: ScrSaying): {
  readonly status: number
  readonly type: string
  readonly text: string
} {
  const { reasons } = SCR_ERRORS[says]
  const [first] = reasons
  const text = reasons.map(each => `Code: ${each.code}, Display: ${each.says}`).join(';')
  return { ...(STATUSES[first?.code ?? ''] ?? { status: 500, type: 'exception' }), text }
}
