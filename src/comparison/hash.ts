/**
 * One of two independent ways to hash. Equal hashes are a reason to look, never a verdict: what they say is
 * equal is compared before it is believed, so a collision, crafted or not, costs time only.
 */
export interface Lane {
  readonly seed: number
  readonly by: number
}

/** Takes the next number into a hash. */
export function taken(lane: Lane, hash: number, next: number): number {
  const mixed = Math.imul(hash ^ next, lane.by)
  return (mixed << 13) | (mixed >>> 19)
}

/** Ends a hash, so that each of its bits hangs on every bit taken in. */
export function ended(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

/** Hashes a text. */
export function ofText(lane: Lane, text: string): number {
  let hash = lane.seed
  for (let i = 0; i < text.length; i += 1) hash = taken(lane, hash, text.charCodeAt(i))
  return ended(hash ^ text.length)
}

/** Two lanes with the seeds of this process. */
export type Lanes = readonly [Lane, Lane]

/** Draws the seeds from a key, so that nobody can say beforehand what collides. */
export function lanesOf(key: Uint8Array): Lanes {
  const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength)
  return [
    { seed: bytes.readInt32LE(0), by: 0x9e3779b1 },
    { seed: bytes.readInt32LE(4), by: 0x85ebca77 },
  ]
}
