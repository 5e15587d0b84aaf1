import t from 'tap'
import {
  canonicalXml,
  createXmlScanner,
  readMultipart,
  rewriteMultipart,
} from '../../src/xml/index.ts'
import { isLinear, isWithin, refusalOf } from './refused.ts'

const repeat = (piece: string, n: number): string => piece.repeat(n)
const repeatIn = (piece: string, n: number): string => `<a>${repeat(piece, n)}</a>`
const numbered = (piece: (i: number) => string, n: number): string =>
  Array.from({ length: n }, (_, i) => piece(i)).join('')

const sixtyFour = (piece: (i: number) => string): string => numbered(piece, 64)
const at99Levels = (inner: string): string =>
  `<p:a xmlns:p="u">${repeat('<p:a>', 98)}${inner}${repeat('</p:a>', 98)}</p:a>`

/** Shapes of documents that are costly somewhere; `n` is so chosen that one takes some milliseconds. */
const SHAPES: readonly (readonly [shape: string, n: number, document: (n: number) => string])[] = [
  ['elements side by side', 4000, n => `<a>${repeat('<b/>', n)}</a>`],
  ['elements of many names', 4000, n => `<a>${numbered(i => `<b${i}/>`, n)}</a>`],
  ['elements at 99 levels', 4000, n => at99Levels(repeat('<b/>', n))],
  ['prefixes at 99 levels', 2000, n => at99Levels(repeat('<p:b p:c="" xml:d=""/>', n))],
  ['elements of 64 attributes', 60, n => repeatIn(`<b${sixtyFour(i => ` b${i}=""`)}/>`, n)],
  [
    'elements of 64 prefixed attributes',
    200,
    n => repeatIn(`<b xmlns:p="u"${sixtyFour(i => ` p:b${i}=""`)}/>`, n),
  ],
  ['elements of 64 namespaces', 60, n => repeatIn(`<b${sixtyFour(i => ` xmlns:p${i}="u"`)}/>`, n)],
  ['one long text', 200_000, n => repeatIn('x', n)],
  ['text of references', 20_000, n => repeatIn('&amp;', n)],
  ['text of line ends', 30_000, n => repeatIn('\r\n', n)],
  ['text of brackets', 60_000, n => repeatIn(']] ', n)],
  ['text of four-byte characters', 60_000, n => repeatIn('😀', n)],
  ['CDATA side by side', 6000, n => repeatIn('<![CDATA[x]]>', n)],
  ['CDATA of brackets', 30_000, n => `<a><![CDATA[${repeat('] ', n)}]]></a>`],
  ['comments side by side', 6000, n => repeatIn('<!--x-->t', n)],
  ['a comment of hyphens', 30_000, n => `<a><!--${repeat('- ', n)}--></a>`],
  ['one long attribute value', 200_000, n => `<a b="${repeat('x', n)}"/>`],
  ['an attribute value of references', 20_000, n => `<a b="${repeat('&lt;', n)}"/>`],
  ['one long name', 200_000, n => `<${repeat('a', n)}/>`],
  ['a reference that never ends', 200_000, n => `<a>&${repeat('a', n)}`],
]

function scan(bytes: Buffer): void {
  const scanner = createXmlScanner({})
  scanner.write(bytes)
  scanner.end()
}

for (const [shape, n, document] of SHAPES) {
  t.test(`the time to read ${shape} grows with their number, no faster`, t => {
    const step = (count: number) => {
      const bytes = Buffer.from(document(count))
      return () => refusalOf(() => scan(bytes))
    }
    t.ok(isLinear(step, n))
    t.end()
  })
}

/** Documents whose canonical form has most to do. */
const CANONICAL: readonly (readonly [shape: string, n: number, document: (n: number) => string])[] =
  [
    ['prefixes at 99 levels', 1000, n => at99Levels(repeat('<p:b p:c="" xml:d=""/>', n))],
    ['elements of 64 attributes', 40, n => repeatIn(`<b${sixtyFour(i => ` b${i}=""`)}/>`, n)],
    [
      'elements of 64 namespaces',
      40,
      n =>
        repeatIn(
          `<b${sixtyFour(i => ` xmlns:p${i}="u${i}"`)}${sixtyFour(i => ` p${i}:a=""`)}/>`,
          n,
        ),
    ],
    ['references', 10_000, n => repeatIn('&amp;', n)],
    ['elements with text', 4000, n => repeatIn('<b>t</b>', n)],
  ]

