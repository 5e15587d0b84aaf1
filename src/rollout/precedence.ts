import { type Assigned, isSettled, type Routed, type Side } from '../exchange/index.ts'
import { bucketOf, shortHash, shownBucket } from './bucket.ts'
import { isWrite } from './class-of.ts'
import { normaliseKey } from './key.ts'
import { overrideOf } from './override.ts'
import { isNameless, type Pin, type Question } from './question.ts'

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
  says: ({ at, pin, routed: { bound } }) => {
    if (at.halt !== 'hard') return undefined
    const holds = bound ?? pin
    return holds === undefined || holds === 'legacy' ? 'legacy' : 'neither'
  },
  looked: ({ at, pin }) => `halt ${at.halt}, pinned to ${pin ?? 'no side'}`,
}

// A message sent again goes where it went first: the other side would carry it out a second time, whatever was
// changed in between.
const bound: Rule = {
  name: 'bound',
  says: ({ routed }) => reached(routed, routed.bound),
  looked: ({ routed }) => `${spokenMessage(routed)}, went before to ${routed.bound ?? 'no side'}`,
}

const pinned: Rule = {
  name: 'pin',
  says: ({ routed, pin }) => reached(routed, pin),
  looked: question => `${spokenKey(question)}, pinned to ${question.pin ?? 'no side'}`,
}

const reached = ({ route }: Routed, side: Pin): Said => {
  const isOutOfReach = side === 'cloud' && route.cloud === undefined
  return side === 'both' || side === 'unread' || isOutOfReach ? 'neither' : side
}

const halt: Rule = {
  name: 'halt',
  says: ({ at }) => (at.halt === 'none' ? undefined : 'legacy'),
  looked: ({ at }) => `halt ${at.halt}`,
}

// Its file says so of messages that never have the key; which entity they are about nobody could say.
const withoutKey: Rule = {
  name: 'no-key',
  says: ({ routed, keys: { key, second } }) =>
    key === undefined && second === undefined ? routed.route.withoutKey : undefined,
  looked: question => spokenKey(question),
}

/*
 * While legacy serves everyone nobody asks the store where a write went: it went to legacy, and a store that is gone
 * holds up nobody. So the first writes after a promotion may have been sent before it, and nothing says so. Until
 * none of them is sent again, what is new goes to legacy as before, and what is sent again meanwhile with it. Nothing
 * had to be remembered for that, so nothing could be forgotten: not by a store that was lost, nor by an instance that
 * was started again.
 */
const turning: Rule = {
  name: 'turning',
  says: ({ at, plan, routed, now }) => {
    if (plan.serves === 'legacy' || !isWrite(routed) || isSettled(at, now)) return undefined
    return legacyOf(routed)
  },
  looked: ({ at, routed, now }) =>
    `${isWrite(routed) ? 'may change something' : 'changes nothing'}, ` +
    (isSettled(at, now) ? 'no promotion or rollback of late' : 'promoted or rolled back of late'),
}

// What is not known again when it is sent again may be sent again after a rollback: it goes to legacy every time.
const noId: Rule = {
  name: 'no-id',
  says: ({ plan, routed }) =>
    plan.serves === 'legacy' || !isNameless(routed) ? undefined : legacyOf(routed),
  looked: ({ routed }) => `${spokenMessage(routed)}${isNameless(routed) ? ', and needs one' : ''}`,
}

// Legacy, but for what it may not hold.
const legacyOf = ({ creates, route }: Routed): Said =>
  creates !== undefined || route.cohort?.records !== 'apart' ? 'legacy' : 'neither'

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
  bound,
  pinned,
  halt,
  withoutKey,
  turning,
  noId,
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

function spokenMessage({ messageId }: Routed): string {
  const id = messageId === undefined ? undefined : normaliseKey('messageId', messageId)
  return id === undefined ? 'no message id' : `messageId #${shortHash(bucketOf('side', '', id))}`
}

function spokenKey(question: Question): string {
  const { cohort } = question.routed.route
  if (cohort === undefined) return 'no cohort'
  const bucket = bucketIn(question)
  const known = bucket === undefined ? `no ${cohort.key}` : `${cohort.key} #${shortHash(bucket)}`
  return `cohort ${cohort.name}, ${known}${question.keys.second === undefined ? '' : ' and a long id'}`
}
