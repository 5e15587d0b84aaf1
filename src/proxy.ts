/** Builds every part and wires it: the composition root of one instance. */
import { randomUUID } from 'node:crypto'
import { type AddressInfo } from 'node:net'
import { isDeepStrictEqual } from 'node:util'
import { type Admin, answerApi, openAdmin, type VersionFacts } from './admin/index.ts'
import type { Config } from './config/index.ts'
import { createTally, type Tally } from './evidence/index.ts'
import { type RawHeaders, type RouteState, STAGES, type State } from './exchange/index.ts'
import type { Store } from './fleet/index.ts'
import { createJourney, type Snapshot } from './journey.ts'
import { type Arrival, type Listener, type ListenerLimits, openListener } from './listener/index.ts'
import { createIdentifier, languageOf } from './message/index.ts'
import { INTERACTIONS, MAPPINGS } from './products/index.ts'
import { compileRoutes } from './routing/index.ts'
import { createMetrics, createRecorder, type Log, type Metrics } from './telemetry/index.ts'
import { type FileRefused, openStanding, type Standing } from './standing.ts'
import { createShadow } from './shadow/index.ts'
import { createTranslation } from './translation/index.ts'
import { createUpstreams, type Upstreams } from './upstream/index.ts'

/** Where a port is opened; port 0 takes a free one. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** What one instance is built from. */
export interface ProxyOptions {
  readonly config: Config
  readonly listen: Address
  readonly admin: Address
  readonly log: Log
  /** Where all instances keep what they share; closed with this one. */
  readonly store: Store
  readonly version: Omit<VersionFacts, 'environment'>
  readonly limits?: Partial<ListenerLimits>
  /** Lines put on every reply: `Ficus-Simulated` where the upstreams are simulators. */
  readonly added?: RawHeaders
  readonly now?: () => number
}

/** A running instance. */
export interface Proxy {
  readonly address: AddressInfo
  readonly adminAddress: AddressInfo
  /**
   * Takes over another configuration whole; exchanges under way end under the one they began with. Gives false
   * where it is the one it has. Throws FileRefused where the fleet does not take it in.
   */
  use(config: Config): Promise<boolean>
  /** Counts a configuration that was not taken over. */
  refusedConfig(): void
  readonly state: State
  /** Drains and closes everything; gives how many requests were cut at the hard stop. */
  close(hardStopMs: number): Promise<number>
}

/**
 * Opens both ports and serves. Throws what the system says where a port cannot be had, and FileRefused where the
 * fleet does not take the routes file in; the store is closed then too.
 */
export async function openProxy(options: ProxyOptions): Promise<Proxy> {
  const instance = new Instance(options, createMetrics())
  try {
    await instance.open()
  } catch (error) {
    await instance.abandon()
    throw error
  }
  return instance
}

/** How often what was counted is given to the store, milliseconds. */
const FLUSH_EVERY_MS = 500

const BREAKER = { closed: 0, 'half-open': 1, open: 2 } as const

const identifier = createIdentifier(INTERACTIONS)

/** Compiles what a configuration and a state come to: frozen, taken once per exchange. */
export function compileSnapshot(config: Config, state: State): Snapshot {
  const { routes, unmatched } = config
  return Object.freeze({
    table: compileRoutes(routes, { interactions: INTERACTIONS, unmatched }),
    identifier,
    state,
    maxBodyBytes: Math.max(...routes.map(route => route.maxBodyBytes)),
  })
}

class Instance implements Proxy {
  readonly #options: ProxyOptions
  readonly #metrics: Metrics
  readonly #upstreams: Upstreams
  readonly #name = randomUUID()
  readonly #tally: Tally
  #snapshot: Snapshot | undefined
  #standing: Standing | undefined
  #listener: Listener | undefined
  #admin: Admin | undefined
  #flushing: NodeJS.Timeout | undefined
  #isDraining = false

  constructor(options: ProxyOptions, metrics: Metrics) {
    this.#options = options
    this.#metrics = metrics
    this.#upstreams = createUpstreams([...options.config.upstreams.values()])
    this.#tally = createTally(options.store, this.#name)
    const { version, node } = options.version
    metrics.buildInfo.set(metrics.buildInfo.cell(version, node), 1)
    metrics.reloadSuccessful.set(metrics.reloadSuccessful.cell(), 1)
  }

