import { randomFillSync } from 'node:crypto'

/** Makes ids of a trace, in hexadecimal digits; none is all zeros, which would be no id. */
export interface RandomIds {
  /** 32 digits. */
  traceId(): string
  /** 16 digits. */
  spanId(): string
}

/** Bytes drawn at once: a call for each id would cost ten times the id. */
const BLOCK = 4_096

/** Builds what makes ids; `fill` puts random bytes into a whole block. */
export function createRandomIds(
  fill: (block: Buffer) => void = block => randomFillSync(block),
): RandomIds {
  const block = Buffer.alloc(BLOCK)
  let at = BLOCK
  const draw = (bytes: number): string => {
    let id = ''
    do {
      if (at + bytes > BLOCK) {
        fill(block)
        at = 0
      }
      // A string of its own: a slice of the whole block's digits would keep all of them alive.
      id = block.toString('hex', at, at + bytes)
      at += bytes
    } while (/^0*$/.test(id))
    return id
  }
  return { traceId: () => draw(16), spanId: () => draw(8) }
}
