import { OTHER } from './cells.ts'
import type { Metrics } from './metrics.ts'

/** How many leaves, by path class. */
type Tally = Readonly<Record<string, number>>

/** What became of the leaves of one message on its way into another language. */
export interface TranslatedLeaves {
  readonly route: string
  /** Of what a supplier asked, of what the cloud answered, or of what was only tried. */
  readonly direction: 'request' | 'answer' | 'trial'
  /** By class: what became of each leaf that was read, and where each that was written came from. */
  readonly source: Readonly<Record<string, Tally>>
  readonly target: Readonly<Record<string, Tally>>
}

/** Classes whose leaves say what they said: how many there are tells more than which. */
const WHOLE: ReadonlySet<string> = new Set(['used', 'said', 'fixed', 'blank'])

/** Paths of a message are names somebody else chose: beyond so many of a route the rest is one. */
const PATHS = 256

/** Builds what counts trials by what came of them, and their leaves as those of other messages. */
export function createTrialMeter(
  metrics: Pick<Metrics, 'translatedLeaves' | 'trials'>,
): (tried: {
  readonly route: string
  readonly outcome: string
  readonly loss: Pick<TranslatedLeaves, 'source' | 'target'> | undefined
}) => void {
  const count = createLossMeter(metrics)
  return ({ route, outcome, loss }) => {
    metrics.trials.add(metrics.trials.cell(route, outcome))
    if (loss !== undefined) count({ route, direction: 'trial', ...loss })
  }
}

/** Builds what counts leaves by route, direction and class, and by path where one was let go or made. */
export function createLossMeter({
  translatedLeaves,
}: Pick<Metrics, 'translatedLeaves'>): (leaves: TranslatedLeaves) => void {
  const seen = new Map<string, Set<string>>()
  const known = (route: string, path: string): string => {
    let paths = seen.get(route)
    if (paths === undefined) seen.set(route, (paths = new Set()))
    if (paths.has(path)) return path
    if (paths.size >= PATHS) return OTHER
    paths.add(path)
    return path
  }
  return ({ route, direction, source, target }) => {
    for (const [of, tally] of [...Object.entries(source), ...Object.entries(target)]) {
      if (WHOLE.has(of)) {
        const all = Object.values(tally).reduce((sum, count) => sum + count, 0)
        if (all > 0) translatedLeaves.add(translatedLeaves.cell(route, direction, of, ''), all)
        continue
      }
      for (const [path, count] of Object.entries(tally)) {
        translatedLeaves.add(translatedLeaves.cell(route, direction, of, known(route, path)), count)
      }
    }
  }
}
