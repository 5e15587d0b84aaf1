import fc from 'fast-check'
import t from 'tap'
import { readMultipart } from '../../src/xml/index.ts'

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

/** Ways of writing the same two parts `1` and `2` that were seen on the wire or in stored messages. */
const VARIATIONS: Readonly<Record<string, readonly [bytes: Buffer, type?: string]>> = {
  'a blank line before the first boundary': [body('', '--B', '', '1', '--B', '', '2', '--B--')],
  'a preamble': [
    body('for older readers', 'x--B', ' --B', '--B', '', '1', '--B', '', '2', '--B--'),
  ],
  'an epilogue': [body('--B', '', '1', '--B', '', '2', '--B--', 'and so on', 'x--B', '')],
  'line ends of LF alone': [Buffer.from('--B\n\n1\n--B\n\n2\n--B--\n')],
  'line ends of both kinds': [Buffer.from('\n--B\r\nA: b\n\r\n1\r\n--B\n\r\n2\n--B--\r\n')],
  'a last delimiter without closing hyphens': [body('--B', '', '1', '--B', '', '2', '--B', '')],
  'a last delimiter without line end either': [body('--B', '', '1', '--B', '', '2', '--B')],
  'a last delimiter and a blank line': [body('--B', '', '1', '--B', '', '2', '--B', '', '')],
  'no last delimiter at all': [body('--B', '', '1', '--B', '', '2')],
  'blanks after the boundary': [body('--B  ', '', '1', '--B\t', '', '2', '--B-- ')],
  'a boundary without quotes that begins with hyphens': [
    body('----B', '', '1', '----B', '', '2', '----B--'),
    'multipart/related; boundary=--B; type=text/xml',
  ],
  'a boundary that ends with hyphens': [
    body('--B--', '', '1', '--B--', '', '2', '--B----'),
    'multipart/related; boundary="B--"',
  ],
  'a boundary with blanks and signs within': [
    body("--a '()+_,-./:=?b", '', '1', "--a '()+_,-./:=?b", '', '2', "--a '()+_,-./:=?b--"),
    'multipart/related; boundary="a \'()+_,-./:=?b"',
  ],
  'a boundary of 70 characters': [
    body(`--${'B'.repeat(70)}`, '', '1', `--${'B'.repeat(70)}`, '', '2', `--${'B'.repeat(70)}--`),
    `multipart/related; boundary=${'B'.repeat(70)}`,
  ],
  'folded headers': [body('--B', 'A: b;', '  c', '\td', '', '1', '--B', '', '2', '--B--')],
  'indented headers': [body('--B', '  A: b', '  C: d', '', '1', '--B', '\tA: b', '', '2', '--B--')],
}

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
