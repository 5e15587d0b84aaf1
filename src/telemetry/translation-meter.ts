import type { Route } from '../exchange/index.ts'
import type { Metrics } from './metrics.ts'

/**
 * What comes of putting one message in other words. Of a request towards the cloud: its mapping took it, declined it, or
 * made a mistake. Of an answer from it: it was said; it was another's; the cloud failed; it could not be used; a mistake.
 */
export const TRANSLATION_RESULTS = {
  request: ['taken', 'declined', 'mistaken'],
  answer: ['said', 'crossed', 'failed', 'refused', 'mistaken'],
} as const
type Direction = keyof typeof TRANSLATION_RESULTS

/** One message that was put in other words, or was to be. */
export interface TranslationStep {
  readonly route: Pick<Route, 'name'>
  readonly direction: Direction
  readonly result: (typeof TRANSLATION_RESULTS)[Direction][number]
  /** How long it took, milliseconds, waiting for a thread included. */
  readonly ms: number
}

/** Counts the steps of translation. */
export interface TranslationMeter {
  /** Makes the series of routes that are translated, so that none of them begins with its first message. */
  follow(routes: readonly Pick<Route, 'name' | 'translate'>[]): void
  stepped(step: TranslationStep): void
}

interface Cells {
  readonly count: Readonly<Record<string, number>>
  readonly seconds: number
}

/** Builds what counts steps of translation and how long they take; the cells of a route are found once. */
export function createTranslationMeter({
  translations,
  translationSeconds,
}: Pick<Metrics, 'translations' | 'translationSeconds'>): TranslationMeter {
  const byRoute = new Map<string, Readonly<Record<Direction, Cells>>>()
  const cellsOf = (route: string, direction: Direction): Cells => ({
    count: Object.fromEntries(
      TRANSLATION_RESULTS[direction].map(result => [
        result,
        translations.cell(route, direction, result),
      ]),
    ),
    seconds: translationSeconds.cell(route, direction),
  })
  const known = (route: string): Readonly<Record<Direction, Cells>> => {
    let cells = byRoute.get(route)
    if (cells === undefined) {
      cells = { request: cellsOf(route, 'request'), answer: cellsOf(route, 'answer') }
      byRoute.set(route, cells)
    }
    return cells
  }
  return {
    follow: routes => {
      for (const { name, translate } of routes) if (translate !== undefined) known(name)
    },
    stepped: ({ route, direction, result, ms }) => {
      const { count, seconds } = known(route.name)[direction]
      const cell = count[result]
      if (cell !== undefined) translations.add(cell)
      translationSeconds.observe(seconds, ms / 1_000)
    },
  }
}
