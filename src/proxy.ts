/** Builds every part and wires it: the composition root of one instance. */
import { randomUUID } from 'node:crypto'
import { type AddressInfo } from 'node:net'
import { isDeepStrictEqual } from 'node:util'
import {
  type Admin,
  type ApiContext,
  type InstanceFacts,
  openAdmin,
  toldOf,
  type VersionFacts,
} from './admin/index.ts'
import { type Config, type ConfigDifference, differencesOf, factsOf } from './config/index.ts'
import { createDecisions, type Decisions, withDecisions } from './decisions/index.ts'
import { createLedger, type Ledger } from './evidence/index.ts'
import type { RawHeaders, State } from './exchange/index.ts'
import { type Beating, createBeating, type Naming, type Store } from './fleet/index.ts'
import { createJourney, type Snapshot } from './journey.ts'
import { type Arrival, type Listener, type ListenerLimits, openListener } from './listener/index.ts'
import { languageOf } from './message/index.ts'
import { createNotifying, type Notifying } from './notify/index.ts'
import { MAPPINGS } from './products/index.ts'
import { createReplies, type Replies } from './replies/index.ts'
import {
  comparedLineOf,
  countReload,
  countsOfReplies,
  createMetrics,
  createLossMeter,
  createRecorder,
  createTraces,
  type Log,
  type Metrics,
  showBuild,
} from './telemetry/index.ts'
import {
  compileSnapshot,
  type FileChange,
  openStanding,
  recordsOf,
  type Standing,
} from './standing.ts'
import { drainInstance, type DrainOptions } from './draining.ts'
import { type Beside, type BesideOptions, createBeside } from './beside.ts'
import { createShowing, type Showing } from './showing.ts'
import { type Told, tellingOf } from './telling.ts'
import type { Compared } from './shadow/index.ts'
import { createTranslation, type TranslationOptions, withTrials } from './translation/index.ts'
import { createUpstreams, type Upstreams } from './upstream/index.ts'

/** What one instance is built from. */
export interface ProxyOptions {
  readonly config: Config
  /** Where ports are opened; port 0 takes a free one. */
  readonly listen: { readonly host: string; readonly port: number; readonly reusePort?: boolean }
  readonly admin: Parameters<typeof openAdmin>[0]
  readonly log: Log
  /** Where all instances keep what they share; closed with this one. */
  readonly store: Store
  /** Names what the store keeps of messages and of what they are about, with the fleet's key. */
  readonly naming: Naming
  readonly version: Omit<VersionFacts, 'environment'>
  readonly limits?: Partial<ListenerLimits>
  /** The mappings routes may name; those of the products where absent. */
  readonly mappings?: TranslationOptions['mappings']
  /** Lines put on every reply: `Ficus-Simulated` where the upstreams are simulators. */
  readonly added?: RawHeaders
  readonly now?: () => number
  /** How many decisions are kept, and how many unread messages are read for that. */
  readonly decisions?: Parameters<typeof createDecisions>[1]
  /** How often gates are asked for the metrics where nothing was changed, milliseconds. Default 10 000. */
  readonly askGatesEveryMs?: number
  /** How many answers are read for their outcome, and how soon. */
  readonly outcomes?: BesideOptions['outcomes']
  /** Loads the routes file again for whoever asks over the API. */
  readonly reload?: ApiContext['reload']
}

