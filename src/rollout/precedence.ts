import { type Assigned, copiedSpanOf, isSettled, type Side } from '../exchange/index.ts'
import { isBelow, shortHash, shownBucket } from './bucket.ts'
import { mayChange } from './class-of.ts'
import { type Pin, planOf, type Question } from './question.ts'

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
  says: ({ at, pin, bound }) => {
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
  says: question => reached(question, question.bound),
  looked: question => `${spokenMessage(question)}, went before to ${question.bound ?? 'no side'}`,
}

const pinned: Rule = {
  name: 'pin',
  says: question => reached(question, question.pin),
  looked: question => `${spokenKey(question)}, pinned to ${question.pin ?? 'no side'}`,
}

const reached = ({ route }: Question, side: Pin): Said => {
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
  says: ({ route, bucket, hasSecond }) =>
    bucket === undefined && !hasSecond ? route.withoutKey : undefined,
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
  says: question => {
    const isLegacys = planOf(question).serves === 'legacy'
    return isLegacys || isLongAgo(question) ? undefined : legacyOf(question)
  },
  looked: question =>
    `${mayChange(question.class) ? 'may change something' : 'changes nothing'}, ` +
    (isLongAgo(question) ? 'no promotion or rollback of late' : 'promoted or rolled back of late'),
}

// Where records are copied, what was written before a promotion may not be at the cloud yet, and nobody remembered it.
function isLongAgo({ at, class: klass, now, route }: Question): boolean {
  if (mayChange(klass)) return isSettled(at, now)
  return now >= (at.turned ?? -Infinity) + (copiedSpanOf(route) ?? 0)
}

// What is not known again when it is sent again may be sent again after a rollback: it goes to legacy every time.
const noId: Rule = {
  name: 'no-id',
  says: question =>
    planOf(question).serves === 'legacy' || !question.isNameless ? undefined : legacyOf(question),
  looked: question => `${spokenMessage(question)}${question.isNameless ? ', and needs one' : ''}`,
}

// Legacy, but for what it may not hold.
const legacyOf = ({ creates, route }: Question): Said =>
  creates || route.cohort?.records !== 'apart' ? 'legacy' : 'neither'

const stage: Rule = {
  name: 'stage',
  says: question => {
    const { serves } = planOf(question)
    return serves === 'by cohort' ? undefined : serves
  },
  looked: ({ at, route }) =>
    `stage ${at.stage}${route.cloud === undefined ? ', no cloud side' : ''}`,
}

const override: Rule = {
  name: 'override',
  says: question => question.override,
  looked: question => `${spokenKey(question)}, overrides in all: ${String(question.overrides)}`,
}

const noKey: Rule = {
  name: 'no-key',
  says: ({ bucket }) => (bucket === undefined ? 'legacy' : undefined),
  looked: question => spokenKey(question),
}

// Never below a percentage: a rule before says what becomes of what has no key.
const NO_BUCKET = 100_000

const percentage: Rule = {
  name: 'percentage',
  says: ({ bucket = NO_BUCKET, at }) => (isBelow(bucket, at.percent) ? 'cloud' : 'legacy'),
  looked: ({ bucket = NO_BUCKET, at }) =>
    `bucket ${shownBucket(bucket)}, cloud below ${String(at.percent)}`,
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

const spokenMessage = ({ mark }: Question): string =>
  mark === undefined ? 'no message id' : `messageId #${mark}`

function spokenKey({ route: { cohort }, bucket, hasSecond }: Question): string {
  if (cohort === undefined) return 'no cohort'
  const known = bucket === undefined ? `no ${cohort.key}` : `${cohort.key} #${markOf(bucket)}`
  return `cohort ${cohort.name}, ${known}${hasSecond ? ' and a long id' : ''}`
}

const markOf = (thousandths: number): string => shortHash(thousandths / 1000)
