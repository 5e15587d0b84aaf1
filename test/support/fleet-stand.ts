import type { Side, Stage } from '../../src/exchange/index.ts'
import { bucketOf } from '../../src/rollout/index.ts'

/** The routes of a tested fleet, by the interaction each owns. */
export const ROUTES = { reads: 'QUPA_IN000008UK02', others: 'QUPA_IN000008UK05' } as const
export type RouteName = keyof typeof ROUTES
export const ROUTE_NAMES = Object.keys(ROUTES) as readonly RouteName[] // its own keys
export const COHORT = 'senders'
/** Who asks: at 25, 50 and 75 per cent some of them are on either side. */
export const SENDERS = Array.from({ length: 6 }, (_, i) => String(200_000_000_115 + i))

/** A place a route can be moved to. */
export interface Place {
  readonly stage: Stage
  readonly percent: number
}

/** One change a person asks for. A name left out means every route. */
export type Asked =
  | ({ readonly verb: 'promote' | 'rollback'; readonly name: RouteName } & Place)
  | { readonly verb: 'halt' | 'resume'; readonly name: RouteName | undefined }
  | { readonly verb: 'override'; readonly key: string; readonly side: Side | undefined }

/** Where everything stands, as whoever only reads the rules would have it. */
export interface Stand {
  readonly isHalted: boolean
  readonly routes: Readonly<Record<RouteName, Place & { readonly isHalted: boolean }>>
  readonly overrides: ReadonlyMap<string, Side>
}

const AT_FIRST = { stage: 'legacy', percent: 0, isHalted: false } as const

/** How a fleet begins. */
export const FIRST: Stand = {
  isHalted: false,
  routes: { reads: AT_FIRST, others: AT_FIRST },
  overrides: new Map(),
}

/** Gives where everything stands after a change. */
export function after(stand: Stand, asked: Asked): Stand {
  const { routes } = stand
  const one = (name: RouteName, more: Partial<Stand['routes'][RouteName]>): Stand => ({
    ...stand,
    routes: { ...routes, [name]: { ...routes[name], ...more } },
  })
  switch (asked.verb) {
    case 'promote':
    case 'rollback':
      return one(asked.name, { stage: asked.stage, percent: asked.percent })
    case 'halt':
    case 'resume': {
      const isHalted = asked.verb === 'halt'
      return asked.name === undefined ? { ...stand, isHalted } : one(asked.name, { isHalted })
    }
    case 'override': {
      const overrides = new Map(stand.overrides)
      if (asked.side === undefined) overrides.delete(asked.key)
      else overrides.set(asked.key, asked.side)
      return { ...stand, overrides }
    }
  }
}

/** Says who serves a sender on a route. */
export function sideIn(stand: Stand, name: RouteName, sender: string): Side {
  const { stage, percent, isHalted } = stand.routes[name]
  if (stand.isHalted || isHalted) return 'legacy'
  if (stage === 'canary') {
    const isDrawn = bucketOf('side', COHORT, sender) < percent
    return stand.overrides.get(sender) ?? (isDrawn ? 'cloud' : 'legacy')
  }
  return stage === 'cloud' || stage === 'reverse-shadow' ? 'cloud' : 'legacy'
}

const WAY: readonly Stage[] = ['legacy', 'shadow', 'canary', 'reverse-shadow', 'cloud']

/** Turns a move to where it leads from the last place its route is known to have come to. */
export function directed(
  asked: Asked,
  told: readonly { readonly asked: Asked; readonly came: string }[],
): Asked {
  if (asked.verb !== 'promote' && asked.verb !== 'rollback') return asked
  const last = told.findLast(
    each => each.came === 'done' && 'stage' in each.asked && each.asked.name === asked.name,
  )?.asked
  const from = last !== undefined && 'stage' in last ? last : AT_FIRST
  const further = WAY.indexOf(asked.stage) - WAY.indexOf(from.stage) || asked.percent - from.percent
  return further === 0 ? asked : { ...asked, verb: further > 0 ? 'promote' : 'rollback' }
}
