import type { ExitCode, Terminal } from './terminal.ts'

/** Runs one command line (without `node` and the script) and gives its exit code; throws nothing. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  // Loaded when it is needed: whoever presses Tab waits for what is loaded here.
  const { runProgram } = await import('./program.ts')
  return runProgram(args, terminal)
}
