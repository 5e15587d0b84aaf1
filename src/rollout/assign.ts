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
 * Decides the side of a request: hard halt, where it went before, pin, halt, a turn of late, stage, override,
 * percentage, the first that has something to say. What would go to the cloud without having proven what it is goes
 * to legacy instead, untouched.
 *
 * Pure: what the store says stands in `routed`, `now` is epoch milliseconds, and `trace` gets every step where
 * somebody wants to know. Throws `not-sent` where only the cloud holds what is asked for and may not be asked, and
 * where what went to the cloud before has not proven now that it is the same.
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
  const { route, bound } = question.routed
  if (!isSound && bound !== 'cloud') return { side: 'legacy', because: 'disagrees' }
  if (isSound && side === 'cloud') return { side, because }
  throw new FicusError('not-sent', `route ${route.name}${refusalOf(question, because)}`)
}

function refusalOf({ routed, pin }: Question, because: Assigned['because']): string {
  if (pin === 'unread') return ': no store was read yet, so nobody knows its side'
  if (!isProven(routed)) return ' sent to the cloud before what now contradicts itself'
  return REFUSALS[because] ?? ' cannot reach the side that holds the data'
}

const REFUSALS: Readonly<Partial<Record<Assigned['because'], string>>> = {
  'hard-halt': ' is under a hard halt and only the cloud holds what is asked for',
  bound: ' cannot reach the side the message went to before',
  pin: ' cannot reach the side its data is pinned to',
  'no-id': ' has no id to be known again by, and legacy may not hold what is asked for',
  turning: ' was promoted a moment ago, and legacy may not hold what is asked for',
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
