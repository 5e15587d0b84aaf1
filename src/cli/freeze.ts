import type { Command } from 'commander'
import type { FreezeRequest, FreezesView, FreezeView, UnfreezeRequest } from '../admin/index.ts'
import { ask, type AskOptions, withAskOptions } from './asking.ts'
import { glassOf, type GlassOptions, withBreakGlass } from './break-glass.ts'
import {
  askedWith,
  type ChangeOptions,
  madeAt,
  spokenOutcome,
  withChangeOptions,
} from './change.ts'
import { CHANGE_CODES } from './change-codes.ts'
import { parseBeginning, parseEnd } from './instant.ts'
import { printable } from './printable.ts'
import { type Page, print } from './print.ts'
import { type Cell, setTable } from './table.ts'
import type { Terminal } from './terminal.ts'

const MORE = `
While a freeze is on nothing leads forward: no promotion, no key is sent to the cloud, no pin is
moved. A rollback, a halt and its end are never frozen. --break-glass APPROVER passes it, and the
audit keeps who. The routes file may freeze too (\`freeze\`); that is taken out of the file.`

const ADDING = `${CHANGE_CODES}

Examples:
  ficus freeze add --from 2026-12-18T17:00Z --to 2027-01-04T08:00Z --reason 'winter'
  ficus freeze add --to 2026-12-01 --reason 'incident 4711' pds-retrieval eps-claims`

const REMOVING = `
One that is on is taken off on a second person's word alone.
${CHANGE_CODES}

Examples:
  ficus freeze remove f12 --reason 'entered twice'
  ficus freeze remove f12 --break-glass 'R Patel' --reason 'the incident is over'`

const LISTING = `
Exit codes: 0 printed, also where there is none; 4 no instance answers.

Examples:
  ficus freeze list
  ficus freeze list --json`

interface AddOptions extends ChangeOptions {
  readonly from?: string
  readonly to: string
}

/** Adds `freeze add`, `freeze list` and `freeze remove`: times in which nothing leads forward. */
export function addFreeze(
  program: Command,
  terminal: Terminal,
  now: () => number = Date.now,
): void {
  const freeze = program
    .command('freeze')
    .summary('let nothing lead forward for a time')
    .description('Let nothing lead forward for a time, end that, or print the times there are.')
    .addHelpText('after', MORE)
  const add = freeze
    .command('add [routes...]')
    .description('freeze everything, or the routes and cohorts that are named')
    .option('--from <when>', 'a day in UTC, or a moment with its zone; default: now')
    .requiredOption('--to <when>', 'its last day in UTC, or a moment with its zone')
    .addHelpText('after', ADDING)
  withChangeOptions(add).action((routes: readonly string[], options: AddOptions) => {
    const { from, to } = options
    const span = {
      from: from === undefined ? now() : parseBeginning('--from', from),
      to: parseEnd('--to', to),
    }
    const over = routes.length === 0 ? {} : { routes }
    return change({ verb: 'freeze', ...span, ...over, ...askedWith(options) }, options, terminal)
  })
  const remove = freeze
    .command('remove <id>')
    .description('take a freeze off that was laid at run time')
    .addHelpText('after', REMOVING)
  withChangeOptions(withBreakGlass(remove, 'take off one that is on')).action(
    (id: string, options: ChangeOptions & GlassOptions) => {
      const asked = { ...glassOf(options), ...askedWith(options) }
      return change({ verb: 'unfreeze', id, ...asked }, options, terminal)
    },
  )
  const list = freeze
    .command('list')
    .description('print every freeze, those that are over too')
    .addHelpText('after', LISTING)
  withAskOptions(list).action(async (options: AskOptions) => {
    const view = await ask<FreezesView>('/api/freezes', options, terminal)
    print(view, options, terminal, setFreezes)
  })
}

async function change(
  request: FreezeRequest | UnfreezeRequest,
  options: ChangeOptions,
  terminal: Terminal,
): Promise<void> {
  const view = await madeAt('/api/flip', request, options, terminal)
  if (options.json === true) return
  const lines = [spokenOutcome(view, request.verb), ...view.notes]
  terminal.stdout.write(lines.map(line => `${line}\n`).join(''))
}

const DRESSES = { on: 'warning', coming: 'plain', over: 'plain' } as const

/** Sets freezes as a table. */
export function setFreezes(
  { environment, trouble, freezes }: FreezesView,
  { width, paint }: Page,
): string {
  const silent = trouble === null ? '' : `The store does not answer (${trouble}): as last known.\n`
  if (freezes.length === 0) return `${silent}${environment}: no freezes\n`
  const headings = ['id', 'is', 'from', 'to', 'over', 'by', 'why']
  const rows = freezes.map((freeze): Cell[] => [
    freeze.id ?? 'the file',
    { text: freeze.state, dress: DRESSES[freeze.state] },
    at(freeze.from),
    at(freeze.to),
    freeze.routes?.join(', ') ?? 'every route',
    printable(freeze.by ?? 'the file'),
    printable(freeze.why),
  ])
  return `${silent}${environment}\n\n${setTable({ headings, rows }, width, paint)}`
}

/** Says of one freeze that it is on or to come. */
export const spokenFreeze = ({ state, from, to, why, routes }: FreezeView): string => {
  const over = routes === null ? '' : ` (${routes.join(', ')})`
  const when = state === 'on' ? `frozen until ${at(to)}` : `frozen from ${at(from)} to ${at(to)}`
  return printable(`${when}: ${why}${over}`)
}

const at = (ms: number): string => new Date(ms).toISOString()
