import {
  ownedBy,
  type Config,
  type KnownMapping,
  type Mistake,
  type Notifier,
} from '../config/index.ts'
import { DEFAULT_GATE } from '../evidence/index.ts'
import type {
  Approvals,
  IgnoredDifference,
  InteractionClass,
  Match,
  Objectives,
  Route,
  Upstream,
} from '../exchange/index.ts'
import type { Interaction } from '../message/index.ts'
import { objectivesOf } from '../telemetry/index.ts'
import { type FreezeReport, type MaintenanceReport, windowsIn } from './check-windows.ts'

/** What a file comes to, as plain data: `check --json` prints it as it is. */
export interface Report {
  readonly environment: Config['environment']
  readonly unmatched: Config['unmatched']
  readonly suppliers: Readonly<Record<string, string>>
  readonly routes: readonly RouteReport[]
  readonly upstreams: readonly UpstreamReport[]
  readonly cohorts: readonly CohortReport[]
  /** Who is told of changes; of an address only its host. */
  readonly notify: readonly Pick<Notifier, 'name' | 'host' | 'on'>[]
  readonly freezes: readonly FreezeReport[]
  readonly maintenance: readonly MaintenanceReport[]
  /** What keeps nobody from using the file. */
  readonly warnings: readonly Mistake[]
}

/** A cohort as the file has it. */
export type CohortReport = Config['cohorts'] extends ReadonlyMap<string, infer Each> ? Each : never

/** One route. */
export interface RouteReport {
  readonly name: string
  readonly match: Match | 'default'
  /** The known interactions it may own, less those a route above owns. */
  readonly interactions: readonly string[]
  readonly classes: readonly InteractionClass[]
  readonly legacy: string
  readonly cloud: string | null
  readonly startsAt: Route['startsAt']
  readonly cohort: string | null
  readonly translate: string | null
  /** Of those interactions, what its mapping does not take: it goes to legacy. Empty where bytes pass untouched. */
  readonly declines: readonly string[]
  readonly copies: {
    readonly to: string
    readonly as: string | null
    readonly sample: number
  } | null
  /** What a promotion asks, with what the file leaves out; null where there is nothing to promote to. */
  readonly gate: GateReport | null
  /** What its suppliers are promised, with what the file leaves out. */
  readonly slo: Required<Objectives>
  readonly ignore: readonly IgnoreReport[]
  /** How many people a change needs that leads it forward, and how long it waits for them; null where one is enough. */
  readonly approvals: Approvals | null
  /** `none` where a rollback cannot take back what the cloud did of it. */
  readonly back: 'none' | null
  readonly was: string | null
  readonly maxBodyBytes: number
}

/** What a promotion of a route asks of the evidence. */
export interface GateReport {
  readonly divergenceBelow: number
  readonly confidence: number
  readonly uncomparedBelow: number
  readonly latencyRatioBelow: number | null
  readonly soakMs: number
}

/** A rule that explains a difference, or did until its last day was over. */
export interface IgnoreReport extends IgnoredDifference {
  readonly isExpired: boolean
}

/** One upstream; its address without what only the environment should know. */
export interface UpstreamReport extends Pick<
  Upstream,
  'name' | 'timeoutMs' | 'connections' | 'queue' | 'preserveHost' | 'simulated' | 'rehearsal'
> {
  readonly address: string | null
  /** The environment variable its address should come from and that is not set. */
  readonly notSet: string | null
  readonly version: string | null
  readonly tls: { readonly ca: boolean; readonly certificate: boolean }
}

/** What a report is made with besides the configuration. */
export interface Reporting {
  readonly interactions: readonly Interaction[]
  readonly mappings: readonly KnownMapping[]
  /** By upstream, the variable its address should come from and that is not set. */
  readonly unset: ReadonlyMap<string, string>
  /** Epoch milliseconds: decides which rules are over. */
  readonly now: number
}

/** Gives what a configuration comes to; nothing in it is secret. */
export function reportOf(config: Config, reporting: Reporting): Report {
  const { unset } = reporting
  return {
    environment: config.environment,
    unmatched: config.unmatched,
    suppliers: Object.fromEntries(config.suppliers),
    routes: config.routes.map((route, i) =>
      reportRoute(route, config.routes.slice(0, i), reporting),
    ),
    upstreams: [...config.upstreams.values()].map(each =>
      reportUpstream(each, unset.get(each.name)),
    ),
    cohorts: [...config.cohorts.values()],
    notify: config.notify.map(({ name, host, on }) => ({ name, host, on })),
    ...windowsIn(config, reporting.now),
    warnings: config.warnings,
  }
}

function reportRoute(
  route: Route,
  above: readonly Route[],
  { interactions, mappings, now }: Reporting,
): RouteReport {
  const taken = new Set(above.flatMap(onlyIds))
  const owned = ownedBy(route.match, interactions)
  const known = owned.known.filter(({ id }) => !taken.has(id))
  const ids = known.map(({ id }) => id)
  const classes = new Set(known.map(each => each.class))
  if (owned.unknown) classes.add(route.class ?? 'unknown')
  const mapping = mappings.find(({ name }) => name === route.translate)
  return {
    name: route.name,
    match: route.match,
    interactions: ids,
    classes: [...classes],
    legacy: route.legacy.name,
    cloud: route.cloud?.name ?? null,
    startsAt: route.startsAt,
    cohort: route.cohort?.name ?? null,
    translate: route.translate ?? null,
    declines: mapping ? ids.filter(id => !mapping.interactions.includes(id)) : [],
    copies: copiesOf(route),
    gate: gateOf(route),
    slo: objectivesOf(route),
    ignore: ignoreOf(route, now),
    approvals: route.approvals ?? null,
    back: route.back ?? null,
    was: route.was ?? null,
    maxBodyBytes: route.maxBodyBytes,
  }
}

/** Gives the interactions a route leaves nothing of to the routes below it. */
function onlyIds({ match }: Route): readonly string[] {
  if (match === 'default') return []
  const asksMore = Object.keys(match).some(field => field !== 'interaction')
  return asksMore ? [] : (match.interaction ?? [])
}

function copiesOf({ rehearsal, cloud, shadowAs, shadowSample }: Route): RouteReport['copies'] {
  const to = rehearsal ?? cloud
  if (to === undefined || shadowSample === undefined) return null
  return { to: to.name, as: shadowAs ?? null, sample: shadowSample }
}

function gateOf({ cloud, gate }: Route): RouteReport['gate'] {
  if (cloud === undefined) return null
  const { latencyRatioBelow = null, ...others } = { ...DEFAULT_GATE, ...gate }
  return { ...others, latencyRatioBelow }
}

// The last day counts whole, in UTC, as it does where answers are compared.
function ignoreOf({ ignore = [] }: Route, now: number): readonly IgnoreReport[] {
  const today = new Date(now).toISOString().slice(0, 10)
  return ignore.map(rule => ({ ...rule, isExpired: rule.expires < today }))
}

function reportUpstream(upstream: Upstream, notSet: string | undefined): UpstreamReport {
  const { name, timeoutMs, connections, queue, preserveHost, simulated, rehearsal } = upstream
  return {
    name,
    address: notSet === undefined ? `${upstream.origin}${upstream.basePath}` : null,
    notSet: notSet ?? null,
    version: upstream.version ?? null,
    tls: { ca: upstream.ca !== undefined, certificate: upstream.cert !== undefined },
    timeoutMs,
    connections,
    queue,
    preserveHost,
    simulated,
    rehearsal,
  }
}
