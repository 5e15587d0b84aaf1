import type { ErrorCode, RawHeaders } from '../exchange/index.ts'

/** One fact a message says, in a mapping's own words. */
export interface InformationLeaf {
  /** Names divided by `/`, a list's members told apart by `[n]`: `name[0]/family`. */
  readonly path: string
  readonly value: string
  /** A {@link LeafType} where it is one of them; anything else is held against the other as text. */
  readonly type: string
}

/** An answer one upstream gave. */
export interface Answered {
  readonly status: number
  readonly headers: RawHeaders
  readonly body: Buffer
  /** What a mapping read in the body. Where both sides have it, it is compared and the bodies are not. */
  readonly means?: readonly InformationLeaf[]
}

/** An upstream that gave no answer. */
export interface Unanswered {
  readonly failed: ErrorCode
}

/** What one upstream did with a request. */
export type Observation = Answered | Unanswered

/** An id of the request as the control's upstream was sent it, and as the candidate's was. */
export interface IdPair {
  readonly control: string
  readonly candidate: string
}

/** Two observations of one request: the control's answer went to the supplier. */
export interface Pair {
  readonly control: Observation
  readonly candidate: Observation
  /** The request's own ids: where one is answered, so must the other be. */
  readonly request?: readonly IdPair[]
}

export const isUnanswered = (observation: Observation): observation is Unanswered =>
  'failed' in observation
