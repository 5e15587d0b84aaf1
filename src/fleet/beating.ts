import type { Instance } from './instance-row.ts'
import type { Instances } from './instances.ts'
import { isStoreError } from './store-error.ts'

/** Tells the store of this instance again and again. */
export interface Beating {
  /** Takes this instance off, once nothing of it serves any more. Never throws. */
  leave(): Promise<void>
}

/** So often an instance tells of itself, milliseconds. */
export const BEAT_EVERY_MS = 2_000

/**
 * Tells the store of this instance now and every two seconds. A store that is silent is told again, never waited for:
 * one telling is under way at a time, and nothing else hangs on it.
 */
export function createBeating(
  instances: Pick<Instances, 'tell'>,
  own: () => Instance,
  everyMs: number = BEAT_EVERY_MS,
): Beating {
  let telling: Promise<void> | undefined
  const tell = (told: Instance): Promise<void> =>
    instances.tell(told).catch((error: unknown) => {
      // Where the store is gone others say so, and what is known stays known.
      if (!isStoreError(error)) throw error
    })
  const beat = (): void => {
    telling ??= tell(own()).finally(() => (telling = undefined))
  }
  const beating = setInterval(beat, everyMs)
  beat()
  return {
    leave: async () => {
      clearInterval(beating)
      await telling
      await tell({ ...own(), life: 'left' })
    },
  }
}
