import { XML_LIMITS } from './limits.ts'
import { refusal } from './refusal.ts'
import { createUtf8Reader } from './utf8.ts'

/** What may be declared: every one of these is read as UTF-8, and US-ASCII must also be it. */
export type Charset = 'utf-8' | 'us-ascii'

/**
 * ISO-8859-1 and windows-1252 are refused even where the bytes are plain ASCII. Spine speaks UTF-8, and in
 * practice these names stand above UTF-8 bytes as often as above their own: reading either way spells some
 * patient's name wrongly, and accepting only the ASCII ones would work until the first Zoë.
 */
const CHARSETS: ReadonlyMap<string, Charset> = new Map([
  ['utf-8', 'utf-8'],
  ['us-ascii', 'us-ascii'],
])

/** Takes the encoding of an XML declaration, or refuses it. */
export function declaredCharset(encoding: string, where: string): Charset {
  const charset = CHARSETS.get(encoding.toLowerCase())
  if (charset === undefined) throw refusal('declared encoding is not UTF-8', where)
  return charset
}

/** Takes the charset of a Content-Type, where `utf8` without a hyphen is common, or refuses it. */
export function namedCharset(charset: string | undefined): Charset {
  const name = (charset ?? 'utf-8').trim().toLowerCase()
  const known = CHARSETS.get(name === 'utf8' ? 'utf-8' : name)
  if (known === undefined) throw refusal('charset is not UTF-8', 'Content-Type')
  return known
}

// Only what an XML declaration can hold before its encoding; what is no declaration the parser refuses later.
const DECLARATION =
  /^<\?xml[ \t\r\n][^?>]*?[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)')/

/**
 * Reads the bytes of an XML document as text, the encoding proven from the bytes: UTF-8, with or without byte
 * order mark, which is left out. Does not look at the markup beyond the declaration's encoding.
 *
 * @param charset - what Content-Type says, where it says anything
 * @throws FicusError `malformed` where the bytes are not UTF-8 (UTF-16 among them), or a declaration or the
 * Content-Type names another encoding than UTF-8 or US-ASCII, or US-ASCII and the bytes go beyond it, or they are
 * more than {@link XML_LIMITS} allows.
 */
export function decodeXml(bytes: Uint8Array, charset?: string): string {
  const named = namedCharset(charset)
  if (bytes.length > XML_LIMITS.bytes) throw refusal(`more than ${XML_LIMITS.bytes} bytes`)
  const reader = createUtf8Reader()
  const { text, isBroken } = reader.read(bytes)
  if (isBroken || reader.isCutOff) {
    throw refusal('not UTF-8', `after ${Buffer.byteLength(text)} bytes`)
  }
  // UTF-16 without a byte order mark is valid UTF-8 full of NULs.
  const nul = text.indexOf('\0')
  if (nul !== -1) throw refusal('NUL character', `after ${nul} characters`)
  const [, quoted, single] = DECLARATION.exec(text.slice(0, 1024)) ?? []
  const declared = declaredCharset(quoted ?? single ?? 'utf-8', 'XML declaration')
  if ((named === 'us-ascii' || declared === 'us-ascii') && reader.isBeyondAscii) {
    throw refusal('not US-ASCII as declared', 'whole document')
  }
  return text
}
