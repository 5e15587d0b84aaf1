import type { Command } from 'commander'
import type { RouteWhatIf, WhatIfView } from '../admin/index.ts'
import { askInstances } from './instances.ts'
import { addedUp } from './whatif-sum.ts'
import { spokenGate } from './routes.ts'
import { party, shown } from './spoken-explanation.ts'
import { spokenDuration, spokenPlace } from './spoken-place.ts'
import { type Page, print } from './print.ts'
import { stageOption } from './stage-option.ts'
import { setTable } from './table.ts'
import type { Terminal } from './terminal.ts'

interface Options {
  readonly percent?: string
  readonly to?: string
  readonly json?: boolean
  readonly admin?: string
}

const DESCRIPTION = `Say who would be served by another side than now if a route, or all of a cohort,
stood elsewhere. Nothing is changed and nothing is sent: what was decided of the
last requests is decided again, by the very function, as if it stood there. Pins
and where a write went before are taken as they were then.`

const MORE = `
Instances are the one of --admin or FICUS_ADMIN and those of FICUS_PEERS; what they keep
is added up.

Exit codes: 0 said, also where nothing was seen; 2 no such route, percentage or stage;
4 no instance answers, or its store does not.

Examples:
  ficus whatif pds-retrieval --percent 25
  ficus whatif patients --to reverse-shadow --json`

/** Adds `whatif <name>`: who would move, and what the gate says to it. */
export function addWhatIf(program: Command, terminal: Terminal): void {
  program
    .command('whatif <name>')
    .summary('say who would be served by another side if a route stood elsewhere')
    .description(DESCRIPTION)
    .option('--percent <n>', 'as if it were a canary of this share')
    .addOption(stageOption('as if it stood at this stage'))
    .option('--json', 'print one JSON object')
    .option('--admin <address>', 'the admin port of an instance (FICUS_ADMIN, 127.0.0.1:9400)')
    .addHelpText('after', MORE)
    .action((name: string, options: Options) => suppose(name, options, terminal))
}

async function suppose(name: string, options: Options, terminal: Terminal): Promise<void> {
  const { percent, to, admin } = options
  const query = new URLSearchParams({
    ...(percent !== undefined && { percent }),
    ...(to !== undefined && { to }),
  })
  const path = `/api/routes/${encodeURIComponent(name)}/whatif?${query.toString()}`
  const heard = await askInstances<WhatIfView>(path, admin, terminal)
  const view = { ...addedUp(heard.said.map(each => each.view)), silent: heard.silent }
  print(view, options, terminal, setWhatIf)
}

/** Sets what would be as text: who moves, who stays and why, and what the gate says. */
export function setWhatIf(
  view: WhatIfView & { readonly silent: readonly string[] },
  page: Page,
): string {
  const { name, place, promote, routes, names, silent } = view
  const moving = sum(routes.flatMap(({ moves }) => moves.map(({ requests }) => requests)))
  const asked = sum(routes.map(each => each.asked))
  const there = spokenPlace({ ...place, halt: 'none' })
  return [
    asked === 0
      ? `${name} at ${there}: nobody can say, no request of it is kept that was read\n`
      : `${name} at ${there}: ${moving} of ${asked} requests would be served by another side, ` +
        `about ${names.length} keys\n`,
    ...routes.map(route => setRoute(route, view.kept.unread[route.route] ?? 0, page)),
    promote.isDone
      ? `\npromote would be done now${promote.says === '' ? '' : `: ${promote.says}`}\n`
      : `\npromote would be refused now: ${promote.says}\n  → ${String(promote.wayOut)}\n`,
    silent.length === 0 ? '' : `not asked, because they do not answer: ${silent.join(', ')}\n`,
  ].join('')
}

function setRoute(route: RouteWhatIf, passed: number, { width, paint }: Page): string {
  const { stands, asked, since, moves, stays, unread, otherFile, gate, remainingMs } = route
  const from = since === null ? '' : ` since ${new Date(since).toISOString()}`
  const longer = remainingMs === null ? '' : `, about ${spokenDuration(remainingMs)} more`
  const lines = [
    ['stands at', spokenPlace(stands)],
    ['asked again', `${asked}${from}`],
    ...Object.entries(stays).map(([because, count]) => [`stay by ${because}`, String(count)]),
    ...(unread + otherFile > 0
      ? [['cannot be said', `${unread} not read, ${otherFile} decided by another file`]]
      : []),
    ...(passed > 0 ? [['passed unread', `${passed}, of which one in ten thousand is read`]] : []),
    ['gate', gate === null ? 'not known' : `${spokenGate({ gate, cloud: '' })}${longer}`],
  ]
  const rows = moves.map(({ from: before, to, supplier, interaction, class: klass, ...counts }) => [
    `${before} → ${to}`,
    party(supplier),
    shown(interaction ?? 'none'),
    klass,
    String(counts.requests),
    counts.later === 0 ? '' : `${counts.later} only once nothing from before is sent again`,
  ])
  const headings = ['moves', 'supplier', 'interaction', 'class', 'requests', '']
  return [
    `\n${setTable({ headings: [route.route, ''], rows: lines }, width, paint)}`,
    rows.length === 0 ? '' : `\n${setTable({ headings, rows }, width, paint)}`,
  ].join('')
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0)
