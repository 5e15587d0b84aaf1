import { Command, CommanderError } from 'commander'
import { addAudit } from './audit.ts'
import { addCheck } from './check.ts'
import { addCompare } from './compare.ts'
import { addDemo } from './demo.ts'
import { addDiff } from './diff.ts'
import { addDivergence, addDivergences } from './divergences.ts'
import { addEvidence } from './evidence.ts'
import { addExplain } from './explain.ts'
import { addExport } from './export.ts'
import { addFleet } from './fleet.ts'
import { addHalt } from './halt.ts'
import { addMapping } from './mapping.ts'
import { addOverride } from './override.ts'
import { addPins } from './pins.ts'
import { addPromote } from './promote.ts'
import { addReload } from './reload.ts'
import { addResume } from './resume.ts'
import { addRollback } from './rollback.ts'
import { addRoutes } from './routes.ts'
import { addStart } from './start.ts'
import { addStatus } from './status.ts'
import { addTranslate } from './translate.ts'
import { addUndo } from './undo.ts'
import { addWhatIf } from './whatif.ts'
import { CommandError, EXIT, type ExitCode, type Terminal } from './terminal.ts'

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
  addOverride,
  addPins,
  addAudit,
  addExport,
]

/** Runs one command line (without `node` and the script) and gives its exit code; throws nothing. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const program = new Command('ficus')
    .description('Moves NHS Spine interactions from legacy to cloud, one route at a time.')
    .exitOverride()
    .configureOutput({
      writeOut: text => terminal.stdout.write(text),
      writeErr: text => terminal.stderr.write(text),
    })
    .showHelpAfterError('(ficus --help lists the commands)')
  for (const add of COMMANDS) add(program, terminal)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return EXIT.done
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    if (error instanceof CommandError) {
      terminal.stderr.write(`ficus: ${error.message}\n`)
      return error.exitCode
    }
    throw error
  }
}
