import { routeName } from './fleet-document.ts'
import { groupOf, listOf, type Read, textLike, whole } from './reading.ts'
import type { AuditLine, CountBatch, CountRow, CountsByName } from './store.ts'

const hash = textLike(/^[0-9a-f]{64}$/, 'a hash')
const body = textLike(/^\{[\s\S]{0,65536}$/, 'one JSON text of at most 64 KiB')
const mark = textLike(/^[0-9A-Za-z-]{1,64}$/, 'a mark of letters, digits and hyphens')
const counted = textLike(/^[a-z_]{1,32}(?:\.[a-z0-9-]{1,48})?$/, 'the name of a count')

const line: Read<Omit<AuditLine, 'revision'>> = groupOf<Omit<AuditLine, 'revision'>>({
  previous: hash,
  hash,
  body,
})
const lines = listOf(groupOf<AuditLine>({ revision: whole, previous: hash, hash, body }), 100_000)
const row = groupOf<CountRow>({ route: routeName, epoch: mark, name: counted, count: whole })
const batch = groupOf<CountBatch>({ from: mark, number: whole, rows: listOf(row, 100_000) })

/** Reads a line of the audit that is to be stored. */
export const readLine = (given: unknown): Omit<AuditLine, 'revision'> => line(given, 'the line')

/** Reads lines of the audit as they were stored. Their hashes are the business of whoever verifies them. */
export const readLines = (stored: unknown): readonly AuditLine[] => lines(stored, 'the audit')

/** Reads a batch of counts that is to be added. */
export const readBatch = (given: unknown): CountBatch => batch(given, 'the batch')

/** Reads counts as they were stored. */
export function readCounted(stored: readonly (readonly [unknown, unknown])[]): CountsByName {
  return new Map(stored.map(([name, count]) => [counted(name, 'a count'), whole(count, 'a count')]))
}
