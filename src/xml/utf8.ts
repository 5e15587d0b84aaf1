import { isUtf8 } from 'node:buffer'

/** The bytes that begin a sequence of n bytes, and what its second byte may be (RFC 3629 §4). */
const SEQUENCES: readonly [
  first: number,
  last: number,
  length: number,
  low: number,
  high: number,
][] = [
  [0xc2, 0xdf, 2, 0x80, 0xbf],
  [0xe0, 0xe0, 3, 0xa0, 0xbf],
  [0xe1, 0xec, 3, 0x80, 0xbf],
  [0xed, 0xed, 3, 0x80, 0x9f],
  [0xee, 0xef, 3, 0x80, 0xbf],
  [0xf0, 0xf0, 4, 0x90, 0xbf],
  [0xf1, 0xf3, 4, 0x80, 0xbf],
  [0xf4, 0xf4, 4, 0x80, 0x8f],
]

/** The length of the sequence that begins at `i`; 0 if none can. */
function sequenceAt(bytes: Buffer, i: number): number {
  const lead = bytes[i] ?? 0
  if (lead < 0x80) return 1
  const row = SEQUENCES.find(([first, last]) => lead >= first && lead <= last)
  if (row === undefined) return 0
  const [, , length, low, high] = row
  for (let k = 1; k < length; k++) {
    const byte = bytes[i + k]
    if (byte === undefined) return length
    const [from, to] = k === 1 ? [low, high] : [0x80, 0xbf]
    if (byte < from || byte > to) return 0
  }
  return length
}

/** Counts the bytes before the first that is not UTF-8. */
function validPrefix(bytes: Buffer): number {
  let i = 0
  for (let length = 1; length > 0 && i < bytes.length; i += length) length = sequenceAt(bytes, i)
  return i
}

/** Counts the bytes of whole characters: all but a sequence cut off at the end. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const start = bytes.length - back
    if (((bytes[start] ?? 0) & 0xc0) === 0x80) continue
    return sequenceAt(bytes, start) > back ? start : bytes.length
  }
  return bytes.length
}

/** Reads UTF-8 piece by piece, however its characters are cut. */
export interface Utf8Reader {
  /** The text so far not read, without the byte order mark; `isBroken` where what follows it is not UTF-8. */
  read(chunk: Uint8Array): { readonly text: string; readonly isBroken: boolean }
  /** Whether the last character is still incomplete. */
  readonly isCutOff: boolean
  /** Whether anything beyond US-ASCII was read, the byte order mark aside. */
  readonly isBeyondAscii: boolean
}

/** Builds a fatal UTF-8 reader: nothing is replaced, what is not UTF-8 ends it. */
export const createUtf8Reader = (): Utf8Reader => new FatalUtf8Reader()

class FatalUtf8Reader implements Utf8Reader {
  #pending: Buffer = NOTHING
  #isFirst = true
  #isBeyondAscii = false

  get isCutOff(): boolean {
    return this.#pending.length > 0
  }

  get isBeyondAscii(): boolean {
    return this.#isBeyondAscii
  }

  read(chunk: Uint8Array): { readonly text: string; readonly isBroken: boolean } {
    const view = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const all = this.#pending.length === 0 ? view : Buffer.concat([this.#pending, view])
    let end = wholeCharacters(all)
    const isBroken = !isUtf8(all.subarray(0, end))
    if (isBroken) end = validPrefix(all)
    this.#pending = end === all.length ? NOTHING : Buffer.from(all.subarray(end))
    let text = all.toString('utf8', 0, end)
    let bytes = end
    if (this.#isFirst && text !== '') {
      this.#isFirst = false
      if (text.startsWith('\uFEFF')) {
        text = text.slice(1)
        bytes -= 3
      }
    }
    this.#isBeyondAscii ||= text.length !== bytes
    return { text, isBroken }
  }
}

const NOTHING = Buffer.alloc(0)
