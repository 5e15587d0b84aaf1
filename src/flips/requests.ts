import type { Approvals } from '../exchange/index.ts'
import {
  type Approval,
  type FleetContent,
  MOST_REQUESTS,
  type OpenRequest,
  type RequestedVerb,
  REQUESTED_VERBS,
} from '../fleet/index.ts'
import { groundsOf } from './grounds.ts'
import type { Plan, PlanVerb, Scene } from './plan.ts'
import { isSamePerson } from './people.ts'
import { Refusal } from './refusal.ts'
import type { Flip } from './request.ts'

/** A change that may wait for a second person. */
export type Requestable = Extract<Flip, { readonly verb: RequestedVerb }>

/** Says whether a change is of those that may wait for a second person. */
export const isRequestable = (change: Flip): change is Requestable =>
  REQUESTED_VERBS.some(verb => verb === change.verb)

/** Writes down what somebody asks for, on the fleet as it is, so that others may approve it. */
export function requestOf(
  change: Requestable,
  plan: Plan,
  { scene, needs }: { readonly scene: Scene; readonly needs: Approvals },
): OpenRequest {
  const { fleet, now } = scene
  return {
    id: fleet.revision + 1,
    verb: change.verb,
    ...askedBy(change, plan, scene),
    actor: change.actor,
    reason: change.reason,
    at: now,
    until: now + needs.withinMs,
    needs: needs.of,
    approvals: [],
    on: groundsOf(plan, scene),
  }
}

type Asks = Pick<
  OpenRequest,
  'name' | 'to' | 'percent' | 'key' | 'side' | 'owner' | 'expires' | 'undoes'
>

function askedBy(change: Requestable, { pins = [] }: Plan, { last }: Scene): Asks {
  switch (change.verb) {
    case 'promote': {
      const { name, to, percent } = change
      return { name, ...(to !== undefined && { to }), ...(percent !== undefined && { percent }) }
    }
    case 'relax':
      return { name: change.name }
    case 'undo':
      return { name: 'all', ...(last && { undoes: last.revision }) }
    case 'override':
      return { name: change.cohort, key: change.key.trim().toUpperCase(), ...change.to }
    case 'pin': {
      // As it is pinned, and never as a message has it: that may be what a patient is known by.
      const key = pins[0]?.names[0]
      const { cohort: name, to: side } = change
      return { name, ...(key !== undefined && { key }), ...(side !== undefined && { side }) }
    }
  }
}

/** Gives the change a request asks for, in the words of who asked, with what is said of it now. */
export function changeOf(
  { verb, name, to, percent, key = '', side, owner = '', expires = 0, ...rest }: OpenRequest,
  { isDryRun, environment, revision }: Pick<Flip, 'isDryRun' | 'environment' | 'revision'>,
): Requestable {
  const { actor, reason } = rest
  const words = {
    actor,
    reason,
    ...(isDryRun !== undefined && { isDryRun }),
    ...(environment !== undefined && { environment }),
    ...(revision !== undefined && { revision }),
  }
  switch (verb) {
    case 'promote': {
      const place = { ...(to !== undefined && { to }), ...(percent !== undefined && { percent }) }
      return { verb, name, ...place, ...words }
    }
    case 'relax':
      return { verb, name, ...words }
    case 'undo':
      return { verb, ...words }
    case 'override':
      return { verb, cohort: name, key, to: side && { side, owner, expires }, ...words }
    case 'pin':
      return { verb, cohort: name, key, to: side, ...words }
  }
}

/** Puts a request among those that are open, in place of one that asks for the same. */
export function withRequest(
  content: FleetContent,
  request: OpenRequest,
): { readonly next: FleetContent; readonly replaced: OpenRequest | undefined } {
  const open = [...(content.requests?.values() ?? [])]
  const replaced = open.find(each => each.id !== request.id && isForSame(each, request))
  const others = open.filter(each => each !== replaced && each.id !== request.id)
  if (others.length >= MOST_REQUESTS) {
    const says = `${MOST_REQUESTS} requests wait already`
    throw new Refusal('request', says, 'approve or reject some of them first: ficus pending')
  }
  return { next: { ...content, requests: byId([...others, request]) }, replaced }
}

