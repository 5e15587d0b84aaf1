import type { Command } from 'commander'
import type { ChangeRequest } from '../admin/index.ts'
import { askForChange, type ChangeOptions, parseNumber, withChangeOptions } from './change.ts'
import { CHANGE_CODES } from './change-codes.ts'
import { stageOption } from './stage-option.ts'
import type { Terminal } from './terminal.ts'

interface Options extends ChangeOptions {
  readonly to?: NonNullable<ChangeRequest['to']>
  readonly percent?: string
}

const MORE = `${CHANGE_CODES}

Examples:
  ficus rollback pds-retrieval --reason 'incident 4711'
  ficus rollback patients --to canary --percent 5 --reason 'slower than it was'`

/** Adds `rollback <name>`: to where legacy last served everyone, or further back than it stands. */
export function addRollback(program: Command, terminal: Terminal): void {
  const command = program
    .command('rollback <name>')
    .summary('take a route, or all of a cohort, back to legacy')
    .description(
      'Take a route, or all of a cohort, back to where legacy served everyone. Never refused.',
    )
    .addHelpText('after', MORE)
    .addOption(stageOption('an earlier stage'))
    .option('--percent <n>', 'a canary’s smaller share')
  withChangeOptions(command).action((name: string, options: Options) => {
    const { to, percent } = options
    const place = {
      ...(to !== undefined && { to }),
      ...(percent !== undefined && { percent: parseNumber('--percent', percent) }),
    }
    return askForChange(name, { verb: 'rollback', ...place }, options, terminal)
  })
}
