import { servesCloud, type Stage, STAGES } from '../exchange/index.ts'
import type { Position } from '../fleet/index.ts'

/** A place on the way of a route. */
export interface Place {
  readonly stage: Stage
  /** 0 but at `canary`. */
  readonly percent: number
}

/** The shares of a cohort a canary grows by. */
export const LADDER = [5, 25, 50, 100] as const

/** Says which of two places is further on: below 0 the first lies behind the second. */
export const compare = (a: Place, b: Place): number =>
  STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage) || a.percent - b.percent

/** Finds the next share above one, for a canary. */
export const nextShare = (percent: number): number | undefined =>
  LADDER.find(share => share > percent)

/** Finds the next place on the way; undefined at its end. `may` says whether what a route owns may stand at a stage. */
export function nextPlace(at: Place, may: (stage: Stage) => boolean): Place | undefined {
  switch (at.stage) {
    case 'legacy':
      return { stage: 'shadow', percent: 0 }
    case 'shadow':
      return { stage: 'canary', percent: LADDER[0] }
    case 'canary': {
      const percent = nextShare(at.percent)
      if (percent !== undefined) return { stage: 'canary', percent }
      return { stage: may('reverse-shadow') ? 'reverse-shadow' : 'cloud', percent: 0 }
    }
    case 'reverse-shadow':
      return { stage: 'cloud', percent: 0 }
    case 'cloud':
      return undefined
  }
}

/** Says whether legacy serves everyone at a stage. */
export const isHome = (stage: Stage): stage is Position['home'] => !servesCloud(stage)

/**
 * Puts a route at a place: since now, and remembering the last place from which legacy served everyone, and when it
 * last left such a place or came back.
 */
export const moveTo = (position: Position, { stage, percent }: Place, now: number): Position => ({
  ...position,
  stage,
  percent,
  since: now,
  home: isHome(stage) ? stage : position.home,
  turned: turnedBy(position, stage, now),
})

/** When a route has last turned once it stands at another stage: now, where legacy served everyone at one alone. */
export const turnedBy = (
  { stage: before, turned }: Pick<Position, 'stage' | 'turned'>,
  stage: Stage,
  now: number,
): number | undefined => (servesCloud(before) === servesCloud(stage) ? turned : now)

/** Says whether a place is for some of a cohort and not for others. */
export const isShare = ({ stage, percent }: Place): boolean =>
  stage === 'canary' && percent > 0 && percent < 100
