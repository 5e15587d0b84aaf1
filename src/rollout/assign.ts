import {
  type Assigned,
  FicusError,
  type Routed,
  type Side,
  type State,
  type Upstream,
} from '../exchange/index.ts'
import type { DecisionStep } from './decision-step.ts'
import { mirrorOf } from './mirror.ts'
import { PRECEDENCE } from './precedence.ts'
import { ask, isProven, type Question, sampleOf } from './question.ts'

interface Choice {
  readonly side: Side | 'neither'
  readonly because: Assigned['because']
}

/** What is decided about a request. */
export type Decision = Pick<Assigned, 'side' | 'upstream' | 'because' | 'mirror' | 'fallback'>

/**
 * Decides the side of a request: hard halt, where it went before, pin, halt, a turn of late, stage, override,
 * percentage, the first that has something to say. What would go to the cloud without having proven what it is goes
 * to legacy instead, untouched.
 *
 * Pure: what the store says stands in `routed`, `now` is epoch milliseconds, and `trace` gets every step where
 * somebody wants to know. Throws `not-sent` where only the cloud holds what is asked for and may not be asked, and
 * where what went to the cloud before has not proven now that it is the same.
 */
export const assign = (
  routed: Routed,
  state: State,
  now: number,
  trace?: DecisionStep[],
): Assigned => assignOn(routed, ask(routed, state, now), trace)

/** As {@link assign}, of a request about which everything was gathered. */
export const assignOn = (routed: Routed, question: Question, trace?: DecisionStep[]): Assigned => ({
  ...routed,
  ...answer(question, trace),
})

/**
 * Answers a question, whoever asks it: the proxy for a request, or a person about one that was kept. The same
 * question always has the same answer. Throws as {@link assign}.
 */
export function answer(question: Question, trace?: DecisionStep[]): Decision {
  const { route, at, class: klass } = question
  const { side, because } = settle(question, choose(question, trace), trace)
  const upstream = side === 'cloud' && route.cloud !== undefined ? route.cloud : route.legacy
  const mirror = mirrorOf(question, side, because)
  const fallback = side === 'cloud' ? fallbackOf(question, because) : undefined
  trace?.push(
    {
      rule: 'mirror',
      looked: `stage ${at.stage}, class ${klass}, ${spokenProof(question)}, sample ${String(sampleOf(route))}`,
      said: 'to' in mirror ? mirror.to.name : `nobody: ${mirror.not}`,
    },
    {
      rule: 'fallback',
      looked: `served by ${side}, class ${klass}`,
      said: fallback?.name ?? 'nothing',
    },
  )
  return { side, upstream, because, mirror, fallback }
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
  const isSound = isProven(question)
  const said = isSound ? 'nothing' : 'legacy'
  trace?.push({ rule: 'disagrees', looked: spokenProof(question), said })
  const { route, bound } = question
  if (!isSound && bound !== 'cloud') return { side: 'legacy', because: 'disagrees' }
  if (isSound && side === 'cloud') return { side, because }
  throw new FicusError('not-sent', `route ${route.name}${refusalOf(question, because)}`)
}

function refusalOf(question: Question, because: Assigned['because']): string {
  if (question.pin === 'unread') return ': no store was read yet, so nobody knows its side'
  if (!isProven(question)) return ' sent to the cloud before what now contradicts itself'
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
function fallbackOf(
  { route, class: klass }: Question,
  because: Assigned['because'],
): Upstream | undefined {
  if (klass !== 'read' && klass !== 'audited-read') return undefined
  if (because === 'pin' || route.cohort?.records === 'apart') return undefined
  return route.legacy
}

const AGREEMENT = { true: 'agree', false: 'disagree', undefined: 'were not read' } as const

function spokenProof({ agrees, route, need }: Question): string {
  const places = `the places that name it ${AGREEMENT[`${agrees}`]}`
  const isShort = route.translate !== undefined && need !== 'whole'
  return isShort ? `${places}, not all of it was read` : places
}
