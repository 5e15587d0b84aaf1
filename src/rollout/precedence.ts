import type { Assigned, Side } from '../exchange/index.ts'
import { bucketOf, shortHash, shownBucket } from './bucket.ts'
import { overrideOf } from './override.ts'
import type { Question } from './question.ts'

/** What a rule says: a side, that neither may be asked, or nothing, which leaves it to the next rule. */
export type Said = Side | 'neither' | undefined

/** One rule of the precedence. */
export interface Rule {
  readonly name: Assigned['because']
  says(question: Question): Said
  /** What it looked at, for an explanation. */
  looked(question: Question): string
}

// Where only the cloud holds what is asked for, legacy would say "not found" and a supplier would believe it.
const hardHalt: Rule = {
  name: 'hard-halt',
  says: ({ at, pin }) => {
    if (at.halt !== 'hard') return undefined
    return pin === undefined || pin === 'legacy' ? 'legacy' : 'neither'
  },
  looked: ({ at, pin }) => `halt ${at.halt}, pinned to ${pin ?? 'no side'}`,
}

const pinned: Rule = {
  name: 'pin',
  says: ({ pin, routed }) => {
    const isOutOfReach = pin === 'cloud' && routed.route.cloud === undefined
    return pin === 'both' || pin === 'unread' || isOutOfReach ? 'neither' : pin
  },
  looked: question => `${spokenKey(question)}, pinned to ${question.pin ?? 'no side'}`,
}

const halt: Rule = {
  name: 'halt',
  says: ({ at }) => (at.halt === 'none' ? undefined : 'legacy'),
  looked: ({ at }) => `halt ${at.halt}`,
}

const stage: Rule = {
  name: 'stage',
  says: ({ plan }) => (plan.serves === 'by cohort' ? undefined : plan.serves),
  looked: ({ at, routed }) =>
    `stage ${at.stage}${routed.route.cloud === undefined ? ', no cloud side' : ''}`,
}

const override: Rule = {
  name: 'override',
  says: ({ routed, overrides, keys, now }) =>
    routed.route.cohort && overrideOf(overrides, routed.route.cohort.key, keys, now),
  looked: question =>
    `${spokenKey(question)}, overrides in all: ${String(question.overrides?.length ?? 0)}`,
}

const noKey: Rule = {
  name: 'no-key',
  says: ({ keys }) => (keys.key === undefined ? 'legacy' : undefined),
  looked: question => spokenKey(question),
}

const percentage: Rule = {
  name: 'percentage',
  says: question => ((bucketIn(question) ?? 100) < question.at.percent ? 'cloud' : 'legacy'),
  looked: question =>
    `bucket ${shownBucket(bucketIn(question) ?? 100)}, cloud below ${String(question.at.percent)}`,
}

/** Who decides before whom. The last one always says something. */
export const PRECEDENCE: readonly Rule[] = [
  hardHalt,
  pinned,
  halt,
  stage,
  override,
  noKey,
  percentage,
]

function bucketIn({ routed, keys }: Question): number | undefined {
  const { cohort } = routed.route
  if (cohort === undefined || keys.key === undefined) return undefined
  return bucketOf('side', cohort.seed, keys.key)
}

function spokenKey(question: Question): string {
  const { cohort } = question.routed.route
  if (cohort === undefined) return 'no cohort'
  const bucket = bucketIn(question)
  const known = bucket === undefined ? `no ${cohort.key}` : `${cohort.key} #${shortHash(bucket)}`
  return `cohort ${cohort.name}, ${known}${question.keys.second === undefined ? '' : ' and a long id'}`
}
