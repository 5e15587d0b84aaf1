import { PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import { runCommand, type Terminal } from '../../src/cli/index.ts'

/** Runs a whole command line, as a person types it, and gives what came out. */
export async function ficus(
  args: readonly string[],
  env: Terminal['env'] = {},
  cwd = '/',
  typed = '',
) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const said = { out: '', err: '' }
  stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
  const stdin = new PassThrough()
  stdin.end(typed)
  const terminal: Terminal = { env, cwd, stdin, stdout, stderr, onSignal: () => () => undefined }
  const code = await runCommand(args, terminal)
  stdout.end()
  stderr.end()
  await Promise.all([finished(stdout), finished(stderr)])
  return { code, ...said }
}
