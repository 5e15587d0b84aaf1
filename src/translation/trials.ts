import type { ExchangeRecord } from '../exchange/index.ts'
import type { Loss } from '../mapping/index.ts'
import type { OwnMapping } from '../mappings.ts'
import { createAside } from './aside.ts'
import type { NotTaken } from './reasons.ts'
import type { Chance } from './taken.ts'

/** What a route's mapping made of one message legacy served. */
export interface Tried {
  readonly route: string
  /** `taken`, or why not: closed, a metric's label. */
  readonly outcome: 'taken' | NotTaken['code']
  /** Of one that was taken. */
  readonly loss: Loss | undefined
}

/** What trials take. */
export interface TrialsOptions extends Chance {
  /** The module their thread runs. */
  readonly root: URL
  tried(tried: Tried): void
}

/**
 * Puts what may never be copied through its mapping all the same, once its supplier has its reply: how many of a
 * route's writes the mapping takes, and what is lost of them, is known before any of them is sent in other words.
 */
export interface Trials {
  /** Takes over an exchange that is over. Returns at once, throws nothing, sends nothing. */
  offer(record: ExchangeRecord): void
  /** Says which mappings no product has. */
  use(own: readonly OwnMapping[]): void
  close(): Promise<void>
}

/** One thread of their own behind everybody's, a few at once: what there is no room for is counted as `late`. */
const BEHIND = { threads: 1, atOnce: 4, jobs: 256, isBehind: true } as const

/** Builds the trials of one instance. No thread is started before there is something to try. */
export function createTrials(options: TrialsOptions): Trials {
  const aside = createAside(options.root, BEHIND)
  return {
    offer: record => {
      const { assigned } = record
      if (assigned === undefined || !isToBeTried(record)) return
      const { name: route, translate = '' } = assigned.route
      aside
        .ask(translate, assigned, options)
        .then(came => {
          const isTaken = came.kind === 'asked'
          const outcome = isTaken ? 'taken' : came.code
          options.tried({ route, outcome, loss: isTaken ? came.cloud.loss : undefined })
        })
        .catch(() => {
          // A mistake of ours beside the path costs a count; what it says could hold anything, so only that is said.
          process.emitWarning('what came of a trial could not be told', { code: 'FICUS_TRIAL' })
        })
    },
    use: own => aside.use(own),
    close: () => aside.close(),
  }
}

/**
 * At shadow everything else is copied, but for what is about something whose side is settled; what has contradicted
 * itself is nobody's to translate.
 */
function isToBeTried({ assigned, stage, settled }: ExchangeRecord): boolean {
  if (assigned === undefined || stage !== 'shadow' || settled.error !== undefined) return false
  const { mirror, route, side, body, agrees } = assigned
  const isNeverCopied = 'not' in mirror && (mirror.not === 'class' || mirror.not === 'stage')
  const isWhole = body.kind === 'whole' && agrees !== false
  return isNeverCopied && isWhole && side === 'legacy' && route.translate !== undefined
}

/** Has every exchange tried once it has been recorded. */
export const withTrials =
  <On>(record: (record: ExchangeRecord, on: On) => void, trials: Pick<Trials, 'offer'>) =>
  (exchange: ExchangeRecord, on: On): void => {
    record(exchange, on)
    trials.offer(exchange)
  }
