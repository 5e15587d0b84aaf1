import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import type { XmlLimits } from '../../src/xml/index.ts'
import { readAnyXml, readPlainXml, type XmlReading } from '../../src/xml/read-xml.ts'
import { corpusFiles, corpusFolder, spineSamples } from '../support/corpus.ts'
import { document, styled } from './generated.ts'

/** Whether the short way read it; throws where it reads what the parser does not, or reads it otherwise. */
function isReadShort(bytes: Buffer, reading: XmlReading = {}): boolean {
  const plain = readPlainXml(bytes, reading)
  if (plain === undefined) return false
  assert.deepEqual(plain, readAnyXml(bytes, reading))
  return true
}

t.test('every file there is that the short way reads, the parser reads, and as the same', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const files = corpusFiles(folder, path => !/\.(?:tsv|pcap|gz|zip)$/.test(path))
  const read = files.filter(file => isReadShort(readFileSync(file)))
  t.comment(`${files.length} files, ${read.length} read in the short way`)
  t.ok(read.length > 200)
  t.end()
})

t.test('of the published messages that are XML nearly all are read in the short way', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const documents = spineSamples(folder)
    .map(({ file }) => readFileSync(file))
    .filter(bytes => isRead(bytes))
  const short = documents.filter(bytes => isReadShort(bytes)).length
  t.comment(`${short} of ${documents.length}`)
  t.ok(documents.length > 100 && short / documents.length > 0.97)
  t.end()
})

function isRead(bytes: Buffer): boolean {
  try {
    readAnyXml(bytes)
    return true
  } catch {
    return false
  }
}

/** What breaks documents, or nearly does. */
const PIECES = [
  ...[
    '<',
    '>',
    '/',
    '&',
    ';',
    '"',
    "'",
    '=',
    ' ',
    '\t',
    '\n',
    '\r',
    '\r\n',
    ':',
    '-',
    ']',
    '!',
    '?',
  ],
  ...['<!--', '-->', '--', '<![CDATA[', ']]>', '<?x?>', '<!DOCTYPE a>', '<?xml version="1.0"?>'],
  ...[
    '&lt;',
    '&amp;',
    '&#13;',
    '&#x0;',
    '&#xD800;',
    '&#xFFFE;',
    '&#1114112;',
    '&a;',
    '&#;',
    '&#x;',
  ],
  ...[
    'xmlns="u"',
    ' xmlns:p="u"',
    ' xmlns:xml="u"',
    ' xmlns:p=""',
    ' a="1"',
    ' p:a="1"',
    ' a',
    'p:',
  ],
  ...['<a>', '</a>', '<a/>', '<p:a/>', '</a >', '<a :b="1"/>', '<-a/>', '\0', '\u0001', '\u000c'],
  ...[
    '\u007f',
    '\u0085',
    '\u00b7',
    '\u00e9',
    '\u2028',
    '\ud83d\ude00',
    '\ufffe',
    '\uffff',
    '\ufeff',
  ],
]

const damage = fc.array(
  fc.record({ at: fc.nat(), takes: fc.nat({ max: 3 }), puts: fc.constantFrom('', ...PIECES) }),
  { minLength: 1, maxLength: 3 },
)

/** Without names beyond US-ASCII, of which the short way knows none. */
const withPlainNames = (text: string): string =>
  text.replace(/\uF900x|\u{10000}x/gu, 'y').replace(/\u00e9/g, 'f')

t.test(
  'whatever is done to a document, the short way reads nothing otherwise than the parser',
  t => {
    let [short, all] = [0, 0]
    const chances = fc.infiniteStream(fc.nat(99))
    const holds = fc.property(document, chances, damage, (made, chance, damages) => {
      const whole = withPlainNames(styled(made, chance))
      const damaged = damages.reduce((text, { at, takes, puts }) => {
        const place = at % (text.length + 1)
        return text.slice(0, place) + puts + text.slice(place + takes)
      }, whole)
      for (const text of [whole, damaged]) {
        all += 1
        if (isReadShort(Buffer.from(text))) short += 1
      }
    })
    t.doesNotThrow(() => fc.assert(holds, { numRuns: 6_000 }))
    t.comment(`${short} of ${all}`)
    t.ok(short > all / 20, 'many are read in the short way, so that there is something to hold')
    t.end()
  },
)

