import { refusal } from './refusal.ts'

const CR = 0x0d
const LF = 0x0a
const HYPHEN = 0x2d

/** What stands between two parts, or where the last one ends. */
export interface Delimiter {
  /** Where the part before it ends: the line end in front of a delimiter belongs to the delimiter. */
  readonly start: number
  /** Where the part after it begins. */
  readonly end: number
  readonly kind: 'next' | 'close' | 'end of input' | 'broken off'
}

/** Where the line end just before `at` begins; `at` where there is none. */
export function lineEndBefore(bytes: Buffer, at: number): number {
  if (bytes[at - 1] !== LF) return at
  return bytes[at - 2] === CR ? at - 2 : at - 1
}

/** Reads what follows the boundary on its line; undefined where the input ends before that is decided. */
function delimiterAt(
  bytes: Buffer,
  found: number,
  length: number,
  partial: boolean,
): Delimiter | undefined {
  let at = found + length
  const isClose = bytes[at] === HYPHEN && bytes[at + 1] === HYPHEN
  if (isClose) at += 2
  while (bytes[at] === 0x20 || bytes[at] === 0x09) at++
  const isCrLf = bytes[at] === CR && bytes[at + 1] === LF
  if (isCrLf || bytes[at] === LF) {
    const start = lineEndBefore(bytes, found)
    return { start, end: at + (isCrLf ? 2 : 1), kind: isClose ? 'close' : 'next' }
  }
  const mayGoOn = bytes[at] === CR || (bytes[at] === HYPHEN && !isClose)
  const isUndecided = at >= bytes.length || (partial && at + 1 === bytes.length && mayGoOn)
  if (isUndecided) return undefined
  // RFC 2046 §5.1.1 forbids such a line, and readers differ on whether it divides.
  throw refusal('line that begins with the boundary and is no delimiter', `byte ${found}`)
}

/** Where a part broken off by the end of the input ends for certain: before what may become a delimiter. */
function certainEnd(bytes: Buffer, boundary: Buffer): number {
  const line = bytes.lastIndexOf(LF) + 1
  const tail = bytes.subarray(line)
  const mayBecome = tail.length < boundary.length && boundary.subarray(0, tail.length).equals(tail)
  if (mayBecome) return lineEndBefore(bytes, line)
  return bytes.at(-1) === CR ? bytes.length - 1 : bytes.length
}

/**
 * Whether the lines at a delimiter end in LF alone, and that in CR LF elsewhere does not mix with it: to a strict
 * reader a boundary behind a bare LF is content, so that it would find other parts than one who is not.
 */
function createLineEnds() {
  let isBare: boolean | undefined
  return (bytes: Buffer, found: number, delimiter: Delimiter | undefined): void => {
    const ends = [found, delimiter?.kind === 'next' ? delimiter.end : 0]
    for (const end of ends.filter(end => end > 0)) {
      const isLf = bytes[end - 2] !== CR
      if (isLf !== (isBare ??= isLf)) {
        throw refusal('boundaries between line ends of both kinds', `byte ${found}`)
      }
    }
  }
}

/**
 * Finds the delimiters of a multipart body one after the other, the last of which is a close delimiter or the
 * end of the input (RFC 2046 §5.1.1). Line ends may be LF alone, at all of them.
 */
export function* delimitersOf(
  bytes: Buffer,
  boundary: string,
  partial: boolean,
): Generator<Delimiter, void> {
  const line = Buffer.from(`--${boundary}`, 'latin1')
  const refuseMixed = createLineEnds()
  let isClosed = false
  for (let found = bytes.indexOf(line); found !== -1;) {
    const before = found === 0 ? LF : bytes[found - 1]
    if (before === CR) throw refusal('boundary after a bare CR', `byte ${found}`)
    if (before === LF) {
      if (isClosed) throw refusal('boundary after the close delimiter', `byte ${found}`)
      const delimiter = delimiterAt(bytes, found, line.length, partial)
      refuseMixed(bytes, found, delimiter)
      if (delimiter === undefined) {
        const kind = partial ? 'broken off' : 'close'
        yield { start: lineEndBefore(bytes, found), end: bytes.length, kind }
        return
      }
      isClosed = delimiter.kind === 'close'
      yield delimiter
    }
    found = bytes.indexOf(line, found + line.length)
  }
  if (isClosed) return
  if (partial) yield { start: certainEnd(bytes, line), end: bytes.length, kind: 'broken off' }
  else yield { start: bytes.length, end: bytes.length, kind: 'end of input' }
}
