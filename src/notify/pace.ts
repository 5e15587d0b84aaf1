/** How patiently receivers are told, milliseconds. */
export interface NotifyPace {
  /** For so long nobody else tells a receiver; claimed again while it lasts. */
  readonly claimMs: number
  /** A receiver answers within this. */
  readonly timeoutMs: number
  /** At most so long is waited before the second try; at most twice as long before each that follows. */
  readonly firstMs: number
  /** At most so long is waited between two tries. */
  readonly mostMs: number
  /** Tries end where a change is older than this. */
  readonly giveUpMs: number
  /** How often is looked whether somebody who told a receiver is gone. */
  readonly lookMs: number
  /** A receiver that is so many changes behind is told of the oldest no more. */
  readonly mostBehind: number
}

export const PACE: NotifyPace = {
  claimMs: 30_000,
  timeoutMs: 10_000,
  firstMs: 1_000,
  mostMs: 5 * 60_000,
  giveUpMs: 24 * 60 * 60_000,
  lookMs: 5_000,
  mostBehind: 1_000,
}

/** RFC 9110 §15.5.11: whoever answers so wants none, and most likely for good. */
const GONE = 410

/**
 * Says how long to wait after a number of tries in a row that failed: any time up to a bound that doubles ("full
 * jitter"), so that receivers that come back are not all told in the same moment. One that is gone is asked seldom.
 */
export function backoffMs(
  tries: number,
  { firstMs, mostMs }: NotifyPace,
  { random, status }: { readonly random: () => number; readonly status: number | undefined },
): number {
  if (status === GONE) return mostMs
  return Math.ceil(random() * Math.min(mostMs, firstMs * 2 ** Math.min(tries - 1, 30)))
}
