/**
 * Holds two answers to one request against each other: what differs, where, in what way, and whether a rule
 * explains it; and reads of one answer what became of its request.
 *
 * In: two observations, what became of the request on either side, as bytes or as what a mapping read in them;
 * the policy of their interaction; a budget.
 * Out: a verdict with differences, each a path of names, a kind, an edit class, a severity and two keyed hashes;
 * of one answer a word.
 * Never: lets out a value of a message, lets a rule make less of a field in which a difference can hurt somebody,
 * counts as equal what was not compared, or throws for anything a message holds.
 *
 * @packageDocumentation
 */
export { createCompare } from './compare.ts'
export type { Compare, Comparing } from './compare.ts'
export { BUDGET } from './budget.ts'
export type { Budget } from './budget.ts'
export type {
  Answered,
  IdPair,
  InformationLeaf,
  Observation,
  Pair,
  Unanswered,
} from './observation.ts'
export type {
  Comparison,
  Difference,
  DifferenceKind,
  Reason,
  Severity,
  Verdict,
} from './comparison.ts'
export type { EditClass } from './edit-class.ts'
export type { LeafType } from './leaf-types.ts'
export { wordOfStatus } from './outcome-words.ts'
export type { OutcomeWords } from './outcome-words.ts'
export { createReadOutcome, wordUnread } from './read-outcome.ts'
export type { NoWord, OutcomeReading, ReadOutcome } from './read-outcome.ts'
export { definePolicy, withOperatorRules } from './policy.ts'
export type { IssueCode, OperatorRule, OutcomeMeaning, Policy, PolicyInput } from './policy.ts'
export type {
  CodesRule,
  IgnoreRule,
  KeyRule,
  PlainRule,
  Rule,
  TimestampRule,
  TypeRule,
} from './rules.ts'
export type { Place, Position } from './positions.ts'
export { NEVER_IGNORED } from './never-ignored.ts'
export type { ProtectedPath } from './never-ignored.ts'
