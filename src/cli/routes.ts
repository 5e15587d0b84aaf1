import type { Command } from 'commander'
import type { RoutesView, RouteView, ShownRouteView } from '../admin/index.ts'
import { adminOrigin, createAdminClient, expected } from './admin-client.ts'
import { printable } from './printable.ts'
import { spokenPlace, spokenServing } from './spoken-place.ts'
import { setTable } from './table.ts'
import type { Terminal } from './terminal.ts'

interface Options {
  readonly json?: boolean
  readonly admin?: string
}

const ADMIN = 'the admin port of an instance (FICUS_ADMIN, 127.0.0.1:9400)'

/** Adds `routes` and `routes show <route>`: where everything stands and what its gate says. */
export function addRoutes(program: Command, terminal: Terminal): void {
  const routes = program
    .command('routes')
    .summary('print where every route stands and what its gate says')
    .description('Print where every route stands, who serves it, and whether its gate is open.')
    .option('--json', 'print one JSON object')
    .option('--admin <address>', ADMIN)
    .action(async (options: Options) => {
      const client = createAdminClient(adminOrigin(options.admin, terminal.env))
      const view = expected(await client.get('/api/routes')) as RoutesView // the API's own shape
      print(terminal, options, view, width => setRoutes(view, width))
    })
  routes
    .command('show <route>')
    .description('print one route')
    .option('--json', 'print one JSON object')
    .option('--admin <address>', ADMIN)
    .action(async (name: string, own: Options) => {
      const options = { ...routes.opts<Options>(), ...own }
      const client = createAdminClient(adminOrigin(options.admin, terminal.env))
      const path = `/api/routes/${encodeURIComponent(name)}`
      const view = expected(await client.get(path)) as ShownRouteView // the API's own shape
      print(terminal, options, view, () => setRoute(view))
    })
}

function print(
  terminal: Terminal,
  { json = false }: Options,
  view: unknown,
  text: (width: number) => string,
): void {
  const width = terminal.stdout.columns ?? 120
  terminal.stdout.write(json ? `${JSON.stringify(view, null, 2)}\n` : text(width))
}

/** Sets the routes of an instance as a table. */
export function setRoutes(view: RoutesView, width: number): string {
  const rows = view.routes.map(route => [
    route.name,
    spokenPlace(route),
    spokenServing(route.serves),
    spokenGate(route),
  ])
  const table = setTable({ headings: ['route', 'stands at', 'who serves', 'gate'], rows }, width)
  const trouble =
    view.trouble === null ? '' : `The store does not answer (${view.trouble}): as last known.\n`
  return `${view.environment}, revision ${view.revision}\n${trouble}\n${table}`
}

/** Says what a gate says, in a few words. */
export function spokenGate({ gate, cloud }: Pick<RouteView, 'gate' | 'cloud'>): string {
  if (cloud === null) return 'no cloud side'
  if (gate === null) return 'not known'
  if (gate.verdict === 'open') return `open on ${gate.compared} compared`
  return `${gate.verdict}: ${gate.why[0] ?? 'no reason'}`
}

/** Sets one route as lines. */
export function setRoute(route: ShownRouteView): string {
  const { name, legacy, cloud, cohort, since, gate } = route
  const lines = [
    name,
    `  stands at  ${spokenPlace(route)}${since === null ? '' : `, since ${new Date(since).toISOString()}`}`,
    `  serves     ${spokenServing(route.serves)}`,
    `  sides      legacy ${legacy}, cloud ${cloud ?? 'none'}`,
    `  cohort     ${cohort ?? 'none'}`,
    `  gate       ${spokenGate(route)}`,
    ...(gate?.why.slice(1) ?? []).map(why => `             ${why}`),
    ...spokenEvidence(gate),
    `  last flip  ${spokenFlip(route.lastFlip)}`,
  ]
  return `${lines.join('\n')}\n`
}

function spokenEvidence(gate: RouteView['gate']): string[] {
  if (gate === null) return []
  const { compared, bad, critical, uncompared, epoch } = gate
  const numbers = `${compared} compared, ${bad} differ, ${critical} critical, ${uncompared} not compared`
  return [`  evidence   ${numbers}; epoch ${epoch}`]
}

function spokenFlip(flip: ShownRouteView['lastFlip']): string {
  if (flip === null) return 'none among the last changes'
  const { revision, at, verb, name, actor, approver, reason } = flip
  const who = approver === null ? actor : `${actor}, approved by ${approver}`
  const when = new Date(at).toISOString()
  return printable(`${verb} ${name}, revision ${revision}, ${when}, ${who}: ${reason}`)
}