/** Takes a request off again. */
export function withoutRequest(content: FleetContent, id: number): FleetContent {
  const left = [...(content.requests?.values() ?? [])].filter(each => each.id !== id)
  return { ...content, requests: left.length === 0 ? undefined : byId(left) }
}

const byId = (requests: readonly OpenRequest[]): ReadonlyMap<string, OpenRequest> =>
  new Map(requests.map(each => [String(each.id), each]))

/** One verb on the same routes, and on the same key where it is about one: whatever place or side each names. */
const isForSame = (one: OpenRequest, other: OpenRequest): boolean =>
  one.verb === other.verb &&
  one.key === other.key &&
  (one.verb === 'undo' || routesIn(one) === routesIn(other))

const routesIn = ({ on }: OpenRequest): string =>
  on
    .map(({ route }) => route)
    .toSorted()
    .join()

/** How many more people a request needs. */
export const missingOf = ({ needs, approvals }: Pick<OpenRequest, 'needs' | 'approvals'>): number =>
  Math.max(0, needs - 1 - approvals.length)

/** Says whether a request may not be approved any more at a moment. */
export const isOver = ({ until }: Pick<OpenRequest, 'until'>, now: number): boolean => until <= now

/** Finds an open request; throws {@link Refusal} where there is none of this number. */
export function requestIn({ requests }: FleetContent, id: number): OpenRequest {
  const found = requests?.get(String(id))
  if (found !== undefined) return found
  throw new Refusal('request', `request ${id} is not open`, 'see what is: ficus pending')
}

/** Gives a request with one more who has approved it. Throws {@link Refusal} where this person may not. */
export function approvedBy(request: OpenRequest, by: Approval): OpenRequest {
  const { id, actor, approvals, until } = request
  if (isOver(request, by.at)) {
    const says = `request ${id} has expired: it could be approved until ${new Date(until).toISOString()}`
    throw new Refusal('request', says, 'ask for it again')
  }
  if (isSamePerson(by.actor, actor)) {
    const says = `${by.actor} asked for request ${id} and does not approve it too`
    const wayOut =
      'let a second person approve it; people are told apart by their tokens, and where nobody has one all are one'
    throw new Refusal('approver', says, wayOut)
  }
  if (approvals.some(each => isSamePerson(each.actor, by.actor))) {
    const says = `${by.actor} has approved request ${id} already`
    throw new Refusal('approver', says, 'let somebody else approve it')
  }
  return { ...request, approvals: [...approvals, by] }
}

/** Plans the end of a request that is not carried out. Who asked for it takes it back so. */
export const reject: PlanVerb<'reject'> = ({ id, actor, isOwn }, { fleet }) => {
  const request = requestIn(fleet, id)
  if (isOwn === true && !isSamePerson(actor, request.actor)) {
    const says = `request ${id} is of ${request.actor}, and ${actor} is no approver`
    throw new Refusal('approver', says, 'let an approver reject it')
  }
  return { next: withoutRequest(fleet, id), about: [], notes: [spokenEnd(request, 'is rejected')] }
}

/** Plans the end of a request nobody approved in time; of one that is gone already, nothing. */
export const expire: PlanVerb<'expire'> = ({ id }, { fleet, now }) => {
  const request = fleet.requests?.get(String(id))
  if (request === undefined || !isOver(request, now)) return { next: fleet, about: [], notes: [] }
  return { next: withoutRequest(fleet, id), about: [], notes: [spokenEnd(request, 'has expired')] }
}

const spokenEnd = ({ id, verb, name, actor }: OpenRequest, says: string): string =>
  `request ${id} ${says}: ${verb} ${name}, asked for by ${actor}`
