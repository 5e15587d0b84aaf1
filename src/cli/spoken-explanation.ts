import {
  type Assigned,
  type FicusError,
  type Identified,
  type InteractionClass,
  isFicusError,
  type Language,
  type Need,
  type Party,
  type Received,
  type State,
} from '../exchange/index.ts'
import type { Trace } from '../journey.ts'
import { INTERACTIONS } from '../products/index.ts'
import type { RouteTrial } from '../routing/index.ts'
import type { RequestFile } from './request-file.ts'
import type { ExplainedTranslation } from './explained-translation.ts'
import { setLoss } from './set-loss.ts'
import { setTable } from './table.ts'

/** Everything an explanation says. */
export interface Explanation {
  readonly request: RequestFile
  readonly received: Received
  /** What the message is once all of it is read. */
  readonly message: Identified
  /** How far the proxy itself reads. */
  readonly need: Need
  readonly state: State
  readonly assumed: readonly string[]
  readonly trace: Trace
  readonly outcome: Assigned | FicusError
  /** What its route's mapping makes of it; undefined where there is none. */
  readonly translation: ExplainedTranslation | undefined
}

/** Gives an explanation as data. Holds no key and no target: both may name a patient. */
export function factsOf(explanation: Explanation): Record<string, unknown> {
  const { request, received, message, need, state, assumed, trace, outcome, translation } =
    explanation
  return {
    request: {
      method: received.method,
      language: received.language,
      bodyBytes: request.body.length,
      assumed,
    },
    message: {
      interaction: message.interaction,
      title: titleOf(message),
      product: message.product,
      class: message.class,
      agrees: message.agrees,
      messageId: message.messageId,
      from: message.from,
      to: message.to,
      keys: Object.keys(message.keys),
    },
    need,
    routes: trace.trials,
    steps: trace.steps,
    ...(isFicusError(outcome)
      ? { refused: refusalOf(outcome) }
      : { decision: decisionOf(outcome, state) }),
    ...(translation && { translation }),
  }
}

/** Finds what an interaction is called. */
export const titleOf = ({
  interaction,
}: {
  readonly interaction: string | null | undefined
}): string | undefined => INTERACTIONS.find(({ id }) => id === interaction)?.title

const refusalOf = ({ code, detail, row }: FicusError): Record<string, unknown> => ({
  code,
  status: row.status,
  says: row.says,
  detail,
})

function decisionOf(assigned: Assigned, state: State): Record<string, unknown> {
  const { route, side, upstream, because, mirror, fallback } = assigned
  return {
    route: route.name,
    ...state.routes.get(route.name),
    side,
    upstream: upstream.name,
    because,
    mirror: 'to' in mirror ? { to: mirror.to.name } : mirror,
    fallback: fallback?.name,
  }
}

/** What each class of interaction does, in words. */
export const CLASSES = {
  read: 'a read',
  'audited-read': 'a read that leaves an audit entry',
  'pushed-read': 'a read whose reply is pushed to the sender',
  write: 'a write',
  unknown: 'unknown, so treated as a write',
} as const satisfies Record<InteractionClass, string>

/** What suppliers speak, in words. */
export const LANGUAGES = {
  soap: 'SOAP',
  ebxml: 'ebXML',
  fhir: 'FHIR',
  mesh: 'MESH',
  plain: 'no language we know',
} as const satisfies Record<Language, string>

/** Whether a message agrees with itself, in words. */
export const AGREE = {
  true: 'yes: no place in it contradicts what its head says it is',
  false: 'no: it may only go to legacy, untouched',
  undefined: 'not known',
} as const

/** How far the proxy reads, in words. */
export const READS = {
  headers: 'the head alone; the body goes on unopened',
  kept: 'the head alone; a copy is read where it is made',
  scan: 'the message up to its keys',
  whole: 'all of the message, to translate it',
} as const satisfies Record<Need, string>

/** Says an explanation in plain words, in lines of at most `width` characters where that can be. */
export function spoken(explanation: Explanation, width: number): string {
  const { trace, outcome } = explanation
  const routes = trace.trials.map(trial => [trial.route, spokenTrial(trial)])
  const steps = trace.steps.map(({ rule, looked, said }) => [rule, looked, said])
  return [
    setTable({ headings: ['message', ''], rows: rowsOf(explanation) }, width),
    setTable({ headings: ['route', 'does it own the message?'], rows: routes }, width),
    setTable({ headings: ['step', 'looked at', 'said'], rows: steps }, width),
    ending(explanation, outcome),
    ...spokenTranslation(explanation),
  ].join('\n')
}

