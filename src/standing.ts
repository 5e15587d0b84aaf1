/**
 * Where every route stands, as one instance sees it: the fleet's word and the file's, compiled into what a
 * decision stands on.
 *
 * The file is taken into the fleet when an instance starts and whenever it is loaded again. A store that does not
 * answer then is no reason to serve nobody: the instance goes by what is known, and takes the file in when it
 * answers again.
 */
import type { Policy } from './comparison/index.ts'
import type { Config, ConfigDifference } from './config/index.ts'
import { DEFAULT_GATE, epochOf, type Gate } from './evidence/index.ts'
import type { Route, State } from './exchange/index.ts'
import { isStoreError, type Naming, stateOf, type Store } from './fleet/index.ts'
import {
  createExpiring,
  createSettling,
  flip,
  type FlipContext,
  readEntry,
  refusalOfFile,
  type Refused,
} from './flips/index.ts'
import type { Snapshot } from './journey.ts'
import { createIdentifier } from './message/index.ts'
import { mappingNamed, openMappings } from './mappings.ts'
import { INTERACTIONS, POLICIES, policyFor, policyNamed } from './products/index.ts'
import { createRecords, type Records, type RecordsOptions } from './records/index.ts'
import type { Replies } from './replies/index.ts'
import { isWrite, keysOf, normaliseKey, withMates } from './rollout/index.ts'
import { compileRoutes } from './routing/index.ts'
import { isOutrun, windowsOver, withMaintenance } from './windows/index.ts'

type Why = Pick<Refused, 'code' | 'says' | 'wayOut'>

/** The fleet does not take a routes file in: what is wrong, and the way out. */
export class FileRefused extends Error {
  readonly says: string
  readonly wayOut: string

  constructor({ code, says, wayOut }: Why) {
    const said = code === 'file' ? `the fleet would not take it in: ${says}` : says
    super(`${said}; ${wayOut}`)
    this.name = 'FileRefused'
    this.says = said
    this.wayOut = wayOut
  }
}

/** Who has a file taken over, and where it says otherwise than the one before. */
export interface FileChange {
  readonly actor: string
  readonly reason: string
  readonly differences: readonly ConfigDifference[]
}

/** What one instance knows of where everything stands. */
export interface Standing {
  readonly config: Config
  readonly state: State
  /** What a change is weighed with, under the file in force. */
  readonly flips: FlipContext
  /** Names the epoch a route's evidence is counted in now. */
  epochOf(route: Route): string
  /** Takes a file over. Throws {@link FileRefused} where the fleet refuses it; then the one before stays. */
  use(config: Config, by?: FileChange): Promise<void>
  /** Asks the fleet whether it would take a file in, and changes nothing. Throws {@link FileRefused}. */
  mayUse(config: Config, by?: FileChange): Promise<void>
  /**
   * Takes the file in, and lays what is held over the fleet, where the store was silent before and answers now; takes
   * off requests nobody approved in time.
   */
  look(): void
  close(): void
}

/** What a standing takes besides its store. */
export interface StandingOptions {
  readonly config: Config
  readonly store: Store
  /** Names what is pinned. */
  readonly naming: Naming
  /** The instance, by a name it has to itself. */
  readonly instance: string
  /** Epoch milliseconds. */
  now(): number
  /** The cloud's latency divided by legacy's, where it is known. */
  latencyRatioOf(route: Route): number | undefined
  /** Called whenever `state` or `config` is another. */
  changed(): void
  /** Called for every change that was carried out through this instance. */
  made?(...made: Parameters<NonNullable<FlipContext['made']>>): void
  /** Called where the fleet refuses a file that was taken over while the store was silent. */
  refusedLate(error: FileRefused): void
}

/** Takes the first file in and follows the fleet from then on. Throws {@link FileRefused}. */
export async function openStanding(options: StandingOptions): Promise<Standing> {
  const standing = new Follower(options)
  await standing.use(options.config)
  return standing
}

/** A store that cannot be asked: the file is taken in later. */
const LATER: readonly Refused['code'][] = ['silent', 'unknown', 'invalid', 'conflict']

/** A line of the audit holds so many differences at most. */
const MOST_TOLD = 50

class Follower implements Standing {
  readonly #options: StandingOptions
  readonly #stop: () => void
  readonly #settle: () => Promise<void>
  readonly #expire: () => Promise<void>
  #config: Config
  #state: State
  #isTakenIn = false
  #isTaking = false
  #isRenaming = false
  #by: FileChange | undefined

