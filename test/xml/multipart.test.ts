import fc from 'fast-check'
import t from 'tap'
import { readMultipart } from '../../src/xml/index.ts'
import { VARIATIONS } from './variations.ts'

const TYPE = 'multipart/related; boundary="--=_MIME-Boundary"; type=text/xml; start="<a@b>"'
const body = (...lines: readonly string[]): Buffer => Buffer.from(lines.join('\r\n'))

const HEADER = [
  'Content-Id: <a@b>',
  'Content-Type: text/xml; charset=UTF-8',
  'Content-Transfer-Encoding: 8Bit',
]
const WHOLE = body(
  '----=_MIME-Boundary',
  ...HEADER,
  '',
  '<a>ë</a>',
  '----=_MIME-Boundary',
  'Content-ID: <c@d>',
  '',
  '',
  ' two lines\r\n',
  '----=_MIME-Boundary--',
  '',
)

const textsOf = (bytes: Buffer, type = TYPE): string[] =>
  readMultipart(bytes, type).map(part => part.bytes.toString())

t.test('a body is divided into parts with their headers, ids and codings', t => {
  const [first, second, ...more] = readMultipart(WHOLE, TYPE)
  t.strictSame(more, [])
  t.match(first, {
    headers: HEADER.flatMap(line => line.split(': ')),
    contentId: 'a@b',
    contentType: 'text/xml; charset=UTF-8',
    encoding: '8bit',
    complete: true,
  })
  t.equal(first?.bytes.toString(), '<a>ë</a>')
  t.match(second, { contentId: 'c@d', contentType: undefined, encoding: '7bit' })
  t.equal(second?.bytes.toString(), '\r\n two lines\r\n')
  t.end()
})

t.test('the bytes of a part are a view of the input, not a copy', t => {
  for (const part of readMultipart(WHOLE, TYPE)) {
    t.equal(part.bytes.buffer, WHOLE.buffer)
    t.ok(part.bytes.byteOffset >= WHOLE.byteOffset)
  }
  t.end()
})

t.test('every way of writing it gives the same parts', t => {
  for (const [way, [bytes, type]] of Object.entries(VARIATIONS)) {
    t.strictSame(textsOf(bytes, type ?? 'multipart/related; boundary=B'), ['1', '2'], way)
  }
  t.end()
})

t.test(
  'folded headers are joined, indented ones are headers of their own, both at once are told apart',
  t => {
    const lines = ['  Content-Type: multi;', '    a="b"', '  Content-Id: <c>', '\t d']
    const [part] = readMultipart(body('--B', ...lines, '', 'x', '--B--'), 'multipart/x; boundary=B')
    t.strictSame(part?.headers, ['Content-Type', 'multi; a="b"', 'Content-Id', '<c> d'])
    t.end()
  },
)

t.test('a part may be empty, have no headers or nothing but headers', t => {
  const bytes = body('--B', '', '', '--B', '--B', 'A: b', '--B', 'A: b', '', '--B--')
  const parts = readMultipart(bytes, 'multipart/x; boundary=B')
  t.strictSame(
    parts.map(part => [part.headers.length, part.bytes.length]),
    [
      [0, 0],
      [0, 0],
      [2, 0],
      [2, 0],
    ],
  )
  t.end()
})

const X = 'multipart/x; boundary=B'
const one = (...lines: readonly string[]): Buffer => body('--B', ...lines, '', 'x', '--B--')
const nested = (boundary: string, ...inner: readonly string[]): string[] => [
  `Content-Type: multipart/x; boundary=${boundary}`,
  '',
  `--${boundary}`,
  ...inner,
  `--${boundary}--`,
]

t.test('a multipart within a multipart is a part like any other', t => {
  const bytes = one(...nested('C', 'Content-Type: text/plain', '', 'x'))
  t.match(readMultipart(bytes, X), [{ contentType: 'multipart/x; boundary=C', complete: true }])
  t.end()
})

t.test('blanks around a header are no part of it, bytes beyond ASCII are', t => {
  const [part] = readMultipart(one('A:\t b \u00e0 \t'), X)
  t.strictSame(part?.headers, ['A', 'b \u00c3\u00a0'])
  t.end()
})

t.test('whatever bytes the parts hold, they come back as they were', t => {
  const byte = fc.oneof(fc.constantFrom(13, 10, 45, 66, 32), fc.nat(255))
  const content = fc.array(byte, { maxLength: 40 }).map(list => Buffer.from(list))
  const harmless = content.filter(bytes => !bytes.toString('latin1').includes('--B'))
  const property = fc.property(fc.array(harmless, { minLength: 1, maxLength: 5 }), contents => {
    const pieces = contents.flatMap(bytes => [
      Buffer.from('--B\r\nA: b\r\n\r\n'),
      bytes,
      Buffer.from('\r\n'),
    ])
    const parts = readMultipart(Buffer.concat([...pieces, Buffer.from('--B--')]), X)
    return (
      parts.length === contents.length && parts.every((part, i) => part.bytes.equals(contents[i]!))
    )
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 500 }))
  t.end()
})
