/** Starts: the only reader of env, argv and signals. */
import { tooOld } from './runtime.js'
import { runCommand, type Terminal } from './cli/index.ts'

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2'] as const

const terminal: Terminal = {
  env: process.env,
  cwd: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  onSignal(listener) {
    for (const signal of SIGNALS) process.on(signal, listener)
    return () => {
      for (const signal of SIGNALS) process.off(signal, listener)
    }
  },
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever read it has had enough, as `| head` has: nothing is wrong, and nobody is there to be told.
    if (error.code !== 'EPIPE') throw error
  })
}

const line = tooOld(process.versions.node)
if (line !== undefined) console.error(line)
process.exitCode = line === undefined ? await runCommand(process.argv.slice(2), terminal) : 1
