import { LOOSENED, MOVING } from './demo-routes.ts'
import { STEPS } from './demo-steps.ts'
import type { Facts, SummaryEpoch, SummaryStep } from './demo-summary.ts'

/** Everything the demo promises, and what is said in a few words where it does not keep it. */
const REASONS: readonly ((facts: Facts) => string | undefined)[] = [
  ({ crossed }) => said(crossed, 'answers were another request’s'),
  ({ otherPatient }) => said(otherPatient, 'answers were about another patient'),
  ({ outcomes, crossed, otherPatient, failures }) => {
    const others = outcomes.failed - crossed - otherPatient
    return said(others, `other requests failed: ${Object.keys(failures).join(', ')}`)
  },
  ({ outcomes, differing }) =>
    said(
      outcomes.differing,
      `answers differ from legacy’s own beyond the listed losses: ${places(differing)}`,
    ),
  ({ sentTwice }) => said(sentTwice, 'prescriptions or summaries were sent on twice'),
  ({ strangers }) => said(strangers, 'messages reached legacy in a supplier’s name that none sent'),
  ({ broken }) => broken ?? undefined,
  ({ audit }) => (audit.isWhole ? undefined : 'the audit is not whole'),
  ({ audit }) =>
    audit.changes === audit.typed
      ? undefined
      : `${audit.typed} changes were typed and the audit has ${audit.changes}`,
  ({ steps }) => first(steps, servedByTheOther),
  ({ steps }) => first(steps, unasked),
  ({ steps }) => first(steps, letPass),
  ({ epochs, copies }) => {
    const equal = epochs.reduce((sum, { compared, bad }) => sum + compared - bad, 0)
    const came = copies.legacy + copies.cloud
    return equal > came
      ? `${equal} were counted as equal and only ${came} copies came to a side`
      : undefined
  },
  ({ epochs }) => first(epochs, dropped),
  ({ epochs }) => first(epochs, invented),
  ({ steps, found }) =>
    steps.length === STEPS.length && found.length === 0
      ? 'what is wrong at the cloud was not found'
      : undefined,
]

/** Says what is not as it should be; nothing where all is well. */
export const reasonsOf = (facts: Facts): readonly string[] =>
  REASONS.flatMap(reason => reason(facts) ?? [])

const said = (count: number, what: string): string | undefined =>
  count > 0 ? `${count} ${what}` : undefined

function first<Part>(
  parts: readonly Part[],
  says: (part: Part) => string | undefined,
): string | undefined {
  return parts.flatMap(part => says(part) ?? [])[0]
}

const SHOWN = 3

/** Where answers differ, the most frequent first; the last names of a path tell a person most. */
function places(differing: Facts['differing']): string {
  const all = Object.entries(differing).toSorted(([, a], [, b]) => b - a)
  const named = all.slice(0, SHOWN).map(([place]) => place.split('/').slice(-2).join('/'))
  return [...named, ...(all.length > SHOWN ? [`and ${all.length - SHOWN} more`] : [])].join(', ')
}

/** By what each side saw itself. Who is asked for under a number that was replaced, legacy serves. */
function servedByTheOther({
  name,
  serves,
  legacy,
  cloud,
  former,
}: SummaryStep): string | undefined {
  if (serves === 'legacy' && cloud > 0) return `at ${name} ${cloud} were served by the cloud`
  if (serves === 'cloud' && legacy > former) {
    return `at ${name} ${legacy - former} were served by legacy`
  }
  return undefined
}

function unasked({ name, serves, legacy, cloud, to }: SummaryStep): string | undefined {
  if (to === null) return undefined
  if (serves !== 'legacy' && cloud === 0) return `at ${name} none was served by the cloud`
  if (serves !== 'cloud' && legacy === 0) return `at ${name} none was served by legacy`
  return undefined
}

/** Fewer comparisons than this cannot show it, even if all of them agree: (1 − share)^n ≤ 1 − confidence. */
const LEAST = Math.ceil(
  Math.log(1 - LOOSENED.confidence) / Math.log(1 - LOOSENED.divergenceBelow.here),
)

function letPass({ name, gate }: SummaryStep): string | undefined {
  if (gate === null) return undefined
  const { compared, bad } = gate
  const isEnough = compared >= LEAST && bad < LOOSENED.divergenceBelow.here * compared
  return isEnough
    ? undefined
    : `the gate of ${MOVING} let ${name} pass while ${bad} of ${compared} differed`
}

/** How much of what was asked must have been compared, and how many may have come or gone while it was looked at. */
const COMPARED = 0.9
const MEANWHILE = 100

function dropped({ asked, compared, uncompared }: SummaryEpoch): string | undefined {
  return compared >= COMPARED * asked && compared > 0
    ? undefined
    : `of ${asked} requests that should have been compared ${compared} were, ${uncompared} were dropped`
}

function invented({ asked, compared, uncompared }: SummaryEpoch): string | undefined {
  const counted = compared + uncompared
  return counted <= asked * 1.1 + MEANWHILE
    ? undefined
    : `${counted} were counted for ${asked} requests`
}
