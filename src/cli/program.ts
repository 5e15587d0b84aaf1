import { Command, CommanderError } from 'commander'
import { addApprove } from './approve.ts'
import { addAudit } from './audit.ts'
import { addCheck } from './check.ts'
import { addCompare } from './compare.ts'
import { addCompletion } from './completion.ts'
import { addDemo } from './demo.ts'
import { addDiff } from './diff.ts'
import { addDivergence, addDivergences } from './divergences.ts'
import { addEvidence } from './evidence.ts'
import { addExplain } from './explain.ts'
import { addExport } from './export.ts'
import { addFleet } from './fleet.ts'
import { addFreeze } from './freeze.ts'
import { addHalt } from './halt.ts'
import { addLint } from './lint.ts'
import { addMapping } from './mapping.ts'
import { addNotify } from './notify.ts'
import { addOverride } from './override.ts'
import { addPending } from './pending.ts'
import { addPins } from './pins.ts'
import { addPromote } from './promote.ts'
import { folded } from './print.ts'
import { addReject } from './reject.ts'
import { addRelax } from './relax.ts'
import { addReload } from './reload.ts'
import { addResume } from './resume.ts'
import { addRollback } from './rollback.ts'
import { addRoutes } from './routes.ts'
import { addStart } from './start.ts'
import { addStatus } from './status.ts'
import { addTranslate } from './translate.ts'
import { paintFor } from './paint.ts'
import { addUndo } from './undo.ts'
import { addWhatIf } from './whatif.ts'
import { CommandError, EXIT, type ExitCode, type Terminal } from './terminal.ts'
import { VERSION } from './version.ts'

/** Adds one verb to the program. Its action returns nothing and throws CommandError to fail. */
export type AddCommand = (program: Command, terminal: Terminal) => void

const COMMANDS: readonly AddCommand[] = [
  addStart,
  addDemo,
  addCheck,
  addDiff,
  addReload,
  addExplain,
  addWhatIf,
  addCompare,
  addTranslate,
  addMapping,
  addLint,
  addStatus,
  addFleet,
  addRoutes,
  addEvidence,
  addDivergences,
  addDivergence,
  addPromote,
  addRollback,
  addHalt,
  addResume,
  addUndo,
  addPending,
  addApprove,
  addReject,
  addRelax,
  addOverride,
  addPins,
  addFreeze,
  addAudit,
  addNotify,
  addExport,
  addCompletion,
]

/** Creates the program with every command there is. */
export function createProgram(terminal: Terminal): Command {
  const { stdout, stderr } = terminal
  const program = new Command('ficus')
    .description('Moves NHS Spine interactions from legacy to cloud, one route at a time.')
    .exitOverride()
    .configureOutput({
      writeOut: text => stdout.write(text),
      writeErr: text => stderr.write(text),
      getOutHelpWidth: () => Math.min(stdout.columns ?? HELP_WIDTH, HELP_WIDTH),
      getErrHelpWidth: () => HELP_WIDTH,
      outputError: (text, write) => write(text.replace(/^error: /, prefixOf(terminal))),
    })
    .addHelpText('after', EXIT_CODES)
  for (const add of COMMANDS) add(program, terminal)
  for (const command of allOf(program)) {
    // Commander hands what was set down to commands it makes later, not to what they are asked with.
    askLate(command)
    command.showHelpAfterError(`(${pathOf(command)} --help says how it is typed)`)
  }
  return program
}

/**
 * Has what a command must be given asked for once all that was typed is known: who misspelt `--reason` is told so, and
 * not that it is missing.
 */
function askLate(command: Command): void {
  const asked = command.options.filter(({ mandatory }) => mandatory)
  for (const option of asked) option.makeOptionMandatory(false)
  command.hook('preAction', () => {
    for (const option of asked) {
      if (command.getOptionValue(option.attributeName()) !== undefined) continue
      command.error(`required option '${option.flags}' not specified`)
    }
  })
}

/** Lines of help are read, not scanned: on a wide terminal they stay as long as one reads easily. */
const HELP_WIDTH = 100

const EXIT_CODES = `
Exit codes of every command: 0 done, 1 failed, 2 usage or configuration, 3 refused by a gate
or role or waiting for a second person, 4 not reachable, 5 the revision moved on.`

/** Gives a command and all below it. */
export const allOf = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(allOf),
]

/** Names a command as it is typed: `ficus audit list`. */
export const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`

const prefixOf = ({ stderr, env }: Terminal): string => `${paintFor(stderr, env)('ficus:', 'bad')} `

/** Runs one command line and gives its exit code; throws nothing that a command said. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const program = createProgram(terminal)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return EXIT.done
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    if (error instanceof CommandError) {
      const said = `${prefixOf(terminal)}${error.message}\n`
      terminal.stderr.write(folded(said, terminal.stderr.columns ?? Infinity))
      return error.exitCode
    }
    if (isUnread(error)) return EXIT.done
    terminal.stderr.write(`${prefixOf(terminal)}${unforeseen(error)}\n`)
    return EXIT.failed
  }
}

/** A mistake of ours, in one line with its place; an instance of another version may say what is not known here. */
function unforeseen(error: unknown): string {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
  const [, place = 'a place nobody knows'] =
    /\(?(?:file:\/\/)?\S*?([\w.-]+\.ts:\d+):\d+\)?/.exec(stack) ?? []
  return `nobody foresaw this, at ${place}: ${message}\n  → see by \`ficus fleet\` whether the instance is of this version, ${VERSION}; else it is a mistake of Ficus`
}

/** Whether whoever read what is printed has gone while the command waited for them. */
const isUnread = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EPIPE'
