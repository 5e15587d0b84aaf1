import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import {
  boundaryOf,
  decodePart,
  encodePart,
  parameterOf,
  readMultipart,
  rewriteMultipart,
  writeMultipart,
} from '../../src/xml/index.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import { diced } from './dicer.ts'
import { refusalOf } from './refused.ts'
import { VARIATIONS } from './variations.ts'

const part = (text: string, ...headers: readonly string[]) => ({
  headers,
  bytes: Buffer.from(text),
})
const ROOT = part('<a>ë</a>', 'Content-Id', '<a@b>', 'Content-Type', 'text/xml; charset=UTF-8')

t.test('parts are written as one body of multipart/related, byte for byte', t => {
  const { contentType, bytes } = writeMultipart([ROOT, part('', 'X-Note', 'b; c="d"')], '--=_B')
  t.equal(contentType, 'multipart/related; boundary="--=_B"; type="text/xml"; start="<a@b>"')
  t.equal(
    bytes.toString(),
    [
      '----=_B',
      'Content-Id: <a@b>',
      'Content-Type: text/xml; charset=UTF-8',
      '',
      '<a>ë</a>',
      '----=_B',
      'X-Note: b; c="d"',
      '',
      '',
      '----=_B--',
      '',
    ].join('\r\n'),
  )
  t.end()
})

t.test('a root without Content-Id is the first part all the same', t => {
  const { contentType } = writeMultipart([part('x', 'Content-Type', 'Text/XML')], 'B')
  t.equal(contentType, 'multipart/related; boundary="B"; type="text/xml"')
  t.end()
})

const MISREAD = 'multipart that would not be read as it is meant'
/** What cannot be written, and by which rule; some of it the reading finds before it can be misread. */
const REFUSED: readonly (readonly [
  what: string,
  parts: Parameters<typeof writeMultipart>[0],
  boundary: string,
  rule: string,
])[] = [
  ['no part', [], 'B', 'no part with a Content-Type'],
  ['a root without Content-Type', [part('x')], 'B', 'no part with a Content-Type'],
  ['an empty boundary', [ROOT], '', 'boundary of wrong length or characters'],
  ['a boundary of 71', [ROOT], 'B'.repeat(71), 'boundary of wrong length or characters'],
  ['a boundary with quotes', [ROOT], 'B"C', 'boundary of wrong length or characters'],
  ['a boundary with a line end', [ROOT], 'B\r\nC', 'boundary of wrong length or characters'],
  ['a blank at its end', [ROOT], 'B ', 'boundary of wrong length or characters'],
  ['a delimiter in a part', [ROOT, part('x\r\n--B\r\n\r\ny')], 'B', MISREAD],
  [
    'a close delimiter in a part',
    [ROOT, part('x\r\n--B--')],
    'B',
    'boundary after the close delimiter',
  ],
  ['a delimiter first in a part', [ROOT, part('--B\r\n\r\ny')], 'B', MISREAD],
  [
    'a delimiter after LF',
    [ROOT, part('x\n--B\r\n')],
    'B',
    'boundaries between line ends of both kinds',
  ],
  [
    'a line that begins so',
    [ROOT, part('x\r\n--Bc')],
    'B',
    'line that begins with the boundary and is no delimiter',
  ],
  ['a header with a line end', [ROOT, part('', 'A', 'b\r\nC: d')], 'B', MISREAD],
  ['a header folded', [ROOT, part('', 'A', 'b\r\n c')], 'B', MISREAD],
  ['a header that ends the headers', [ROOT, part('', 'A', 'b\r\n\r\nc')], 'B', MISREAD],
  ['a header name with a colon', [ROOT, part('', 'A: b\r\nC', 'd')], 'B', MISREAD],
  ['a header name with a blank', [ROOT, part('', 'A b', 'c')], 'B', 'malformed part header'],
  ['a header name beyond ASCII', [ROOT, part('', 'Ä', 'c')], 'B', 'malformed part header'],
  ['a header beyond bytes', [ROOT, part('', 'A', '\u2020')], 'B', MISREAD],
  ['a header beyond Latin-1', [ROOT, part('', 'A', '\u0141')], 'B', MISREAD],
  ['a header with a NUL', [ROOT, part('', 'A', 'b\0')], 'B', 'control character in a part header'],
  ['a header with blanks around', [ROOT, part('', 'A', ' b ')], 'B', MISREAD],
  [
    'two Content-Types',
    [part('', 'Content-Type', 'a/b', 'content-type', 'c/d')],
    'B',
    'part header given twice',
  ],
  [
    'a Content-Id with quotes',
    [part('', 'Content-Type', 'a/b', 'Content-Id', '<a"b>')],
    'B',
    'no boundary',
  ],
  ['101 parts', Array.from({ length: 101 }, () => ROOT), 'B', 'more than 100 parts'],
]

