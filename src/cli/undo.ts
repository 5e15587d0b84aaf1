import type { Command } from 'commander'
import { askForChange, type ChangeOptions, withChangeOptions } from './change.ts'
import type { Terminal } from './terminal.ts'

interface Options extends ChangeOptions {
  readonly breakGlass?: string
}

/** Adds `undo`: the last change backwards, as a change of its own. */
export function addUndo(program: Command, terminal: Terminal): void {
  const command = program
    .command('undo')
    .summary('take the last change back, as a change of its own')
    .description(
      'Take the last change back. Where that leads towards the cloud, its gate is asked.',
    )
    .option('--break-glass <approver>', 'pass a gate that is not open, on a second person’s word')
  withChangeOptions(command).action((options: Options) => {
    const { breakGlass } = options
    const glass = breakGlass === undefined ? {} : { breakGlass: { approver: breakGlass } }
    return askForChange(undefined, { verb: 'undo', ...glass }, options, terminal)
  })
}
