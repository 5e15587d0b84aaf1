import { CLASS_NAMES, ownedBy, type Config } from '../config/index.ts'
import type { InteractionClass, Match, Route, Upstream } from '../exchange/index.ts'
import type { Interaction } from '../message/index.ts'
import { setTable } from './table.ts'

/** What a file comes to, as plain data: `check --json` prints it as it is. */
export interface Report {
  readonly environment: Config['environment']
  readonly unmatched: Config['unmatched']
  readonly suppliers: Readonly<Record<string, string>>
  readonly routes: readonly RouteReport[]
  readonly upstreams: readonly UpstreamReport[]
  readonly cohorts: readonly Cohort[]
}

type Cohort = Config['cohorts'] extends ReadonlyMap<string, infer Each> ? Each : never

interface RouteReport {
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
  readonly copies: {
    readonly to: string
    readonly as: string | null
    readonly sample: number
  } | null
  readonly maxBodyBytes: number
}

interface UpstreamReport extends Pick<
  Upstream,
  'name' | 'timeoutMs' | 'connections' | 'queue' | 'preserveHost' | 'simulated' | 'rehearsal'
> {
  readonly address: string | null
  /** The environment variable its address should come from and that is not set. */
  readonly notSet: string | null
  readonly tls: { readonly ca: boolean; readonly certificate: boolean }
}

/** Gives what a configuration comes to; nothing in it is secret. */
export function reportOf(
  config: Config,
  interactions: readonly Interaction[],
  unset: ReadonlyMap<string, string>,
): Report {
  return {
    environment: config.environment,
    unmatched: config.unmatched,
    suppliers: Object.fromEntries(config.suppliers),
    routes: config.routes.map((route, i) =>
      reportRoute(route, config.routes.slice(0, i), interactions),
    ),
    upstreams: [...config.upstreams.values()].map(each =>
      reportUpstream(each, unset.get(each.name)),
    ),
    cohorts: [...config.cohorts.values()],
  }
}

function reportRoute(
  route: Route,
  above: readonly Route[],
  interactions: readonly Interaction[],
): RouteReport {
  const taken = new Set(above.flatMap(onlyIds))
  const owned = ownedBy(route.match, interactions)
  const known = owned.known.filter(({ id }) => !taken.has(id))
  const classes = new Set(known.map(each => each.class))
  if (owned.unknown) classes.add(route.class ?? 'unknown')
  return {
    name: route.name,
    match: route.match,
    interactions: known.map(({ id }) => id),
    classes: [...classes],
    legacy: route.legacy.name,
    cloud: route.cloud?.name ?? null,
    startsAt: route.startsAt,
    cohort: route.cohort?.name ?? null,
    translate: route.translate ?? null,
    copies: copiesOf(route),
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

function reportUpstream(upstream: Upstream, notSet: string | undefined): UpstreamReport {
  const { name, timeoutMs, connections, queue, preserveHost, simulated, rehearsal } = upstream
  return {
    name,
    address: notSet === undefined ? `${upstream.origin}${upstream.basePath}` : null,
    notSet: notSet ?? null,
    tls: { ca: upstream.ca !== undefined, certificate: upstream.cert !== undefined },
    timeoutMs,
    connections,
    queue,
    preserveHost,
    simulated,
    rehearsal,
  }
}

/** Sets a report for a terminal of `width` columns. */
export function setReport(report: Report, file: string, width: number): string {
  const { environment, routes, upstreams, cohorts } = report
  const asks = environment.confirm ? ', changes must name it' : ''
  const sections = [
    `${file}: environment ${environment.name}${asks}\n`,
    setRoutes(routes, width),
    setTable({ headings: UPSTREAM_HEADINGS, rows: upstreams.map(upstreamRow) }, width),
    ...(cohorts.length === 0
      ? []
      : [setTable({ headings: COHORT_HEADINGS, rows: cohorts.map(cohortRow) }, width)]),
  ]
  return `${sections.join('\n')}\n`
}

const NONE = '–'

const CLASSES = Object.keys(CLASS_NAMES) as InteractionClass[] // the table's own keys

/** Sets the routes as one table, or where that is too wide, what each owns in a second one. */
function setRoutes(routes: readonly RouteReport[], width: number): string {
  const rows = routes.map(routeRow)
  const whole = setTable({ headings: ROUTE_HEADINGS, rows }, width)
  if (whole.split('\n').every(line => line.length <= width)) return whole
  const first = setTable({ headings: without(ROUTE_HEADINGS), rows: rows.map(without) }, width)
  const owns = rows.map(row => row.slice(0, 2))
  return `${first}\n${setTable({ headings: ROUTE_HEADINGS.slice(0, 2), rows: owns }, width)}`
}

const without = ([name = '', , ...others]: readonly string[]): readonly string[] => [
  name,
  ...others,
]

const ROUTE_HEADINGS = ['ROUTE', 'OWNS', 'CLASS', 'LEGACY', 'CLOUD', 'STARTS AT', 'COHORT']

const routeRow = (route: RouteReport): readonly string[] => [
  route.name,
  spokenMatch(route),
  spokenClasses(route),
  route.legacy,
  route.cloud ?? NONE,
  route.startsAt,
  route.cohort ?? NONE,
]

function spokenClasses({ match, classes }: RouteReport): string {
  if (match === 'default') return 'any'
  return CLASSES.filter(each => classes.includes(each))
    .map(each => CLASS_NAMES[each])
    .join(', ')
}

function spokenMatch({ match, interactions }: RouteReport): string {
  if (match === 'default') return 'everything else'
  const { product, header, ...fields } = match
  const asked = Object.entries(fields).map(([field, values]) =>
    field === 'interaction'
      ? values.join(', ')
      : `${SPOKEN[field] ?? field} ${values.join(' or ')}`,
  )
  if (product) asked.unshift(`${product.join(', ')}: ${interactions.length} interactions`)
  for (const [name, value] of Object.entries(header ?? {})) asked.push(`${name}: ${value}`)
  return asked.join('; ')
}

const SPOKEN: Readonly<Record<string, string>> = { soapAction: 'SOAPAction', path: 'path' }

const UPSTREAM_HEADINGS = ['UPSTREAM', 'ADDRESS', 'TIMEOUT', 'SOCKETS', 'QUEUE', 'TLS', 'PART']

const upstreamRow = (upstream: UpstreamReport): readonly string[] => [
  upstream.name,
  upstream.address ?? `${String(upstream.notSet)} is not set`,
  `${upstream.timeoutMs / 1_000} s`,
  String(upstream.connections),
  String(upstream.queue),
  spokenTls(upstream),
  upstream.simulated ? 'simulator' : upstream.rehearsal ? 'rehearsal' : 'serves',
]

function spokenTls({ address, tls }: UpstreamReport): string {
  if (address === null) return NONE
  if (address.startsWith('http:')) return 'none'
  const trust = tls.ca ? 'own CA' : 'system CAs'
  return tls.certificate ? `${trust}, certificate` : trust
}

const COHORT_HEADINGS = ['COHORT', 'KEY', 'RECORDS', 'PIN', 'SEED']

const cohortRow = ({ name, key, records, pin, seed }: Cohort): readonly string[] => [
  name,
  key,
  typeof records === 'string' ? records : `copied within ${records.copiedWithinMs / 1_000} s`,
  pin ? 'yes' : 'no',
  seed,
]
