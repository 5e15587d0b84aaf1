import { STATUS_CODES } from 'node:http'
import { type Answer, type Captured, headerOf } from '../exchange/index.ts'

/** The longest place an answer is fetched from that is kept, in characters. */
export const LONGEST_PLACE = 512

/**
 * A status, the type as it was written, behind a tab the place its answer is fetched from, and after a line feed the
 * body byte for byte.
 */
const HEAD = /^(\d{3}) ([ -~]{0,200})(?:\t([!-~]+))?$/

/**
 * Writes what a sender was told: its status, its type, where its answer is fetched and its bytes, and no other line of
 * its head. One that polls and is told again without the place would never have its answer.
 */
export function writeTold({ status, headers, body }: Captured): Uint8Array {
  const type = headerOf(headers, 'content-type') ?? ''
  const place = headerOf(headers, 'content-location')
  const more = place === undefined ? '' : `\t${place}`
  return Buffer.concat([Buffer.from(`${status} ${type}${more}\n`, 'latin1'), body])
}

/** Reads what a sender was told, to be told again; undefined where it is none. */
export function readTold(stored: Uint8Array): Answer | undefined {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength)
  const end = bytes.indexOf('\n')
  const [, status, type = '', place] =
    HEAD.exec(bytes.toString('latin1', 0, Math.max(end, 0))) ?? []
  if (status === undefined) return undefined
  return {
    status: Number(status),
    reason: STATUS_CODES[status] ?? '',
    headers: [
      ...(type === '' ? [] : ['Content-Type', type]),
      ...(place === undefined ? [] : ['Content-Location', place]),
    ],
    body: bytes.subarray(end + 1),
  }
}
