import { createHash } from 'node:crypto'
import type { Name } from './naming.ts'
import { invalid } from './reading.ts'
import { StoreError, type StoreErrorCode } from './store-error.ts'

/** Why a store stored nothing of a pin or a binding, in one word. */
const REFUSALS = {
  absent: ['silent', 'the store is empty'],
  behind: ['silent', 'the store is not the one that is known'],
  lost: ['silent', 'the store has lost what it was told'],
  forgot: ['silent', 'the store has lost some of what it was told, and this may be of it'],
  full: ['silent', 'as many replies wait as may'],
  mark: ['invalid', 'the store’s names were made with another key'],
  torn: ['invalid', 'one thing is kept under two sides'],
  garbage: ['invalid', 'what is kept is no side'],
} as const satisfies Record<string, readonly [code: StoreErrorCode, says: string]>

export type RefusedRecord = keyof typeof REFUSALS

/** Makes the error of a word a store answered with; one nobody knows is no answer. */
export function refusedRecord(word: string): StoreError {
  const row = Object.entries(REFUSALS).find(([name]) => name === word)?.[1]
  const [code, says] = row ?? (['invalid', 'the store gave no answer there is'] as const)
  return new StoreError(code, says)
}

/** Says whether a word means that the store is not the one that is known. */
export const isOtherStore = (word: string): boolean => ['absent', 'behind', 'lost'].includes(word)

// What was told is told again to the same message alone: to one that has the very same names.
const ofNames = (names: readonly Name[]): string =>
  createHash('sha256').update(names.join(' ')).digest('hex')

/** Writes what the sender of a message was told, with what shows whose it is. */
export const writeTold = (names: readonly Name[], bytes: Uint8Array): string =>
  `${ofNames(names)}.${Buffer.from(bytes).toString('base64')}`

/** Reads what the sender of a message was told; undefined where it was the sender of another, or nothing was kept. */
export function readTold(names: readonly Name[], stored: unknown): Uint8Array | undefined {
  if (stored === '') return undefined
  const [, of, told] = /^([0-9a-f]{64})\.([0-9A-Za-z+/=]*)$/.exec(String(stored)) ?? []
  if (of === undefined || told === undefined) throw invalid('what was told', 'as it was kept')
  return of === ofNames(names) ? Uint8Array.from(Buffer.from(told, 'base64')) : undefined
}
