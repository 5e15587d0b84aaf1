import type { Command } from 'commander'
import { askForChange, type ChangeOptions, withChangeOptions } from './change.ts'
import type { Terminal } from './terminal.ts'

/** Adds `resume [name]`: what stood before a halt stands again. */
export function addResume(program: Command, terminal: Terminal): void {
  const command = program
    .command('resume [name]')
    .summary('end a halt: what stood before it stands again')
    .description(
      'End a halt of a route, a cohort, or everything: what stood before it stands again.',
    )
  withChangeOptions(command).action((name: string | undefined, options: ChangeOptions) =>
    askForChange(name, { verb: 'resume' }, options, terminal),
  )
}
