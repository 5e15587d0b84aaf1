import { type Flipped, readEntry, type Refused, type Requested } from '../../src/flips/index.ts'
import type { Position } from '../../src/fleet/index.ts'
import { at, bench, type Bench, count, ENOUGH, NOW, owning, SENDERS } from './given.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const TWO = { of: 2, withinMs: DAY }
export const THREE = { of: 3, withinMs: DAY }

export const read = owning('read', { approvals: TWO })
export const write = owning('write')

/** A bench whose clock can be put on. */
export async function atTwo(
  routes = [read, write],
  places: Readonly<Record<string, Position>> = { read: at('legacy'), write: at('legacy') },
): Promise<Bench & { clock: { now: number } }> {
  const clock = { now: NOW }
  const made = await bench(routes, places, { now: () => clock.now })
  for (const { name } of routes) await count(made, name, ENOUGH)
  return { ...made, clock }
}

export const requested = (came: Flipped | Requested | Refused): Requested => {
  if (came.kind !== 'requested') throw new Error(JSON.stringify(came))
  return came
}

export const askFor = async (made: Bench, change: Parameters<Bench['ask']>[0]): Promise<number> =>
  requested(await made.ask(change)).request.id

export const PROMOTE = { verb: 'promote', name: 'read' } as const
export const by = (actor: string) => ({ actor, reason: 'looked at it' })

export const linesOf = ({ memory }: Bench) => memory.lines.slice(1).map(readEntry)

export type Ask = Parameters<Bench['ask']>[0]
export const OVERRIDE = {
  verb: 'override',
  cohort: 'senders',
  key: '200000000115',
  to: { side: 'cloud', owner: 'team', expires: NOW + 7 * DAY },
} as const
export const sent = owning('unknown', { cohort: SENDERS, approvals: TWO })
