/**
 * What works beside the path of one instance, in threads of its own: copies, readers of outcomes, trials, and large
 * translations. Nobody who is served waits for any of it, but for a translation that is too large to be made at once.
 */
import { randomUUID } from 'node:crypto'
import { toldApart } from './evidence/index.ts'
import {
  createOutcomes,
  MOST_BYTES,
  type Outcomes,
  type OutcomesOptions,
} from './outcomes/index.ts'
import type { State } from './exchange/index.ts'
import { CONTENTS, outcomeReading } from './products/index.ts'
import { type Compared, createShadow, type Shadow, type ShadowedRoute } from './shadow/index.ts'
import type { Standing } from './standing.ts'
import { createOutcomeMeter, createTrialMeter, type Metrics } from './telemetry/index.ts'
import { type Aside, createAside, createTrials, type Trials } from './translation/index.ts'
import type { Upstreams } from './upstream/index.ts'
import { isWorkedOn } from './windows/index.ts'

/** The parts that stand beside the path. */
export interface Beside {
  readonly shadow: Shadow
  readonly outcomes: Outcomes
  readonly aside: Aside
  readonly trials: Trials
  /** Takes over where everything stands, for exchanges that begin from here on. */
  follow(standing: Standing): void
  /** Ends their threads; what was under way is told as not done. */
  close(): Promise<void>
}

/** What they are built from. */
export interface BesideOptions {
  /** The modules their threads run: `reader` for those that read outcomes, `worker` for all others. */
  readonly roots: { readonly worker: URL; readonly reader: URL }
  readonly metrics: Metrics
  readonly upstreams: Pick<Upstreams, 'pools'>
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly outcomes?: Pick<OutcomesOptions, 'perSecond' | 'gatherMs'>
  /** Told once of every request that was to be mirrored. */
  compared(compared: Compared): void
}

/** Builds them; no thread is started before there is work for it. */
export function createBeside({ roots, metrics, upstreams, now, ...told }: BesideOptions): Beside {
  const meter = createOutcomeMeter(metrics)
  const reading = outcomeReading(MOST_BYTES)
  const outcomes = createOutcomes({
    root: roots.reader,
    meter,
    reading,
    contents: CONTENTS,
    ...told.outcomes,
  })
  const root = roots.worker
  const aside = createAside(root)
  const tried = createTrialMeter(metrics)
  const trials = createTrials({ root, tried, now, newId: randomUUID })
  let routes: State['routes'] = new Map()
  const shadow = createShadow({
    root,
    compared: compared => {
      outcomes.copied(compared)
      told.compared(compared)
    },
    isHeldBack: ({ name }) => {
      const pool = upstreams.pools().find(({ upstream }) => upstream.name === name)
      return pool?.breaker.state(performance.now()) === 'open'
    },
    isWorkedOn: ({ route, upstream, mirror }) => {
      const at = routes.get(route.name)
      const candidate = 'to' in mirror ? mirror.to : upstream
      return (
        at !== undefined && [upstream, candidate].some(({ name }) => isWorkedOn(at, name, now()))
      )
    },
  })
  return {
    shadow,
    outcomes,
    aside,
    trials,
    follow: standing => {
      const { config, state } = standing
      routes = state.routes
      outcomes.use(config.routes, state)
      for (const each of [aside, trials]) each.use(config.own)
      shadow.use(shadowedBy(standing), toldApart(config.suppliers))
    },
    close: async () => {
      await Promise.all([shadow, outcomes, aside, trials].map(each => each.close()))
    },
  }
}

/** What copies are made and compared by: of each route what it counts for, and its mapping where no product has it. */
const shadowedBy = (standing: Standing): readonly ShadowedRoute[] =>
  standing.config.routes.map(route => ({
    route,
    epoch: standing.epochOf(route),
    own: standing.config.own.find(({ name }) => name === route.translate),
  }))
