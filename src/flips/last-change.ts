import type { Fleet, Store } from '../fleet/index.ts'
import { type AuditEntry, hashOf, readEntry } from './audit-entry.ts'
import { Refusal } from './refusal.ts'

/** The last change that somebody made, and what files taken in since have changed. */
export interface Last extends Pick<
  AuditEntry,
  'revision' | 'verb' | 'actor' | 'reason' | 'before' | 'after'
> {
  /** The latest first. */
  readonly since: readonly Pick<AuditEntry, 'revision' | 'before' | 'after'>[]
}

/**
 * Finds the last change in the audit that is not a file taken in, and not about requests alone; undefined where there is none. Each line is proven by
 * the one after it, and the last by the fleet. Throws {@link Refusal} where one is not what was written.
 */
export async function lastChange(
  fleet: Fleet,
  store: Pick<Store, 'readAudit'>,
): Promise<Last | undefined> {
  const since: AuditEntry[] = []
  for await (const entry of backwards(fleet, store)) {
    if (PASSED_OVER.includes(entry.verb)) continue
    if (entry.verb !== 'adopt') return { ...entry, since }
    since.push(entry)
  }
  return undefined
}

/** What changed nothing but who is asked. */
const PASSED_OVER: readonly AuditEntry['verb'][] = [
  'request',
  'approve',
  'reject',
  'expire',
  'relax',
]

const PAGE = 50

async function* backwards(
  { revision, head }: Fleet,
  store: Pick<Store, 'readAudit'>,
): AsyncGenerator<AuditEntry> {
  let hash = head
  for (let to = revision; to > 0; to -= PAGE) {
    const from = Math.max(1, to - PAGE + 1)
    const lines = await store.readAudit(from, to - from + 1)
    if (lines.length < to - from + 1) throw unproven(to)
    for (const line of lines.toReversed()) {
      if (line.hash !== hash || hashOf(line.previous, line.body) !== hash) {
        throw unproven(line.revision)
      }
      hash = line.previous
      yield readEntry(line)
    }
  }
}

const unproven = (revision: number): Refusal =>
  new Refusal(
    'invalid',
    `the line of the audit at revision ${revision} is not the one that the fleet names`,
    'verify the audit; promote and rollback still work',
  )
