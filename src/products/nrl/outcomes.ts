import type { DomainOutcome, FailureRow, RefusalRow, SuccessRow } from '../../mapping/index.ts'

/** Where the service’s codes come from: its contract and its source name them otherwise (NHSDigital/NRLF). */
export const CLOUD_SYSTEMS = [
  'https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode',
  'https://fhir.nhs.uk/ValueSet/Spine-ErrorOrWarningCode-1',
  'https://fhir.nhs.uk/CodeSystem/NRLF-ResponseCode',
  'https://fhir.nhs.uk/CodeSystem/NRLF-SuccessCode',
  'https://fhir.nhs.uk/ValueSet/NRL-ResponseCode',
] as const

/** What version 2.8 says that it did (nhsconnect/FHIR-NRLS-API). */
export const CREATED: SuccessRow = {
  status: 201,
  codes: ['RESOURCE_CREATED', 'RESOURCE_SUPERSEDED'],
  code: 'RESOURCE_CREATED',
  display: 'New resource created',
  diagnostics: 'Successfully created resource DocumentReference',
}

const REMOVED = ['RESOURCE_DELETED', 'RESOURCE_REMOVED']

export const UPDATED: SuccessRow = {
  status: 200,
  codes: REMOVED,
  code: 'RESOURCE_UPDATED',
  display: 'Resource has been updated',
  diagnostics: 'Successfully updated resource DocumentReference: ',
}

export const DELETED: SuccessRow = {
  status: 200,
  codes: REMOVED,
  code: 'RESOURCE_DELETED',
  display: 'Resource removed',
  diagnostics: 'Successfully removed resource DocumentReference: ',
}

const as = (
  status: number,
  type: string,
  code: string,
  [display, diagnostics = display]: readonly [display: string, diagnostics?: string],
): RefusalRow['as'] => ({ status, type, code, display, diagnostics })

const INVALID_RESOURCE = as(400, 'invalid', 'INVALID_RESOURCE', ['Invalid validation of resource'])
const NOT_WELL_FORMED = as(400, 'value', 'INVALID_REQUEST_MESSAGE', ['Invalid Request Message'])
const NOT_FOUND = as(404, 'not-found', 'NO_RECORD_FOUND', ['No record found'])

const rejected = (statuses: readonly number[], code: string, to: RefusalRow['as']): RefusalRow => ({
  statuses,
  code,
  outcome: 'rejected',
  as: to,
})

const denied = (code: string): RefusalRow => ({
  ...rejected(
    [403],
    code,
    as(403, 'forbidden', 'ACCESS_DENIED', ['Access has been denied to process this request']),
  ),
  mayBeOurs: true,
})

/**
 * The service’s errors (NHSDigital/nrl-producer-api, nrl-consumer-api; NHSDigital/NRLF), and what version 2.8 says for
 * each.
 */
export const REFUSALS: readonly RefusalRow[] = [
  rejected([400], 'BAD_REQUEST', as(400, 'invalid', 'BAD_REQUEST', ['Bad request'])),
  rejected([400], 'MESSAGE_NOT_WELL_FORMED', NOT_WELL_FORMED),
  rejected(
    [400],
    'INVALID_PARAMETER',
    as(400, 'invalid', 'INVALID_PARAMETER', ['Invalid parameter']),
  ),
  rejected([400, 422], 'INVALID_RESOURCE', INVALID_RESOURCE),
  rejected([400, 422], 'VALIDATION_ERROR', INVALID_RESOURCE),
  rejected([422], 'UNPROCESSABLE_ENTITY', INVALID_RESOURCE),
  rejected([400, 422], 'INVALID_CODE_SYSTEM', INVALID_RESOURCE),
  rejected([400, 422], 'INVALID_CODE_VALUE', INVALID_RESOURCE),
  rejected([400, 422], 'INVALID_IDENTIFIER_SYSTEM', INVALID_RESOURCE),
  rejected([400, 422], 'INVALID_IDENTIFIER_VALUE', INVALID_RESOURCE),
  rejected(
    [400, 422],
    'INVALID_NHS_NUMBER',
    as(400, 'invalid', 'INVALID_NHS_NUMBER', ['Invalid NHS number']),
  ),
  {
    statuses: [400, 409, 422],
    code: 'DUPLICATE_REJECTED',
    outcome: 'duplicate',
    as: as(400, 'duplicate', 'DUPLICATE_REJECTED', [
      'Create would lead to creation of a duplicate resource',
    ]),
  },
  denied('ACCESS_DENIED'),
  denied('ACCESS_DENIED_LEVEL'),
  denied('AUTHOR_CREDENTIALS_ERROR'),
  // As its own source once wrote it.
  denied('ACCESS DENIED'),
  { statuses: [404], code: 'RESOURCE_NOT_FOUND', outcome: 'not_found', as: NOT_FOUND },
  { statuses: [404], code: 'NO_RECORD_FOUND', outcome: 'not_found', as: NOT_FOUND },
]

/** What version 2.8 says besides (nhsconnect/FHIR-NRLS-API, error guidance). */
export const OWN_OUTCOMES: Readonly<Record<string, DomainOutcome>> = {
  RESOURCE_DELETED: 'not_found',
  ORGANISATION_NOT_FOUND: 'rejected',
  MISSING_OR_INVALID_HEADER: 'rejected',
}

/** Whom the service does not know at all is we; what it cannot do now it did not do, or nobody knows. */
export const FAILURES: readonly FailureRow[] = [
  { from: 401, to: 401, error: 'bad-answer' },
  { from: 408, to: 408, error: 'no-answer' },
  { from: 429, to: 429, error: 'not-sent' },
  { from: 503, to: 503, error: 'not-sent' },
  { from: 500, to: 599, error: 'no-answer' },
]
