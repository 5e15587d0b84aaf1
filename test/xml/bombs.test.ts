import t from 'tap'
import { createXmlScanner, readXml } from '../../src/xml/index.ts'
import { isWithin, refusalOf } from './refused.ts'

const repeat = (piece: string, n: number): string => piece.repeat(n)
const numbered = (piece: (i: number) => string, n: number): string =>
  Array.from({ length: n }, (_, i) => piece(i)).join('')

const DOCTYPE = 'document type or markup declaration'
const laughs = numbered(i => `<!ENTITY l${i + 1} "${repeat(`&l${i};`, 10)}">`, 9)

/** Documents made to hurt, each of up to 2 MB, and what refuses them. */
const BOMBS: readonly (readonly [name: string, document: string, rule: string])[] = [
  ['a billion laughs', `<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]><a>&l9;</a>`, DOCTYPE],
  [
    'one large entity many times',
    `<!DOCTYPE a [<!ENTITY l "${repeat('x', 100_000)}">]><a>${repeat('&l;', 100_000)}</a>`,
    DOCTYPE,
  ],
  [
    'a file of the machine',
    '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>',
    DOCTYPE,
  ],
  ['an address to fetch', '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><a/>', DOCTYPE],
  [
    'a parameter entity',
    '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p">%p;]><a/>',
    DOCTYPE,
  ],
  ['an unfinished declaration', `<!DOCTYPE a [${repeat('<!ENTITY b "c">', 130_000)}`, DOCTYPE],
  ['two declarations', '<!DOCTYPE a><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', DOCTYPE],
  [
    'a stylesheet',
    '<?xml-stylesheet href="http://127.0.0.1:1/a.xsl"?><a/>',
    'processing instruction',
  ],
  ['66 000 levels', repeat('<a>', 66_000), 'more than 100 levels of elements'],
  [
    '66 000 levels with namespaces',
    repeat('<a:a xmlns:a="u">', 66_000),
    'more than 64 namespace declarations in force',
  ],
  [
    'many attributes',
    `<a${numbered(i => ` a${i}=""`, 100_000)}/>`,
    'more than 64 attributes on an element',
  ],
  [
    'many namespaces',
    `<a${numbered(i => ` xmlns:a${i}="u"`, 80_000)}/>`,
    'more than 64 namespace declarations in force',
  ],
  ['many elements', `<a>${repeat('<b/>', 500_000)}</a>`, 'more than 200000 elements'],
  ['a name of 2 MB', `<${repeat('a', 2_000_000)}/>`, 'more than 256 characters in a name'],
  [
    'an attribute value of 2 MB',
    `<a b="${repeat('x', 2_000_000)}"/>`,
    'more than 65536 characters in an attribute value',
  ],
  [
    'a reference to a character far away',
    `<a>&#x${repeat('0', 2_000_000)}FFFFFFFF;</a>`,
    'undefined entity or character reference',
  ],
]

t.test('documents made to hurt are refused by their rule within half a second', t => {
  for (const [name, document, rule] of BOMBS) {
    const bytes = Buffer.from(document)
    t.ok(bytes.length <= 2_100_000, `${name} is no larger than 2 MB`)
    t.equal(refusalOf(() => readXml(bytes))?.replace(/, line.*/, ''), rule, name)
    t.ok(
      isWithin(500, () => refusalOf(() => readXml(bytes))),
      `${name} in time`,
    )
  }
  t.end()
})

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
