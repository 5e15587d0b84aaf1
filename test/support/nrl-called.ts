import type { CallAbout, CallMapping, Mapping } from '../../src/mapping/index.ts'
import { CUSTODIAN, NHS_NUMBER, PATIENT, type Pointer } from './nrl-golden-plain.ts'

export const REQUEST_ID = '6d0c6f1e-2b7a-4f2f-9f53-0f5a0c8a5b01'
export const MADE_ID = '00000000-0000-4000-8000-00000000abcd'
export const FROM = '200000000115'

/** A token as Spine takes it: what it says is not signed. */
export const tokenOf = (claims: object): string =>
  `Bearer e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`

export const claimsOf = (scope: 'read' | 'write', organisation = CUSTODIAN): object => ({
  scope: `patient/DocumentReference.${scope}`,
  requesting_system: `https://fhir.nhs.uk/Id/accredited-system|${FROM}`,
  requesting_organisation: `https://fhir.nhs.uk/Id/ods-organization-code|${organisation}`,
})

/** A supplier's call as its mapping is told of it. */
export interface Called {
  readonly interaction: string
  readonly method?: string
  /** Behind `/STU3/DocumentReference`. */
  readonly end?: string
  readonly body?: Pointer
  readonly claims?: object
  readonly accept?: string
  readonly lines?: readonly string[]
}

const isWrite = (interaction: string): boolean => !/search|read/.test(interaction)

export function aboutCall(called: Called): CallAbout {
  const { interaction, method = 'GET', end = '', body, accept = 'application/fhir+json' } = called
  const claims = called.claims ?? claimsOf(isWrite(interaction) ? 'write' : 'read')
  const headers = [
    ...['Authorization', tokenOf(claims), 'fromASID', FROM, 'toASID', '999999999999'],
    ...['Accept', accept],
    ...(body === undefined ? [] : ['Content-Type', 'application/fhir+json']),
    ...(called.lines ?? []),
  ]
  return {
    interaction,
    ...{ messageId: REQUEST_ID, payloadId: REQUEST_ID, fromAsid: FROM, toAsid: '999999999999' },
    ...{ newId: () => MADE_ID, now: new Date('2026-11-23T07:00:00Z') },
    call: {
      method,
      target: `/STU3/DocumentReference${end}`,
      headers,
      body: body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)),
    },
  }
}

export const SEARCHED = `?subject=${encodeURIComponent(`${PATIENT}${NHS_NUMBER}`)}`

/** An answer of the cloud's that echoes the request. */
export const cameWith = (
  status: number,
  body: unknown,
  lines: readonly string[] = [],
): { readonly status: number; readonly headers: readonly string[]; readonly body: Buffer } => ({
  status,
  headers: ['X-Request-ID', REQUEST_ID, ...lines],
  body: Buffer.from(JSON.stringify(body)),
})

export const searchset = (...pointers: readonly Pointer[]): Pointer => ({
  resourceType: 'Bundle',
  type: 'searchset',
  total: pointers.length,
  entry: pointers.map(resource => ({ resource })),
})

/** What the cloud says became of a request. */
export const outcome = (
  severity: string,
  code: string,
  system = 'https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode',
): Pointer => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity, code: 'processing', details: { coding: [{ system, code }] } }],
})

/** How a mapping takes calls: one that does not is none of these tests'. */
export function callsOf({ name, calls }: Mapping): CallMapping {
  if (calls === undefined) throw new Error(`${name} takes no calls`)
  return calls
}

/** The one change of a pointer version 2.8 knows (nhsconnect/FHIR-NRLS-API, Update). */
export const RETRACTION: Pointer = {
  resourceType: 'Parameters',
  parameter: [
    {
      name: 'operation',
      part: [
        { name: 'type', valueCode: 'replace' },
        { name: 'path', valueString: 'DocumentReference.status' },
        { name: 'value', valueString: 'entered-in-error' },
      ],
    },
  ],
}
