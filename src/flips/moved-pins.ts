import { isStoreError, type PinMove, type Store } from '../fleet/index.ts'
import { type AuditPart, pinsPart } from './audit-entry.ts'

/** The pins a change moves, and what the audit says of them. */
export interface MovedPins {
  readonly moves: readonly PinMove[]
  readonly before: Pick<AuditPart, 'pins'>
  readonly after: Pick<AuditPart, 'pins'>
  /** Where each was before, for whoever moves it. */
  readonly notes: readonly string[]
}

/** How many pins are spoken of one by one. */
const MOST_SPOKEN = 10

/** Finds which of the pins in a plan are elsewhere now. Where the store does not say, a pin is moved all the same. */
export async function movedPins(
  pins: readonly PinMove[],
  store: Pick<Store, 'pinOf'>,
): Promise<MovedPins> {
  const all = await Promise.all(pins.map(async to => ({ to, was: await pinnedBefore(to, store) })))
  const moved = all.filter(({ to, was }) => was === undefined || was.side !== to.side)
  const moves = moved.map(({ to }) => to)
  const before = moved.flatMap(({ was }) => was ?? [])
  const notes = all
    .slice(0, MOST_SPOKEN)
    .map(({ was }) =>
      was === undefined ? 'nobody can say where it was pinned' : `it was pinned ${spoken(was)}`,
    )
  return { moves, before: pinsPart(before), after: pinsPart(moves), notes }
}

const spoken = ({ side }: PinMove): string => (side === undefined ? 'nowhere' : `to ${side}`)

/** Where an entity is pinned; undefined where it is torn between two sides, or the store does not say. */
async function pinnedBefore(
  move: PinMove,
  store: Pick<Store, 'pinOf'>,
): Promise<PinMove | undefined> {
  try {
    return { ...move, side: await store.pinOf(move.cohort, move.names) }
  } catch (error) {
    if (!isStoreError(error)) throw error
    return undefined
  }
}
