import t from 'tap'
import { MULTIPART_LIMITS, readMultipart } from '../../src/xml/index.ts'
import { refusalOf, refuses } from './refused.ts'

const body = (...lines: readonly string[]): Buffer => Buffer.from(lines.join('\r\n'))

const X = 'multipart/x; boundary=B'
const one = (...lines: readonly string[]): Buffer => body('--B', ...lines, '', 'x', '--B--')
const nested = (boundary: string, ...inner: readonly string[]): string[] => [
  `Content-Type: multipart/x; boundary=${boundary}`,
  '',
  `--${boundary}`,
  ...inner,
  `--${boundary}--`,
]

/** What is refused and by which rule. */
const REFUSED: readonly (readonly [what: string, bytes: Buffer, type: string, rule: string])[] = [
  ['no boundary', one(), 'multipart/related', 'no boundary, Content-Type'],
  ['no multipart', one(), 'text/xml; boundary=B', 'no boundary, Content-Type'],
  ['two boundaries', one(), `${X}; boundary=C`, 'no boundary, Content-Type'],
  [
    'an empty boundary',
    one(),
    'multipart/x; boundary=""',
    'boundary of wrong length or characters, Content-Type',
  ],
  [
    '71 characters',
    one(),
    `multipart/x; boundary=${'B'.repeat(71)}`,
    'boundary of wrong length or characters, Content-Type',
  ],
  [
    'a blank at its end',
    one(),
    'multipart/x; boundary="B "',
    'boundary of wrong length or characters, Content-Type',
  ],
  [
    'a boundary beyond ASCII',
    one(),
    'multipart/x; boundary=é',
    'boundary of wrong length or characters, Content-Type',
  ],
  ['nothing', body(''), X, 'no part'],
  ['no boundary in the body', body('--C', '', 'x', '--C--'), X, 'no part'],
  ['a close delimiter alone', body('--B--'), X, 'no part'],
  ['a delimiter alone', body('--B', ''), X, 'no part'],
  [
    'a line that only begins so',
    body('--B', '', 'x', '--Bc', '--B--'),
    X,
    'line that begins with the boundary and is no delimiter',
  ],
  [
    'a close delimiter that goes on',
    body('--B', '', 'x', '--B--c'),
    X,
    'line that begins with the boundary and is no delimiter',
  ],
  [
    'a close delimiter that stops half way',
    body('--B', '', 'x', '--B-'),
    X,
    'line that begins with the boundary and is no delimiter',
  ],
  [
    'a boundary after a bare CR',
    Buffer.from('--B\r\n\r\nx\r--B\r\n'),
    X,
    'boundary after a bare CR',
  ],
  [
    'a boundary ended by a bare CR',
    Buffer.from('--B\r\r\nx\r\n--B--'),
    X,
    'line that begins with the boundary and is no delimiter',
  ],
  [
    'parts after the close delimiter',
    body('--B', '', 'x', '--B--', '--B', '', 'y', '--B--'),
    X,
    'boundary after the close delimiter',
  ],
  ...[
    'x\n--B\r\n\r\n1\r\n--B--',
    '--B\r\n\r\n1\n--B\r\n\r\n2\r\n--B--',
    '--B\r\n\r\n1\n--B--',
    '--B\n\n1\r\n--B\n\n2\n--B--',
    '--B\r\n\r\n1\r\n--B\n\r\n2\r\n--B--',
  ].map(
    text =>
      [
        `a boundary at the other line end: ${JSON.stringify(text)}`,
        Buffer.from(text),
        X,
        'boundaries between line ends of both kinds',
      ] as const,
  ),
  ...['--B\r\nA: b\n\r\nx\r\n--B--', '--B\r\nA: b\r\n\nx\r\n--B--', '--B\nA: b\r\n\nx\n--B--'].map(
    text =>
      [
        `headers at the other line end: ${JSON.stringify(text)}`,
        Buffer.from(text),
        X,
        'part headers between line ends of both kinds',
      ] as const,
  ),
  ['a header without colon', one('Content-Type text/xml'), X, 'malformed part header'],
  [
    'a header with a blank before the colon',
    one('Content-Type : text/xml'),
    X,
    'malformed part header',
  ],
  ['a header without name', one(': text/xml'), X, 'malformed part header'],
  ['a body where headers should be', body('--B', '<a/>', '--B--'), X, 'malformed part header'],
  ['a header with a NUL', one('A: b\0c'), X, 'control character in a part header'],
  ['a header with a bare CR', one('A: b\rc'), X, 'control character in a part header'],
  [
    'a line of blanks among the headers',
    one('A: b', '  ', 'C: d'),
    X,
    'part header line of blanks',
  ],
  [
    'two Content-Types',
    one('Content-Type: a/b', 'content-type: c/d'),
    X,
    'part header given twice',
  ],
  ['two Content-Ids', one('Content-Id: <a>', 'Content-ID: <a>'), X, 'part header given twice'],
  [
    'two codings',
    one(...['7bit', 'base64'].map(coding => `Content-Transfer-Encoding: ${coding}`)),
    X,
    'part header given twice',
  ],
  [
    'a multipart in a multipart in a multipart',
    one(...nested('C', ...nested('D', '', 'x'))),
    X,
    'multipart within a multipart within a multipart',
  ],
  [
    'a multipart within that stops half way',
    body('--B', 'Content-Type: multipart/x; boundary=C', '', '--C', '', 'x', '--C-', '--B--'),
    X,
    'line that begins with the boundary and is no delimiter',
  ],
  [
    'a multipart within that has no boundary',
    one('Content-Type: multipart/x'),
    X,
    'no boundary, Content-Type',
  ],
]

