import { writeDocument } from './fleet-document.ts'
import { markOf } from './naming.ts'
import { invalid } from './reading.ts'
import { readMoves } from './record-values.ts'
import type { RedisKeys } from './redis-keys.ts'
import type { ScriptCall } from './redis-line.ts'
import { digits } from './redis-replies.ts'
import { StoreError } from './store-error.ts'
import { readLine } from './store-values.ts'
import type { Change } from './store.ts'

/** What the script of a change is run with, and what comes of it. */
export interface ChangeCall extends Omit<ScriptCall, 'withinMs'> {
  readonly document: string
  readonly hash: string
}

/** Puts a change into the words of its script. Throws {@link StoreError} `invalid`. */
export function changeCall(expected: number, change: Change, keys: RedisKeys): ChangeCall {
  const document = writeDocument(change.next)
  const { previous, hash, body } = readLine(change.line)
  const moves = readMoves(change.pins ?? [])
  const listed = moves.map(({ names, side = '' }) => ({ names, side }))
  const mark = moves.flatMap(({ names }) => names.map(markOf)).at(0) ?? ''
  const isWhole = change.arePinsWhole === true ? '1' : ''
  const row = [expected, expected + 1, document, previous, hash, body]
  return {
    keys: [keys.fleet, keys.audit, ...moves.map(({ cohort }) => keys.pins(cohort))],
    with: [...row, keys.moved, isWhole, mark, JSON.stringify(listed)],
    document,
    hash,
  }
}

/** Makes the error of a word the script answered with. */
export function refusedChange(word: string, value: unknown): StoreError {
  if (word === 'conflict') {
    const current = digits(value, 'the stored revision')
    return new StoreError('conflict', `the fleet is at revision ${current}`, current)
  }
  if (word === 'absent') return new StoreError('silent', 'the store is empty')
  if (word === 'mark') return invalid('a name', 'made with the key of the names that are stored')
  if (word === 'garbage') return invalid('a stored pin', 'a side and its names')
  return invalid('the line', 'one that continues the audit')
}
