import type { Route, Stage } from '../exchange/index.ts'
import { type FleetContent, type Halt, heaviest, type Held, type Position } from '../fleet/index.ts'
import type { Serving } from './request.ts'

// Who serves at each stage; a canary's share is its own.
const CLOUD_SHARE = {
  legacy: 0,
  shadow: 0,
  canary: 'percent',
  'reverse-shadow': 100,
  cloud: 100,
} as const satisfies Record<Stage, number | 'percent'>

/** Says who serves a route that stands so: under any halt legacy, and where there is no cloud side too. */
export function servingAt(route: Route, position: Position, halts: readonly Halt[]): Serving {
  const { stage, percent } = position
  const halt = heaviest(position.halt, ...halts)
  const share = CLOUD_SHARE[stage]
  const isLegacys = halt !== 'none' || route.cloud === undefined
  const cloud = isLegacys ? 0 : share === 'percent' ? percent : share
  return { stage, percent, halt, legacy: 100 - cloud, cloud }
}

/** Every halt that lies over a route besides its own. */
export const haltsOver = (route: Route, { halt }: FleetContent, held: Held): readonly Halt[] => [
  halt,
  held.all,
  held.routes.get(route.name) ?? 'none',
]
