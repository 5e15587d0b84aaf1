import type { IssueCode, OutcomeMeaning, OutcomeWords } from '../../comparison/index.ts'
import { PSIS_ERRORS } from './names.ts'
import { PSIS_REASONS } from './reasons.ts'

const psis = (codes: readonly string[]): IssueCode[] =>
  codes.map(code => ({ system: PSIS_ERRORS, code }))

/** The kinds of error a façade tells with one status, which says no more than that. */
const kindsOf = (status: number): IssueCode[] =>
  psis(PSIS_REASONS.codes.filter(each => each.status === status).map(({ code }) => code))

const issue = (code: string): IssueCode => ({ system: 'issue-type', code })

/** What the Summary Care Record of Spine and its façade say of a request (NHSDigital/summary-care-record-api). */
export const SCR_OUTCOMES: readonly OutcomeMeaning[] = [
  {
    meaning: 'bad-request',
    issues: [
      ...kindsOf(400),
      ...['value', 'invalid'].map(issue),
      { system: 'https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode', code: 'INVALID_VALUE' },
    ],
    statuses: [400],
  },
  { meaning: 'no-access', issues: [...kindsOf(403), issue('forbidden')], statuses: [403] },
]

/**
 * What it was, beside its kind: a façade tells it on as text, which only a mapping reads (NHSDigital/summary-care-record-api
 * and nhsconnect/SCR simulator, their answers).
 */
export const SCR_DETAILS: readonly IssueCode[] = psis([
  ...['30112', '30134', '30142', '30307', '30308', '30312', '30317', '30318', '30333', '30340'],
  ...['30344', '30361', '30418', '35160'],
])

/** What PSIS says of a request in codes, in the words its mappings use. */
export const SCR_OUTCOME_WORDS: readonly OutcomeWords[] = (['duplicate', 'not_found'] as const).map(
  word => ({
    word,
    issues: psis(
      PSIS_REASONS.codes.filter(({ outcome }) => outcome === word).map(({ code }) => code),
    ),
  }),
)