t.test('what a reader would divide or understand in another way is not written', t => {
  for (const [what, parts, boundary, rule] of REFUSED) {
    const refusal = refusalOf(() => writeMultipart(parts, boundary))
    t.equal(refusal?.replace(/, (?:byte \d+|Content-Type)$/, ''), rule, what)
  }
  t.end()
})

const byte = fc.oneof(fc.constantFrom(13, 10, 45, 66, 32), fc.nat(255))
const content = fc.array(byte, { maxLength: 40 }).map(list => Buffer.from(list))
const header = fc.tuple(
  fc.constantFrom('A', 'X-Note', 'Content-Description'),
  fc.stringMatching(/^[!-~\xA1-\xFF]([ -~]*[!-~])?$/),
)
const anyPart = fc
  .tuple(fc.array(header, { maxLength: 3 }), content)
  .map(([headers, bytes]) => ({ headers: headers.flat(), bytes }))

t.test('whatever the parts, they are read back, by Dicer too, or are not written', async t => {
  let written = 0
  const property = fc.asyncProperty(fc.array(anyPart, { maxLength: 4 }), async more => {
    let body: ReturnType<typeof writeMultipart> | undefined
    const parts = [ROOT, ...more]
    refusalOf(() => (body = writeMultipart(parts, 'B')))
    if (body === undefined) return
    written++
    const read = readMultipart(body.bytes, body.contentType)
    assert.deepEqual(
      read.map(({ headers, bytes }) => ({ headers, bytes })),
      parts,
    )
    const other = await diced(body.bytes, boundaryOf(body.contentType) ?? '')
    // Dicer loses a part whose bytes are none.
    const sent = parts.filter(own => own.bytes.length > 0)
    assert.deepEqual(
      other?.filter(own => own.bytes.length > 0).map(own => own.bytes),
      sent.map(own => own.bytes),
    )
    assert.equal(parameterOf(body.contentType, 'start'), '<a@b>')
  })
  await t.resolves(fc.assert(property, { numRuns: 1000 }))
  t.ok(written > 700, `${written} of 1000 could be written`)
})

t.test('a body written again with nothing new is the body, whatever way it was written', t => {
  for (const [way, [bytes, type = 'multipart/related; boundary=B']] of Object.entries(VARIATIONS)) {
    t.equal(
      rewriteMultipart(bytes, type, () => undefined),
      bytes,
      way,
    )
    const same = rewriteMultipart(bytes, type, own => own.bytes)
    t.ok(same.equals(bytes), `${way}: each part for itself`)
    const changed = rewriteMultipart(bytes, type, (_, index) =>
      index === 1 ? Buffer.from('new\r\n') : undefined,
    )
    const at = readMultipart(bytes, type)[1]?.bytes.byteOffset ?? 0
    const start = at - bytes.byteOffset
    const expected = `${bytes.toString('latin1', 0, start)}new\r\n${bytes.toString('latin1', start + 1)}`
    t.equal(changed.toString('latin1'), expected, `${way}: the second part alone`)
  }
  t.end()
})

