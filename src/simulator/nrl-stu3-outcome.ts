import type { Json } from './fhir-json.ts'

/** One row of what the locator says instead of a pointer, in the words of nhsconnect/FHIR-NRLS-API. */
export interface Stu3Outcome {
  readonly status: number
  /** FHIR issue type. */
  readonly type: string
  readonly code: string
  readonly display: string
  readonly diagnostics: string
  readonly severity?: 'information' | 'fatal'
}

type Row = Omit<Stu3Outcome, 'diagnostics'>

const row = (status: number, type: string, code: string, display: string): Row => ({
  status,
  type,
  code,
  display,
})

const INVALID = row(400, 'invalid', 'INVALID_RESOURCE', 'Invalid validation of resource')
const PARAMETER = row(400, 'invalid', 'INVALID_PARAMETER', 'Invalid parameter')
const HEADER = 'There is a required header missing or invalid'
const NOT_FOUND = row(404, 'not-found', 'NO_RECORD_FOUND', 'No record found')
const DUPLICATE = 'Create would lead to creation of a duplicate resource'
const DONE = { severity: 'information', status: 200, type: 'informational' } as const

/** What the locator refuses with. */
export const STU3 = {
  asid: (name: string): Stu3Outcome => ({
    ...row(400, 'invalid', 'MISSING_OR_INVALID_HEADER', HEADER),
    diagnostics: `${name} HTTP Header is missing`,
  }),
  token: {
    ...row(400, 'structure', 'MISSING_OR_INVALID_HEADER', HEADER),
    diagnostics: 'The Authorisation header must be supplied',
  },
  scope: {
    ...row(403, 'forbidden', 'ACCESS_DENIED', 'Access has been denied to process this request'),
    diagnostics: 'The scope of the token does not allow the request',
  },
  parameter: (diagnostics: string): Stu3Outcome => ({ ...PARAMETER, diagnostics }),
  resource: (diagnostics: string): Stu3Outcome => ({ ...INVALID, diagnostics }),
  message: {
    ...row(400, 'value', 'INVALID_REQUEST_MESSAGE', 'Invalid Request Message'),
    diagnostics: 'Invalid Request Message',
  },
  nhsNumber: (number: string): Stu3Outcome => ({
    ...row(400, 'invalid', 'INVALID_NHS_NUMBER', 'Invalid NHS number'),
    diagnostics: `The NHS number does not conform to the NHS Number format: ${number}`,
  }),
  organisation: (ods: string): Stu3Outcome => ({
    ...row(400, 'not-found', 'ORGANISATION_NOT_FOUND', 'Organisation not found'),
    diagnostics: `The ODS code in the custodian and/or author element is not resolvable - ${ods}`,
  }),
  duplicate: (system: string, value: string): Stu3Outcome => ({
    ...row(400, 'duplicate', 'DUPLICATE_REJECTED', DUPLICATE),
    diagnostics: `Duplicate masterIdentifier value: ${value} system: ${system}`,
  }),
  inactive: {
    ...row(400, 'invalid', 'BAD_REQUEST', 'Bad request'),
    diagnostics: "DocumentReference status is not 'current'",
  },
  noPointer: (id: string): Stu3Outcome => ({
    ...NOT_FOUND,
    diagnostics: `No record found for supplied DocumentReference identifier - ${id}.`,
  }),
  noPatient: (number: string): Stu3Outcome => ({
    ...NOT_FOUND,
    diagnostics: `The given NHS number could not be found ${number}.`,
  }),
  method: {
    ...row(405, 'forbidden', 'METHOD_NOT_ALLOWED', '405: Method Not Allowed'),
    severity: 'fatal',
    diagnostics: 'Method Not Allowed',
  },
  mediaType: {
    ...row(415, 'invalid', 'UNSUPPORTED_MEDIA_TYPE', 'Unsupported Media Type'),
    diagnostics: 'Unsupported Media Type',
  },
  created: {
    ...DONE,
    status: 201,
    code: 'RESOURCE_CREATED',
    display: 'New resource created',
    diagnostics: 'Successfully created resource DocumentReference',
  },
  updated: (url: string): Stu3Outcome => ({
    ...DONE,
    code: 'RESOURCE_UPDATED',
    display: 'Resource has been updated',
    diagnostics: `Successfully updated resource DocumentReference: ${url}`,
  }),
  deleted: (url: string): Stu3Outcome => ({
    ...DONE,
    code: 'RESOURCE_DELETED',
    display: 'Resource removed',
    diagnostics: `Successfully removed resource DocumentReference: ${url}`,
  }),
} as const satisfies Record<string, Stu3Outcome | ((...of: string[]) => Stu3Outcome)>

/** What the locator says with a status that is imposed on it from outside. */
export const IMPOSED: Readonly<Record<number, Row>> = {
  403: row(403, 'forbidden', 'ACCESS_DENIED', 'Access has been denied to process this request'),
  404: NOT_FOUND,
  409: row(409, 'transient', 'VERSION_CONFLICT', 'Version conflict'),
  410: row(410, 'not-found', 'RESOURCE_DELETED', 'Resource deleted'),
  422: row(422, 'processing', 'UNPROCESSABLE_ENTITY', 'Unprocessable Entity'),
  429: row(429, 'throttled', 'TOO_MANY_REQUESTS', '429: Too Many Requests'),
  503: row(503, 'transient', 'SERVICE_UNAVAILABLE', 'Service Unavailable'),
}

const PROFILE = 'https://fhir.nhs.uk/STU3/StructureDefinition/Spine-OperationOutcome-1'
const SYSTEM = 'https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1'
/** What is refused before the locator sees it, Spine's core refuses in words of its own. */
const OF_CORE = {
  profile: 'https://fhir.nhs.uk/StructureDefinition/spine-operationoutcome-1-0',
  system: 'https://fhir.nhs.uk/ValueSet/spine-response-code-2-0',
}

/** Writes an OperationOutcome; of what was done it carries the id Spine gave the message. */
export function stu3Outcome(of: Stu3Outcome, id: string, message: string): Json {
  const { profile, system } =
    of.status === 415 || of.status === 405 ? OF_CORE : { profile: PROFILE, system: SYSTEM }
  const severity = of.severity ?? 'error'
  return {
    resourceType: 'OperationOutcome',
    id: `${id}-00000000000000000000`,
    meta: { profile: [profile] },
    issue: [
      {
        severity,
        code: of.type,
        details: {
          coding: [{ system, code: of.code, display: of.display }],
          ...(severity === 'information' ? { text: message } : {}),
        },
        diagnostics: of.diagnostics,
      },
    ],
  }
}
