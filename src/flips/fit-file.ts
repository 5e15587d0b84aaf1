import { type Fleet, NOTHING_HELD } from '../fleet/index.ts'
import { adopt } from './adopt.ts'
import type { PinCounts } from './orphans.ts'
import { Refusal } from './refusal.ts'
import type { FlipContext, Refused } from './request.ts'

/**
 * Says why a fleet would not take the routes of a file in, by the very rules it takes them in by; undefined where it
 * would. Asks nobody and changes nothing.
 */
export function refusalOfFile(
  fleet: Fleet,
  context: FlipContext,
  { was, pinned }: { readonly was: ReadonlyMap<string, string>; readonly pinned: PinCounts },
): Pick<Refused, 'says' | 'wayOut'> | undefined {
  const change = {
    verb: 'adopt',
    actor: 'nobody',
    reason: 'to see whether it may be',
    was,
  } as const
  try {
    adopt(change, {
      fleet,
      held: NOTHING_HELD,
      context,
      now: context.now(),
      last: undefined,
      pinned,
    })
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return { says: error.message, wayOut: error.wayOut }
    throw error
  }
}
