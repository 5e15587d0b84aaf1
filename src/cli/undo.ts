import type { Command } from 'commander'
import { askForChange, type ChangeOptions, withChangeOptions } from './change.ts'
import type { Terminal } from './terminal.ts'

interface Options extends ChangeOptions {
  readonly breakGlass?: string
}

const MORE = `
With --dry-run: what would be undone, and what would then come back.

Exit codes: 0 done; 2 there is nothing to undo, or a routes file has touched the same since;
3 the gate is not open; 4 no store answers; 5 somebody has changed something meanwhile.

Examples:
  ficus undo --dry-run --reason 'to see what it would take back'
  ficus undo --reason 'that was the wrong route'`

/** Adds `undo`: the last change backwards, as a change of its own. */
export function addUndo(program: Command, terminal: Terminal): void {
  const command = program
    .command('undo')
    .summary('take the last change back, as a change of its own')
    .description(
      'Take the last change that somebody made back. A routes file that was taken in since stays as it is. Where ' +
        'an undo leads towards the cloud, the gate is asked. An undo of an undo brings back what it took.',
    )
    .addHelpText('after', MORE)
    .option('--break-glass <approver>', 'pass a gate that is not open, on a second person’s word')
  withChangeOptions(command).action((options: Options) => {
    const { breakGlass } = options
    const glass = breakGlass === undefined ? {} : { breakGlass: { approver: breakGlass } }
    return askForChange(undefined, { verb: 'undo', ...glass }, options, terminal)
  })
}
