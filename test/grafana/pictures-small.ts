import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
const COLOURS = 256
/** Colours nearer to one another than this are one: what smooths the edges of letters is most of a picture. */
const STEP = 8

/**
 * Writes a PNG of a browser's (8 bits, RGB or RGBA, not interlaced) again with 256 colours at most, which takes a third of
 * the room. Chunks, filters and fields are those of the W3C's PNG specification.
 */
export function small(png: Buffer): Buffer {
  const header = chunkOf(png, 'IHDR')[0] ?? Buffer.alloc(13)
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const channels = header[9] === 6 ? 4 : 3
  const raw = inflateSync(Buffer.concat(chunkOf(png, 'IDAT')))
  const pixels = unfiltered(raw, width * channels, channels)
  const colours = new Uint32Array(width * height)
  const counts = new Map<number, number>()
  for (let i = 0; i < colours.length; i += 1) {
    const at = i * channels
    const colour = [0, 1, 2].reduce((all, n) => all * 256 + stepped(pixels[at + n] ?? 0), 0)
    colours[i] = colour
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const palette = [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, COLOURS)
    .map(([colour]) => colour)
  const nearest = new Map<number, number>()
  for (const colour of counts.keys()) nearest.set(colour, nearestIn(palette, colour))
  const rows = Buffer.alloc((width + 1) * height)
  colours.forEach((colour, i) => {
    rows[Math.floor(i / width) * (width + 1) + 1 + (i % width)] = nearest.get(colour) ?? 0
  })
  const head = Buffer.concat([header.subarray(0, 8), Buffer.from([8, 3, 0, 0, 0])])
  const table = Buffer.from(
    palette.flatMap(colour => [colour >> 16, (colour >> 8) & 255, colour & 255]),
  )
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const stepped = (value: number): number => Math.min(255, Math.round(value / STEP) * STEP)

function nearestIn(palette: readonly number[], colour: number): number {
  let [best, least] = [0, Infinity]
  palette.forEach((other, at) => {
    const parts = [16, 8, 0].map(bits => ((colour >> bits) & 255) - ((other >> bits) & 255))
    const distance = parts.reduce((sum, part) => sum + part * part, 0)
    if (distance < least) [best, least] = [at, distance]
  })
  return best
}

/** Gives the bodies of the chunks of a kind. */
function chunkOf(png: Buffer, kind: string): Buffer[] {
  const found: Buffer[] = []
  for (let at = SIGNATURE.length; at < png.length; at += png.readUInt32BE(at) + 12) {
    const is = png.toString('latin1', at + 4, at + 8)
    if (is === kind) found.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  return found
}

function chunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), body])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** Takes off the filter that each line begins with. */
function unfiltered(raw: Buffer, line: number, step: number): Buffer {
  const out = Buffer.alloc((raw.length / (line + 1)) * line)
  for (let from = 0, to = 0; from < raw.length; from += line + 1, to += line) {
    const filter = raw[from] ?? 0
    for (let i = 0; i < line; i += 1) {
      const left = i < step ? 0 : (out[to + i - step] ?? 0)
      const up = to === 0 ? 0 : (out[to + i - line] ?? 0)
      const corner = i < step || to === 0 ? 0 : (out[to + i - line - step] ?? 0)
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0
      out[to + i] = ((raw[from + 1 + i] ?? 0) + guess) & 255
    }
  }
  return out
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}
