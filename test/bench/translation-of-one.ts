/**
 * Measures one translation in a process of its own: `node translation-of-one.ts <what> <blocks>` says what it saw as
 * JSON.
 */
import { XMLBuilder, XMLParser } from 'fast-xml-parser'
import { createDraw } from '../support/corpus-cuts.ts'
import { worked } from './comparison-clock.ts'
import { shuffled } from './comparison-written.ts'
import { type BenchTranslation, isTranslated, TRANSLATIONS } from './translation-messages.ts'

const VARIANTS = ['ficus', 'ficus again', 'to JSON', 'to XML'] as const

/** Whose time is measured: ours, or fast-xml-parser's, which parses and writes as JSON, or as XML again. */
export type Variant = (typeof VARIANTS)[number]

/** What one translation came to: milliseconds each, the least over the blocks. */
export interface OfOne {
  /** Of its XML. */
  readonly bytes: number
  readonly ms: Readonly<Record<Variant, number>>
}

const BATCH_MS = 50
const WARM_UP_MS = 600
const SETTLE_MS = 10

type Work = () => unknown

// As the object of named members that people know; values stay as they are written.
const options = { ignoreAttributes: false, parseTagValue: false, parseAttributeValue: false }
const parser = new XMLParser(options)
// Its successor is another package, which nobody who has this one has too.
// eslint-disable-next-line @typescript-eslint/no-deprecated
const builder = new XMLBuilder(options)

const worksOf = ({ xml, work }: BenchTranslation): Record<Variant, Work> => ({
  ficus: work,
  'ficus again': work,
  'to JSON': () => xml.map(each => JSON.stringify(parser.parse(each.toString('utf8')))),
  'to XML': () => xml.map(each => builder.build(parser.parse(each.toString('utf8')))),
})

/** Milliseconds of one run, over many; what another variant left in the young heap is cleared away before. */
function timed(work: Work, leastMs: number): number {
  const until = worked() + SETTLE_MS
  while (worked() < until) work()
  const start = worked()
  let runs = 0
  let ms = 0
  while (ms < leastMs || runs < 2) {
    work()
    runs += 1
    ms = worked() - start
  }
  return ms / runs
}

function measured(translation: BenchTranslation, blocks: number): OfOne {
  const works = worksOf(translation)
  const rows = VARIANTS.map(variant => ({ variant, work: works[variant], least: Infinity }))
  for (const { work } of rows) timed(work, WARM_UP_MS)
  const draw = createDraw(blocks)
  for (let block = 0; block < blocks; block += 1) {
    // In another order each time, so that none always follows the same.
    for (const row of shuffled(rows, draw)) {
      row.least = Math.min(row.least, timed(row.work, BATCH_MS))
    }
  }
  return {
    bytes: translation.xml.reduce((sum, { length }) => sum + length, 0),
    ms: Object.fromEntries(rows.map(({ variant, least }) => [variant, least])) as OfOne['ms'], // every variant is in it
  }
}

if (import.meta.main) {
  const [name = '', blocks] = process.argv.slice(2)
  if (!isTranslated(name)) throw new Error(`no such translation: ${name}`)
  console.log(JSON.stringify(measured(TRANSLATIONS[name](), Number(blocks))))
}
