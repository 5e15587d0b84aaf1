import type { Pointer } from './nrl-pointer.ts'

/** How a pointer stopped being current. */
export type PointerEnd = 'superseded' | 'entered-in-error' | 'deleted'

/** What one write changed: a pointer as it is from then on, and those whose place it took. */
export interface PointerChange {
  readonly put?: Pointer
  readonly gone?: readonly { readonly id: string; readonly end: PointerEnd }[]
}

/** One locator's end of a feed. */
export interface PointerFeed {
  /** Tells the other locator of a change; it has it some time later. */
  tell(change: PointerChange): void
  /** Says what is to be done with what the other locator tells. */
  onChange(take: (change: PointerChange) => void): void
}

/** A feed each way between two locators: what one took, the other has some time later, in the order it was taken. */
export interface PointerFeeds {
  readonly legacy: PointerFeed
  readonly cloud: PointerFeed
  /** Keeps everything back until it is let go, also what was told before. */
  hold(): void
  /** Lets what was kept back come at once, and delays again from then on. */
  release(): void
  /** Loses what is under way, and what is told until it is mended. */
  fail(): void
  mend(): void
  /** Counts what was told and has not come yet. */
  underWay(): number
  /** Counts what came. */
  brought(): number
  /** Counts what was lost. */
  lost(): number
  /** Loses what is under way; no timer is left. */
  close(): void
}

export interface FeedOptions {
  /** How long after it was told a change comes, milliseconds. Default 0: in a later turn of the loop. */
  readonly delayMs?: number | (() => number)
}

interface Told {
  readonly change: PointerChange
  timer: NodeJS.Timeout | undefined
}

/** One of the two ways. */
function createWay(delay: () => number) {
  const waiting: Told[] = []
  const counts = { brought: 0, lost: 0 }
  let taker: ((change: PointerChange) => void) | undefined
  let isHeld = false
  let isBroken = false

  /** What was told before comes first, even where its own wait is longer. */
  const bringUntil = (told: Told | undefined): void => {
    for (const { change, timer } of waiting.splice(0, told ? waiting.indexOf(told) + 1 : 0)) {
      clearTimeout(timer)
      taker?.(change)
      counts.brought++
    }
  }
  const stop = (): void => {
    for (const { timer } of waiting) clearTimeout(timer)
  }
  const drop = (): void => {
    stop()
    counts.lost += waiting.splice(0).length
  }

  return {
    tell: (change: PointerChange): void => {
      const told: Told = { change, timer: undefined }
      waiting.push(told)
      if (isBroken) drop()
      else if (!isHeld) told.timer = setTimeout(() => bringUntil(told), delay())
    },
    onChange: (take: (change: PointerChange) => void): void => {
      taker = take
    },
    hold: (): void => {
      isHeld = true
      stop()
    },
    release: (): void => {
      isHeld = false
      bringUntil(waiting.at(-1))
    },
    fail: (): void => {
      isBroken = true
      drop()
    },
    mend: (): void => {
      isBroken = false
    },
    counted: () => ({ ...counts, underWay: waiting.length }),
    drop,
  }
}

/** Creates a feed each way between two locators. */
export function createPointerFeeds({ delayMs = 0 }: FeedOptions = {}): PointerFeeds {
  const delay = typeof delayMs === 'number' ? (): number => delayMs : delayMs
  const [toCloud, toLegacy] = [createWay(delay), createWay(delay)]
  const ways = [toCloud, toLegacy]
  const sum = (of: 'underWay' | 'brought' | 'lost'): number =>
    ways.reduce((sofar, way) => sofar + way.counted()[of], 0)
  return {
    legacy: { tell: toCloud.tell, onChange: toLegacy.onChange },
    cloud: { tell: toLegacy.tell, onChange: toCloud.onChange },
    hold: () => ways.forEach(way => way.hold()),
    release: () => ways.forEach(way => way.release()),
    fail: () => ways.forEach(way => way.fail()),
    mend: () => ways.forEach(way => way.mend()),
    underWay: () => sum('underWay'),
    brought: () => sum('brought'),
    lost: () => sum('lost'),
    close: () => ways.forEach(way => way.drop()),
  }
}
