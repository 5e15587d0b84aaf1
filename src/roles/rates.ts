/** How often something may be asked: so many at once, and so many a second from then on. */
interface Rate {
  readonly perSecond: number
  readonly burst: number
}

/** What is counted apart. A change that leads to safety is none of them. */
export type Asking = 'read' | 'change' | 'sign-in'

const RATES = {
  read: { perSecond: 50, burst: 200 },
  change: { perSecond: 5, burst: 20 },
  'sign-in': { perSecond: 1, burst: 10 },
} as const satisfies Record<Asking, Rate>

/** Bounds how often each of those who ask may. */
export interface Rates {
  /**
   * Takes one of what somebody may ask, and gives 0; where there is none left takes nothing, and gives after how many
   * seconds there is one.
   */
  take(asking: Asking, who: string): number
}

interface Bucket {
  readonly left: number
  readonly at: number
}

/** So many are remembered; of more the one longest not seen is forgotten, which gives it a full bucket. */
const MOST = 10_000

/** Builds the bounds of an instance. `now` counts milliseconds on a clock that only goes forward. */
export function createRates(now: () => number): Rates {
  const buckets = new Map<string, Bucket>()
  return {
    take: (asking, who) => {
      const { perSecond, burst } = RATES[asking]
      const key = `${asking} ${who}`
      const at = now()
      const before = buckets.get(key) ?? { left: burst, at }
      const left = Math.min(burst, before.left + ((at - before.at) / 1_000) * perSecond)
      const isLeft = left >= 1
      // Put behind all others: the first of the map is the one longest not seen.
      buckets.delete(key)
      buckets.set(key, { left: isLeft ? left - 1 : left, at })
      if (buckets.size > MOST)
        for (const oldest of buckets.keys()) if (buckets.delete(oldest)) break
      return isLeft ? 0 : Math.max(1, Math.ceil((1 - left) / perSecond))
    },
  }
}
