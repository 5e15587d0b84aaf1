import { Dicer } from '@fastify/busboy'

/** A part as the second reader has it. */
export interface DicedPart {
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, readonly string[]>>
  readonly bytes: Buffer
}

/** Divides a body by Dicer of fastify/busboy; undefined where it says that the body is broken. */
export function diced(bytes: Buffer, boundary: string): Promise<DicedPart[] | undefined> {
  return new Promise(resolve => {
    const parts: DicedPart[] = []
    const dicer = new Dicer({ boundary })
    dicer.on('error', () => resolve(undefined))
    dicer.on('finish', () => resolve(parts))
    dicer.on('part', part => {
      const pieces: Buffer[] = []
      let headers: DicedPart['headers'] = {}
      part.on('header', own => (headers = own as DicedPart['headers']))
      part.on('data', piece => pieces.push(piece as Buffer))
      part.on('error', () => resolve(undefined))
      part.on('end', () => parts.push({ headers, bytes: Buffer.concat(pieces) }))
    })
    dicer.end(bytes)
  })
}
