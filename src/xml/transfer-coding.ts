import { withoutEndBlanks } from './blanks.ts'
import { refusal } from './refusal.ts'
import type { MultipartPart } from './multipart.ts'

const HEX = /^[0-9A-Fa-f]{2}$/

/** Only what an encoder writes: its alphabet in lines, padded, no bits left over (RFC 4648 §3.5). */
function base64(part: MultipartPart): Buffer {
  const all = part.bytes.toString('latin1').replace(/[\r\n\t ]+/g, '')
  // A part that broke off is decoded up to its last whole group.
  const text = part.complete ? all : all.slice(0, all.length - (all.length % 4))
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) throw refusal('malformed base64')
  return bytes
}

/** RFC 2045 §6.7: `=` and two hexadecimal digits are a byte, `=` at a line's end joins it with the next. */
function quotedPrintable(part: MultipartPart): Buffer {
  const lines = part.bytes.toString('latin1').split('\n')
  const decoded = lines.map((line, i) => {
    const isLast = i === lines.length - 1
    const end = isLast ? '' : line.endsWith('\r') ? '\r\n' : '\n'
    // Blanks at a line's end were added on the way.
    const own = withoutEndBlanks(line.endsWith('\r') ? line.slice(0, -1) : line)
    const isJoined = own.endsWith('=')
    return unquoted(isJoined ? own.slice(0, -1) : own) + (isJoined ? '' : end)
  })
  return Buffer.from(decoded.join(''), 'latin1')
}

function unquoted(line: string): string {
  const [first = '', ...rest] = line.split('=')
  const decoded = rest.map(piece => {
    if (!HEX.test(piece.slice(0, 2))) throw refusal('malformed quoted-printable')
    return String.fromCharCode(Number.parseInt(piece.slice(0, 2), 16)) + piece.slice(2)
  })
  return first + decoded.join('')
}

const asItIs = (part: MultipartPart): Buffer => part.bytes

/** In lines of 76 characters, the most RFC 2045 §6.8 allows. */
const asBase64 = (content: Buffer): Buffer =>
  Buffer.from(content.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n'))

/** Every byte that is not plainly itself as `=` and two digits, in lines of at most 76 (RFC 2045 §6.7). */
const asQuotedPrintable = (content: Buffer): Buffer =>
  Buffer.from(
    content
      .toString('latin1')
      .replace(
        /[^!-<>-~]/g,
        byte => `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
      )
      .replace(/.{70,72}(?<!=|=.)(?=.)/g, '$&=\r\n'),
  )

function as7bit(content: Buffer): Buffer {
  if (content.some(byte => byte > 0x7f)) throw refusal('bytes beyond US-ASCII in a part of 7bit')
  return content
}

interface Coding {
  readonly decode: (part: MultipartPart) => Buffer
  readonly encode: (content: Buffer) => Buffer
}

const CODINGS: ReadonlyMap<string, Coding> = new Map([
  // Senders leave out that a part is 8bit: what goes out over us says what it is.
  ['7bit', { decode: asItIs, encode: as7bit }],
  ['8bit', { decode: asItIs, encode: content => content }],
  ['binary', { decode: asItIs, encode: content => content }],
  ['base64', { decode: base64, encode: asBase64 }],
  ['quoted-printable', { decode: quotedPrintable, encode: asQuotedPrintable }],
])

function codingNamed(encoding: string): Coding {
  const coding = CODINGS.get(encoding)
  if (coding === undefined) throw refusal('unknown Content-Transfer-Encoding')
  return coding
}

/**
 * Undoes the transfer coding of a part: a view of the input for 7bit, 8bit and binary, new bytes for base64 and
 * quoted-printable.
 *
 * @throws FicusError `malformed` for another coding, or bytes that are not what the coding writes.
 */
export const decodePart = (part: MultipartPart): Buffer => codingNamed(part.encoding).decode(part)

/**
 * Puts content in a transfer coding, named in lower case.
 *
 * @throws FicusError `malformed` for another coding, or content that 7bit cannot say.
 */
export const encodePart = (encoding: string, content: Uint8Array): Buffer =>
  codingNamed(encoding).encode(Buffer.from(content.buffer, content.byteOffset, content.byteLength))
