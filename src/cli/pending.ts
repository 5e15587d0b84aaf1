import type { Command } from 'commander'
import type { PendingRequest, PendingView } from '../admin/index.ts'
import { ask } from './asking.ts'
import type { Page } from './print.ts'
import { printable } from './printable.ts'
import { spokenAsk, spokenPeople } from './requested.ts'
import { type Cell, setTable } from './table.ts'
import type { Terminal } from './terminal.ts'
import { show, type WatchOptions, withWatchOptions } from './watching.ts'

const MORE = `
Exit codes: 0 shown, also where nothing waits; 4 no instance answers. With --watch it goes on until
SIGINT, also while nobody answers.

Examples:
  ficus pending
  ficus pending --watch
  ficus pending --json`

/** Adds `pending`: what waits for a second person. */
export function addPending(program: Command, terminal: Terminal): void {
  const command = program
    .command('pending')
    .summary('print what waits for a second person')
    .description('Print every change that waits for a second person, for whom, and until when.')
    .addHelpText('after', MORE)
  withWatchOptions(command).action((options: WatchOptions) =>
    show(
      { ask: () => ask<PendingView>('/api/pending', options, terminal), set: setPending },
      options,
      terminal,
    ),
  )
}

/** Sets what waits as a table. */
export function setPending({ trouble, requests }: PendingView, { width, paint }: Page): string {
  const silent =
    trouble === null ? '' : `The store does not answer (${trouble}): as last known.\n\n`
  if (requests.length === 0) return `${paint(silent, 'bad')}nothing waits for a second person\n`
  const headings = ['request', 'what', 'asked by', 'why', 'approved by', 'waits for', 'until']
  const table = setTable({ headings, rows: requests.map(rowOf) }, width, paint)
  const moved = requests.flatMap(({ id, moved: says }) =>
    says.map(each => `request ${id} will be refused: ${printable(each)}\n`),
  )
  return `${paint(silent, 'bad')}${table}${paint(moved.join(''), 'warning')}`
}

function rowOf(request: PendingRequest): readonly Cell[] {
  const { id, actor, reason, approvals, missing, until, isExpired } = request
  const by = approvals.map(each => each.actor).join(', ')
  const ends = `${new Date(until).toISOString()}${isExpired ? ' (over)' : ''}`
  return [
    String(id),
    printable(spokenAsk(request)),
    printable(actor),
    printable(reason),
    by === '' ? 'nobody' : printable(by),
    spokenPeople(missing),
    isExpired ? { text: ends, dress: 'bad' } : ends,
  ]
}
