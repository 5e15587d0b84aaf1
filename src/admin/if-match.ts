import type { Flip } from '../flips/index.ts'
import { NoChange } from './body-fields.ts'

/** Names the fleet's revision as an entity tag, RFC 9110 §8.8.3. */
export const entityTag = (revision: number): string => `"${revision}"`

/**
 * Asks a change for the revision an If-Match names, as its body may. Throws NoChange for one that is weak or none of
 * ours, and where the two differ: which of them was meant, nobody knows.
 */
export function matched(asked: Flip, ifMatch: string | undefined): Flip {
  const revision = revisionIn(ifMatch)
  if (revision === undefined) return asked
  if (asked.revision !== undefined && asked.revision !== revision) {
    throw new NoChange('If-Match and revision name two revisions')
  }
  return { ...asked, revision }
}

/** Gives the revision that is named; undefined where any will do. Throws NoChange. */
export function revisionIn(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined
  const [, digits] = /^\s*"(0|[1-9]\d{0,14})"\s*$/.exec(ifMatch) ?? []
  if (digits === undefined) throw new NoChange('If-Match is one revision in quotes, as "41", or *')
  return Number(digits)
}
