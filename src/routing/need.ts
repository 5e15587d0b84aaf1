import {
  copiedSpanOf,
  type InteractionClass,
  type Need,
  type Route,
  type RouteState,
  servesCloud,
  type State,
} from '../exchange/index.ts'

/**
 * Says how much of a message one route needs where it stands now: to be sent to the cloud, the message must have
 * proven what it is, and a cohort must have its key. Where legacy serves whatever it says, and only a copy may go,
 * nobody who waits pays for reading it: whoever makes the copy does. What the cloud alone holds goes there whatever
 * the stage, so a cohort with pins must have its key.
 *
 * `klass` is undefined while nobody knows it. Errs towards reading.
 */
export function needOf(route: Route, state: State, klass: InteractionClass | undefined): Need {
  const read: Need = route.translate === undefined ? 'scan' : 'whole'
  if (route.cohort?.pin === true || isUnread(route, state)) return read
  const known = { klass, read }
  const needs = [stageNeeds, writeNeeds, copiedNeeds].map(each => each(route, state, known))
  return needs.reduce(larger)
}

// Where records are copied a read too goes where something was written of late: under any halt and back at legacy, and
// where another route of its cohort wrote it. At shadow what is written is noted, so that no pair of it is compared.
function copiedNeeds(
  route: Route,
  state: State,
  { klass, read }: { readonly klass: InteractionClass | undefined; readonly read: Need },
): Need {
  const at = state.routes.get(route.name)
  if (at === undefined || copiedSpanOf(route) === undefined) return 'headers'
  const all = [at, ...(at.mates ?? [])]
  if (all.some(hasServed)) return read
  const isNoted = all.some(({ stage }) => stage === 'shadow') && mayWrite(route, klass)
  return isNoted ? 'scan' : 'headers'
}

const hasServed = ({ stage, turned, isUnread }: RouteState): boolean =>
  servesCloud(stage) || turned !== undefined || isUnread === true

const mayWrite = (route: Route, klass: InteractionClass | undefined): boolean =>
  klass === undefined || klass === 'write' || (klass === 'unknown' && route.class === undefined)

// What may have gone to the cloud before goes there again by its ids, under any halt and back at legacy too.
function writeNeeds(
  route: Route,
  state: State,
  { klass, read }: { readonly klass: InteractionClass | undefined; readonly read: Need },
): Need {
  const at = state.routes.get(route.name)
  return at !== undefined && hasServed(at) && mayWrite(route, klass) ? read : 'headers'
}

function stageNeeds(
  route: Route,
  state: State,
  { klass, read }: { readonly klass: InteractionClass | undefined; readonly read: Need },
): Need {
  const at = state.routes.get(route.name)
  if (at === undefined || at.halt !== 'none' || at.stage === 'legacy') return 'headers'
  // Without a cloud side nothing above shadow can be served.
  if (at.stage !== 'shadow' && route.cloud !== undefined) return read
  if (!isCopied(route, klass)) return 'headers'
  // Whether it may be copied at all hangs on what it is: where the head does not say, the body has to.
  return klass === undefined ? 'scan' : 'kept'
}

function isCopied(route: Route, klass: InteractionClass | undefined): boolean {
  if (route.rehearsal !== undefined) return true
  if (route.cloud === undefined) return false
  switch (klass) {
    case undefined:
    case 'read':
      return true
    case 'audited-read':
      return route.shadowAs !== undefined
    case 'unknown':
      return route.class === 'read'
    case 'pushed-read':
    case 'write':
      return false
  }
}

// Who might hold it is not known, so it is refused once it has proven what it is.
const isUnread = ({ name, cohort }: Route, state: State): boolean =>
  cohort?.records === 'apart' && state.routes.get(name)?.isUnread === true

const ORDER = { headers: 0, kept: 1, scan: 2, whole: 3 } as const satisfies Record<Need, number>

/** Gives the larger of two needs. */
export const larger = (a: Need, b: Need): Need => (ORDER[a] >= ORDER[b] ? a : b)
