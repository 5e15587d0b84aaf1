import { ERRORS, STAGES } from '../exchange/index.ts'

/** Where the values of a label come from: a list, or what may stand there in words. Never from a message's content. */
export type LabelValues = readonly string[] | string

const SIDES = ['legacy', 'cloud'] as const

/** What an answer says became of its request, in one word whichever language says it. */
export const OUTCOMES = [
  'ok',
  'warning',
  'not_found',
  'rejected',
  'duplicate',
  'app_error',
  'fault',
  'transport',
] as const
export type OutcomeWord = (typeof OUTCOMES)[number]

/** The verbs a change of the fleet is counted by. */
export const FLIP_VERBS = [
  'promote',
  'rollback',
  'halt',
  'resume',
  'undo',
  'override',
  'pin',
  'freeze',
  'unfreeze',
  'reject',
  'expire',
  'relax',
  'adopt',
] as const
export type FlipVerb = (typeof FLIP_VERBS)[number]

/** Every label there is, and what may stand in it. */
export const LABELS = {
  route: 'a route of the file; none where no route owns it; other beyond the cap',
  upstream: 'an upstream of the file; none where nobody was asked',
  cohort: 'a cohort of the file',
  side: [...SIDES, 'none'],
  role: ['control', 'candidate'],
  verdict: ['identical', 'equivalent', 'different', 'not_comparable', 'not_compared', 'truncated'],
  outcome: OUTCOMES,
  code: 'an HTTP status',
  error: Object.keys(ERRORS),
  result: 'a closed word of each family',
  reason: 'a closed word of each family',
  decision: 'copy, or a closed word for why none was sent',
  because: 'the rule that chose the side',
  direction: ['request', 'answer', 'trial'],
  class: ['used', 'fixed', 'lossy', 'blank', 'dropped', 'said', 'defaulted', 'invented'],
  path: 'names of a message divided by /, at most 256 of a route, then other',
  kind: 'in what way two answers differ',
  severity: ['cosmetic', 'significant', 'critical'],
  verb: FLIP_VERBS,
  what: ['gate', 'approval', 'freeze'],
  stage: STAGES,
  state: 'a closed word of each family',
  halt: ['halt', 'hard'],
  asked: ['pin', 'binding', 'reply'],
  certificate: ['server', 'client', 'authority'],
  objective: ['answered', 'in_time'],
  notifier: 'a receiver of the file',
  family: 'a family of this table',
  version: 'the version that runs',
  node: 'the Node that runs it',
  environment: 'the environment of the file',
} as const satisfies Record<string, LabelValues>

export type LabelName = keyof typeof LABELS
