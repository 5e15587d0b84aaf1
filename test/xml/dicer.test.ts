import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { type MultipartPart, boundaryOf, readMultipart } from '../../src/xml/index.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import { type DicedPart, diced } from './dicer.ts'
import { refusalOf } from './refused.ts'
import { VARIATIONS } from './variations.ts'

const BOUNDARY = '--=_MIME-Boundary'
const TYPE = `multipart/related; boundary="${BOUNDARY}"; type=text/xml`

/** Ways of writing a body that Dicer finds broken: it wants what RFC 2046 asks of a sender, and we less. */
const BROKEN_TO_DICER: ReadonlySet<string> = new Set([
  'line ends of LF alone',
  'a last delimiter without closing hyphens',
  'a last delimiter without line end either',
  'a last delimiter and a blank line',
  'no last delimiter at all',
])

const oursOf = (bytes: Buffer, type = TYPE): MultipartPart[] | undefined => {
  let parts: MultipartPart[] | undefined
  refusalOf(() => (parts = readMultipart(bytes, type)))
  return parts
}

t.test(
  'every way of writing a body has for Dicer the parts it has for us, or is broken',
  async t => {
    for (const [way, [bytes, type = 'multipart/related; boundary=B']] of Object.entries(
      VARIATIONS,
    )) {
      const theirs = await diced(bytes, boundaryOf(type) ?? '')
      if (BROKEN_TO_DICER.has(way)) t.equal(theirs, undefined, way)
      else
        t.strictSame(
          theirs?.map(part => part.bytes.toString()),
          ['1', '2'],
          way,
        )
    }
  },
)

/** The headers a part is understood by, blanks run together: folding leaves more of them with Dicer. */
const understood = (values: (name: string) => readonly string[]): string[] =>
  ['content-id', 'content-type', 'content-transfer-encoding'].map(name =>
    values(name).join('|').replace(/\s+/g, ' ').trim(),
  )
const ours = ({ headers, bytes }: MultipartPart): readonly unknown[] => [
  bytes.toString('latin1'),
  understood(name =>
    headers.filter((_, i) => i % 2 === 1 && headers[i - 1]?.toLowerCase() === name),
  ),
]
const theirs = ({ headers, bytes }: DicedPart): readonly unknown[] => [
  bytes.toString('latin1'),
  bytes.length > 0 && understood(name => headers[name] ?? []),
]

/** The parts that hold a byte: RFC 2046 lets a part be nothing but headers, and Dicer loses such. */
const said = <T extends { readonly bytes: Buffer }>(parts: T[] | undefined): T[] | undefined =>
  parts?.filter(({ bytes }) => bytes.length > 0)

/** Blanks after a boundary (RFC 2046, transport-padding) and indented headers: Dicer takes them for header names. */
const BEYOND_DICER = /--=_MIME-Boundary(?:\r\n)?[ \t]/

/** Real bodies, shortened, as they go over the wire: stored, their lines end in LF. */
function bodies(folder: string): string[] {
  return spineSamples(folder)
    .filter(({ file }) => /\.(xml|msg|ebxml)$/.test(file))
    .map(({ file }) => readFileSync(file, 'latin1'))
    .filter(text => text.slice(0, 200).trimStart().startsWith(`--${BOUNDARY}`))
    .map(text => text.replace(/\r?\n/g, '\r\n'))
    .map(text => (text.length > 6000 ? text.slice(0, 1500) + text.slice(-1500) : text))
}

t.test('every published body has for Dicer the parts it has for us', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  let both = 0
  for (const text of bodies(folder)) {
    const bytes = Buffer.from(text, 'latin1')
    const [own, other] = [oursOf(bytes), await diced(bytes, BOUNDARY)]
    if (own === undefined || other === undefined) continue
    both++
    t.strictSame(own.map(ours), other.map(theirs))
  }
  t.ok(both > 10, `${both} bodies`)
})

const PIECES = ['\r\n', '\n', '\r', `--${BOUNDARY}`, `\r\n--${BOUNDARY}`, `\n--${BOUNDARY}--`, '--']
const SMALL = ['-', ' ', '\r\n\r\n', 'A: b\r\n', ':', '\0', 'x', '\t', '\n ', '']

/** One change of a body: near a boundary or the end of headers more often than elsewhere. */
const change = fc.record({
  isNear: fc.boolean(),
  at: fc.nat(),
  removes: fc.constantFrom(0, 0, 1, 2, 4),
  adds: fc.constantFrom(...PIECES, ...SMALL),
})

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

function changed(text: string, { isNear, at, removes, adds }: Change): string {
  const marks = Array.from(text.matchAll(/--=_MIME|\r\n\r\n/g), match => match.index)
  const near = (marks[at % marks.length] ?? 0) + (at % 29) - 6
  const place = isNear ? Math.max(0, near) : at % (text.length + 1)
  return text.slice(0, place) + adds + text.slice(place + removes)
}

t.test('however a real body is damaged, what both take has the same parts', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const seen = { both: 0, weRefuse: 0, theyRefuse: 0 }
  const damaged = fc
    .tuple(fc.constantFrom(...bodies(folder)), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([text, changes]) => Buffer.from(changes.reduce(changed, text), 'latin1'))
  const property = fc.asyncProperty(damaged, async bytes => {
    const [own, other] = [said(oursOf(bytes)), said(await diced(bytes, BOUNDARY))]
    if (own === undefined) seen.weRefuse++
    if (other === undefined) seen.theyRefuse++
    if (own === undefined || other === undefined) return
    seen.both++
    assert.deepEqual(
      own.map(part => part.bytes),
      other.map(part => part.bytes),
    )
    if (!BEYOND_DICER.test(bytes.toString('latin1'))) {
      assert.deepEqual(own.map(ours), other.map(theirs))
    }
  })
  await t.resolves(fc.assert(property, { numRuns: 3000 }))
  t.comment(JSON.stringify(seen))
  t.ok(seen.both > 800 && seen.weRefuse > 300 && seen.theyRefuse > 100, 'each of them often')
})
