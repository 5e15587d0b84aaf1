/** One row of what the cloud says when it has no resource to give. */
export interface Outcome {
  readonly status: number
  /** Of the Spine-ErrorOrWarningCode code system. */
  readonly code: string
  readonly display: string
  /** FHIR issue type. */
  readonly type: string
  readonly severity: 'error' | 'information'
  /** What more is said of this very one. */
  readonly diagnostics?: string
}

const outcome = (status: number, code: string, display: string, type: string): Outcome => ({
  status,
  code,
  display,
  type,
  severity: 'error',
})

const information = (row: Outcome): Outcome => ({ ...row, severity: 'information' })

export const OUTCOMES = {
  notFound: information(outcome(404, 'RESOURCE_NOT_FOUND', 'Resource not found', 'not-found')),
  invalidated: outcome(
    404,
    'INVALIDATED_RESOURCE',
    'Resource that has been marked as invalid was requested - invalid resources cannot be retrieved',
    'processing',
  ),
  invalidId: outcome(400, 'INVALID_RESOURCE_ID', 'Resource Id is invalid', 'value'),
  invalidSearch: outcome(400, 'INVALID_SEARCH_DATA', 'Search data is invalid', 'value'),
  tooFew: outcome(400, 'TOO_FEW_SEARCH_PARAMS', 'Too few search parameters', 'required'),
  tooMany: information(outcome(200, 'TOO_MANY_MATCHES', 'Too Many Matches', 'multiple-matches')),
  missing: outcome(400, 'MISSING_VALUE', 'Required value is missing', 'required'),
  invalid: outcome(400, 'INVALID_VALUE', 'Provided value is invalid', 'value'),
  denied: outcome(401, 'ACCESS_DENIED', 'Access Denied - Unauthorised', 'forbidden'),
  unsupported: outcome(404, 'UNSUPPORTED_SERVICE', 'Unsupported Service', 'processing'),
  // PATCH of a Patient.
  unsupportedType: outcome(400, 'UNSUPPORTED_SERVICE', 'Unsupported Service', 'processing'),
  precondition: outcome(
    412,
    'PRECONDITION_FAILED',
    'Required condition was not fulfilled',
    'structure',
  ),
  otherVersion: outcome(
    409,
    'RESOURCE_VERSION_MISMATCH',
    'Resource version supplied does not match actual version',
    'conflict',
  ),
  invalidUpdate: outcome(400, 'INVALID_UPDATE', 'Update is invalid', 'structure'),
  forbiddenUpdate: outcome(403, 'FORBIDDEN_UPDATE', 'Update is forbidden', 'forbidden'),
  throttled: outcome(429, 'TOO_MANY_REQUESTS', 'Too many requests have been made', 'throttled'),
  failed: outcome(500, 'UNABLE_TO_CALL_SERVICE', 'Unable to call service', 'exception'),
} as const satisfies Record<string, Outcome>

/** Writes an OperationOutcome with one issue. */
export function outcomeResource(row: Outcome, diagnostics = row.diagnostics): unknown {
  const coding = {
    system: 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode',
    version: '1',
    code: row.code,
    display: row.display,
  }
  return {
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity: row.severity,
        code: row.type,
        details: { coding: [coding] },
        ...(diagnostics === undefined ? {} : { diagnostics }),
      },
    ],
  }
}