  async open(): Promise<void> {
    const options = this.#options
    const now = options.now ?? Date.now
    const newId = (): string => randomUUID().toUpperCase()
    this.#standing = await openStanding({
      config: options.config,
      store: options.store,
      instance: this.#name,
      now,
      latencyRatioOf: () => undefined,
      changed: () => this.#follow(),
      refusedLate: error => this.#refusedLate(error),
    })
    this.#follow()
    const arrived = createJourney({
      snapshot: () => opened(this.#snapshot),
      translation: createTranslation({ mappings: MAPPINGS, now, newId }),
      shadow: createShadow(),
      upstreams: this.#upstreams,
      record: createRecorder(this.#metrics, options.log),
      now,
      newId,
    })
    this.#flushing = setInterval(() => this.#flush(), FLUSH_EVERY_MS)
    this.#admin = await openAdmin(options.admin, this.#adminAnswers(opened(this.#standing)))
    this.#listener = await this.#openListener(arrived)
  }

  /** Closes what was opened of an instance that could not be: nothing may keep the process alive. */
  async abandon(): Promise<void> {
    clearInterval(this.#flushing)
    this.#standing?.close()
    await this.#upstreams.close()
    await this.#admin?.close()
    await this.#options.store.close()
  }

  #openListener(arrived: (arrival: Arrival) => void): Promise<Listener> {
    const options = this.#options
    const { refused, trailersDropped } = this.#metrics
    return openListener({
      ...options.listen,
      ...(options.limits && { limits: options.limits }),
      ...(options.added && { added: options.added }),
      languageOf,
      arrived,
      refused: code => refused.add(refused.cell(code)),
      trailersDropped: () => trailersDropped.add(trailersDropped.cell()),
    })
  }

  get address(): AddressInfo {
    return opened(this.#listener).address
  }

  get adminAddress(): AddressInfo {
    return opened(this.#admin).address
  }

  get state(): State {
    return opened(this.#standing).state
  }

  async use(config: Config): Promise<boolean> {
    const standing = opened(this.#standing)
    if (isDeepStrictEqual(config, standing.config)) {
      this.#countReload('taken', 1)
      return false
    }
    await standing.use(config)
    this.#countReload('taken', 1)
    this.#upstreams.use([...config.upstreams.values()])
    return true
  }

  refusedConfig(): void {
    this.#countReload('refused', 0)
  }

  async close(hardStopMs: number): Promise<number> {
    this.#isDraining = true
    const cut = await opened(this.#listener).drain(hardStopMs)
    clearInterval(this.#flushing)
    await this.#tally.flush()
    opened(this.#standing).close()
    await this.#upstreams.close()
    await opened(this.#admin).close()
    await this.#options.store.close()
    this.#options.log.flush()
    return cut
  }

  /** Takes over where everything stands now, for every exchange that begins from here on. */
  #follow(): void {
    const standing = this.#standing
    if (standing === undefined) return
    const { config, state } = standing
    const before = this.#snapshot?.state.revision
    this.#snapshot = compileSnapshot(config, state)
    this.#showState(standing)
    if (before !== undefined && before !== state.revision) {
      this.#options.log.event('fleet-changed', 'info', { revision: state.revision })
    }
  }

  #flush(): void {
    void this.#tally.flush()
    opened(this.#standing).look()
  }

  #refusedLate(error: FileRefused): void {
    this.#options.log.event('fleet-refused', 'error', { why: error.message })
  }

  #countReload(result: 'taken' | 'refused', successful: number): void {
    const { reloads, reloadSuccessful } = this.#metrics
    reloads.add(reloads.cell(result))
    reloadSuccessful.set(reloadSuccessful.cell(), successful)
  }

  #showState({ config, state }: Standing): void {
    const { routeStage, routePercent, stateRevision } = this.#metrics
    stateRevision.set(stateRevision.cell(), state.revision)
    for (const { name } of config.routes) {
      const at = state.routes.get(name)
      for (const stage of STAGES) {
        routeStage.set(routeStage.cell(name, stage), at?.stage === stage ? 1 : 0)
      }
      routePercent.set(routePercent.cell(name), percentOnCloud(at))
    }
  }

  #adminAnswers(standing: Standing): Parameters<typeof openAdmin>[1] {
    const metrics = this.#metrics
    const { store, log } = this.#options
    return {
      api: request => answerApi(request, { store, flips: standing.flips }),
      failed: error =>
        log.event('admin-failed', 'error', {
          why: error instanceof Error ? error.message : 'unknown',
        }),
      metrics: async () => {
        this.#gauge()
        return { text: await metrics.render(), contentType: metrics.contentType }
      },
      readiness: () => ({
        reasons: this.#isDraining ? ['draining'] : this.#listener ? [] : ['not listening yet'],
        facts: {
          revision: standing.state.revision,
          routes: standing.config.routes.length,
          store: store.trouble === undefined ? 'answers' : store.trouble.code,
          inFlight: this.#listener?.inFlight ?? 0,
          simulated: this.#options.added !== undefined,
        },
      }),
      isStarted: true,
      version: { ...this.#options.version, environment: standing.config.environment.name },
    }
  }

  /** Brings the gauges up to the moment of the scrape. */
  #gauge(): void {
    const { inFlight, connections, breakerState, upstreamInFlight } = this.#metrics
    inFlight.set(inFlight.cell(), this.#listener?.inFlight ?? 0)
    connections.set(connections.cell(), this.#listener?.connections ?? 0)
    const now = performance.now()
    for (const pool of this.#upstreams.pools()) {
      const { name } = pool.upstream
      upstreamInFlight.set(upstreamInFlight.cell(name), pool.inFlight)
      breakerState.set(breakerState.cell(name), BREAKER[pool.breaker.state(now)])
    }
  }
}

function percentOnCloud(at: RouteState | undefined): number {
  if (at === undefined || at.halt !== 'none') return 0
  if (at.stage === 'canary') return at.percent
  return at.stage === 'cloud' || at.stage === 'reverse-shadow' ? 100 : 0
}

function opened<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('the instance is not open')
  return part
}
