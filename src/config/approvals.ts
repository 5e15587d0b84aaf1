import { z } from 'zod'
import type { Approvals } from '../exchange/index.ts'
import { duration, object, saidOf } from './fields.ts'

const MOST_PEOPLE = 5
const DAY_MS = 86_400_000
/** How long a request may wait for others where the file does not say. */
const WITHIN_MS = DAY_MS
const LONGEST_MS = 7 * DAY_MS
const SHORTEST_MS = 60_000

const FORM = `how many people it takes, 1 to ${MOST_PEOPLE}, or \`{ of: 2, within: "8h" }\``

const people = z
  .int({ error: saidOf('is none of its forms', FORM) })
  .min(1, saidOf('is less than 1', FORM))
  .max(MOST_PEOPLE, saidOf(`is more than ${MOST_PEOPLE}`, FORM))

const within = duration('how long a request may wait').refine(
  ms => ms >= SHORTEST_MS && ms <= LONGEST_MS,
  { error: saidOf('is out of range', 'a request waits from 1m to 7d') },
)

/** How many people a change needs that leads forward: a number, or that and how long a request may wait. */
export const ApprovalsSchema = z.union([people, object({ of: people, within })], {
  error: saidOf('is none of its forms', FORM),
})

interface Said {
  readonly approvals?: z.output<typeof ApprovalsSchema> | undefined
  readonly back?: 'none' | undefined
}

/**
 * Gives how many people what is said of a route or a cohort comes to: at least two where a rollback cannot take back
 * what the cloud did. Undefined where one is enough.
 */
export function approvalsOf({ approvals = 1, back }: Said): Approvals | undefined {
  const asked = typeof approvals === 'number' ? { of: approvals, within: WITHIN_MS } : approvals
  const of = back === 'none' ? Math.max(2, asked.of) : asked.of
  return of === 1 ? undefined : { of, withinMs: asked.within }
}

/** Gives the stricter of two: more people, and the shorter wait. */
export function stricter(
  one: Approvals | undefined,
  other: Approvals | undefined,
): Approvals | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return {
    of: Math.max(one.of, other.of),
    withinMs: Math.min(one.withinMs, other.withinMs),
  }
}
