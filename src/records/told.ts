import { STATUS_CODES } from 'node:http'
import { type Answer, type Captured, headerOf } from '../exchange/index.ts'

/** A status, the type as it was written, and after a line feed the body byte for byte. */
const HEAD = /^(\d{3}) ([ -~]{0,200})$/

/** Writes what a sender was told: its status, its type and its bytes, and no other line of its head. */
export function writeTold({ status, headers, body }: Captured): Uint8Array {
  const type = headerOf(headers, 'content-type') ?? ''
  return Buffer.concat([Buffer.from(`${status} ${type}\n`, 'latin1'), body])
}

/** Reads what a sender was told, to be told again; undefined where it is none. */
export function readTold(stored: Uint8Array): Answer | undefined {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength)
  const end = bytes.indexOf('\n')
  const [, status, type = ''] = HEAD.exec(bytes.toString('latin1', 0, Math.max(end, 0))) ?? []
  if (status === undefined) return undefined
  return {
    status: Number(status),
    reason: STATUS_CODES[status] ?? '',
    headers: type === '' ? [] : ['Content-Type', type],
    body: bytes.subarray(end + 1),
  }
}
