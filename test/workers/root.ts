/** The root of a thread that does what each job says: what a test needs a thread to do. */
import { serveThread } from '../../src/workers/index.ts'

let setup: object | undefined

/** Ends this very thread, as a crash would. */
const die = (): never => process.exit(1)

const spin = (): never => {
  for (;;) Math.sqrt(2)
}

const nothing = new Promise<never>(() => undefined)

serveThread({
  use: given => void (setup = given),
  run: async (work, busy) => {
    const { does, bytes } = work as { does: string; bytes?: Uint8Array }
    if (does === 'die') return busy(die)
    if (does === 'spin') return busy(spin)
    if (does === 'wait') return nothing
    if (does === 'throw') throw new Error('a piece of a message')
    if (does === 'setup') return setup
    const { readFileSync } = await import('node:fs')
    if (does === 'nice') return niceIn(readFileSync('/proc/thread-self/stat', 'utf8'))
    return bytes?.length ?? 'done'
  },
})

/** The nice value is the nineteenth field; the second, a name in brackets, may hold blanks (proc_pid_stat(5)). */
function niceIn(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])
}
