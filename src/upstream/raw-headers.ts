import type { RawHeaders } from '../exchange/index.ts'
import type { Controller } from '../sockets/index.ts'

/** Gives header lines as they came: name, value, name, value; none where there are none. */
export function rawOf(raw: Controller['rawHeaders']): RawHeaders {
  if (!Array.isArray(raw)) return []
  const lines = new Array<string>(raw.length)
  for (let i = 0; i < raw.length; i += 1) {
    const line = raw[i] as Buffer | string
    lines[i] = typeof line === 'string' ? line : line.toString('latin1')
  }
  return lines
}
