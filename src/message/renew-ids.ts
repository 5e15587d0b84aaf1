import type { RawHeaders } from '../exchange/index.ts'

/** A message as it was sent, and what its ids are. */
export interface Renewing {
  readonly headers: RawHeaders
  /** Without transfer and content coding. */
  readonly body: Buffer
  /** Every id of the message itself; only UUIDs can be found again in a body. */
  readonly ids: readonly string[]
  readonly newId: () => string
}

/** The same message under other ids. */
export interface Renewed {
  readonly headers: RawHeaders
  /** As long as the one it was made of. */
  readonly body: Buffer
  /** What each id became. */
  readonly ids: readonly { readonly own: string; readonly fresh: string }[]
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi
const WHOLE = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The header lines that hold an id of the message, whatever it looks like. */
const ID_LINES: ReadonlySet<string> = new Set([
  'x-request-id',
  'nhsd-request-id',
  'x-correlation-id',
  'nhsd-correlation-id',
  'ssp-traceid',
])

/**
 * Puts fresh ids in a copy of a message, wherever its own stand: in the envelope, in the message it holds, in what
 * refers to either, in header lines. Nothing else changes, and an id keeps the case it is written in.
 *
 * It searches for the ids' text and so finds one that stands by accident where no id belongs, and none that is
 * written in character references: whoever sends the copy reads it again first.
 */
export function renewIds({ headers, body, ids, newId }: Renewing): Renewed {
  const fresh = new Map<string, string>()
  const renew = (own: string): string => {
    const known = fresh.get(own.toUpperCase())
    if (known !== undefined) return known
    const id = newId().toUpperCase()
    fresh.set(own.toUpperCase(), id)
    return id
  }
  for (const id of ids) if (WHOLE.test(id)) renew(id)
  const inText = (text: string): string =>
    text.replace(UUID, found => {
      const id = fresh.get(found.toUpperCase())
      return id === undefined ? found : inCaseOf(found, id)
    })
  const lines = headers.map((line, i) => {
    if (i % 2 === 0) return line
    const isId = ID_LINES.has((headers[i - 1] ?? '').toLowerCase())
    return isId ? inCaseOf(line, renew(line)) : inText(line)
  })
  const renewed = Buffer.from(inText(body.toString('latin1')), 'latin1')
  return { headers: lines, body: renewed, ids: [...fresh].map(([own, id]) => ({ own, fresh: id })) }
}

const inCaseOf = (written: string, id: string): string =>
  WHOLE.test(written) && written === written.toUpperCase() ? id : id.toLowerCase()
