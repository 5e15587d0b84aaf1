import type { Answer, RawHeaders } from '../exchange/index.ts'
import { jsonAnswer } from './answer.ts'

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
