import type { Command } from 'commander'
import {
  askedWith,
  type ChangeOptions,
  madeAt,
  spokenOutcome,
  withChangeOptions,
} from './change.ts'
import { printable } from './printable.ts'
import { requestPath } from './requested.ts'
import type { Terminal } from './terminal.ts'

const MORE = `
An approver rejects any request; whoever asked for one takes it back so.

Exit codes: 0 it waits no more; 2 there is no such request; 3 it is not open any more, or you may
not; 4 no instance answers, or its store does not; 5 the revision moved on.

Examples:
  ficus reject 42 --reason 'not before the weekend'`

/** Adds `reject <id>`: the end of a request that is not carried out. */
export function addReject(program: Command, terminal: Terminal): void {
  const command = program
    .command('reject <id>')
    .summary('reject what another person asked for, or take your own request back')
    .description('Take a request off: as an approver, or as whoever asked for it.')
    .addHelpText('after', MORE)
  withChangeOptions(command).action(async (id: string, options: ChangeOptions) => {
    const made = await madeAt(requestPath(id, 'reject'), askedWith(options), options, terminal)
    if (options.json === true) return
    const lines = [spokenOutcome(made, 'reject'), ...made.notes]
    terminal.stdout.write(lines.map(line => `${printable(line)}\n`).join(''))
  })
}
