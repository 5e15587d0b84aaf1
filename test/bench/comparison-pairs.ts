import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  type Answered,
  type Comparison,
  createCompare,
  type Difference,
  type Policy,
} from '../../src/comparison/index.ts'
import { policyNamed } from '../../src/products/index.ts'
import { readXml, type XmlElement } from '../../src/xml/index.ts'
import { createDraw } from '../support/corpus-cuts.ts'
import { generatedRelease, PLAIN } from './comparison-generated.ts'
import { changedAt, elementCount, leafCount, withoutBlanks } from './comparison-leaves.ts'
import { type Writing, writeDocument } from './comparison-written.ts'

/** A size of message that is measured: a published message, or one of ours. */
interface Source {
  readonly bytes: number
  /** Below the folder of published messages; absent where none is so long. */
  readonly path?: string
  readonly policy: string
}

const EPS = 'NHSDigital+electronic-prescription-service-api/packages/coordinator/tests/services'
const GP2GP =
  'NHSDigital+integration-adaptor-gp2gp-requesting/gp2gp-translator/src/integrationTest/resources'
const SCR = 'NHSDigital+summary-care-record-api/docker/service/src/integration-test/resources/uat'

const SOURCES = {
  '4 KB': {
    bytes: 3_700,
    path: `${SCR}/responses/event-list-query/noConsent.xml`,
    policy: 'scr.list',
  },
  '130 KB': {
    bytes: 133_000,
    path: `${GP2GP}/e2e-mapping/input-xml/PWTP3.xml`,
    policy: 'ssp.records',
  },
  '300 KB': {
    bytes: 315_000,
    path: `${EPS}/translation/response/release/full_successful_release.xml`,
    policy: 'eps.release',
  },
  '1.5 MB': { bytes: 1_500_000, policy: 'eps.release' },
} as const satisfies Record<string, Source>

/** A size that is measured. */
export type Size = keyof typeof SOURCES
/** Lists the sizes that are measured, the smallest first. */
export const SIZES = Object.keys(SOURCES) as readonly Size[] // the keys as written above

/** Two answers and how they are compared. */
export interface BenchPair {
  readonly control: Answered
  readonly candidate: Answered
  readonly policy: Policy
}

/** A document, its like in other bytes, and its like with five values changed. */
export interface Pairs {
  readonly isPublished: boolean
  readonly elements: number
  readonly equal: BenchPair
  readonly five: BenchPair
}

export const compare = createCompare({ key: Buffer.alloc(32, 7), now: Date.now })

/** An answer in XML. */
export const answered = (body: Buffer): Answered => ({
  status: 200,
  headers: ['Content-Type', 'text/xml; charset=utf-8'],
  body,
})

/**
 * Makes the pairs of a size and sees to it that they are what they are called: without a difference no rule
 * explains, and with five.
 */
export function pairsOf(size: Size): Pairs {
  const { bytes, policy: name, ...source }: Source = SOURCES[size]
  const policy = policyNamed(name)
  if (policy === undefined) throw new Error(`there is no policy ${name}`)
  const published = 'path' in source ? publishedAt(source.path) : undefined
  const control = published ?? Buffer.from(writeDocument(generatedRelease(bytes), PLAIN))
  const tree = withoutBlanks(readXml(control))
  const write = (own: XmlElement): Buffer => Buffer.from(writtenAnew(own, control))
  const pair = (own: XmlElement): BenchPair => {
    return { control: answered(control), candidate: answered(write(own)), policy }
  }
  const equal = pair(tree)
  sameOrThrow(compare(equal, policy), 0)
  const five = pair(changedAt(tree, fivePlaces(tree, pair)))
  sameOrThrow(compare(five, policy), 5)
  return { isPublished: published !== undefined, elements: elementCount(tree), equal, five }
}

function publishedAt(path: string | undefined): Buffer | undefined {
  if (path === undefined) return undefined
  const corpus = resolve(
    import.meta.dirname,
    '../..',
    process.env['FICUS_CORPUS'] ?? '../shared/corpus',
  )
  const file = join(corpus, 'spine', path)
  return existsSync(file) ? readFileSync(file) : undefined
}

const unexplained = ({ differences }: Comparison): readonly Difference[] =>
  differences.filter(({ rule }) => rule === undefined)

function sameOrThrow(comparison: Comparison, differences: number): void {
  const { verdict, reason } = comparison
  const isEqual = verdict === 'identical' || verdict === 'equivalent'
  const found = unexplained(comparison).length
  if (isEqual === (differences === 0) && found === differences && reason === undefined) return
  throw new Error(
    `${found} differences and not ${differences}: ${verdict}, ${reason ?? 'no reason'}`,
  )
}

/** Five values far apart, each of which alone is one difference: no rule covers it and no list is known by it. */
function fivePlaces(tree: XmlElement, pair: (own: XmlElement) => BenchPair): Set<number> {
  const count = leafCount(tree)
  const isOne = (place: number): boolean => {
    const changed = pair(changedAt(tree, new Set([place])))
    const { verdict, ...comparison } = compare(changed, changed.policy)
    return verdict === 'different' && unexplained({ verdict, ...comparison }).length === 1
  }
  const starts = [0.1, 0.3, 0.5, 0.7, 0.9].map(part => Math.floor(part * count))
  return new Set(
    starts.map(start => {
      let place = start
      while (!isOne(place)) {
        place += 1
        if (place === count) throw new Error('no value alone is one difference')
      }
      return place
    }),
  )
}

/** Blanks before an element: one of them makes the document about as long as it was. */
const BETWEEN: readonly Writing['between'][] = [
  () => '\n',
  depth => `\n${' '.repeat(depth)}`,
  depth => `\n${'  '.repeat(depth)}`,
  depth => `\n${'\t\t\t'.repeat(depth)}`,
  depth => `\n${'     '.repeat(depth)}`,
]

/**
 * Writes a document as another program might, about as long as it was: a peer that only parses would be slower or
 * faster for its length alone.
 */
function writtenAnew(tree: XmlElement, { length }: Buffer): string {
  const prefixes = otherPrefixes(tree)
  const ways = BETWEEN.map(between =>
    writeDocument(tree, { draw: createDraw(4711), prefixes, between }),
  )
  const off = (way: string): number => Math.abs(Buffer.byteLength(way) / length - 1)
  const [best = ''] = ways.sort((a, b) => off(a) - off(b))
  if (off(best) > 0.1) throw new Error(`${Buffer.byteLength(best)} bytes for ${length}`)
  return best
}

/** A prefix for every namespace that is used, declared once, at the root. */
function otherPrefixes(tree: XmlElement): Map<string, string> {
  const used = new Set<string>()
  const look = ({ ns, attributes, children }: XmlElement): void => {
    for (const own of [ns, ...attributes.map(one => one.ns)]) if (own !== '') used.add(own)
    for (const child of children) if (typeof child !== 'string') look(child)
  }
  look(tree)
  return new Map([...used].map((ns, i) => [ns, 'hwxyz'[i] ?? `n${i}`]))
}
