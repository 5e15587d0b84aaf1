/** Builds every part and wires it: the composition root of one instance. */
import { type AddressInfo } from 'node:net'
import { isDeepStrictEqual } from 'node:util'
import { type Admin, openAdmin, type VersionFacts } from './admin/index.ts'
import type { Config } from './config/index.ts'
import { type RawHeaders, type RouteState, STAGES, type State } from './exchange/index.ts'
import { initialState, nextState } from './fleet/index.ts'
import { createJourney, type Snapshot } from './journey.ts'
import { type Arrival, type Listener, type ListenerLimits, openListener } from './listener/index.ts'
import { createIdentifier, languageOf } from './message/index.ts'
import { INTERACTIONS, MAPPINGS } from './products/index.ts'
import { compileRoutes } from './routing/index.ts'
import { createMetrics, createRecorder, type Log, type Metrics } from './telemetry/index.ts'
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
   * where it is the one it has: a revision stands for a change.
   */
  use(config: Config): boolean
  /** Counts a configuration that was not taken over. */
  refusedConfig(): void
  readonly state: State
  /** Drains and closes everything; gives how many requests were cut at the hard stop. */
  close(hardStopMs: number): Promise<number>
}

/** Opens both ports and serves. Throws what the system says where a port cannot be had. */
export async function openProxy(options: ProxyOptions): Promise<Proxy> {
  const metrics = createMetrics()
  const instance = new Instance(options, metrics)
  await instance.open()
  return instance
}

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
  #config: Config
  #snapshot: Snapshot
  #listener: Listener | undefined
  #admin: Admin | undefined
  #isDraining = false

  constructor(options: ProxyOptions, metrics: Metrics) {
    this.#options = options
    this.#metrics = metrics
    this.#config = options.config
    this.#upstreams = createUpstreams([...options.config.upstreams.values()])
    this.#snapshot = compileSnapshot(options.config, initialState(options.config.routes))
    this.#showState()
    const { version, node } = options.version
    metrics.buildInfo.set(metrics.buildInfo.cell(version, node), 1)
    metrics.reloadSuccessful.set(metrics.reloadSuccessful.cell(), 1)
  }

  async open(): Promise<void> {
    const options = this.#options
    const now = options.now ?? Date.now
    const newId = (): string => crypto.randomUUID().toUpperCase()
    const arrived = createJourney({
      snapshot: () => this.#snapshot,
      translation: createTranslation({ mappings: MAPPINGS, now, newId }),
      shadow: createShadow(),
      upstreams: this.#upstreams,
      record: createRecorder(this.#metrics, options.log),
      now,
      newId,
    })
    this.#admin = await openAdmin(options.admin, this.#adminAnswers())
    this.#listener = await this.#openListener(arrived)
  }

  /** Opens the door to suppliers; where it cannot be had nothing else may keep the process alive. */
  async #openListener(arrived: (arrival: Arrival) => void): Promise<Listener> {
    const options = this.#options
    const { refused, trailersDropped } = this.#metrics
    try {
      return await openListener({
        ...options.listen,
        ...(options.limits && { limits: options.limits }),
        ...(options.added && { added: options.added }),
        languageOf,
        arrived,
        refused: code => refused.add(refused.cell(code)),
        trailersDropped: () => trailersDropped.add(trailersDropped.cell()),
      })
    } catch (error) {
      await this.#upstreams.close()
      await opened(this.#admin).close()
      throw error
    }
  }

  get address(): AddressInfo {
    return opened(this.#listener).address
  }

  get adminAddress(): AddressInfo {
    return opened(this.#admin).address
  }

  get state(): State {
    return this.#snapshot.state
  }

  use(config: Config): boolean {
    this.#countReload('taken', 1)
    if (isDeepStrictEqual(config, this.#config)) return false
    const state = nextState(this.#snapshot.state, this.#config.routes, config.routes)
    const snapshot = compileSnapshot(config, state)
    this.#upstreams.use([...config.upstreams.values()])
    this.#config = config
    this.#snapshot = snapshot
    this.#showState()
    return true
  }

  refusedConfig(): void {
    this.#countReload('refused', 0)
  }

  async close(hardStopMs: number): Promise<number> {
    this.#isDraining = true
    const cut = await opened(this.#listener).drain(hardStopMs)
    await this.#upstreams.close()
    await opened(this.#admin).close()
    this.#options.log.flush()
    return cut
  }

  #countReload(result: 'taken' | 'refused', successful: number): void {
    const { reloads, reloadSuccessful } = this.#metrics
    reloads.add(reloads.cell(result))
    reloadSuccessful.set(reloadSuccessful.cell(), successful)
  }

  #showState(): void {
    const { routeStage, routePercent, stateRevision } = this.#metrics
    stateRevision.set(stateRevision.cell(), this.state.revision)
    for (const { name } of this.#config.routes) {
      const at = this.state.routes.get(name)
      for (const stage of STAGES) {
        routeStage.set(routeStage.cell(name, stage), at?.stage === stage ? 1 : 0)
      }
      routePercent.set(routePercent.cell(name), percentOnCloud(at))
    }
  }

  #adminAnswers(): Parameters<typeof openAdmin>[1] {
    const metrics = this.#metrics
    return {
      metrics: async () => {
        this.#gauge()
        return { text: await metrics.render(), contentType: metrics.contentType }
      },
      readiness: () => ({
        reasons: this.#isDraining ? ['draining'] : this.#listener ? [] : ['not listening yet'],
        facts: {
          revision: this.state.revision,
          routes: this.#config.routes.length,
          inFlight: this.#listener?.inFlight ?? 0,
          simulated: this.#options.added !== undefined,
        },
      }),
      isStarted: true,
      version: { ...this.#options.version, environment: this.#config.environment.name },
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