  constructor(options: StandingOptions) {
    this.#options = options
    this.#config = options.config
    this.#state = this.#compiled()
    this.#settle = createSettling(options.store, () => this.flips)
    this.#expire = createExpiring(options.store, () => this.flips)
    this.#stop = options.store.subscribe(() => this.#follow())
  }

  get config(): Config {
    return this.#config
  }

  get state(): State {
    return this.#state
  }

  get flips(): FlipContext {
    return this.#contextOf(this.#config)
  }

  epochOf(route: Route): string {
    return epochIn(route)
  }

  async use(config: Config, by?: FileChange): Promise<void> {
    if (config.own.length > 0) await openMappings(config.own)
    this.#isTaking = true
    const byBefore = this.#by
    this.#by = by
    this.#isRenaming = config.routes.some(({ was }) => was !== undefined)
    try {
      const refused = await this.#takeIn(config)
      const stands = by === undefined ? undefined : this.#unfit(config, refused)
      const why = stands ?? refused
      if (why !== undefined && !LATER.includes(why.code)) {
        this.#by = byBefore
        throw new FileRefused(why)
      }
      this.#isTakenIn = refused === undefined
      this.#config = config
    } finally {
      this.#isTaking = false
      this.#isRenaming = false
      // Also where the file was refused: what the fleet said meanwhile holds all the same.
      this.#recompile()
    }
  }

  close(): void {
    this.#stop()
  }

  async mayUse(config: Config, by?: FileChange): Promise<void> {
    await openMappings(config.own)
    const refused = await this.#takeIn(config, { by, isDryRun: true })
    const why = this.#unfit(config, refused) ?? refused
    if (why !== undefined && !LATER.includes(why.code)) throw new FileRefused(why)
  }

  /**
   * Says why a file that the store cannot be asked about may not come in place of one that is served by: it does not
   * fit what was last known. Whoever starts has no other file, and goes by it.
   */
  #unfit(config: Config, refused: Why | undefined): Why | undefined {
    const { known } = this.#options.store
    if (refused === undefined || !LATER.includes(refused.code)) return undefined
    if (known.epoch === undefined) return undefined
    const asked = { was: formerNames(config), pinned: new Map() }
    const unfit = refusalOfFile(known, this.#contextOf(config), asked)
    return unfit && { code: 'file', ...unfit }
  }

