import { NAMES_COMMAND, printNames } from './names-asked.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/** Runs one command line (without `node` and the script) and gives its exit code; throws nothing that was foreseen. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [first, ...rest] = args
  if (first === NAMES_COMMAND) return printNames(rest, terminal)
  // Loaded when it is needed: whoever presses Tab waits for what is loaded here.
  const { runProgram } = await import('./program.ts')
  return runProgram(args, terminal)
}