t.test('what has no part, no end or more than one reading is refused by its rule', t => {
  for (const [what, bytes, type, rule] of REFUSED) {
    refuses(t, () => readMultipart(bytes, type), rule, what)
  }
  t.end()
})

/** A body for each limit that uses exactly as much of it as asked for. */
const USES: Readonly<
  Record<keyof typeof MULTIPART_LIMITS, readonly [(n: number) => Buffer, string]>
> = {
  parts: [
    n => body(...Array.from({ length: n }, () => '--B\r\n\r\nx'), '--B--'),
    'more than 100 parts',
  ],
  headerBytes: [
    n => body('--B', `A: ${'b'.repeat(n - 5)}`, '', 'x', '--B--'),
    'more than 16384 bytes of part headers',
  ],
}

t.test('every limit may be used wholly and not passed by one', t => {
  t.ok(Object.isFrozen(MULTIPART_LIMITS))
  t.strictSame(Object.keys(USES), Object.keys(MULTIPART_LIMITS))
  for (const [limit, [use, rule]] of Object.entries(USES)) {
    // Object.entries widens the keys of the table.
    const most = MULTIPART_LIMITS[limit as keyof typeof MULTIPART_LIMITS]
    t.doesNotThrow(() => readMultipart(use(most), X), limit)
    refuses(t, () => readMultipart(use(most + 1), X), rule)
  }
  refuses(t, () => readMultipart(one(), X, { limits: { parts: 0 } }), 'more than 0 parts')
  t.end()
})

t.test('a line of headers that has not ended yet is bounded too', t => {
  const begun = (n: number) => body('--B', `A: ${'b'.repeat(n - 3)}`)
  t.strictSame(readMultipart(begun(MULTIPART_LIMITS.headerBytes), X, { partial: true }), [])
  const read = () => readMultipart(begun(MULTIPART_LIMITS.headerBytes + 1), X, { partial: true })
  refuses(t, read, 'more than 16384 bytes of part headers')
  t.end()
})

t.test('headers that never end are refused however much follows', t => {
  const endless = body('--B', `A: ${'b'.repeat(20_000)}`)
  for (const partial of [false, true]) {
    refuses(
      t,
      () => readMultipart(endless, X, { partial }),
      'more than 16384 bytes of part headers',
    )
  }
  t.end()
})

t.test('a body that cannot be divided says so and nothing else', t => {
  t.equal(
    refusalOf(() => readMultipart(body('--B', '', 'x', '--Bsecret'), X)),
    'line that begins with the boundary and is no delimiter, byte 10',
  )
  t.end()
})
