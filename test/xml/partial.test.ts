import t from 'tap'
import { createXmlScanner, readMultipart } from '../../src/xml/index.ts'
import { refusalOf } from './refused.ts'

const TYPE = 'multipart/related; boundary=B'
const body = (...lines: readonly string[]): Buffer => Buffer.from(lines.join('\r\n'))
const begun = (bytes: Buffer) => readMultipart(bytes, TYPE, { partial: true })

/** Bodies whose every beginning is tried. */
const BODIES: Readonly<Record<string, Buffer>> = {
  'two parts': body('--B', 'A: b', '', '<a>ë</a>', '--B', 'C: d', '', '', 'x', '--B--', ''),
  'line ends of LF alone': Buffer.from('\n--B\nA: b\n\n1\n\n--B\n\n2\n--B--\n'),
  'a preamble and an epilogue': body('--A', '--', '--B', '', 'x', '--B--', '--', '--A'),
  'parts full of what could become a boundary': body(
    ...['--B', '', '-', '--', '--\r--', '--C', '--B', '', '\r', '--B--'],
  ),
  'blanks after boundaries': body('--B ', '', 'x', '--B \t', '', 'y', '--B-- ', ''),
  'a multipart within': body(
    ...['--B', 'Content-Type: multipart/x; boundary=C', '', '--C', 'A: b', '', 'x', '--C--'],
    ...['--B', '', 'y', '--B--'],
  ),
}

for (const [what, whole] of Object.entries(BODIES)) {
  t.test(`every beginning of ${what} gives the parts so far, only the last not complete`, t => {
    const parts = readMultipart(whole, TYPE)
    const wrong: string[] = []
    for (let length = 0; length <= whole.length; length++) {
      const seen = begun(whole.subarray(0, length))
      for (const [i, part] of seen.entries()) {
        const own = parts[i]
        const isSame = own !== undefined && own.headers.join() === part.headers.join()
        const isOwn = own?.bytes.subarray(0, part.bytes.length).equals(part.bytes) === true
        const isAll = own?.bytes.length === part.bytes.length
        const mayBeOpen = i === seen.length - 1
        if (!isSame || !isOwn || (part.complete ? !isAll : !mayBeOpen)) {
          wrong.push(`part ${i + 1} in the first ${length} bytes`)
        }
      }
    }
    t.strictSame(wrong, [])
    t.end()
  })
}

t.test('a part whose headers are not all there is left out, so that there may be none', t => {
  for (const beginning of ['', '--', '--B', '--B\r', '--B\r\n', '--B\r\nA: b', '--B\r\nA: b\r\n']) {
    t.strictSame(begun(Buffer.from(beginning)), [], JSON.stringify(beginning))
  }
  t.match(begun(Buffer.from('--B\r\nA: b\r\n\r\nx')), [{ headers: ['A', 'b'], complete: false }])
  t.end()
})

t.test('a part is complete once its delimiter is, and not before', t => {
  const upTo = (end: string) => begun(Buffer.from(`--B\r\n\r\nx\r\n--B${end}`))
  for (const end of ['', '-', '--', '--\r', '\r']) t.match(upTo(end), [{ complete: false }], end)
  for (const end of ['\r\n', '--\r\n', '--\n']) t.match(upTo(end), [{ complete: true }], end)
  t.end()
})

t.test('what is refused in a whole body is refused in its beginning too', t => {
  for (const beginning of [
    '--Bc',
    '--B---',
    '--B\r\nno colon\r\n\r\nx',
    `--B\r\nA: ${'b'.repeat(17_000)}`,
  ]) {
    t.not(
      refusalOf(() => begun(Buffer.from(beginning))),
      undefined,
    )
  }
  t.equal(
    refusalOf(() => readMultipart(Buffer.from('x'), 'text/xml', { partial: true })),
    'no boundary, Content-Type',
  )
  t.end()
})

t.test('a document in a part that broke off never seems to have text after its root', t => {
  const whole = body('--B', '', '<a>x</a>', '--B--')
  for (let length = 0; length <= whole.length; length++) {
    for (const part of begun(whole.subarray(0, length))) {
      const scanner = createXmlScanner({})
      t.equal(
        refusalOf(() => scanner.write(part.bytes)),
        undefined,
        `${length} bytes`,
      )
    }
  }
  t.end()
})