/** A running instance. */
export interface Proxy {
  readonly address: AddressInfo
  readonly adminAddress: AddressInfo
  /**
   * Takes over another configuration whole; exchanges under way end under the one they began with. Gives false
   * where it is the one it has. Throws FileRefused where the fleet does not take it in.
   */
  use(config: Config, by?: FileChange): Promise<boolean>
  /** Asks the fleet whether it would take a configuration in. Throws FileRefused where it would not. */
  mayUse(config: Config, by?: FileChange): Promise<void>
  /** Finds where another configuration says otherwise than the one in force. */
  differencesTo(config: Config): readonly ConfigDifference[]
  /** Counts a configuration that was not taken over. */
  refusedConfig(): void
  readonly state: State
  /** Drains and closes everything; gives how many requests were cut at the hard stop. */
  close(hardStopMs: number, how?: Omit<DrainOptions, 'hardStopMs'>): Promise<number>
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

export type { DrainWaits } from './draining.ts'

/** How often what was counted is given to the store, milliseconds. */
const FLUSH_EVERY_MS = 500

class Instance implements Proxy {
  readonly #options: ProxyOptions
  readonly #metrics: Metrics
  readonly #upstreams: Upstreams
  readonly #self: InstanceFacts & { isDraining: boolean }
  readonly #decisions: Decisions
  readonly #ledger: Ledger
  readonly #beside: Beside
  readonly #replies: Replies
  readonly #showing: Showing
  readonly #notify: Notifying
  #snapshot: Snapshot | undefined
  #standing: Standing | undefined
  #listener: Listener | undefined
  #admin: Admin | undefined
  #flushing: NodeJS.Timeout | undefined
  #beating: Beating | undefined

  constructor(options: ProxyOptions, metrics: Metrics) {
    this.#options = options
    this.#metrics = metrics
    const startedAt = this.#now()
    this.#self = { name: randomUUID(), ...options.version, startedAt, isDraining: false }
    this.#upstreams = createUpstreams([...options.config.upstreams.values()])
    this.#decisions = createDecisions({ ...options, now: this.#now }, options.decisions)
    const { name: instance } = this.#self
    this.#ledger = createLedger(options.store, instance)
    const standing = (): Standing => opened(this.#standing)
    this.#showing = createShowing({ ...options, metrics, standing, now: this.#now })
    this.#notify = createNotifying({ ...options, metrics, instance, now: this.#now })
    const { asked: meter } = this.#showing
    this.#replies = createReplies({ ...options, ...countsOfReplies(metrics), meter })
    this.#beside = createBeside({
      roots: {
        worker: new URL('worker.ts', import.meta.url),
        reader: new URL('reader.ts', import.meta.url),
      },
      metrics,
      upstreams: this.#upstreams,
      now: this.#now,
      compared: compared => this.#compared(compared),
      ...(options.outcomes && { outcomes: options.outcomes }),
    })
    showBuild(metrics, { ...options.version, environment: options.config.environment.name })
  }

