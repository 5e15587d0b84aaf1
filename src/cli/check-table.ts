import { CLASS_NAMES } from '../config/index.ts'
import type { InteractionClass } from '../exchange/index.ts'
import type { CohortReport, Report, RouteReport, UpstreamReport } from './check-report.ts'
import { setWindowsOfFile } from './check-windows.ts'
import { setMoves } from './check-moves.ts'
import { setNotifiers } from './set-notifiers.ts'
import { isWithin, setTable } from './table.ts'

/** Sets a report for a terminal of `width` columns. */
export function setReport(report: Report, file: string, width: number): string {
  const { environment, routes, upstreams, cohorts, notify } = report
  const asks = environment.confirm ? ', changes must name it' : ''
  const sections = [
    `${file}: environment ${environment.name}${asks}\n`,
    setRoutes(routes, width),
    ...setMoves(routes, width),
    setUpstreams(upstreams, width),
    ...(cohorts.length === 0
      ? []
      : [setTable({ headings: COHORT_HEADINGS, rows: cohorts.map(cohortRow) }, width)]),
    ...setWindowsOfFile(report, width),
    ...(notify.length === 0 ? [] : [setNotifiers({ notifiers: notify }, width)]),
  ]
  return `${sections.join('\n')}\n`
}

const NONE = '–'

const CLASSES = Object.keys(CLASS_NAMES) as InteractionClass[] // the table's own keys

/** Sets the routes as one table, or where that is too wide, what each owns in a second one. */
function setRoutes(routes: readonly RouteReport[], width: number): string {
  const rows = routes.map(routeRow)
  const whole = { headings: ROUTE_HEADINGS, rows }
  if (isWithin(whole, width)) return setTable(whole, width)
  const first = setTable({ headings: without(ROUTE_HEADINGS), rows: rows.map(without) }, width)
  const owns = rows.map(row => row.slice(0, 2))
  return `${first}\n${setTable({ headings: ROUTE_HEADINGS.slice(0, 2), rows: owns }, width)}`
}

const without = ([name = '', , ...others]: readonly string[]): readonly string[] => [
  name,
  ...others,
]

const ROUTE_HEADINGS = ['route', 'owns', 'class', 'legacy', 'cloud', 'starts at', 'cohort']

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

/** Sets the upstreams; what runs there is beside them where any says it, or where that is too wide, below. */
function setUpstreams(upstreams: readonly UpstreamReport[], width: number): string {
  const rows = upstreams.map(upstreamRow)
  const alone = setTable({ headings: UPSTREAM_HEADINGS, rows }, width)
  if (upstreams.every(({ version }) => version === null)) return alone
  const versions = upstreams.map(({ version }) => version ?? NONE)
  const whole = {
    headings: [...UPSTREAM_HEADINGS, 'version'],
    rows: rows.map((row, i) => [...row, versions[i] ?? NONE]),
  }
  if (isWithin(whole, width)) return setTable(whole, width)
  const said = upstreams.map(({ name }, i) => [name, versions[i] ?? NONE])
  return `${alone}\n${setTable({ headings: ['upstream', 'version'], rows: said }, width)}`
}

const UPSTREAM_HEADINGS = ['upstream', 'address', 'timeout', 'sockets', 'queue', 'TLS', 'part']

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

const COHORT_HEADINGS = ['cohort', 'key', 'records', 'pin', 'seed']

const cohortRow = ({ name, key, records, pin, seed }: CohortReport): readonly string[] => [
  name,
  key,
  typeof records === 'string' ? records : `copied within ${records.copiedWithinMs / 1_000} s`,
  pin ? 'yes' : 'no',
  seed,
]
