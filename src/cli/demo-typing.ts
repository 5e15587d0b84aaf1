import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Terminal } from './terminal.ts'

/** A command as a person typed it, and what it said. */
export interface Typed {
  /** `ficus promote pds-retrieval --reason 'why'` */
  readonly line: string
  readonly exitCode: number
  /** The lines it wrote, without empty ones. */
  readonly said: readonly string[]
  /** When it was begun and when it had ended; epoch milliseconds. */
  readonly from: number
  readonly to: number
}

/** Where commands are typed. */
export interface TypingOptions {
  /** The admin port they speak to. */
  readonly admin: string
  readonly folder: string
  readonly env: Terminal['env']
  /** Is shown each command as it is typed. */
  readonly shown: (line: string) => void
  /** Ends the command under way; its reason is thrown. */
  readonly signal: AbortSignal
}

/** Types one command and waits for its end. */
export type TypeCommand = (...args: readonly string[]) => Promise<Typed>

const START = fileURLToPath(new URL('../start.js', import.meta.url))

/** Gives what types commands: each runs in a process of its own, as anybody's would. */
export const createTyping =
  ({ admin, folder, env, shown, signal }: TypingOptions): TypeCommand =>
  async (...args) => {
    signal.throwIfAborted()
    const line = lineOf(args)
    shown(line)
    const from = Date.now()
    const child = spawn(process.execPath, [START, ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...env, FICUS_ADMIN: admin.replace('http://', '') },
    })
    const end = (): void => void child.kill('SIGKILL')
    signal.addEventListener('abort', end)
    let text = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')))
    }
    try {
      const [code] = (await once(child, 'close')) as [number | null] // what the event carries
      signal.throwIfAborted()
      const said = text.split('\n').filter(line => line.trim() !== '')
      return { line, exitCode: code ?? 1, said, from, to: Date.now() }
    } finally {
      signal.removeEventListener('abort', end)
    }
  }

/** Writes a command as it is typed into a shell. */
export const lineOf = (args: readonly string[]): string =>
  ['ficus', ...args.map(arg => (/^[\w./:@%=-]+$/.test(arg) ? arg : `'${arg}'`))].join(' ')

/** Whether a command changed where a route stands. */
export const isChange = ({ line, exitCode }: Typed): boolean =>
  exitCode === 0 && !line.startsWith('ficus divergences')