  async open(): Promise<void> {
    const options = this.#options
    const now = this.#now
    const newId = (): string => randomUUID().toUpperCase()
    this.#standing = await openStanding({
      config: options.config,
      store: options.store,
      naming: options.naming,
      instance: this.#self.name,
      now,
      latencyRatioOf: route =>
        this.#ledger.latencyRatioOf(route.name, opened(this.#standing).epochOf(route)),
      changed: () => this.#follow(),
      made: (...made) => this.#showing.made(...made),
      refusedLate: ({ message: why }) => options.log.event('fleet-refused', 'error', { why }),
    })
    this.#follow()
    const arrived = createJourney({
      snapshot: () => opened(this.#snapshot),
      records: recordsOf({ ...options, now, replies: this.#replies, meter: this.#showing.asked }),
      replies: this.#replies,
      translation: createTranslation({
        mappings: options.mappings ?? MAPPINGS,
        // Its threads know the mappings of the products and no others.
        ...(options.mappings === undefined && { aside: this.#beside.aside }),
        lost: createLossMeter(this.#metrics),
        stepped: step => this.#showing.stepped(step),
        now,
        newId,
      }),
      shadow: this.#beside.shadow,
      outcomes: this.#beside.outcomes,
      upstreams: this.#upstreams,
      traces: createTraces(),
      record: withTrials(
        withDecisions(createRecorder(this.#metrics, options.log), this.#decisions),
        this.#beside.trials,
      ),
      now,
      newId,
    })
    this.#flushing = setInterval(() => this.#flush(), FLUSH_EVERY_MS)
    this.#admin = await openAdmin(options.admin, tellingOf(this.#told(opened(this.#standing))))
    this.#listener = await this.#openListener(arrived)
    this.#beating = createBeating(options.store.instances, () =>
      toldOf(this.#self, this.adminAddress, opened(this.#standing)),
    )
  }

  /** Closes what was opened of an instance that could not be: nothing may keep the process alive. */
  async abandon(): Promise<void> {
    clearInterval(this.#flushing)
    this.#showing.close()
    this.#standing?.close()
    await this.#upstreams.close()
    await this.#beside.close()
    await this.#admin?.close()
    await this.#notify.close()
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

  readonly #now = (): number => (this.#options.now ?? Date.now)()

  get address(): AddressInfo {
    return opened(this.#listener).address
  }

  get adminAddress(): AddressInfo {
    return opened(this.#admin).address
  }

  get state(): State {
    return opened(this.#standing).state
  }

  mayUse(config: Config, by?: FileChange): Promise<void> {
    return opened(this.#standing).mayUse(config, by)
  }

  differencesTo(config: Config): readonly ConfigDifference[] {
    return differencesOf(factsOf(opened(this.#standing).config), factsOf(config))
  }

  async use(config: Config, by?: FileChange): Promise<boolean> {
    const standing = opened(this.#standing)
    if (isDeepStrictEqual(config, standing.config)) {
      countReload(this.#metrics, 'taken')
      return false
    }
    await standing.use(config, by)
    countReload(this.#metrics, 'taken')
    this.#upstreams.use([...config.upstreams.values()])
    return true
  }

  refusedConfig(): void {
    countReload(this.#metrics, 'refused')
  }

  async close(hardStopMs: number, how: Omit<DrainOptions, 'hardStopMs'> = {}): Promise<number> {
    this.#self.isDraining = true
    opened(this.#admin).endStreams()
    const listener = opened(this.#listener)
    const beside = { copies: () => this.#beside.shadow.pending.count }
    const cut = await drainInstance({ listener, beside }, { ...how, hardStopMs })
    clearInterval(this.#flushing)
    this.#showing.close()
    await this.#beside.close()
    await this.#notify.close()
    await this.#ledger.flush()
    opened(this.#standing).close()
    await this.#upstreams.close()
    await this.#beating?.leave()
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
    // Before anybody counts: what there was no room for when it was first looked for stays `other`.
    this.#metrics.makeRoom(config.routes.length)
    this.#beside.follow(standing)
    this.#showing.follow()
    this.#notify.use(config.notify)
    if (before !== undefined && before !== state.revision) {
      this.#options.log.event('fleet-changed', 'info', { revision: state.revision })
    }
  }

  /** Enters what came of one copy: the only place its verdict is counted and told. */
  #compared(compared: Compared): void {
    this.#ledger.add(compared, this.#now())
    this.#showing.compared(compared)
    this.#options.log.compared(comparedLineOf(compared))
  }

  #told(standing: Standing): Told {
    return {
      options: this.#options,
      standing,
      self: this.#self,
      metrics: this.#metrics,
      ledger: this.#ledger,
      decisions: this.#decisions,
      notify: this.#notify,
      shadow: this.#beside.shadow,
      upstreams: this.#upstreams,
      listener: () => this.#listener,
      looked: () => this.#showing.look(),
      now: this.#now,
    }
  }

  #flush(): void {
    const { evidenceUnstored } = this.#metrics
    void this.#ledger
      .flush()
      .then(isStored => evidenceUnstored.set(evidenceUnstored.cell(), isStored ? 0 : 1))
    this.#replies.sweep(performance.now())
    this.#showing.look()
    this.#showing.askGates()
    opened(this.#standing).look()
  }
}

function opened<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('the instance is not open')
  return part
}
