import { STATUS_CODES } from 'node:http'
import type { Answer, RawHeaders } from '../exchange/index.ts'

/** What the sender of one message is told: at once, and when it comes back. */
export interface Pair {
  readonly accepted: Answer
  readonly reply: Answer
}

const headOf = ({ status, headers, body }: Answer): readonly [number, RawHeaders, number] => [
  status,
  headers,
  body.length,
]

/** Writes both as one: a line of JSON with both heads, then both bodies. */
export function writePair({ accepted, reply }: Pair): Uint8Array {
  const heads = JSON.stringify([headOf(accepted), headOf(reply)])
  return Buffer.concat([Buffer.from(`${heads}\n`), accepted.body, reply.body])
}

/** Reads both again. What is read was sealed by us, so that nobody else can have written it. */
export function readPair(bytes: Buffer): Pair {
  const end = bytes.indexOf('\n')
  const heads = JSON.parse(bytes.toString('utf8', 0, end)) as ReturnType<typeof headOf>[] // our own, by its seal
  let at = end + 1
  const [accepted, reply] = heads.map(([status, headers, length]): Answer => {
    const body = bytes.subarray(at, at + length)
    at += length
    return { status, reason: STATUS_CODES[status] ?? '', headers, body }
  })
  if (accepted === undefined || reply === undefined) throw new Error('a pair is two')
  return { accepted, reply }
}
