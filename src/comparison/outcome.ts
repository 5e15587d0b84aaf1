/**
 * What became of a request: `done`; `warned`, done with something to say; `failed`, understood and not done;
 * `rejected`, not taken; `fault`, a system did not do its work.
 */
export type OutcomeClass = 'done' | 'warned' | 'failed' | 'rejected' | 'fault'

/** One thing an answer says went wrong, in a code system. */
export interface Issue {
  readonly severity: 'error' | 'warning' | 'information'
  readonly system: string
  readonly code: string
}

/** What an answer says became of its request. */
export interface Outcome {
  readonly class: OutcomeClass
  /** In no order: the first is not always the important one. */
  readonly issues: readonly Issue[]
  /** Whether the body says so, and not only the status. */
  readonly isSpoken: boolean
}

/** Statuses that are of another class than their hundred (RFC 9110 §15.5). */
const STATUSES: ReadonlyMap<number, OutcomeClass> = new Map([
  [401, 'rejected'],
  [403, 'rejected'],
  [405, 'rejected'],
  [406, 'rejected'],
  [408, 'fault'],
  [413, 'rejected'],
  [415, 'rejected'],
  [429, 'fault'],
])

const HUNDREDS: readonly OutcomeClass[] = ['fault', 'fault', 'done', 'rejected', 'failed', 'fault']

/** Gives what a status alone says became of a request. */
export const outcomeOfStatus = (status: number): OutcomeClass =>
  STATUSES.get(status) ?? HUNDREDS[Math.floor(status / 100)] ?? 'fault'
