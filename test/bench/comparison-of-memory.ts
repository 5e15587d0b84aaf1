/**
 * Measures what one comparison adds to the memory of a process that compares, and says what it saw as JSON:
 * `node --expose-gc comparison-of-memory.ts <policy> <control> <candidate>`.
 *
 * The documents come as files: making them here would raise the peak that is to be measured. Small pairs are compared
 * first, so that code is loaded and compiled. What stands then, with both bodies already read, is what the peak
 * resident set of the process is held against once the pair is compared: everything counts, the young generation of
 * the heap and what the collector has not cleared away in time as well as what is held.
 */
import { readFileSync } from 'node:fs'
import { policyNamed } from '../../src/products/index.ts'
import { generatedRelease, PLAIN } from './comparison-generated.ts'
import { answered, compare } from './comparison-pairs.ts'
import { writeDocument } from './comparison-written.ts'

/** What one comparison came to, in bytes. */
export interface OfMemory {
  /** Of both documents. */
  readonly input: number
  /** By how much the largest resident set of the process is above what was resident before. */
  readonly resident: number
}

const WARM_UPS = 300

function measured(files: readonly string[], name: string): OfMemory {
  const policy = policyNamed(name)
  const [control, candidate] = files.map(file => answered(readFileSync(file)))
  if (policy === undefined || control === undefined || candidate === undefined) {
    throw new Error('two documents and the name of a policy')
  }
  const small = Buffer.from(writeDocument(generatedRelease(4_000), PLAIN))
  const other = answered(Buffer.from(small.toString().replaceAll('\n', '\n ')))
  for (let run = 0; run < WARM_UPS; run += 1) {
    compare({ control: answered(small), candidate: other }, policy)
  }
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  const { verdict } = compare({ control, candidate }, policy)
  const resident = process.resourceUsage().maxRSS * 1024 - before
  if (verdict !== 'identical' && verdict !== 'equivalent') throw new Error(`it is ${verdict}`)
  return { input: control.body.length + candidate.body.length, resident }
}

const [name = '', ...files] = process.argv.slice(2)
console.log(JSON.stringify(measured(files, name)))
