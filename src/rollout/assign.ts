import {
  type Assigned,
  FicusError,
  type Routed,
  type Side,
  type State,
  type Upstream,
} from '../exchange/index.ts'
import { classOf } from './class-of.ts'
import type { DecisionStep } from './decision-step.ts'
import { mirrorOf, sampleOf } from './mirror.ts'
import { PRECEDENCE } from './precedence.ts'
import { ask, isProven, type Question } from './question.ts'

interface Choice {
  readonly side: Side | 'neither'
  readonly because: Assigned['because']
}

/**
 * Decides the side of a request: hard halt, pin, halt, stage, override, percentage, the first that has something
 * to say. What would go to the cloud without having proven what it is goes to legacy instead, untouched.
 *
 * Pure: `now` is epoch milliseconds, and `trace` gets every step where somebody wants to know. Throws `not-sent`
 * where only the cloud holds what is asked for and may not be asked.
 */
export function assign(
  routed: Routed,
  state: State,
  now: number,
  trace?: DecisionStep[],
): Assigned {
  const question = ask(routed, state, now)
  const { side, because } = settle(question, choose(question, trace), trace)
  const { legacy, cloud } = routed.route
  const upstream = side === 'cloud' && cloud !== undefined ? cloud : legacy
  const mirror = mirrorOf(question, side, because)
  const fallback = side === 'cloud' ? fallbackOf(question, because) : undefined
  trace?.push(
    {
      rule: 'mirror',
      looked: `stage ${question.at.stage}, class ${classOf(routed)}, ${spokenProof(question)}, sample ${String(sampleOf(routed.route))}`,
      said: 'to' in mirror ? mirror.to.name : `nobody: ${mirror.not}`,
    },
    {
      rule: 'fallback',
      looked: `served by ${side}, class ${classOf(routed)}`,
      said: fallback?.name ?? 'nothing',
    },
  )
  return { ...routed, side, upstream, because, mirror, fallback }
}

function choose(question: Question, trace: DecisionStep[] | undefined): Choice {
  for (const rule of PRECEDENCE) {
    const side = rule.says(question)
    trace?.push({ rule: rule.name, looked: rule.looked(question), said: side ?? 'nothing' })
    if (side !== undefined) return { side, because: rule.name }
  }
  throw new Error('the last rule of the precedence always says a side')
}

// Only a message that has proven what it is leaves legacy, and only one that has is refused for the sake of its
// key: what an unproven one says of its key is not worth more than the rest of it.
function settle(
  question: Question,
  { side, because }: Choice,
  trace: DecisionStep[] | undefined,
): { side: Side; because: Assigned['because'] } {
  if (side === 'legacy') return { side, because }
  const isSound = isProven(question.routed)
  const said = isSound ? 'nothing' : 'legacy'
  trace?.push({ rule: 'disagrees', looked: spokenProof(question), said })
  if (!isSound) return { side: 'legacy', because: 'disagrees' }
  if (side === 'cloud') return { side, because }
  const { name } = question.routed.route
  if (question.pin === 'unread') {
    throw new FicusError(
      'not-sent',
      `route ${name}: no store was read yet, so nobody knows its side`,
    )
  }
  throw new FicusError(
    'not-sent',
    because === 'hard-halt'
      ? `route ${name} is under a hard halt and only the cloud holds what is asked for`
      : `route ${name} cannot reach the side its data is pinned to`,
  )
}

// A read the cloud fails may be asked of legacy, but not where legacy may not hold the data: its "not found" would
// be believed. A read whose reply is pushed might be answered twice.
function fallbackOf({ routed }: Question, because: Assigned['because']): Upstream | undefined {
  const klass = classOf(routed)
  if (klass !== 'read' && klass !== 'audited-read') return undefined
  if (because === 'pin' || routed.route.cohort?.records === 'apart') return undefined
  return routed.route.legacy
}

const AGREEMENT = { true: 'agree', false: 'disagree', undefined: 'were not read' } as const

function spokenProof({ routed }: Question): string {
  const places = `the places that name it ${AGREEMENT[`${routed.agrees}`]}`
  const isShort = routed.route.translate !== undefined && routed.need !== 'whole'
  return isShort ? `${places}, not all of it was read` : places
}
