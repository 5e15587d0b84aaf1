import type { Writable } from 'node:stream'

/** Exit codes every command keeps to. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  unreachable: 4,
  conflict: 5,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** What a command sees of the world: handed down from main, which alone reads the process. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly stdin: NodeJS.ReadableStream
  readonly stdout: Writable & {
    readonly isTTY?: boolean
    readonly columns?: number
    readonly rows?: number
  }
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  /** Calls back on SIGTERM, SIGINT, SIGHUP or SIGUSR2; returns how to stop listening. */
  onSignal(listener: (signal: NodeJS.Signals) => void): () => void
}

/** Ends a command: the message goes to stderr as one line that names the thing and the way out. */
export class CommandError extends Error {
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string) {
    super(message)
    this.name = 'CommandError'
    this.exitCode = exitCode
  }
}
