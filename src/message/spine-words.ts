import type { ErrorCode } from '../exchange/index.ts'

/** What Spine's own FHIR services call an error: FHIR's issue type, and a code of Spine's list. */
export interface SpineWords {
  readonly type: string
  readonly spine: { readonly code: string; readonly display: string }
}

const BAD_REQUEST = { code: 'BAD_REQUEST', display: 'Bad request' }
const INTERNAL: SpineWords = {
  type: 'exception',
  spine: { code: 'INTERNAL_SERVER_ERROR', display: 'Internal server error' },
}

/**
 * What the record locator of STU3 calls what a caller did wrong or it could not do (nhsconnect/FHIR-NRLS-API, NRL Error
 * Guidance). What is not here it has no code for: what could not be sent, or was not answered, is an outcome without
 * one there too (nhsdigitalmait/TKW_NRL_configs, operation outcomes of 503 and 504).
 */
export const SPINE_WORDS: Partial<Record<ErrorCode, SpineWords>> = {
  malformed: {
    type: 'value',
    spine: { code: 'INVALID_REQUEST_MESSAGE', display: 'Invalid Request Message' },
  },
  'unsupported-media': {
    type: 'invalid',
    spine: { code: 'UNSUPPORTED_MEDIA_TYPE', display: 'Unsupported Media Type' },
  },
  expectation: { type: 'not-supported', spine: BAD_REQUEST },
  'too-large': { type: 'too-long', spine: BAD_REQUEST },
  'too-slow': { type: 'timeout', spine: BAD_REQUEST },
  'no-route': { type: 'not-supported', spine: BAD_REQUEST },
  aborted: { type: 'timeout', spine: BAD_REQUEST },
  'bad-answer': INTERNAL,
  crossed: INTERNAL,
  internal: INTERNAL,
}