function rowsOf({ request, received, message, need, assumed }: Explanation): string[][] {
  const { interaction, product } = message
  const title = titleOf(message)
  const name = interaction === undefined ? 'nothing names it' : shown(interaction)
  const bytes = `${request.body.length} bytes of body`
  return [
    ['request', `${shown(received.method)}, ${LANGUAGES[received.language]}, ${bytes}`],
    ...assumed.map(line => ['assumed', line]),
    ['interaction', title === undefined ? name : `${name}: ${title} (${String(product)})`],
    ['does', CLASSES[message.class]],
    ['agrees', AGREE[`${message.agrees}`]],
    ['from, to', `${party(message.from)} → ${party(message.to)}`],
    ['keys', Object.keys(message.keys).join(', ') || 'none'],
    ['proxy reads', READS[need]],
  ]
}

/** Writes what a message has: it may hold anything, also what a terminal would take for an order. */
export const shown = (text: string): string =>
  /^[\w .:/$+-]*$/.test(text) ? text : JSON.stringify(text)

/** Writes one end of a message. */
export const party = ({ asid, partyKey }: Party): string =>
  [asid, partyKey]
    .filter(part => part !== undefined)
    .map(shown)
    .join(' ') || 'nobody named'

function spokenTrial({ owns, conditions }: RouteTrial): string {
  if (owns) return conditions.length === 0 ? 'owns it: asks nothing' : 'owns it'
  return conditions
    .filter(({ holds }) => !holds)
    .map(({ field, wanted, seen }) => {
      const here = seen === undefined ? 'nothing' : shown(seen)
      return `no: ${field} is ${here}, wanted ${some(wanted)}`
    })
    .join('; ')
}

/** Writes the first of several values. */
export function some(wanted: readonly string[]): string {
  const first = wanted.slice(0, 3).join(' or ')
  return wanted.length > 3 ? `${first} or ${wanted.length - 3} more` : first
}

/** Why no copy is sent, in words. */
export const NOT_MIRRORED = {
  stage: 'its stage mirrors to nobody here',
  class: 'what it does must not be done twice',
  disagrees: 'it has not proven what it is',
  'no-identity': 'the route has no marked identity (`shadow.as`) for a copy to go out under',
  copied: 'the other side may not have its copy yet',
  halted: 'the route is halted',
  maintenance: 'one of the two sides is worked on now',
  'not-sampled': 'it is not in the sample',
  declined: 'its mapping did not take it, so legacy serves it',
} as const satisfies Record<Extract<Assigned['mirror'], { not: unknown }>['not'], string>

/** Says what the mapping makes of it, whichever side serves it now. */
function spokenTranslation({ translation }: Explanation): string[] {
  if (translation === undefined) return []
  const { mapping } = translation
  if (!translation.takes)
    return ['', `${mapping} does not take it (${translation.code}): ${translation.says}`]
  const { method, loss } = translation
  return [
    '',
    `${mapping} takes it: the cloud would be asked by ${method}`,
    setLoss({ mapping, loss }),
  ]
}

function ending({ state }: Explanation, outcome: Assigned | FicusError): string {
  if (isFicusError(outcome)) {
    const { code, detail, row } = outcome
    return `refused: ${code} (${row.status}) ${row.says}${detail === undefined ? '' : `: ${detail}`}`
  }
  const { route, side, upstream, because, mirror, fallback } = outcome
  const at = state.routes.get(route.name)
  const percent = at?.stage === 'canary' ? ` ${at.percent} %` : ''
  return [
    `served by ${side} (${upstream.name}), because of ${because}; route ${route.name} at ${at?.stage ?? 'legacy'}${percent}`,
    'to' in mirror ? `a copy goes to ${mirror.to.name}` : `no copy: ${NOT_MIRRORED[mirror.not]}`,
    ...(fallback === undefined ? [] : [`if the cloud fails, ${fallback.name} is asked`]),
  ].join('\n')
}
