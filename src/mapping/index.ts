/**
 * The language of mappings: rows of plain data, read from HL7v3 or from FHIR and written in either.
 *
 * In: a product's tables, a message as a namespace-resolved tree or as JSON bytes.
 * Out: what the cloud is asked, the reply a supplier gets, what both say as one information set, and what was
 * lost on the way; or a reason to decline, so that the message goes to legacy.
 * Never: names a product, guesses what a row cannot say, or repeats a value of a message in a reason.
 *
 * @packageDocumentation
 */
export { defineMapping } from './define-mapping.ts'
export type {
  AnswerAbout,
  BothMean,
  CloudAnswer,
  CloudFailure,
  CloudRequest,
  Crossed,
  InformationLeaf,
  LegacyMessage,
  LegacyReply,
  Mapping,
  RequestAbout,
  RowSummary,
  Said,
  Subject,
} from './mapping.ts'
export type {
  Access,
  Agreement,
  Change,
  ChangeKind,
  DomainOutcome,
  FailureRow,
  MappingSpec,
  Negative,
  OutcomeRow,
  Reason,
  Refusal,
  RefusedPlace,
  Remark,
  Search,
  Searchable,
  Shape,
  Withholding,
} from './spec.ts'
export { defineCallMapping } from './define-calls.ts'
export type {
  CallOperation,
  CallsSpec,
  CallTurn,
  ParameterRow,
  PlainBody,
  RefusalRow,
  ResourceSpec,
  SuccessRow,
} from './call-spec.ts'
export type { Call, CallAbout, CallAnswerAbout, CallMapping, CallReply } from './call.ts'
export { withCalls } from './with-calls.ts'
export type { AroundCalls } from './with-calls.ts'
export { isOfKey } from './subject.ts'
export { readOnly } from './rows.ts'
export type {
  AgainRow,
  CodeRow,
  EachRow,
  FactRow,
  FhirPlace,
  FhirPlaces,
  FixedRow,
  Hl7Places,
  ListRow,
  LossyRow,
  MarkRow,
  MergedRow,
  PointRow,
  Row,
  SameRow,
} from './rows.ts'
export type { ValueType } from './values.ts'
export { always, element } from './outline.ts'
export type { Outline } from './outline.ts'
export type { AnswersSpec, CloudCame, Issue, IssueRow, ReplyKind, ReplySubject } from './answers.ts'
export { withAnswers } from './with-answers.ts'
export { defineReply } from './define-reply.ts'
export type { ReplyOutcome, ReplySpec } from './define-reply.ts'
export { defineAcknowledged } from './define-acknowledged.ts'
export type { AcknowledgedSpec } from './define-acknowledged.ts'
export { defineRelayed } from './define-relayed.ts'
export type { RefusedInWords, RelayedSpec, UnpairedWords } from './define-relayed.ts'
export type { ToldReason, ToldReasons } from './told-reasons.ts'
export { defineCompared } from './define-compared.ts'
export type { ComparedSpec, NotFound } from './define-compared.ts'
export type { Numbered } from './numbered.ts'
export { defineDocument } from './define-document.ts'
export type { CloudWrite, Delivery, DocumentMapping, LossyRowSummary, Told } from './document.ts'
export type { DocumentSpec, Turn, Turns } from './document-spec.ts'
export { defineDocumentQuery } from './define-document-query.ts'
export type { DocumentQuerySpec } from './document-query.ts'
export { dividedNarrative, joinedNarrative } from './narrative.ts'
export type { Narrative, Section } from './narrative.ts'
export { digestOf, signedContent } from './signed.ts'
export type { Fragment, Signed, SignedContent } from './signed.ts'
export type { Transmission } from './transmission.ts'
export { entriesIn, textIn, textsIn } from './information.ts'
export type { Information } from './information.ts'
export type { ListedLoss } from './listed-losses.ts'
export { accepted, declined, DECLINES } from './decline.ts'
export type { Accepted, DeclineCode, Declined } from './decline.ts'
export type { Loss, SourceClass, SourceLoss, Tally, TargetClass, TargetLoss } from './loss.ts'
export { JSON_LIMITS } from './json-tree.ts'
