/**
 * Measures what one comparison adds to the memory of a process, and says what it saw as JSON:
 * `node --expose-gc comparison-of-memory.ts <policy> <control> <candidate>`.
 *
 * The pair is compared once, in a thread as the product starts them, with the limits those have. The documents come as
 * files: making them here would raise the peak that is to be measured. Small pairs are compared first, so that code is
 * loaded. The peak resident set of the process once the pair is compared is held against what it was before, both
 * bodies included: everything counts, what the collector had not yet cleared away too. A heap keeps pages it does not
 * use; whether the pair was given those nobody can see, so there are two figures, and the larger one is to be reached.
 */
import { readFileSync } from 'node:fs'
import { createThreads, type JobEnd } from '../../src/workers/index.ts'
import type { Grown, PairWork } from './comparison-thread.ts'

/** What one comparison came to, in bytes. */
export interface OfMemory extends Grown {
  /** Of both documents. */
  readonly input: number
}

function own(file: string): Uint8Array<ArrayBuffer> {
  const bytes = readFileSync(file)
  const copy = new Uint8Array(new ArrayBuffer(bytes.length))
  copy.set(bytes)
  return copy
}

async function measured([policy = '', first = '', second = '']: string[]): Promise<OfMemory> {
  const work: PairWork = { policy, control: own(first), candidate: own(second) }
  const input = work.control.length + work.candidate.length
  const threads = createThreads({ root: new URL('comparison-thread.ts', import.meta.url) })
  const { promise, resolve } = Promise.withResolvers<JobEnd>()
  const transfer = [work.control.buffer, work.candidate.buffer]
  threads.post({ work, transfer, mostMs: 60_000, ended: resolve })
  // Threads keep no process alive.
  const alive = setInterval(() => undefined, 60_000)
  const end = await promise
  clearInterval(alive)
  await threads.close()
  if (!('came' in end)) throw new Error(`the thread: ${end.ended}`)
  return { input, ...(end.came as Grown) } // what the thread told
}

console.log(JSON.stringify(await measured(process.argv.slice(2))))
