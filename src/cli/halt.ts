import type { Command } from 'commander'
import { askForChange, type ChangeOptions, withChangeOptions } from './change.ts'
import type { Terminal } from './terminal.ts'

interface Options extends ChangeOptions {
  readonly hard?: boolean
}

/** Adds `halt [name]`: legacy serves at once, and every stage stays as it was. */
export function addHalt(program: Command, terminal: Terminal): void {
  const command = program
    .command('halt [name]')
    .summary('let legacy serve at once: a route, a cohort, or everything')
    .description(
      'Let legacy serve at once: a route, a cohort, or everything. Stages stay as they were. Works without the store.',
    )
    .option('--hard', 'also refuse what only the cloud holds')
  withChangeOptions(command).action((name: string | undefined, options: Options) => {
    const isHard = options.hard === true
    return askForChange(name, { verb: 'halt', ...(isHard && { isHard }) }, options, terminal)
  })
}
