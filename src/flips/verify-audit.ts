import { type AuditLine, NO_HEAD } from '../fleet/index.ts'
import { hashOf, readEntry } from './audit-entry.ts'

/** Where an audit begins and what its last line must be. */
export interface AuditEnds {
  /** The line before the first one given. Default: nothing, so that the first is the first there ever was. */
  readonly after?: Pick<AuditLine, 'revision' | 'hash'>
  /**
   * The hash the fleet, or better a copy kept elsewhere, names as the last. Without it lines missing from the
   * end are not missed.
   */
  readonly head?: string
}

/** What came of verifying an audit: how many lines stand, and the first thing that is wrong. */
export type VerifiedAudit =
  | { readonly isWhole: true; readonly lines: number; readonly head: string }
  | {
      readonly isWhole: false
      /** So many lines stand before what is wrong. */
      readonly lines: number
      readonly says: string
    }

/**
 * Verifies that no line of an audit was edited, taken out, put in or moved. Whoever can write all of it can also
 * write all of it anew: what cannot be forged is a head that was kept elsewhere.
 */
export function verifyAudit(lines: readonly AuditLine[], ends: AuditEnds = {}): VerifiedAudit {
  let { revision, hash } = ends.after ?? { revision: 0, hash: NO_HEAD }
  for (const [i, line] of lines.entries()) {
    const says = wrongWith(line, revision + 1, hash)
    if (says !== undefined) return { isWhole: false, lines: i, says }
    ;({ revision, hash } = line)
  }
  if (ends.head !== undefined && ends.head !== hash) {
    const says = `after revision ${revision} the line is missing that the fleet names as its last`
    return { isWhole: false, lines: lines.length, says }
  }
  return { isWhole: true, lines: lines.length, head: hash }
}

function wrongWith(line: AuditLine, revision: number, previous: string): string | undefined {
  if (line.hash !== hashOf(line.previous, line.body)) {
    return `the line of revision ${line.revision} is not what was written`
  }
  if (line.previous !== previous)
    return `revision ${line.revision} does not follow the line before it`
  const isInPlace = line.revision === revision && saidRevision(line) === revision
  return isInPlace ? undefined : `revision ${line.revision} stands where ${revision} should`
}

function saidRevision(line: AuditLine): number | undefined {
  try {
    return readEntry(line).revision
  } catch {
    return undefined
  }
}