for (const [shape, n, document] of CANONICAL) {
  t.test(
    `the time to write the canonical form of ${shape} grows with their number, no faster`,
    t => {
      const step = (count: number) => {
        const bytes = Buffer.from(document(count))
        return () => canonicalXml(bytes)
      }
      t.ok(isLinear(step, n))
      t.end()
    },
  )
}

t.test('the time to write a body again grows with its parts, no faster', t => {
  const codings = ['8bit', 'base64', 'quoted-printable']
  const content = Buffer.alloc(400, 'é=')
  const step = (count: number) => {
    const one = codings.map(coding => `--B\r\nContent-Transfer-Encoding: ${coding}\r\n\r\n\r\n`)
    const bytes = Buffer.from(`${repeat(one.join(''), count)}--B--`)
    return () => rewriteMultipart(bytes, 'multipart/x; boundary=B', () => content)
  }
  t.ok(isLinear(step, 8))
  t.end()
})

/** Documents that come in small pieces. */
const PIECEMEAL: readonly (readonly [what: string, n: number, document: (n: number) => string])[] =
  [
    ['elements, text and comments', 60, n => repeatIn('<b c="é">t</b><!-- - -->', n)],
    ['one long comment', 15_000, n => `<a><!--${repeat('x', n)}--></a>`],
    ['one long CDATA', 15_000, n => `<a><![CDATA[${repeat('x', n)}]]></a>`],
  ]

for (const [what, n, document] of PIECEMEAL) {
  t.test(`the time to read ${what} byte by byte grows with the length, no faster`, t => {
    const step = (count: number) => {
      const bytes = Buffer.from(document(count))
      return () => {
        const scanner = createXmlScanner({})
        for (let i = 0; i < bytes.length; i++) scanner.write(bytes.subarray(i, i + 1))
        scanner.end()
      }
    }
    t.ok(isLinear(step, n))
    t.end()
  })
}

const parts = (n: number, part: string): string => `${repeat(`--B\r\n${part}\r\n`, n)}--B--`

/** Shapes of multipart bodies. */
const BODIES: readonly (readonly [shape: string, n: number, body: (n: number) => string])[] = [
  ['parts', 2000, n => parts(n, '\r\nx')],
  ['headers', 2000, n => parts(1, `${repeat('A: b\r\n', n)}\r\nx`)],
  ['parts full of headers', 8, n => parts(n, `${repeat('A: b\r\n', 2700)}\r\nx`)],
  ['parts full of folded lines', 8, n => parts(n, `A: b\r\n${repeat(' c\r\n', 4000)}\r\nx`)],
  ['blanks in a header', 2000, n => parts(20, `A: b${repeat(' ', n)}c\r\n\r\nx`)],
  ['lines that almost are the boundary', 20_000, n => parts(1, `\r\n${repeat('x--B\r\n', n)}`)],
  ['blanks after the boundary', 200_000, n => `--B${repeat(' ', n)}\r\n\r\nx\r\n--B--`],
]

for (const [shape, n, body] of BODIES) {
  t.test(`the time to divide a body of many ${shape} grows with their number, no faster`, t => {
    const step = (count: number) => {
      const bytes = Buffer.from(body(count))
      const type = 'multipart/related; boundary=B'
      const limits = { parts: Infinity, headerBytes: Infinity }
      return () => readMultipart(bytes, type, { limits })
    }
    t.ok(isLinear(step, n))
    t.end()
  })
}

t.test('66 000 levels are refused at the 101st, before 50 ms have passed', t => {
  const bytes = Buffer.from(repeat('<a>', 66_000))
  let opened = 0
  const refuse = () => {
    const scanner = createXmlScanner({
      open: () => {
        opened++
      },
    })
    return refusalOf(() => scanner.write(bytes))
  }
  t.equal(refuse(), 'more than 100 levels of elements, line 1 column 303')
  t.equal(opened, 100)
  t.ok(isWithin(50, refuse))
  t.end()
})
