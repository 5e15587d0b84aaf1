/**
 * What one instance shows of the fleet in its metrics, kept up beside every request and every scrape: where routes
 * stand, what their gates say, which overrides stand, what was changed and what copies came to.
 *
 * Gates are asked of the store in the background, one route after another, when something was changed and else now
 * and then. What the store does not say stays as it was last said.
 */
import { evidenceAsked, type Finding, shownOf } from './evidence/index.ts'
import type { Route } from './exchange/index.ts'
import { type HeldHalt, isStoreError, type Store } from './fleet/index.ts'
import { askGate, type FlipContext, freezeOver, readEntry, type Serving } from './flips/index.ts'
import type { Standing } from './standing.ts'
import {
  beginRequests,
  createCopyMeter,
  createFlipMeter,
  createGateMeter,
  createGlassMeter,
  createObjectives,
  createOverrideMeter,
  createRouteMeter,
  createSides,
  createStoreLink,
  createStoreMeter,
  createTranslationMeter,
  createWindowMeter,
  type Log,
  type Metrics,
  type StoreMeter,
  type TranslationMeter,
  type TranslationStep,
} from './telemetry/index.ts'
import { isMuted } from './windows/index.ts'

type Made = Parameters<NonNullable<FlipContext['made']>>

/** What came of one copy, who got it and what came of sending it. */
type FoundCopy = Finding & { readonly candidate: string; readonly sent: string | undefined }

/** Keeps the metrics up to what is known. */
export interface Showing {
  /** Shows where everything stands, which is another than before. */
  follow(): void
  /** Counts a change that was carried out through this instance. */
  made(...made: Made): void
  /** Counts what requests ask the store. */
  readonly asked: StoreMeter
  /** Counts one message that was put in other words. */
  stepped(step: TranslationStep): void
  /** Counts what came of one copy. */
  compared(finding: FoundCopy): void
  /** Shows what another moment may change: whether the store answers, which overrides stand still. */
  look(): void
  /** Asks every gate again where that is due; holds nobody up. */
  askGates(): void
  /** Ends what is under way at the next gate. */
  close(): void
}

/** What it is shown from. */
export interface ShowingOptions {
  readonly metrics: Metrics
  readonly log: Log
  readonly store: Store
  readonly standing: () => Standing
  /** Epoch milliseconds. */
  readonly now: () => number
  /** How often gates are asked where nothing was changed, milliseconds. Default 10 000. */
  readonly askGatesEveryMs?: number
}

/** Builds it, with nothing shown yet but counts at 0. */
export const createShowing = (options: ShowingOptions): Showing => new Following(options)

class Following implements Showing {
  readonly #options: ShowingOptions
  readonly #showRoutes: ReturnType<typeof createRouteMeter>
  readonly #showSides: ReturnType<typeof createSides>
  readonly #showObjectives: ReturnType<typeof createObjectives>
  readonly #showStore: ReturnType<typeof createStoreLink>
  readonly #showOverrides: ReturnType<typeof createOverrideMeter>
  readonly #windows: ReturnType<typeof createWindowMeter>
  readonly #gates: ReturnType<typeof createGateMeter>
  readonly #flips: ReturnType<typeof createFlipMeter>
  readonly #glass: ReturnType<typeof createGlassMeter>
  readonly #copies: ReturnType<typeof createCopyMeter>
  readonly #translated: TranslationMeter
  readonly asked: StoreMeter
  /** The halts that were held when it was looked last. */
  #held: ReadonlySet<string>
  #revision: number | undefined
  /** Of the process's own clock. */
  #askedAt = -Infinity
  #isAsking = false
  #isClosed = false

  constructor(options: ShowingOptions) {
    const { metrics, log, store, now } = options
    this.#options = options
    this.#showRoutes = createRouteMeter(metrics, now)
    this.#showSides = createSides(metrics)
    this.#showObjectives = createObjectives(metrics)
    this.#showStore = createStoreLink(metrics, log)
    this.#showOverrides = createOverrideMeter(metrics)
    this.#windows = createWindowMeter(metrics)
    this.#gates = createGateMeter(metrics)
    this.#flips = createFlipMeter(metrics)
    this.#glass = createGlassMeter(metrics, log)
    this.#copies = createCopyMeter(metrics)
    this.#translated = createTranslationMeter(metrics)
    this.asked = createStoreMeter(metrics)
    this.#held = idsOf(store.heldHalts)
    metrics.stateTaken.set(metrics.stateTaken.cell(), 0)
  }

