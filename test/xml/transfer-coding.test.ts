import fc from 'fast-check'
import t from 'tap'
import { decodePart } from '../../src/xml/index.ts'
import type { MultipartPart } from '../../src/xml/index.ts'
import { refusalOf } from './refused.ts'

const part = (encoding: string, bytes: string | Buffer, complete = true): MultipartPart => ({
  headers: [],
  contentId: undefined,
  contentType: undefined,
  encoding,
  bytes: Buffer.from(bytes),
  complete,
})

t.test('7bit, 8bit and binary are the bytes as they stand, without a copy', t => {
  for (const encoding of ['7bit', '8bit', 'binary']) {
    const whole = part(encoding, Buffer.from([0, 13, 255]))
    t.equal(decodePart(whole), whole.bytes, encoding)
  }
  t.end()
})

t.test('another coding is refused', t => {
  for (const encoding of ['x-uuencode', 'gzip', '', 'constructor']) {
    t.equal(
      refusalOf(() => decodePart(part(encoding, ''))),
      'unknown Content-Transfer-Encoding',
      encoding,
    )
  }
  t.end()
})

t.test('base64 is read in lines and without, whatever the bytes', t => {
  const property = fc.property(fc.uint8Array(), fc.constantFrom('\r\n', '\n', ''), (bytes, end) => {
    const text = Buffer.from(bytes).toString('base64')
    const lines = text.replace(/.{1,76}/g, line => line + end)
    return decodePart(part('base64', lines)).equals(bytes)
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 300 }))
  t.end()
})

t.test('base64 that an encoder would not have written is refused', t => {
  const wrong = [
    'QQ',
    'QQ=',
    'QQ===',
    'QR==',
    'Q-_=',
    'QQ==QQ==',
    'Q!Q=',
    'QUI\0',
    '=',
    'Q',
    'QUJ=',
    'é===',
  ]
  for (const text of wrong) {
    t.equal(
      refusalOf(() => decodePart(part('base64', text))),
      'malformed base64',
      JSON.stringify(text),
    )
  }
  t.end()
})

t.test('base64 that broke off is decoded up to its last whole group', t => {
  t.equal(decodePart(part('base64', 'QUJDREV', false)).toString(), 'ABC')
  t.end()
})

t.test('quoted-printable is read: bytes, joined lines, blanks at the end of lines', t => {
  const text = 'a=3Db =C3=AB  \r\nc=\r\nd \t=  \ne=3d'
  t.equal(decodePart(part('quoted-printable', text)).toString(), 'a=b ë\r\ncd \te=')
  t.end()
})

t.test('quoted-printable that is none is refused', t => {
  for (const text of ['=', '=3', '=G0', 'a= b', '==']) {
    const refusal = refusalOf(() => decodePart(part('quoted-printable', `${text}x`)))
    t.equal(refusal, 'malformed quoted-printable', text)
  }
  t.end()
})