t.test('the short way gives up where the parser refuses', t => {
  const REFUSED = [
    ...['', 'a', '<a>', '<a></b>', '<a/><b/>', '<a/>x', 'x<a/>', '</a>', '<a><b></a></b>', '<a'],
    ...['<a b="1" b="2"/>', '<a b=1/>', '<a b/>', '<a b="<"/>', '<a b="1"c="2"/>', '<a b="&x;"/>'],
    ...[
      '<a>]]></a>',
      '<a>&#0;</a>',
      '<a>&#xFFFF;</a>',
      '<a>&lt</a>',
      '<a>\u0001</a>',
      '<a>\uffff</a>',
    ],
    ...['<!DOCTYPE a><a/>', '<?p?><a/>', '<a><?p?></a>', '<a><!-- -- --></a>', '<a><!-- ---></a>'],
    ...[
      '<p:a/>',
      '<a p:b="1"/>',
      '<a xmlns:p=""/>',
      '<a xmlns:xmlns="u"/>',
      '<:a/>',
      '<a:/>',
      '<a:b:c/>',
    ],
    ...[
      '<a xmlns:p="u" xmlns:q="u" p:b="" q:b=""/>',
      '<a xmlns:p="u"><p:-b/></a>',
      '<1/>',
      '< a/>',
    ],
    ...[
      '<?xml version="1.1"?><a/>',
      '<?xml version="1.0" encoding="latin1"?><a/>',
      ' <?xml version="1.0"?><a/>',
    ],
    ...[
      '<?xml?><a/>',
      '<?xml version="1.0" standalone="maybe"?><a/>',
      '<a><![CDATA[</a>',
      '<a>\ufffe</a>',
    ],
    ...[
      '\ufeff\ufeff<a/>',
      '<a / >',
      '<a/ >',
      '</a/>',
      '<a></a b="1">',
      '<a>&#x110000;</a>',
      '<a b="&"/>',
    ],
  ]
  for (const text of REFUSED) {
    t.throws(() => readAnyXml(Buffer.from(text)), { code: 'malformed' }, text)
    t.equal(readPlainXml(Buffer.from(text)), undefined, text)
  }
  for (const bytes of [
    [0xff, 0xfe, 0x3c, 0],
    [0x3c, 0x61, 0x3e, 0xc3],
    [0x3c, 0x61, 0x2f, 0x3e, 0xc3],
    [0x3c, 0x61, 0x2f, 0x3e, 0xff, 0x20],
    [0x3c, 0x61, 0xe9, 0x2f, 0x3e],
  ]) {
    t.equal(readPlainXml(Buffer.from(bytes)), undefined)
  }
  t.equal(readPlainXml(Buffer.from('<a/>'), { charset: 'us-ascii' }), undefined)
  t.end()
})

t.test('the short way knows every limit', t => {
  const LIMITS: readonly (readonly [keyof XmlLimits, at: string, beyond: string])[] = [
    ['depth', '<a><b/></a>', '<a><b><c/></b></a>'],
    ['attributes', '<a b="" c=""/>', '<a b="" c="" d=""/>'],
    [
      'namespaces',
      '<a xmlns="u"><b xmlns:p="u"/></a>',
      '<a xmlns="u"><b xmlns:p="u" xmlns:q="u"/></a>',
    ],
    ['nameLength', '<ab/>', '<abc/>'],
    ['valueLength', '<a b="12"/>', '<a b="123"/>'],
    ['elements', '<a><b/></a>', '<a><b/><c/></a>'],
    ['textLength', '<a>1<!-- -->2</a>', '<a>1<!-- -->23</a>'],
    ['bytes', '<a/>', '<a/> '],
  ]
  for (const [limit, at, beyond] of LIMITS) {
    const limits = { [limit]: limit === 'bytes' ? 4 : 2 }
    t.ok(isReadShort(Buffer.from(at), { limits }), limit)
    t.equal(readPlainXml(Buffer.from(beyond), { limits }), undefined, limit)
  }
  t.end()
})