t.test('new content goes into the transfer coding of its part', t => {
  const coded = (coding: string, bytes: string): Buffer =>
    Buffer.from(`--B\r\nContent-Transfer-Encoding: ${coding}\r\n\r\n${bytes}\r\n--B--`)
  const rewritten = (coding: string, bytes: string, text: string): string =>
    rewriteMultipart(coded(coding, bytes), 'multipart/x; boundary=B', () =>
      Buffer.from(text),
    ).toString()
  t.equal(rewritten('base64', 'QQ==', 'ë\r\n'), coded('base64', 'w6sNCg==').toString())
  t.equal(
    rewritten('Quoted-Printable', 'a', 'ë= \r\n'),
    coded('Quoted-Printable', '=C3=AB=3D=20=0D=0A').toString(),
  )
  t.equal(rewritten('8bit', 'a', 'ë'), coded('8bit', 'ë').toString())
  t.equal(rewritten('7bit', 'a', 'b'), coded('7bit', 'b').toString())
  t.equal(
    refusalOf(() => rewritten('7bit', 'a', 'ë')),
    'bytes beyond US-ASCII in a part of 7bit',
  )
  t.equal(
    refusalOf(() => rewritten('gzip', 'a', 'b')),
    'unknown Content-Transfer-Encoding',
  )
  t.end()
})

t.test('content that would divide the body is refused, and in a coding it is written', t => {
  const body = Buffer.from(
    '--B\r\n\r\nx\r\n--B\r\nContent-Transfer-Encoding: base64\r\n\r\neA==\r\n--B--',
  )
  const hostile = Buffer.from('y\r\n--B\r\n\r\nz')
  const rewrite = (which: number) =>
    rewriteMultipart(body, 'multipart/x; boundary=B', (_, i) => (i === which ? hostile : undefined))
  t.equal(
    refusalOf(() => rewrite(0)),
    MISREAD,
  )
  const [, second] = readMultipart(rewrite(1), 'multipart/x; boundary=B')
  t.ok(second !== undefined && decodePart(second).equals(hostile))
  t.end()
})

t.test('whatever the bytes, a coding gives them back, in lines of at most 76 characters', t => {
  const long = fc.array(byte, { maxLength: 400, size: 'max' }).map(list => Buffer.from(list))
  const coding = fc.constantFrom('base64', 'quoted-printable', 'binary', '8bit')
  const property = fc.property(coding, long, (encoding, bytes) => {
    const coded = encodePart(encoding, bytes)
    const read = { headers: [], contentId: undefined, contentType: undefined, complete: true }
    assert.ok(decodePart({ ...read, encoding, bytes: coded }).equals(bytes))
    const lines = coded.toString('latin1').split('\r\n')
    assert.ok(/bi/.test(encoding) || lines.every(line => line.length <= 76))
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 300 }))
  t.end()
})

t.test('a published body is written again with one part new and not one other byte', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const type = 'multipart/related; boundary="--=_MIME-Boundary"'
  let written = 0
  for (const { file, path } of spineSamples(folder)) {
    if (!/\.(xml|msg|ebxml)$/.test(file)) continue
    const bytes = readFileSync(file)
    let parts: ReturnType<typeof readMultipart> = []
    if (!bytes.toString('latin1', 0, 200).trimStart().startsWith('----=_MIME-Boundary')) continue
    if (refusalOf(() => (parts = readMultipart(bytes, type))) !== undefined) continue
    for (const [index, own] of parts.entries()) {
      const again = rewriteMultipart(bytes, type, (_, i) =>
        i === index ? Buffer.from('<new/>') : undefined,
      )
      const start = own.bytes.byteOffset - bytes.byteOffset
      const end = start + own.bytes.length
      const tail = bytes.length - end
      t.ok(again.subarray(0, start).equals(bytes.subarray(0, start)), path)
      t.ok(again.subarray(again.length - tail).equals(bytes.subarray(end)), path)
      const [read] = readMultipart(again, type).slice(index)
      t.ok(read !== undefined && decodePart(read).equals(Buffer.from('<new/>')), path)
      written++
    }
  }
  t.ok(written > 30, `${written} parts`)
  t.end()
})
