import type { Command } from 'commander'
import { askForChange, type ChangeOptions, withChangeOptions } from './change.ts'
import { CHANGE_CODES } from './change-codes.ts'
import type { Terminal } from './terminal.ts'

const MORE = `
A file that says fewer people than one before it is taken in, and the fleet goes on asking for as
many as before: whoever may load a file would else approve their own change. This lowers it to what
the file says, with the approval of as many people as are needed now.
${CHANGE_CODES}

Examples:
  ficus relax pds-retrieval --reason 'ticket 4711: it has its way back now'`

/** Adds `relax <name>`: a route needs no more people than its file says. */
export function addRelax(program: Command, terminal: Terminal): void {
  const command = program
    .command('relax <name>')
    .summary('let a route need no more people than its file says')
    .description('Let a route, or all of a cohort, need no more people than the routes file says.')
    .addHelpText('after', MORE)
  withChangeOptions(command).action((name: string, options: ChangeOptions) =>
    askForChange(name, { verb: 'relax' }, options, terminal),
  )
}
