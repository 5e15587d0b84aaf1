import { writeFhirXml } from '../fhir/index.ts'
import { readJsonText } from '../json/index.ts'
import type { Answer, RawHeaders } from '../exchange/index.ts'
import { answerOf, jsonAnswer } from './answer.ts'
import type { FhirForm } from './fhir-form.ts'

/** What an OperationOutcome says; `code` is FHIR's issue type. */
export interface Outcome {
  readonly status: number
  readonly severity?: 'fatal' | 'error' | 'warning' | 'information'
  readonly code: string
  /** A code of Spine's own and what it is displayed as. */
  readonly spine?: { readonly code: string; readonly display: string } | undefined
  readonly says: string
}

/** What Spine's outcomes are in each version: its list of codes, and the profile they name. */
const SPINE = {
  STU3: {
    codes: 'https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1',
    meta: { profile: ['https://fhir.nhs.uk/STU3/StructureDefinition/Spine-OperationOutcome-1'] },
  },
  R4: { codes: 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode', meta: undefined },
} as const

const R4_JSON: FhirForm = { version: 'R4', notation: 'json' }

function resourceOf(outcome: Outcome, { codes, meta }: (typeof SPINE)[keyof typeof SPINE]): object {
  const { severity = 'error', code, spine, says } = outcome
  return {
    resourceType: 'OperationOutcome',
    ...(meta && { meta }),
    issue: [
      {
        ...{ severity, code },
        ...(spine && { details: { coding: [{ system: codes, ...spine }] } }),
        diagnostics: says,
      },
    ],
  }
}

/**
 * Writes an OperationOutcome of one issue as the NHS FHIR APIs do, in JSON of R4 unless it is asked for otherwise: in
 * STU3 with Spine's own profile (Spine-OperationOutcome-1).
 */
export function writeOperationOutcome(
  outcome: Outcome,
  more: RawHeaders = [],
  { version, notation }: FhirForm = R4_JSON,
): Answer {
  const resource = resourceOf(outcome, SPINE[version])
  if (notation === 'json') {
    return jsonAnswer(outcome.status, 'application/fhir+json; charset=utf-8', resource, more)
  }
  const read = readJsonText(JSON.stringify(resource))
  // What was written from an object is one; this is for the type.
  const bytes = read.is === 'object' ? writeFhirXml(read, version) : Buffer.alloc(0)
  return answerOf(outcome.status, 'application/fhir+xml; charset=utf-8', bytes, more)
}
