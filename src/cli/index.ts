/**
 * `ficus`: the same API from a terminal.
 *
 * In: arguments and a {@link Terminal}.
 * Out: an exit code, text or `--json`.
 * Never: reads the process itself, or decides anything a room below decides.
 *
 * @packageDocumentation
 */
export { runCommand } from './run-command.ts'
export type { Terminal } from './terminal.ts'
