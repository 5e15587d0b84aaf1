import { routeName } from './fleet-document.ts'
import { invalid, listOf, type Read, whole } from './reading.ts'
import type { AuditLine } from './store.ts'

/** What Redis told when it was looked at. */
export type Looked =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'known' | 'there'
      readonly revision: string
      readonly epoch: string
      readonly row: unknown
      readonly before: string
      readonly wrote: number
      readonly hasLost: boolean
    }

const text: Read<string> = (value, at) => {
  if (typeof value === 'string') return value
  throw invalid(at, 'a text')
}

/** Reads a number that Redis gave as one or as its digits. */
export const digits: Read<number> = (value, at) => {
  const isDigits = typeof value === 'string' && /^\d{1,16}$/.test(value)
  return whole(isDigits ? Number(value) : value, at)
}

/** Reads an answer of several texts and numbers, and gives its first word and the rest. */
export function readAnswer(told: unknown): readonly [word: string, ...rest: unknown[]] {
  const [word, ...rest] = Array.isArray(told) ? (told as unknown[]) : [told]
  return [text(word, 'an answer of the store'), ...rest]
}

/** Reads what came of looking. Throws {@link StoreError} `invalid`. */
export function readLooked(told: unknown): Looked {
  const [kind, ...rest] = readAnswer(told)
  if (kind === 'absent') return { kind }
  if (kind !== 'known' && kind !== 'there')
    throw invalid('the stored fleet', 'of a size to be read')
  const at = 'the stored fleet'
  const [revision, epoch, head, document, before, wrote, lost] = rest.map(each => text(each, at))
  return {
    kind,
    revision: text(revision, at),
    epoch: text(epoch, at),
    row: { revision: digits(revision, `${at}.revision`), epoch, head, document },
    before: text(before, at),
    wrote: digits(wrote, 'what this instance wrote'),
    hasLost: lost === 'lost',
  }
}

/** Reads entries of the stream that holds the audit; whoever reads the lines checks what they say. */
export function readEntries(told: unknown): Partial<AuditLine>[] {
  const entry: Read<Partial<AuditLine>> = (value, at) => {
    const [id, fields] = Array.isArray(value) ? (value as unknown[]) : []
    const revision = /^(\d{1,16})-0$/.exec(text(id, at))?.[1]
    return { revision: digits(revision, at), ...Object.fromEntries(pairsOf(fields, at)) }
  }
  return [...listOf(entry, 100_000)(told, 'the audit')]
}

/** Reads a flat list of names and values. */
export function pairsOf(told: unknown, at: string): [name: string, value: unknown][] {
  const flat = listOf((each: unknown) => each, 1_000_000)(told, at)
  return flat.flatMap((each, i) =>
    i % 2 === 0 ? [[text(each, at), flat[i + 1]] as [string, unknown]] : [],
  )
}

/** Reads what is asked of counts before it becomes part of a key. */
export const readCountKey = (route: string, epoch: string): readonly [string, string] => {
  if (!/^[0-9A-Za-z-]{1,64}$/.test(epoch)) throw invalid('the epoch', 'a mark')
  return [routeName(route, 'the route'), epoch]
}
