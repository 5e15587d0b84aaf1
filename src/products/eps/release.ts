import {
  type DocumentMapping,
  type Mapping,
  type ReplyKind,
  withAnswers,
} from '../../mapping/index.ts'
import { DISPENSING_ANSWERS } from './answers.ts'
import { rejectReplyTo } from './release-reject.ts'
import { NOMINATED_RELEASE_DOCUMENT, RELEASE_DOCUMENT } from './release-request.ts'
import { NOMINATED_RESPONSE_REPLY, RELEASE_RESPONSE_REPLY } from './release-response.ts'

/** A request and its replies; of one interaction the first reply tells what any of them says. */
function withReplies(document: DocumentMapping, response: ReplyKind): Mapping {
  const reject = rejectReplyTo(document)
  const either: ReplyKind = {
    ...response,
    leaves: information => [...response.leaves(information), ...reject.leaves(information)],
  }
  return withAnswers(document, { ...DISPENSING_ANSWERS, replies: [either, reject] })
}

/**
 * A request for one prescription: HL7v3 to Spine's EPS, FHIR to the EPS FHIR API, and the prescription back with the
 * signature its prescriber made. Not verified against a live Spine.
 */
export const EPS_RELEASE: Mapping = withReplies(RELEASE_DOCUMENT, RELEASE_RESPONSE_REPLY)

/** A request for all that is nominated to a dispenser, and what is. Not verified against a live Spine. */
export const EPS_NOMINATED_RELEASE: Mapping = withReplies(
  NOMINATED_RELEASE_DOCUMENT,
  NOMINATED_RESPONSE_REPLY,
)
