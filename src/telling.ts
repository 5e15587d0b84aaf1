/** What one instance tells those who operate it: health, metrics and the API, from its parts as they are now. */
import {
  answerApi,
  type ApiContext,
  type InstanceFacts,
  openAdmin,
  type VersionFacts,
} from './admin/index.ts'
import type { Decisions } from './decisions/index.ts'
import type { Ledger } from './evidence/index.ts'
import type { RawHeaders } from './exchange/index.ts'
import type { Store } from './fleet/index.ts'
import type { Admission } from './roles/index.ts'
import type { Notifying } from './notify/index.ts'
import type { Listener } from './listener/index.ts'
import type { Shadow } from './shadow/index.ts'
import type { Standing } from './standing.ts'
import {
  createAdmissionMeter,
  createInstanceMeter,
  type Log,
  type Metrics,
  type Moment,
  showMoment,
} from './telemetry/index.ts'
import type { Upstreams } from './upstream/index.ts'

/** The parts that are told of. */
export interface Told {
  readonly options: {
    readonly store: Store
    readonly log: Log
    readonly version: Omit<VersionFacts, 'environment'>
    readonly added?: RawHeaders
    readonly reload?: ApiContext['reload']
    readonly admin?: { readonly admission?: Admission | undefined }
  }
  readonly standing: Standing
  readonly self: InstanceFacts & { readonly isDraining: boolean }
  readonly metrics: Metrics
  readonly ledger: Ledger
  readonly decisions: Decisions
  readonly notify: Notifying
  readonly shadow: Shadow
  readonly upstreams: Upstreams
  /** Undefined until it is open. */
  readonly listener: () => Listener | undefined
  /** Looks at the store once more, for what is told to be so now. */
  readonly looked: () => void
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** Gives what the admin port answers. */
export function tellingOf(told: Told): Parameters<typeof openAdmin>[1] {
  const { options, standing, self, metrics } = told
  const { store, log } = options
  const showInstance = createInstanceMeter(metrics, log)
  const admission = createAdmissionMeter(metrics)
  return {
    api: request => answerApi(request, apiContext(told)),
    failed: error =>
      log.event('admin-failed', 'error', {
        why: error instanceof Error ? error.message : 'unknown',
      }),
    turned: by => admission.turned(by),
    metrics: accept => {
      told.looked()
      showMoment(metrics, momentOf(told))
      admission.show(options.admin?.admission?.trouble === undefined)
      showInstance(told.upstreams.pools(), told.shadow.shownEnds)
      return metrics.page(accept)
    },
    readiness: () => ({
      reasons: self.isDraining ? ['draining'] : told.listener() ? [] : ['not listening yet'],
      facts: {
        revision: standing.state.revision,
        routes: standing.config.routes.length,
        store: store.trouble?.message ?? 'answers',
        inFlight: told.listener()?.inFlight ?? 0,
        simulated: options.added !== undefined,
        ...tokensIn(options),
      },
    }),
    isStarted: true,
    version: { ...options.version, environment: standing.config.environment.name },
  }
}

/** Tells of a file of tokens only where something is wrong with it. */
const tokensIn = ({ admin }: Told['options']): { readonly tokens?: string } => {
  const trouble = admin?.admission?.trouble
  return trouble === undefined ? {} : { tokens: trouble }
}

function apiContext({ options, standing, self, ledger, decisions, notify, now }: Told): ApiContext {
  return {
    store: options.store,
    flips: standing.flips,
    instance: self,
    config: standing.config,
    reload: options.reload,
    decisions,
    notify,
    perSecondOf: ({ name }) => ledger.perSecondOf(name, now()),
    divergencesOf: route => ledger.divergencesOf(route.name, standing.epochOf(route)),
  }
}

function momentOf({ options, shadow, upstreams, listener }: Told): Moment {
  const { peers, instances } = options.store
  return {
    inFlight: listener()?.inFlight ?? 0,
    connections: listener()?.connections ?? 0,
    copies: shadow.pending,
    upstreams: upstreams.pools(),
    peers: { refused: peers?.refused, lives: instances.lives },
  }
}
