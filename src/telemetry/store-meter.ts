import type { Metrics } from './metrics.ts'

/**
 * What comes of asking the store about a message. Of a pin: it was found, there is none, it contradicts itself. Of a
 * binding: it was kept, it was kept before, what its sender was told then was there. Of what comes to be: it was pinned,
 * or the other side took it at that moment. Of any: the store did not say, and its sender is to send it again.
 */
export const RECORD_RESULTS = [
  'found',
  'none',
  'contradicting',
  'kept',
  'again',
  'told',
  'pinned',
  'overtaken',
  'silent',
] as const
export type RecordResult = (typeof RECORD_RESULTS)[number]

/** What a request waits for that the store is asked. */
export type StoreAsked = 'pin' | 'binding' | 'reply'

/** Counts what requests ask the store and how long they wait for it. */
export interface StoreMeter {
  /** Counts what came of asking. */
  came(result: RecordResult): void
  /** Counts a wait, milliseconds, however it ended. */
  waited(asked: StoreAsked, ms: number): void
}

/** Builds it, with every series at 0: the first silence is what somebody is woken for. */
export function createStoreMeter({
  records,
  storeSeconds,
}: Pick<Metrics, 'records' | 'storeSeconds'>): StoreMeter {
  const counts = new Map(RECORD_RESULTS.map(result => [result, records.cell(result)]))
  const waits = {
    pin: storeSeconds.cell('pin'),
    binding: storeSeconds.cell('binding'),
    reply: storeSeconds.cell('reply'),
  } as const satisfies Record<StoreAsked, number>
  return {
    came: result => records.add(counts.get(result) ?? records.cell(result)),
    waited: (asked, ms) => storeSeconds.observe(waits[asked], ms / 1_000),
  }
}