  follow(): void {
    const { config, state } = this.#options.standing()
    beginRequests(this.#options.metrics, config.routes)
    this.#flips.begin(namesOf(config.routes))
    this.#copies.begin(namesOf(config.routes.filter(mayBeMirrored)))
    this.#gates.keep(namesOf(config.routes.filter(hasGate)))
    this.#translated.follow(config.routes)
    this.#showRoutes(config.routes, state)
    this.#showSides(config.routes)
    this.#showObjectives(config.routes)
    this.look()
    this.#followHalts()
    this.#followRevision(state.revision)
    // What gates say hangs on where routes stand, since when, and on the file.
    this.#askedAt = -Infinity
    this.askGates()
  }

  made(change: Made[0], { routes, revision, glass }: Made[1]): void {
    const moved = routes.filter(({ before, after }) => !isAlike(before, after))
    this.#flips.count(
      change.verb,
      moved.map(({ route }) => route),
    )
    if (glass === undefined) return
    const about = routes.map(({ route }) => route)
    this.#glass({ verb: change.verb, revision, routes: about, glass })
  }

  stepped(step: TranslationStep): void {
    this.#translated.stepped(step)
  }

  compared(finding: FoundCopy): void {
    this.#copies.count({ ...finding, ...shownOf(finding) })
  }

  look(): void {
    const { store, standing, now } = this.#options
    const { config, state } = standing()
    this.#showStore(store)
    const cohorts = config.routes.flatMap(({ cohort }) => cohort?.name ?? [])
    this.#showOverrides(cohorts, state, now())
    this.#showWindows()
  }

  #showWindows(): void {
    const { store, standing, now: clock } = this.#options
    const { config, flips: context } = standing()
    const now = clock()
    const scene = { fleet: store.known, context, now }
    const frozen = config.routes.filter(route => freezeOver(route, scene) !== undefined)
    const isFrozen = new Set(namesOf(frozen))
    this.#windows.showFrozen(namesOf(config.routes), name => isFrozen.has(name))
    this.#windows.showWorkedOn([...config.upstreams.keys()], name =>
      isMuted(config.maintenance, name, now),
    )
  }

  askGates(): void {
    const { askGatesEveryMs = 10_000 } = this.#options
    const isDue = performance.now() - this.#askedAt >= askGatesEveryMs
    if (this.#isAsking || this.#isClosed || !isDue) return
    this.#isAsking = true
    this.#askedAt = performance.now()
    void this.#askAll().finally(() => {
      this.#isAsking = false
    })
  }

  close(): void {
    this.#isClosed = true
  }

  /** One after another: the store is asked much more often by others. */
  async #askAll(): Promise<void> {
    try {
      for (const route of this.#options.standing().config.routes.filter(hasGate)) {
        await this.#ask(route)
      }
    } catch (error) {
      // A store that is silent now is asked again when it is due; that it is silent is shown elsewhere.
      if (!isStoreError(error))
        process.emitWarning('a gate could not be shown', { code: 'FICUS_GATE' })
    }
  }

  async #ask(route: Route): Promise<void> {
    const { standing, store, now } = this.#options
    const { flips } = standing()
    if (this.#isClosed || !flips.routes.includes(route)) return
    const gate = await askGate(route, store, { fleet: store.known, context: flips, now: now() })
    // Meanwhile another file may have been taken over.
    if (!standing().flips.routes.includes(route)) return
    this.#gates.show(route.name, { ...gate, ratio: gate.e / evidenceAsked(gate.confidence) })
  }

  /**
   * Counts a halt this instance laid over itself alone, as it does on a signal. One that another was asked for is
   * counted there, and here it is shown how long it took to come.
   */
  #followHalts(): void {
    const { store, standing, now } = this.#options
    const come = store.heldHalts.filter(({ id }) => !this.#held.has(id))
    this.#held = idsOf(store.heldHalts)
    for (const { routes, by } of come) {
      const all = namesOf(standing().config.routes)
      const halted = routes === 'all' ? all : all.filter(name => routes.includes(name))
      if (by === undefined) this.#flips.count('halt', halted)
      else this.#showTaken(now() - by.at)
    }
  }

  #followRevision(revision: number): void {
    const before = this.#revision
    this.#revision = revision
    if (before === undefined || before === revision) return
    void this.#learnTaken(revision, this.#options.now())
  }

  async #learnTaken(revision: number, takenAt: number): Promise<void> {
    try {
      const [line] = await this.#options.store.readAudit(revision, 1)
      if (line !== undefined && this.#revision === revision) {
        this.#showTaken(takenAt - readEntry(line).at)
      }
    } catch {
      // When it was made is not known: what was shown of the change before stays.
    }
  }

  /** Clocks of two machines differ: what is taken before it was made was taken at once. */
  #showTaken(ms: number): void {
    const { stateTaken } = this.#options.metrics
    stateTaken.set(stateTaken.cell(), Math.max(0, ms) / 1_000)
  }
}

const hasGate = ({ cloud }: Route): boolean => cloud !== undefined

const mayBeMirrored = ({ cloud, rehearsal }: Route): boolean =>
  cloud !== undefined || rehearsal !== undefined

const isAlike = (one: Serving, other: Serving): boolean =>
  one.stage === other.stage && one.percent === other.percent && one.halt === other.halt

const namesOf = (routes: readonly Route[]): readonly string[] => routes.map(({ name }) => name)

const idsOf = (halts: readonly HeldHalt[]): ReadonlySet<string> =>
  new Set(halts.map(({ id }) => id))
