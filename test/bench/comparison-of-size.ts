/**
 * Measures one size in a process of its own, so that what another size left in the heap and in the compiler does
 * not weigh on it: `node comparison-of-size.ts <size> <blocks>` says what it saw as JSON.
 */
import { readXml } from '../../src/xml/index.ts'
import { createDraw } from '../support/corpus-cuts.ts'
import { worked } from './comparison-clock.ts'
import { type BenchPair, compare, type Pairs, pairsOf, SIZES } from './comparison-pairs.ts'
import {
  diffWithJsondiffpatch,
  parseWithFastXmlParser,
  plainOf,
  readWithSaxes,
} from './comparison-peers.ts'
import { shuffled } from './comparison-written.ts'

const VARIANTS = ['ficus', 'ficus again', 'fast-xml-parser', 'saxes', 'jsondiffpatch'] as const

/** Whose time is measured. */
export type Variant = (typeof VARIANTS)[number]

/** What a size came to: milliseconds per pair, the least over the blocks. */
export interface OfSize {
  readonly isPublished: boolean
  readonly elements: number
  /** Of both documents. */
  readonly bytes: number
  readonly equal: Readonly<Record<Variant, number>>
  readonly five: Readonly<Record<Variant, number>>
}

/** Long enough for garbage collections to fall into every batch, so that what is thrown away is paid for. */
const BATCH_MS = 50
const BATCH_RUNS = 2
const WARM_UP_MS = 400
const SETTLE_MS = 10

type Work = () => unknown

function worksOf({ control, candidate, policy }: BenchPair): Record<Variant, Work> {
  const bodies = [control.body, candidate.body]
  const [left, right] = [plainOf(readXml(control.body)), plainOf(readXml(candidate.body))]
  const ficus: Work = () => compare({ control, candidate }, policy)
  return {
    ficus,
    'ficus again': ficus,
    'fast-xml-parser': () => bodies.map(parseWithFastXmlParser),
    saxes: () => bodies.map(readWithSaxes),
    jsondiffpatch: () => diffWithJsondiffpatch(left, right),
  }
}

/** Milliseconds of one run, over many. */
function timed(work: Work, leastMs: number): number {
  // What another variant has left in the young heap is cleared away before it counts. A whole collection would do
  // harm: it throws away what was compiled for shapes of which no object is alive at that moment.
  const until = worked() + SETTLE_MS
  while (worked() < until) work()
  const start = worked()
  let runs = 0
  let ms = 0
  while (ms < leastMs || runs < BATCH_RUNS) {
    work()
    runs += 1
    ms = worked() - start
  }
  return ms / runs
}

function measured({ isPublished, elements, equal, five }: Pairs, blocks: number): OfSize {
  const rows = [worksOf(equal), worksOf(five)].flatMap(works =>
    VARIANTS.map(variant => ({ work: works[variant], least: Infinity })),
  )
  for (const { work } of rows) timed(work, WARM_UP_MS)
  const draw = createDraw(blocks)
  for (let block = 0; block < blocks; block += 1) {
    // In another order each time, so that none always follows the same.
    for (const row of shuffled(rows, draw)) {
      row.least = Math.min(row.least, timed(row.work, BATCH_MS))
    }
  }
  const least = (from: number): Record<Variant, number> =>
    Object.fromEntries(
      VARIANTS.map((variant, i) => [variant, rows[from + i]?.least ?? NaN]),
    ) as Record<Variant, number> // every variant is in it
  return {
    isPublished,
    elements,
    bytes: equal.control.body.length + equal.candidate.body.length,
    equal: least(0),
    five: least(VARIANTS.length),
  }
}

if (import.meta.main) {
  const [name, blocks] = process.argv.slice(2)
  const size = SIZES.find(one => one === name)
  if (size === undefined) throw new Error(`no such size: ${name ?? ''}`)
  console.log(JSON.stringify(measured(pairsOf(size), Number(blocks))))
}
