import type { Command } from 'commander'
import type { EvidenceView } from '../admin/index.ts'
import { ask, askedBy, type ByOptions, withByOption } from './asking.ts'
import type { Page } from './print.ts'
import { spokenSupplier } from './spoken-place.ts'
import { setTable } from './table.ts'
import { GATE_DRESS } from './routes.ts'
import { spokenDuration } from './spoken-place.ts'
import type { Terminal } from './terminal.ts'
import { show, type WatchOptions, withWatchOptions } from './watching.ts'

const MORE = `
Exit codes: 0 shown, whatever the gate says; 2 there is no such route; 4 no instance
answers, or its store does not.

Examples:
  ficus evidence pds-retrieval
  ficus evidence pds-retrieval --by supplier
  ficus evidence pds-retrieval --watch`

type Options = WatchOptions & ByOptions

/** Adds `evidence <route>`: what its gate says, the numbers it says it on, and how much longer. */
export function addEvidence(program: Command, terminal: Terminal): void {
  const command = program
    .command('evidence <route>')
    .summary('print what a route’s gate stands on, and how much longer')
    .description(
      'Print what a route’s gate says, on which numbers, and how many comparisons are missing.',
    )
    .addHelpText('after', MORE)
  withWatchOptions(withByOption(command)).action((name: string, options: Options) => {
    const path = `/api/routes/${encodeURIComponent(name)}/evidence`
    return show(
      { ask: () => ask<EvidenceView>(askedBy(path, options), options, terminal), set: setEvidence },
      options,
      terminal,
    )
  })
}

/** Sets the evidence of a route as lines. */
export function setEvidence(view: EvidenceView, page: Page): string {
  const { paint } = page
  const { route, gate, asks, counts } = view
  const lines = [
    `${route}: the gate is ${paint(gate.verdict, GATE_DRESS[gate.verdict])}`,
    ...gate.why.map(why => `  ${why}`),
    '',
    `  asks for   fewer than ${share(asks.divergenceBelow)} different, with ${share(asks.confidence)} confidence`,
    `  epoch      ${gate.epoch}`,
    `  compared   ${gate.compared}: ${counts.identical} identical, ${counts.equivalent} equivalent, ` +
      `${counts.different} different, ${counts.critical} critical${reasons('truncated', counts.truncated)}`,
    ...found(counts.differsIn),
    `  not        ${gate.uncompared}${reasons('not compared', counts.notCompared)}` +
      reasons('not comparable', counts.notComparable),
    `  evidence   ${Number(gate.e.toPrecision(4))} of ${Number((1 / (1 - asks.confidence)).toPrecision(4))}`,
    `  missing    ${missing(view)}`,
  ]
  return `${lines.join('\n')}\n${setSuppliers(view, page)}`
}

/** Sets whose messages they were, where that was asked for; every column adds up to what is above. */
function setSuppliers({ bySupplier }: EvidenceView, { width, paint }: Page): string {
  if (bySupplier === undefined) return ''
  const rows = bySupplier.map(({ supplier, ...counts }) => [
    spokenSupplier(supplier),
    ...COLUMNS.map(([, of]) => String(of(counts))),
  ])
  const headings = ['supplier', ...COLUMNS.map(([heading]) => heading)]
  return `\n${setTable({ headings, rows }, width, paint)}`
}

type Counted = Omit<NonNullable<EvidenceView['bySupplier']>[number], 'supplier'>

const COLUMNS: readonly (readonly [heading: string, of: (counts: Counted) => number])[] = [
  ['identical', ({ identical }) => identical],
  ['equivalent', ({ equivalent }) => equivalent],
  ['different', ({ different }) => different],
  ['critical', ({ critical }) => critical],
  ['truncated', ({ truncated }) => truncated],
  ['not compared', ({ notCompared, notComparable }) => notCompared + notComparable],
]

/** Where what differs was found, on a translated route where anything does. */
function found({ seen, meant, both }: EvidenceView['counts']['differsIn']): string[] {
  if (seen + meant + both === 0) return []
  return [
    `  differ in  ${seen} only in what the supplier sees: the mapping`,
    `             ${meant} only in what both sides mean: nobody would notice`,
    `             ${both} in both: the cloud`,
  ]
}

function missing({ gate, perSecond, remainingMs }: EvidenceView): string {
  if (gate.needed === 0) return 'nothing'
  if (gate.needed === null) return 'no number of comparisons would do: a new version begins anew'
  const count = `${gate.needed} comparisons without a difference`
  if (remainingMs === null || perSecond === null) return `${count}; none are being made`
  return `${count}, ${spokenDuration(remainingMs)} at ${Number(perSecond.toPrecision(3))} a second`
}

const share = (of: number): string => `${Number((of * 100).toPrecision(6))} %`

const reasons = (what: string, counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([reason, count]) => `, ${count} ${what} (${reason})`)
    .join('')