  async #takeIn(
    config: Config,
    { by = this.#by, isDryRun = false }: { by?: FileChange | undefined; isDryRun?: boolean } = {},
  ): Promise<Why | undefined> {
    const { store, instance } = this.#options
    const { name } = config.environment
    const others = [this.#config.environment.name, await environmentOf(store)]
    const elsewhere = whyElsewhere(name, others)
    if (elsewhere !== undefined) return elsewhere
    const { actor, reason = 'the routes file was taken in', differences = [] } = by ?? {}
    const change = {
      verb: 'adopt',
      actor: actor === undefined ? `instance ${instance}` : `${actor}, instance ${instance}`,
      reason,
      differences: differences.slice(0, MOST_TOLD),
      isDryRun,
      environment: name,
      was: formerNames(config),
    } as const
    const came = await flip(store, change, this.#contextOf(config))
    return came.kind === 'refused' ? came : undefined
  }

  #contextOf({ routes, environment, freezes, maintenance }: Config): FlipContext {
    return {
      routes,
      interactions: INTERACTIONS,
      environment,
      freezes,
      maintenanceOf: route => windowsOver(route, maintenance),
      gateOf,
      epochOf: epochIn,
      latencyRatioOf: route => this.#options.latencyRatioOf(route),
      nameOf: ({ key: kind }, key) => {
        const id = normaliseKey(kind, key)
        return id === undefined ? undefined : this.#options.naming.nameOf(kind, id)
      },
      now: () => this.#options.now(),
      made: (...made) => this.#options.made?.(...made),
    }
  }

  look(): void {
    if (isOutrun(this.#state, this.#options.now())) this.#recompile()
    void this.#settle()
    void this.#expire()
    if (this.#isTaking || this.#isTakenIn || this.#options.store.trouble !== undefined) return
    void this.#takeInLate()
  }

  /**
   * A halt does not wait for a file that is being taken in, but where routes are renamed: their new names would be in
   * the fleet before they are in the file, and the old ones would for a moment be known to nobody.
   */
  #follow(): void {
    if (!this.#isRenaming) this.#recompile()
  }

  async #takeInLate(): Promise<void> {
    this.#isTakenIn = true
    const refused = await this.#takeIn(this.#config)
    if (refused === undefined) return
    if (LATER.includes(refused.code)) this.#isTakenIn = false
    else this.#options.refusedLate(new FileRefused(refused))
  }

  #recompile(): void {
    this.#state = this.#compiled()
    this.#options.changed()
  }

  #compiled(): State {
    const { store } = this.#options
    const { routes, maintenance } = this.#config
    const now = this.#options.now()
    return withMaintenance(stateOf(store.known, routes, store.held), routes, maintenance, now)
  }
}

/** Gives the environment of the last change there was; undefined where nobody says. */
async function environmentOf(store: Store): Promise<string | undefined> {
  try {
    const { revision } = await store.read()
    const [line] = revision === 0 ? [] : await store.readAudit(revision, 1)
    return line && readEntry(line).environment
  } catch (error) {
    // What is wrong with an audit is said by whoever verifies it, and is no reason to serve nobody.
    if (isStoreError(error) || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Says why a file of one environment may not go with what is of others: a fleet is of one for as long as it is. */
export function whyElsewhere(
  name: string,
  others: readonly (string | undefined)[],
): Why | undefined {
  const other = others.find(each => each !== undefined && each !== name)
  if (other === undefined) return undefined
  const says = `the file is of environment ${name} and the fleet of ${other}`
  return { code: 'file', says, wayOut: 'give each environment a store of its own' }
}

/** Gives by new name the old one whose state comes along. */
export const formerNames = ({ routes }: Pick<Config, 'routes'>): ReadonlyMap<string, string> =>
  new Map(routes.flatMap(({ name, was }) => (was === undefined ? [] : [[name, was] as const])))

const identifier = createIdentifier(INTERACTIONS)

/** Compiles what a configuration and a state come to: frozen, taken once per exchange. */
export function compileSnapshot(config: Config, state: State): Snapshot {
  const { routes, unmatched } = config
  return Object.freeze({
    table: compileRoutes(routes, { interactions: INTERACTIONS, unmatched }),
    identifier,
    state: withMates(state, routes),
    maxBodyBytes: Math.max(...routes.map(route => route.maxBodyBytes)),
  })
}

/** By which keys the entities are known that come to be with a message. */
const CREATED = new Set(INTERACTIONS.flatMap(({ creates }) => creates ?? []))

/** Builds the records of an instance, which know a message by the keys and the class a decision knows it by. */
export const recordsOf = (
  given: Pick<RecordsOptions, 'store' | 'naming' | 'now' | 'meter'> & {
    readonly replies: Pick<Replies, 'toldBefore'>
  },
): Records =>
  createRecords({
    ...given,
    toldBefore: message => given.replies.toldBefore(message),
    keysOf,
    isWrite,
    normalId: written => normaliseKey('messageId', written),
    created: CREATED,
  })

/** What a route's gate asks: what its file says, else the defaults. */
export const gateOf = ({ gate = {} }: Route): Gate => ({ ...DEFAULT_GATE, ...gate })

/** Every policy the answers of a route may be compared by. */
function policiesOf({ translate, match }: Route): readonly Policy[] {
  const named = translate === undefined ? undefined : policyNamed(translate)
  const interactions = match === 'default' ? undefined : match.interaction
  const own = interactions?.map(policyFor) ?? [...POLICIES, policyFor(undefined)]
  return [...new Set(named === undefined ? own : [named, ...own])]
}

function epochIn(route: Route): string {
  const { translate, legacy, cloud, rehearsal, ignore = [] } = route
  const mapping = mappingNamed(translate)
  const versioned = (side: Route['cloud']): string | undefined =>
    side === undefined ? undefined : `${side.name}@${side.version ?? ''}`
  return epochOf({
    mapping: mapping && `${mapping.name}@${mapping.version}`,
    policy: policiesOf(route)
      .map(({ name, version }) => `${name}@${version}`)
      .join(),
    ignore,
    upstreams: {
      legacy: `${legacy.name}@${legacy.version ?? ''}`,
      cloud: versioned(rehearsal ?? cloud),
    },
  })
}
