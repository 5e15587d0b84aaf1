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

const DECODERS: ReadonlyMap<string, (part: MultipartPart) => Buffer> = new Map([
  ['7bit', asItIs],
  ['8bit', asItIs],
  ['binary', asItIs],
  ['base64', base64],
  ['quoted-printable', quotedPrintable],
])

/**
 * Undoes the transfer coding of a part: a view of the input for 7bit, 8bit and binary, new bytes for base64 and
 * quoted-printable.
 *
 * @throws FicusError `malformed` for another coding, or bytes that are not what the coding writes.
 */
export function decodePart(part: MultipartPart): Buffer {
  const decode = DECODERS.get(part.encoding)
  if (decode === undefined) throw refusal('unknown Content-Transfer-Encoding')
  return decode(part)
}
