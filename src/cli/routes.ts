import type { Command } from 'commander'
import type { RoutesView, RouteView, ShownRouteView } from '../admin/index.ts'
import { ask } from './asking.ts'
import type { Dress } from './paint.ts'
import type { Page } from './print.ts'
import { printable } from './printable.ts'
import { spokenPlace, spokenServing } from './spoken-place.ts'
import { spokenFreeze } from './freeze.ts'
import { setPeople } from './spoken-people.ts'
import { spokenWho } from './spoken-who.ts'
import { setWindows } from './spoken-windows.ts'
import { type Cell, setTable } from './table.ts'
import type { Terminal } from './terminal.ts'
import { show, type WatchOptions, withWatchOptions } from './watching.ts'

const MORE = `
Exit codes: 0 shown, 4 no instance answers.

Examples:
  ficus routes
  ficus routes --watch
  ficus routes --json | jq -r '.routes[] | select(.gate.verdict == "open").name'`

const MORE_OF_ONE = `
Exit codes: 0 shown, 2 there is no such route, 4 no instance answers.

Example:
  ficus routes show pds-retrieval`

/** Adds `routes` and `routes show <route>`: where everything stands and what its gate says. */
export function addRoutes(program: Command, terminal: Terminal): void {
  const routes = program
    .command('routes')
    .summary('print where every route stands and what its gate says')
    .description('Print where every route stands, who serves it, and whether its gate is open.')
    .addHelpText('after', MORE)
  withWatchOptions(routes).action((options: WatchOptions) =>
    show(
      { ask: () => ask<RoutesView>('/api/routes', options, terminal), set: setRoutes },
      options,
      terminal,
    ),
  )
  const one = routes
    .command('show <route>')
    .description('print one route')
    .addHelpText('after', MORE_OF_ONE)
  withWatchOptions(one).action((name: string, own: WatchOptions) => {
    const options = { ...routes.opts<WatchOptions>(), ...own }
    const path = `/api/routes/${encodeURIComponent(name)}`
    return show(
      { ask: () => ask<ShownRouteView>(path, options, terminal), set: setRoute },
      options,
      terminal,
    )
  })
}

/** Sets the routes of an instance as a table. */
export function setRoutes(view: RoutesView, { width, paint }: Page): string {
  const rows = view.routes.map((route): Cell[] => [
    route.name,
    { text: spokenPlace(route), dress: route.halt === 'none' ? 'plain' : 'bad' },
    spokenServing(route.serves),
    { text: spokenGate(route), dress: dressOfGate(route) },
  ])
  const headings = ['route', 'stands at', 'who serves', 'gate']
  const table = setTable({ headings, rows }, width, paint)
  const silent =
    view.trouble === null ? '' : `The store does not answer (${view.trouble}): as last known.\n`
  const trouble = paint(silent, 'bad')
  const frozen = view.freezes.map(each => `${paint(spokenFreeze(each), 'warning')}\n`).join('')
  return `${view.environment}, revision ${view.revision}\n${trouble}${frozen}\n${table}`
}

/** How a gate's word is dressed. */
const dressOfGate = ({ gate }: Pick<RouteView, 'gate'>) =>
  gate === null ? 'plain' : GATE_DRESS[gate.verdict]

/** How each word of a gate is dressed. */
export const GATE_DRESS = {
  open: 'good',
  closed: 'bad',
  undecided: 'warning',
} as const satisfies Record<NonNullable<RouteView['gate']>['verdict'], Dress>

/** Says what a gate says, in a few words. */
export function spokenGate({ gate, cloud }: Pick<RouteView, 'gate' | 'cloud'>): string {
  if (cloud === null) return 'no cloud side'
  if (gate === null) return 'not known'
  if (gate.verdict === 'open') return `open on ${gate.compared} compared`
  return `${gate.verdict}: ${gate.why[0] ?? 'no reason'}`
}

/** Sets one route as lines. */
export function setRoute(route: ShownRouteView, { paint }: Pick<Page, 'paint'>): string {
  const { name, legacy, cloud, cohort, since, gate } = route
  const lines = [
    name,
    `  stands at  ${spokenPlace(route)}${since === null ? '' : `, since ${new Date(since).toISOString()}`}`,
    `  serves     ${spokenServing(route.serves)}`,
    `  sides      legacy ${legacy}, cloud ${cloud ?? 'none'}`,
    `  cohort     ${cohort ?? 'none'}`,
    `  gate       ${paint(spokenGate(route), dressOfGate(route))}`,
    ...(gate?.why.slice(1) ?? []).map(why => `             ${why}`),
    ...setPeople(route),
    ...setWindows(route),
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
  const { revision, at, verb, name, reason } = flip
  const who = spokenWho(flip)
  const when = new Date(at).toISOString()
  return printable(`${verb} ${name}, revision ${revision}, ${when}, ${who}: ${reason}`)
}
