import type { Json } from './fhir-json.ts'

/** One row of what the cloud's locator says instead of a pointer. */
export interface R4Outcome {
  readonly status: number
  /** FHIR issue type. */
  readonly type: string
  readonly code: string
  readonly display: string
  readonly diagnostics: string
  /** Where in the resource or among the parameters it lies. */
  readonly expression?: string
}

type Row = Omit<R4Outcome, 'diagnostics' | 'expression'>

const row = (status: number, type: string, code: string, display: string): Row => ({
  status,
  type,
  code,
  display,
})

const BAD = row(400, 'invalid', 'BAD_REQUEST', 'Bad request')
const RESOURCE = row(400, 'invalid', 'INVALID_RESOURCE', 'Invalid validation of resource')
const OTHERS = row(403, 'forbidden', 'AUTHOR_CREDENTIALS_ERROR', 'Author credentials error')
const PARAMETER = row(400, 'invalid', 'INVALID_PARAMETER', 'Invalid parameter')
const HEADER = 'There is a required header missing or invalid'
const DONE = { type: 'informational', status: 200 } as const

/** What the cloud's locator says, in the words of NHSDigital/nrl-producer-api and, where it has none, of NRLF. */
export const R4 = {
  denied: {
    ...row(401, 'forbidden', 'ACCESS_DENIED', 'Access has been denied to process this request'),
    diagnostics: 'Access denied',
  },
  header: (name: string): R4Outcome => ({
    ...row(400, 'invalid', 'MISSING_OR_INVALID_HEADER', HEADER),
    diagnostics: `The ${name} header is missing or invalid`,
  }),
  noOrganisation: {
    ...row(403, 'forbidden', 'ACCESS_DENIED', 'Access has been denied to process this request'),
    diagnostics:
      'Your organisation does not have permission to access this resource. Contact the onboarding team.',
  },
  method: {
    ...row(405, 'not-supported', 'METHOD_NOT_ALLOWED', 'Method not allowed'),
    diagnostics: 'Method not allowed',
  },
  notFound: {
    ...row(404, 'not-found', 'RESOURCE_NOT_FOUND', 'Resource not found'),
    diagnostics: 'The requested DocumentReference could not be found',
  },
  unknownPath: {
    ...row(404, 'not-found', 'RESOURCE_NOT_FOUND', 'Resource not found'),
    diagnostics: 'There is no such path',
  },
  notWellFormed: {
    ...row(400, 'invalid', 'MESSAGE_NOT_WELL_FORMED', 'Message not well formed'),
    diagnostics: 'Request body could not be parsed',
  },
  noBody: { ...BAD, diagnostics: 'Request body is required' },
  bad: (diagnostics: string, expression?: string): R4Outcome => ({
    ...BAD,
    diagnostics,
    ...(expression !== undefined && { expression }),
  }),
  resource: (diagnostics: string, expression?: string): R4Outcome => ({
    ...RESOURCE,
    diagnostics,
    ...(expression !== undefined && { expression }),
  }),
  required: (field: string): R4Outcome => ({
    ...RESOURCE,
    type: 'required',
    diagnostics: `The required field '${field}' is missing`,
    expression: field,
  }),
  others: (verb: string): R4Outcome => ({
    ...OTHERS,
    diagnostics: `The requested DocumentReference cannot be ${verb} because it belongs to another organisation`,
  }),
  parameter: (name: string): R4Outcome => ({
    ...PARAMETER,
    diagnostics: `Invalid query parameter (${name})`,
    expression: name,
  }),
  nhsNumber: {
    ...row(400, 'invalid', 'INVALID_NHS_NUMBER', 'Invalid NHS number'),
    diagnostics: 'A valid NHS number is required to search for document references',
    expression: 'subject:identifier',
  },
  created: {
    ...DONE,
    status: 201,
    code: 'RESOURCE_CREATED',
    display: 'Resource created',
    diagnostics: 'The document has been created',
  },
  superseded: {
    ...DONE,
    status: 201,
    code: 'RESOURCE_SUPERSEDED',
    display: 'Resource created and resource(s) deleted',
    diagnostics: 'The document has been superseded by a new version',
  },
  updated: {
    ...DONE,
    code: 'RESOURCE_UPDATED',
    display: 'Resource updated',
    diagnostics: 'Resource updated',
  },
  deleted: {
    ...DONE,
    code: 'RESOURCE_REMOVED',
    display: 'Resource removed',
    diagnostics: 'Resource removed',
  },
} as const satisfies Record<string, R4Outcome | ((...of: string[]) => R4Outcome)>

/** What it says with a status that is imposed on it from outside; `other` stands for the rest. */
export const R4_IMPOSED: Readonly<Record<number, Row>> & { readonly other: Row } = {
  401: row(401, 'forbidden', 'ACCESS_DENIED', 'Access has been denied to process this request'),
  403: row(
    403,
    'forbidden',
    'ACCESS_DENIED_LEVEL',
    'Access has been denied because you need higher level permissions',
  ),
  409: row(
    409,
    'duplicate',
    'DUPLICATE_REJECTED',
    'Create would lead to creation of a duplicate resource',
  ),
  422: row(422, 'processing', 'UNPROCESSABLE_ENTITY', 'Unprocessable Entity'),
  429: row(429, 'throttled', 'TOO_MANY_REQUESTS', 'Too many requests'),
  other: row(500, 'exception', 'INTERNAL_SERVER_ERROR', 'Unexpected internal server error'),
}

const ERRORS = 'https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode'
const SUCCESS = 'https://fhir.nhs.uk/CodeSystem/NRLF-SuccessCode'

/** Writes an OperationOutcome. */
export function r4Outcome(of: R4Outcome, id: string): Json {
  const isDone = of.status < 300
  return {
    resourceType: 'OperationOutcome',
    ...(isDone && { id }),
    issue: [
      {
        severity: isDone ? 'information' : 'error',
        code: of.type,
        details: {
          coding: [
            {
              system: isDone ? SUCCESS : ERRORS,
              ...(isDone ? {} : { version: '1' }),
              code: of.code,
              display: of.display,
            },
          ],
        },
        diagnostics: of.diagnostics,
        ...(of.expression !== undefined && { expression: [of.expression] }),
      },
    ],
  }
}
