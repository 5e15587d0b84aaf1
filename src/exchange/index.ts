/**
 * The words every step of the journey speaks.
 *
 * In: nothing; this is the lowest floor.
 * Out: the shapes of one exchange in the order they come to be ({@link Received} → {@link Identified} →
 * {@link Routed} → {@link Assigned} → {@link Prepared} → {@link Answer}), what a route and a body are, and the one error class.
 * Never: does any work on a message, reads a clock, or knows a product.
 *
 * @packageDocumentation
 */
export { ERRORS, FicusError, isFicusError } from './errors.ts'
export type { Blame, ErrorCode, ErrorRow } from './errors.ts'
export { headerOf, headersOf, hasToken } from './headers.ts'
export { leavingOut, withoutHopHeaders } from './hop-headers.ts'
export type { LeftOut } from './hop-headers.ts'
export type { RawHeaders } from './headers.ts'
export type { Body, Need } from './body.ts'
export { bytesAtHand, NO_BODY } from './body.ts'
export { AroundReply } from './around-reply.ts'
export { Capture } from './capture.ts'
export type { Captured } from './capture.ts'
export type {
  Answer,
  AnswerHead,
  Assigned,
  Identified,
  InteractionClass,
  Keys,
  Language,
  MirrorDecision,
  Party,
  Prepared,
  Received,
  Reply,
  Remembered,
  ReplyOwner,
  Routed,
  Settled,
  Translated,
} from './exchange.ts'
export { copiedSpanOf } from './copied.ts'
export { STAGES } from './route.ts'
export type {
  AnsweredLater,
  Approvals,
  Cohort,
  GateAsks,
  IgnoredDifference,
  Match,
  Objectives,
  Override,
  Route,
  RouteState,
  Side,
  Stage,
  State,
  Upstream,
} from './route.ts'
export type { Freeze, Maintenance, Span, Weekly } from './windows.ts'
export {
  isSettled,
  isWholeCall,
  mayBeAtEither,
  REMEMBERED_MS,
  RETRY_SPAN_MS,
  servesCloud,
} from './retries.ts'
export type { AttemptRecord, Bound, ExchangeRecord } from './record.ts'
export { servedBy, servingUpstream, sideOf } from './served-by.ts'
export type { ServedBy } from './served-by.ts'
export { Waited } from './waited.ts'
