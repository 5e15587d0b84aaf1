import {
  FicusError,
  type ExchangeRecord,
  type Prepared,
  type Routed,
} from '../../src/exchange/index.ts'
import { createOutcomes, type OutcomesOptions, type Outcomes } from '../../src/outcomes/index.ts'
import { CONTENTS, outcomeReading } from '../../src/products/index.ts'
import { createMetrics, createOutcomeMeter } from '../../src/telemetry/index.ts'
import type { Job } from '../../src/workers/index.ts'
import { identified, route, state, upstream } from '../routing/given.ts'

export const LEGACY = upstream('spine')
export const CLOUD = upstream('rehosted')
export const READS = route('reads', 'default', { legacy: LEGACY, cloud: CLOUD })

/** A request of the route, its head read at a moment of the monotonic clock. */
export const routed = (at = 0, interaction?: string): Routed => ({
  ...identified({ interaction, at }),
  route: READS,
  deadline: 0,
})

/** The same with its side decided. */
export const prepared = (more: Partial<Prepared> = {}): Prepared => ({
  ...routed(),
  side: 'legacy',
  upstream: LEGACY,
  because: 'stage',
  mirror: { not: 'stage' },
  fallback: undefined,
  ...more,
})

/** How an exchange went: whom it was sent to in turn, and how its reply ended. */
export interface Went {
  readonly assigned?: Prepared | undefined
  readonly asked?: readonly (typeof LEGACY)[]
  readonly status?: number
  readonly error?: FicusError
}

/** The record of an exchange that went so. */
export function recordOf({ status = 200, error, ...went }: Went = {}): ExchangeRecord {
  const assigned = 'assigned' in went ? went.assigned : prepared()
  const record = { result: 'answered', status, error: undefined, bound: 'none', ms: 1 } as const
  return {
    traceId: '0'.repeat(32),
    received: routed(),
    identified: routed(),
    assigned,
    stage: 'legacy',
    attempts: (went.asked ?? [LEGACY]).map(each => ({ upstream: each, record })),
    fellBack: undefined,
    settled: { status, bytes: 0, error },
    ms: 1,
  }
}

/** The outcomes of one instance over a thread that is not there: what it was given, and what is counted. */
export interface Given {
  readonly outcomes: Outcomes
  readonly posted: Job[]
  /** What is counted by now, without what is 0: `outcomes` and `unread`, by their labels. */
  counted(): Promise<Record<string, number>>
}

/** Builds them; `takes` says whether the thread has room. */
export function given(
  options: Partial<Pick<OutcomesOptions, 'perSecond' | 'random'>> & {
    readonly takes?: boolean
  } = {},
): Given {
  const { takes = true, ...more } = options
  const metrics = createMetrics()
  const posted: Job[] = []
  const outcomes = createOutcomes({
    root: new URL('never.ts', import.meta.url),
    meter: createOutcomeMeter(metrics),
    contents: CONTENTS,
    reading: outcomeReading(1_048_576),
    random: () => 0,
    threads: {
      post: job => {
        if (takes) posted.push(job)
        return takes
      },
      use: () => undefined,
      close: () => Promise.resolve(),
    },
    ...more,
  })
  outcomes.use([READS], state())
  return { outcomes, posted, counted: async () => countedIn(await metrics.render()) }
}

const LINE = /^ficus_outcomes(_unread)?_total\{(.*)\} (\d+)$/

/** Gives what a page of metrics says of outcomes, without what is 0. */
export function countedIn(page: string): Record<string, number> {
  const counted: Record<string, number> = {}
  for (const line of page.split('\n')) {
    const [, unread, labels = '', value] = LINE.exec(line) ?? []
    if (value === undefined || value === '0') continue
    const values = [...labels.matchAll(/="([^"]*)"/g)].map(([, each]) => each)
    counted[`${unread === undefined ? '' : 'unread '}${values.join(' ')}`] = Number(value)
  }
  return counted
}
