import type { Answer, RawHeaders } from '../exchange/index.ts'
import { jsonAnswer } from './answer.ts'

/** What an OperationOutcome says; `code` is FHIR's issue type. */
export interface Outcome {
  readonly status: number
  readonly severity?: 'fatal' | 'error' | 'warning' | 'information'
  readonly code: string
  /** A code of Spine's own and what it is displayed as. */
  readonly spine?: { readonly code: string; readonly display: string }
  readonly says: string
}

const SPINE_CODES = 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode'

/** Writes an OperationOutcome of one issue (FHIR R4), as the NHS FHIR APIs do. */
export const writeOperationOutcome = (outcome: Outcome, more: RawHeaders = []): Answer =>
  jsonAnswer(
    outcome.status,
    'application/fhir+json; charset=utf-8',
    {
      resourceType: 'OperationOutcome',
      issue: [
        {
          severity: outcome.severity ?? 'error',
          code: outcome.code,
          ...(outcome.spine && {
            details: { coding: [{ system: SPINE_CODES, ...outcome.spine }] },
          }),
          diagnostics: outcome.says,
        },
      ],
    },
    more,
  )

/** What a MESH error says. */
export interface MeshError {
  readonly status: number
  readonly messageId: string | undefined
  readonly event: string
  readonly code: string
  readonly says: string
}

const V2 = 'application/vnd.mesh.v2+json'

/**
 * Writes a MESH error in the version the sender accepts: the second where it names it, else the first
 * (NHSDigital/mesh-api-specification).
 */
export function writeMeshError(
  error: MeshError,
  accept: string | undefined,
  more: RawHeaders = [],
): Answer {
  const { status, event, code, says } = error
  const messageId = error.messageId ?? ''
  return accept?.toLowerCase().includes(V2) === true
    ? jsonAnswer(
        status,
        V2,
        { message_id: messageId, internal_id: '', detail: [{ event, code, msg: says }] },
        more,
      )
    : jsonAnswer(
        status,
        'application/json',
        { messageID: messageId, errorEvent: event, errorCode: code, errorDescription: says },
        more,
      )
}
