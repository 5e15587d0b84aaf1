import { type Mapping, withAnswers } from '../../mapping/index.ts'
import { PRESCRIBING_ANSWERS } from './answers.ts'
import { CANCELLATION_DOCUMENT } from './cancellation-document.ts'
import { CANCELLATION_RESPONSE_REPLY } from './cancellation-response.ts'

/** A cancellation of one line item, and what its prescriber is told of it. Not verified against a live Spine. */
export const EPS_CANCELLATION: Mapping = withAnswers(CANCELLATION_DOCUMENT, {
  ...PRESCRIBING_ANSWERS,
  replies: [CANCELLATION_RESPONSE_REPLY],
})
