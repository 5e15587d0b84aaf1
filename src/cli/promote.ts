import type { Command } from 'commander'
import type { ChangeRequest } from '../admin/index.ts'
import {
  askForChange,
  type ChangeOptions,
  parseNumber,
  type VerbFields,
  withChangeOptions,
} from './change.ts'
import { CHANGE_CODES } from './change-codes.ts'
import { stageOption } from './stage-option.ts'
import type { Terminal } from './terminal.ts'

interface Options extends ChangeOptions {
  readonly to?: NonNullable<ChangeRequest['to']>
  readonly percent?: string
  readonly breakGlass?: string
}

const MORE = `${CHANGE_CODES}

Examples:
  ficus promote pds-retrieval --to shadow --reason 'ticket 4711: first copies'
  ficus promote pds-retrieval --percent 5 --reason 'ticket 4712' --dry-run`

/** Adds `promote <name>`: the next stage or percentage, if its gate is open. */
export function addPromote(program: Command, terminal: Terminal): void {
  const command = program
    .command('promote <name>')
    .summary('take a route, or all of a cohort, one step towards the cloud')
    .description('Take a route, or all of a cohort, one step towards the cloud. Its gate is asked.')
    .addHelpText('after', MORE)
    .addOption(stageOption('a stage further on than the next'))
    .option('--percent <n>', 'a canary’s share')
    .option('--break-glass <approver>', 'pass a gate that is not open, on a second person’s word')
  withChangeOptions(command).action((name: string, options: Options) =>
    askForChange(name, promotion(options), options, terminal),
  )
}

const promotion = ({ to, percent, breakGlass }: Options): VerbFields => ({
  verb: 'promote',
  ...(to !== undefined && { to }),
  ...(percent !== undefined && { percent: parseNumber('--percent', percent) }),
  ...(breakGlass !== undefined && { breakGlass: { approver: breakGlass } }),
})
