import type { Route, Side, Stage, State } from '../exchange/index.ts'
import { OUTCOMES, type OutcomeWord } from './labels.ts'
import type { Metrics } from './metrics.ts'

/** What became of one request, by who answered it. */
export interface CountedOutcome {
  readonly route: string
  readonly upstream: string
  readonly side: Side | 'none'
  /** Whether the supplier got the answer, or it is a copy's. */
  readonly role: 'control' | 'candidate'
  readonly word: OutcomeWord
}

/** Counts what became of requests. */
export interface OutcomeMeter {
  /** Shows at 0 whatever may be counted of routes where they stand: what is born at 1 has lost its first increase. */
  use(routes: readonly Route[], state: State): void
  count(counted: CountedOutcome): void
  /** Counts one whose answer was not read; `why` is a closed word. */
  unread(route: string, why: string): void
}

/** Tells the words of outcomes from others. */
export const isOutcomeWord = (word: string): word is OutcomeWord =>
  (OUTCOMES as readonly string[]).includes(word)

/** Who answers at a stage: whom suppliers are served by, legacy where the cloud fails too, and who gets copies. */
const ANSWERING: Readonly<
  Record<Stage, Readonly<Record<CountedOutcome['role'], readonly Side[]>>>
> = {
  legacy: { control: ['legacy'], candidate: [] },
  shadow: { control: ['legacy'], candidate: ['cloud'] },
  canary: { control: ['legacy', 'cloud'], candidate: ['legacy', 'cloud'] },
  'reverse-shadow': { control: ['legacy', 'cloud'], candidate: ['legacy'] },
  cloud: { control: ['legacy', 'cloud'], candidate: [] },
}

/** Builds what counts outcomes by route, upstream, side and role. */
export function createOutcomeMeter({
  outcomes,
  outcomesUnread,
}: Pick<Metrics, 'outcomes' | 'outcomesUnread'>): OutcomeMeter {
  const overBudget = new Map<string, number>()
  return {
    use: (routes, state) => {
      for (const route of routes) {
        const { name } = route
        overBudget.set(name, outcomesUnread.cell(name, 'budget'))
        outcomes.cell(name, 'none', 'none', 'control', 'transport')
        const { control, candidate } = ANSWERING[state.routes.get(name)?.stage ?? route.startsAt]
        for (const side of control) show(route, side, 'control')
        for (const side of candidate) show(route, side, 'candidate')
      }
    },
    count: ({ route, upstream, side, role, word }) => {
      outcomes.add(outcomes.cell(route, upstream, side, role, word))
    },
    unread: (route, why) => {
      // Under load nearly every request comes here, with nothing but a count to pay for.
      const known = why === 'budget' ? overBudget.get(route) : undefined
      outcomesUnread.add(known ?? outcomesUnread.cell(route, why))
    },
  }

  function show(route: Route, side: Side, role: CountedOutcome['role']): void {
    const copied = role === 'candidate' ? route.rehearsal : undefined
    const upstream = side === 'legacy' ? route.legacy : (copied ?? route.cloud)
    if (upstream === undefined) return
    for (const word of OUTCOMES) outcomes.cell(route.name, upstream.name, side, role, word)
  }
}
