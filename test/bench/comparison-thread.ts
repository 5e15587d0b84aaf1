/** The root of a thread that compares one pair and says what memory that took. */
import { type Answered, createCompare } from '../../src/comparison/index.ts'
import { policyNamed } from '../../src/products/index.ts'
import { serveThread } from '../../src/workers/index.ts'

/** One pair as its thread is given it. */
export interface PairWork {
  readonly policy: string
  readonly control: Uint8Array<ArrayBuffer>
  readonly candidate: Uint8Array<ArrayBuffer>
}

/** By how many bytes the process grew for one pair. */
export interface Grown {
  /** The largest resident set above what was resident before: nothing that had been left free is in it. */
  readonly least: number
  /** Above what was in use before: all that had been left free is taken to have been used. */
  readonly most: number
}

const compare = createCompare({ key: Buffer.alloc(32, 7), now: Date.now })

const answered = (bytes: Buffer): Answered => ({
  status: 200,
  headers: ['Content-Type', 'text/xml; charset=utf-8'],
  body: bytes,
})

const WARM_UPS = 20

/** Some of everything, so that code is loaded before it counts. */
const small = (blank: string): Answered =>
  answered(Buffer.from(`<a>${`${blank}<b c="1" d="&amp;">text<e/></b>`.repeat(40)}${blank}</a>`))

function grown({ policy: name, ...pair }: PairWork): Grown {
  const policy = policyNamed(name)
  if (policy === undefined) throw new Error('there is no such policy')
  const control = answered(Buffer.from(pair.control.buffer))
  const candidate = answered(Buffer.from(pair.candidate.buffer))
  for (let run = 0; run < WARM_UPS; run += 1) {
    compare({ control: small('\n'), candidate: small(' ') }, policy)
  }
  globalThis.gc?.()
  const { rss, heapTotal, heapUsed } = process.memoryUsage()
  const { verdict } = compare({ control, candidate }, policy)
  if (verdict !== 'identical' && verdict !== 'equivalent') throw new Error('it is not equal')
  const peak = process.resourceUsage().maxRSS * 1024
  return { least: peak - rss, most: peak - (rss - (heapTotal - heapUsed)) }
}

serveThread({
  use: () => undefined,
  run: work => Promise.resolve(grown(work as PairWork)), // what is posted beside this file
})
