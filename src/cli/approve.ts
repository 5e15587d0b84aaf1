import type { Command } from 'commander'
import { askedWith, type ChangeOptions, madeAt, setChange, withChangeOptions } from './change.ts'
import { pageOf } from './print.ts'
import { requestPath } from './requested.ts'
import type { Terminal } from './terminal.ts'

const MORE = `
Nobody approves what they asked for, and nobody twice: people are told apart by their tokens
(FICUS_TOKEN). The last person who is needed carries it out, planned anew on the fleet as it is.

Exit codes: 0 carried out, or in a dry run could be; 2 there is no such request; 3 approved, and
others must approve it too; or refused: it has expired, was replaced or rejected, its gate has
closed, a freeze or a halt lies over it, or you may not; 4 no instance answers, or its store does
not; 5 what it was asked on has moved.

Examples:
  ficus approve 42 --dry-run --reason 'to see what it would do'
  ficus approve 42 --reason 'the numbers are those of ticket 4711'`

/** Adds `approve <id>`: a second person's word for what another asked for. */
export function addApprove(program: Command, terminal: Terminal): void {
  const command = program
    .command('approve <id>')
    .summary('approve what another person asked for')
    .description(
      'Approve a request of somebody else; with enough people it is carried out at once.',
    )
    .addHelpText('after', MORE)
  withChangeOptions(command).action(async (id: string, options: ChangeOptions) => {
    const made = await madeAt(requestPath(id, 'approve'), askedWith(options), options, terminal)
    if (options.json === true) return
    const verb = made.request?.verb ?? 'approve'
    terminal.stdout.write(setChange(made, verb, pageOf(terminal)))
  })
}
