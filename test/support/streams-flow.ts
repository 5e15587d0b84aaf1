import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'

/**
 * A megabyte of noise whose length no buffer's size divides, so that a piece lost, doubled or moved does not
 * fall on the same bytes again.
 */
const PATTERN = noise(1_048_583)
const PIECE = 131_072

function noise(bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes)
  let state = 0x9e3779b9
  for (let i = 0; i < bytes; i += 1) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    buffer[i] = state
  }
  return buffer
}

/** The bytes of the endless pattern that stand at a position: at most so many, perhaps fewer, never none. */
function pieceAt(position: number, most: number): Buffer {
  const offset = position % PATTERN.length
  return PATTERN.subarray(offset, Math.min(offset + most, PATTERN.length))
}

/** Writes so many bytes of the pattern as fast as they are taken, and says at each piece how many that were. */
export async function pour(
  to: Writable,
  bytes: number,
  taken: (bytes: number) => void = () => undefined,
): Promise<void> {
  let at = 0
  while (at < bytes && !to.destroyed) {
    const piece = pieceAt(at, Math.min(PIECE, bytes - at))
    at += piece.length
    const isTaken = to.write(piece)
    taken(at)
    if (!isTaken) await drained(to)
  }
}

// Not events.once: of two races per piece the loser would keep its listener.
const drained = (to: Writable): Promise<void> =>
  new Promise(resolve => {
    const settle = (): void => {
      to.off('drain', settle)
      to.off('close', settle)
      resolve()
    }
    to.on('drain', settle)
    to.on('close', settle)
  })

/** What came of reading a flow. */
export interface Flow {
  readonly bytes: number
  /** Whether every byte was the one that belongs at its place. */
  readonly isEqual: boolean
}

/** Reads a flow to its end and holds every byte against the pattern: memcmp, so gigabytes cost little. */
export async function drink(from: Readable): Promise<Flow> {
  let bytes = 0
  let isEqual = true
  from.on('data', (chunk: Buffer) => {
    isEqual &&= belongsAt(chunk, bytes)
    bytes += chunk.length
  })
  await once(from, 'end')
  return { bytes, isEqual }
}

/** Reads a flow at a trickle, a sip at every tick, until it has had so many bytes; then it stops reading. */
export async function sip(from: Readable, bytes: number, tick: () => Promise<void>): Promise<Flow> {
  let had = 0
  let isEqual = true
  while (had < bytes) {
    const chunk = from.read() as Buffer | null
    if (chunk === null) {
      if (from.readableEnded || from.destroyed) break
      await readableAgain(from)
      continue
    }
    isEqual &&= belongsAt(chunk, had)
    had += chunk.length
    await tick()
  }
  return { bytes: had, isEqual }
}

const readableAgain = (from: Readable): Promise<void> =>
  new Promise(resolve => {
    const settle = (): void => {
      for (const name of ['readable', 'end', 'close']) from.off(name, settle)
      resolve()
    }
    for (const name of ['readable', 'end', 'close']) from.on(name, settle)
  })

function belongsAt(chunk: Buffer, position: number): boolean {
  for (let at = 0; at < chunk.length;) {
    const expected = pieceAt(position + at, chunk.length - at)
    if (expected.compare(chunk, at, at + expected.length) !== 0) return false
    at += expected.length
  }
  return true
}
