/** Draws a whole number below another, the same ones for the same seed (mulberry32). */
export type Draw = (below: number) => number

/** Starts a row of draws. */
export function createDraw(seed: number): Draw {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

/** Up to this size a body is cut into its bytes. */
export const BYTES_UP_TO = 1_024
const CUTS = 24

/** Cuts a small body into its bytes and a large one at places drawn. */
export function cut(bytes: Buffer, draw: Draw): Buffer[] {
  const places =
    bytes.length <= BYTES_UP_TO
      ? Array.from(bytes, (_, i) => i)
      : Array.from({ length: CUTS }, () => draw(bytes.length)).sort((a, b) => a - b)
  const edges = [...new Set([0, ...places, bytes.length])]
  return edges.slice(1).map((edge, i) => bytes.subarray(edges[i], edge))
}
