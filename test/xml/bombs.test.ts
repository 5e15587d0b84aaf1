import t from 'tap'
import { createXmlScanner, readXml } from '../../src/xml/index.ts'
import { isLinear, isWithin, refusalOf } from './refused.ts'

const repeat = (piece: string, n: number): string => piece.repeat(Math.floor(n))
const numbered = (piece: (i: number) => string, n: number): string =>
  Array.from({ length: Math.floor(n) }, (_, i) => piece(i)).join('')

const DOCTYPE = 'document type or markup declaration'
const laughs = numbered(i => `<!ENTITY l${i + 1} "${repeat(`&l${i};`, 10)}">`, 9)

/** Documents made to hurt, about as many bytes as asked for, and what refuses them. */
const BOMBS: readonly (readonly [
  name: string,
  document: (bytes: number) => string,
  rule: string,
])[] = [
  [
    'a billion laughs',
    n => `<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]><a>${repeat('&l9;', n / 4)}</a>`,
    DOCTYPE,
  ],
  [
    'one large entity many times',
    n => `<!DOCTYPE a [<!ENTITY l "${repeat('x', n / 2)}">]><a>${repeat('&l;', n / 6)}</a>`,
    DOCTYPE,
  ],
  [
    'a file of the machine',
    n => `<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>${repeat('&f;', n / 3)}</a>`,
    DOCTYPE,
  ],
  [
    'an address to fetch',
    n => `<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><a>${repeat('<b/>', n / 4)}</a>`,
    DOCTYPE,
  ],
  [
    'parameter entities',
    n => `<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p">${repeat('%p;', n / 3)}]><a/>`,
    DOCTYPE,
  ],
  ['an unfinished declaration', n => `<!DOCTYPE a [${repeat('<!ENTITY b "c">', n / 15)}`, DOCTYPE],
  [
    'two declarations',
    n => `<!DOCTYPE a><!DOCTYPE a [<!ENTITY b "${repeat('c', n)}">]><a>&b;</a>`,
    DOCTYPE,
  ],
  ['a declaration after comments', n => `${repeat('<!-- -->', n / 8)}<!DOCTYPE a><a/>`, DOCTYPE],
  [
    'a stylesheet',
    n => `<?xml-stylesheet href="http://127.0.0.1:1/a.xsl"?><a>${repeat('<b/>', n / 4)}</a>`,
    'processing instruction',
  ],
  ['levels', n => repeat('<a>', n / 3), 'more than 100 levels of elements'],
  [
    'levels with namespaces',
    n => repeat('<a:a xmlns:a="u">', n / 17),
    'more than 64 namespace declarations in force',
  ],
  [
    'many attributes',
    n => `<a${numbered(i => ` a${i}=""`, n / 10)}/>`,
    'more than 64 attributes on an element',
  ],
  [
    'many namespaces',
    n => `<a${numbered(i => ` xmlns:a${i}="u"`, n / 17)}/>`,
    'more than 64 namespace declarations in force',
  ],
  ['many elements', n => `<a>${repeat('<b/>', n / 4)}</a>`, 'more than 200000 elements'],
  ['a long name', n => `<${repeat('a', n)}/>`, 'more than 256 characters in a name'],
  [
    'a long attribute value',
    n => `<a b="${repeat('x', n)}"/>`,
    'more than 65536 characters in an attribute value',
  ],
  [
    'a reference to a character far away',
    n => `<a>&#x${repeat('0', n)}FFFFFFFF;</a>`,
    'undefined entity or character reference',
  ],
]

const MAX = 2_000_000

t.test('documents of 2 MB made to hurt are refused by their rule within half a second', t => {
  for (const [name, document, rule] of BOMBS) {
    const bytes = Buffer.from(document(MAX))
    t.ok(bytes.length > 0.85 * MAX && bytes.length < 1.05 * MAX, `${name}: ${bytes.length} bytes`)
    const refuse = () => refusalOf(() => readXml(bytes))
    t.equal(refuse()?.replace(/, line.*/, ''), rule, name)
    // What begins with a declaration is refused by its first bytes, however many follow.
    const ms = bytes.toString('latin1', 0, 9) === '<!DOCTYPE' ? 10 : 500
    t.ok(isWithin(ms, refuse), `${name} within ${ms} ms`)
  }
  t.end()
})

for (const [name, document, rule] of BOMBS) {
  t.test(`the time to refuse ${name} grows with the bytes, no faster`, t => {
    const step = (size: number) => {
      const bytes = Buffer.from(document(size))
      return () => refusalOf(() => readXml(bytes))
    }
    // Both sizes are refused, by one rule: what is read to its end goes another and shorter way.
    t.match(step(MAX / 2)(), rule)
    t.match(step(2 * MAX)(), rule)
    t.ok(isLinear(step, MAX / 2))
    t.end()
  })
}

t.test('a document type declaration is refused before the rest of it has come', t => {
  for (const beginning of ['<!D', '\uFEFF<?xml version="1.0"?>\n<!-- a -->\n<!DOCTYPE', '<a><!E']) {
    const scanner = createXmlScanner({})
    t.match(
      refusalOf(() => scanner.write(Buffer.from(beginning))),
      /^document type or markup declaration/,
      JSON.stringify(beginning).replace(/[^ -~]/g, '?'),
    )
  }
  t.end()
})

t.test('a document type declaration in another encoding is refused as that', t => {
  const document = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
  const utf16 = Buffer.from(document, 'utf16le')
  t.match(
    refusalOf(() => readXml(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]))),
    /^not UTF-8/,
  )
  t.match(
    refusalOf(() => readXml(utf16)),
    /^disallowed /,
  )
  const utf7 = Buffer.from('+ADwAIQ-DOCTYPE a+AD4-<a/>')
  t.match(
    refusalOf(() => readXml(utf7)),
    /^disallowed before the root element/,
  )
  t.end()
})
