import t from 'tap'
import { XML_LIMITS, decodeXml, readXml } from '../../src/xml/index.ts'
import { refusalOf, refuses } from './refused.ts'

const utf16 = (text: string, order: 'le' | 'be'): Buffer =>
  order === 'le' ? Buffer.from(text, 'utf16le') : Buffer.from(text, 'utf16le').swap16()

t.test('UTF-8 is read with and without byte order mark, which is left out', t => {
  t.equal(decodeXml(Buffer.from('<a>Zoë 😀</a>')), '<a>Zoë 😀</a>')
  t.equal(decodeXml(Buffer.from('\uFEFF<a/>')), '<a/>')
  t.equal(decodeXml(Buffer.from('<a>\uFEFF</a>')), '<a>\uFEFF</a>')
  t.end()
})

t.test('a view of a larger buffer is read as what it shows', t => {
  const buffer = Buffer.from('xx<a/>yy')
  t.equal(decodeXml(new Uint8Array(buffer.buffer, buffer.byteOffset + 2, 4)), '<a/>')
  t.end()
})

/** Bytes that are not UTF-8, each after a valid beginning. */
const BROKEN: readonly (readonly [what: string, bytes: readonly number[]])[] = [
  ['a byte that never is', [0xff]],
  ['a continuation alone', [0x80]],
  ['an overlong slash', [0xc0, 0xaf]],
  ['an overlong of three', [0xe0, 0x80, 0xaf]],
  ['an overlong of four', [0xf0, 0x80, 0x80, 0xaf]],
  ['half a surrogate pair', [0xed, 0xa0, 0x80]],
  ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ['a lead of five', [0xf8, 0x88, 0x80, 0x80, 0x80]],
  ['a sequence broken by another character', [0xe2, 0x82, 0x3c]],
  ['a sequence cut off', [0xe2, 0x82]],
]

t.test('what is not UTF-8 is refused, never replaced', t => {
  for (const [what, bytes] of BROKEN) {
    const whole = Buffer.concat([Buffer.from('<a>ä'), Buffer.from(bytes)])
    t.equal(
      refusalOf(() => decodeXml(whole)),
      'not UTF-8, after 5 bytes',
      what,
    )
    refuses(t, () => readXml(whole), 'not UTF-8', `${what}, in a document`)
    const inside = Buffer.concat([whole, Buffer.from('</a>')])
    refuses(t, () => readXml(inside), 'not UTF-8', `${what}, within a document`)
  }
  t.end()
})

t.test('every character of one to four bytes is read at both ends of its range', t => {
  const ends =
    '\u007F\u0080\u07FF\u0800\u0FFF\u1000\uCFFF\uD7FF\uE000\uFFFD\u{10000}\u{3FFFF}\u{40000}\u{FFFFF}\u{10FFFD}'
  t.equal(decodeXml(Buffer.from(`<a>${ends}</a>`)), `<a>${ends}</a>`)
  t.end()
})

t.test('UTF-16 is refused, with and without byte order mark', t => {
  const document = '<?xml version="1.0" encoding="UTF-16"?><a/>'
  for (const order of ['le', 'be'] as const) {
    for (const text of [document, `\uFEFF${document}`]) {
      const bytes = utf16(text, order)
      t.ok(
        refusalOf(() => decodeXml(bytes)),
        `decodeXml refuses ${order}`,
      )
      t.ok(
        refusalOf(() => readXml(bytes)),
        `readXml refuses ${order}`,
      )
    }
  }
  t.end()
})

/** What an XML declaration may say of its encoding, and how it is refused. */
const DECLARED: readonly (readonly [encoding: string, rule: string | undefined])[] = [
  ['UTF-8', undefined],
  ['utf-8', undefined],
  ['US-ASCII', undefined],
  ['UTF8', 'declared encoding is not UTF-8'],
  ['UTF-16', 'declared encoding is not UTF-8'],
  ['ISO-8859-1', 'declared encoding is not UTF-8'],
  ['windows-1252', 'declared encoding is not UTF-8'],
  ['constructor', 'declared encoding is not UTF-8'],
]

t.test('an encoding declared other than UTF-8 or US-ASCII is refused, whatever the bytes', t => {
  for (const [encoding, rule] of DECLARED) {
    for (const quote of ['"', "'"]) {
      const bytes = Buffer.from(
        `<?xml version="1.0"\n encoding = ${quote}${encoding}${quote} ?><a/>`,
      )
      for (const read of [decodeXml, readXml]) {
        const refusal = refusalOf(() => read(bytes))
        t.equal(refusal?.replace(/, .*/, ''), rule, `${read.name}: ${encoding}`)
      }
    }
  }
  t.end()
})

/** What a Content-Type may say, and how it is refused. */
const NAMED: readonly (readonly [charset: string, rule: string | undefined])[] = [
  ['UTF-8', undefined],
  ['utf8', undefined],
  ['us-ascii', undefined],
  ['ISO-8859-1', 'charset is not UTF-8, Content-Type'],
  ['windows-1252', 'charset is not UTF-8, Content-Type'],
  ['UTF-16', 'charset is not UTF-8, Content-Type'],
  ['', 'charset is not UTF-8, Content-Type'],
]

t.test('the charset of the Content-Type must be UTF-8 or US-ASCII too', t => {
  for (const [charset, rule] of NAMED) {
    t.equal(
      refusalOf(() => decodeXml(Buffer.from('<a/>'), charset)),
      rule,
      charset,
    )
    t.equal(
      refusalOf(() => readXml(Buffer.from('<a/>'), { charset })),
      rule,
      charset,
    )
  }
  t.end()
})

t.test('bytes beyond US-ASCII are refused where either says US-ASCII', t => {
  const declared = Buffer.from('<?xml version="1.0" encoding="US-ASCII"?><a>ë</a>')
  const named = Buffer.from('<?xml version="1.0" encoding="UTF-8"?><a>ë</a>')
  const rule = 'not US-ASCII as declared, whole document'
  t.equal(
    refusalOf(() => decodeXml(declared)),
    rule,
  )
  t.equal(
    refusalOf(() => readXml(declared)),
    rule,
  )
  t.equal(
    refusalOf(() => decodeXml(named, 'us-ascii')),
    rule,
  )
  t.equal(
    refusalOf(() => readXml(named, { charset: 'us-ascii' })),
    rule,
  )
  t.equal(
    refusalOf(() => readXml(Buffer.from('\uFEFF<a/>'), { charset: 'us-ascii' })),
    undefined,
  )
  t.end()
})

t.test('more bytes than a document may have are not even looked at', t => {
  t.equal(decodeXml(Buffer.alloc(XML_LIMITS.bytes, ' ')).length, XML_LIMITS.bytes)
  const bytes = Buffer.alloc(XML_LIMITS.bytes + 1, 0xff)
  t.equal(
    refusalOf(() => decodeXml(bytes)),
    'more than 33554432 bytes',
  )
  t.end()
})
