import { type AlertStory, growing, of, type Series, standing } from './story.ts'

const ROUTE = 'route="pds"'

/** What is promised, where nothing else is said in a file. */
const PROMISED: Readonly<Record<string, number>> = { answered: 0.999, in_time: 0.99 }

type Phases = readonly (readonly [steps: number, good: number, bad: number])[]

/** Answers and replies of which so many a step are good and so many bad, of the one objective. */
const went: Readonly<Record<string, (phases: Phases) => Series>> = {
  answered: phases => {
    const outcome = (word: string, role = 'control'): string =>
      of(
        'outcomes_total',
        `${ROUTE},upstream="spine",side="legacy",role="${role}",outcome="${word}"`,
      )
    return {
      [outcome('rejected')]: growing(...phases.map(([steps, good]) => [steps, good] as const)),
      [outcome('fault')]: growing(...phases.map(([steps, , bad]) => [steps, bad] as const)),
      // Nobody is promised anything of copies.
      [outcome('fault', 'candidate')]: growing([5_000, 50]),
    }
  },
  in_time: phases => ({
    [of('requests_total', `${ROUTE},upstream="spine",side="legacy",code="200"`)]: growing(
      ...phases.map(([steps, good, bad]) => [steps, good + bad] as const),
    ),
    [of('slo_in_time_total', ROUTE)]: growing(
      ...phases.map(([steps, good]) => [steps, good] as const),
    ),
  }),
}

interface Pace {
  readonly window: string
  readonly severity: string
  /** How many times as fast as is allowed. */
  readonly factor: number
  /** Minutes of a step. */
  readonly step: number
  /** So many steps as the window is long. */
  readonly steps: number
  /** Steps after the trouble began at which it does not fire yet, does, and no longer. */
  readonly quiet: number
  readonly fires: number
  readonly over: number
}

// What goes wrong does so a third faster than the alert's factor, for as long as its window: it fires after three
// quarters of that. After its end the short window, a twelfth, has to forget.
const PACES: readonly Pace[] = [
  {
    ...{ window: '1h', severity: 'page', factor: 14.4, step: 1, steps: 60 },
    ...{ quiet: 44, fires: 50, over: 66 },
  },
  {
    ...{ window: '6h', severity: 'page', factor: 6, step: 10, steps: 36 },
    ...{ quiet: 26, fires: 30, over: 39 },
  },
  {
    ...{ window: '3d', severity: 'ticket', factor: 1, step: 30, steps: 144 },
    ...{ quiet: 105, fires: 113, over: 156 },
  },
]

const NAMES: Readonly<Record<string, string>> = {
  answered: 'FicusAnsweredBurn',
  in_time: 'FicusInTimeBurn',
}

function storyOf(objective: string, pace: Pace): AlertStory {
  const { window, severity, factor, step, steps } = pace
  const allowed = 1 - (PROMISED[objective] ?? 0)
  const going = went[objective] ?? (() => ({}))
  const asked = 4_096
  const bad = (times: number): Series => {
    const failing = asked * allowed * factor * times
    return going([
      [steps, asked, 0],
      [steps, asked - failing, failing],
      [steps, asked, 0],
    ])
  }
  // Eight in the window, and nobody else asks.
  const few = going([[3 * steps, 0, 8 / steps]])
  const minutes = (after: number): number => (steps + after) * step
  return {
    alert: `${NAMES[objective]} ${severity} ${window}`,
    labels: { job: 'ficus', route: 'pds', objective, window },
    trouble: {
      ...bad(4 / 3),
      [of('slo_objective_ratio', `${ROUTE},objective="${objective}"`)]: standing([
        3 * steps,
        PROMISED[objective] ?? 0,
      ]),
    },
    quiet: minutes(pace.quiet),
    fires: minutes(pace.fires),
    over: minutes(pace.over),
    short: [bad(0.98), few],
    step,
  }
}

/** One for every alert of what is promised. */
export const BURN = Object.keys(PROMISED).flatMap(objective =>
  PACES.map(pace => storyOf(objective, pace)),
)
