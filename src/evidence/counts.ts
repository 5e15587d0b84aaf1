import { FOUND_IN, type FoundIn } from './found-in.ts'

/** What came of one comparison, as far as it is counted. */
export interface Compared {
  readonly verdict:
    'identical' | 'equivalent' | 'different' | 'not_comparable' | 'not_compared' | 'truncated'
  /** Why it is not compared, not comparable or truncated: a lower-case word. */
  readonly reason?: string
  /** A difference without a rule is one that nothing explains. */
  readonly differences?: readonly { readonly severity: string; readonly rule?: string }[]
  /** Of a translated pair that is different: in what the supplier would see, in what both sides mean, or in both. */
  readonly differsIn?: FoundIn
}

/** How often each thing came, by reason. */
export type ByReason = ReadonlyMap<string, number>

/** What was counted on one route in one epoch. Every comparison is in exactly one of them. */
export interface Counts {
  readonly identical: number
  readonly equivalent: number
  /** Different without a critical difference. */
  readonly different: number
  /** With a difference in what must never differ, whatever else: the domain outcome or a field never ignored. */
  readonly critical: number
  readonly truncated: ByReason
  readonly notComparable: ByReason
  readonly notCompared: ByReason
  /**
   * Of those that are different or critical on a translated route, where they differ: `seen`, the mapping; `meant`,
   * nobody would notice, but the services disagree; `both`, the cloud. Beside the others, in no total.
   */
  readonly differsIn: Readonly<Record<FoundIn, number>>
}

/** Names what one comparison is counted as: a verdict, `critical`, or a verdict, a dot and a reason. */
export function countedAs({ verdict, reason, differences = [] }: Compared): string {
  const isCritical = differences.some(
    ({ severity, rule }) => severity === 'critical' && rule === undefined,
  )
  if (isCritical) return 'critical'
  return verdict in BY_REASON ? `${verdict}.${reason ?? UNSAID}` : verdict
}

/** Names where one that is different differs, which is counted beside what it is counted as. */
export function foundAs({ verdict, differsIn }: Compared): string | undefined {
  return verdict === 'different' && differsIn !== undefined ? nameOf(differsIn) : undefined
}

/** A family of its own: an instance that does not know it yet takes it for pairs that were not compared. */
const nameOf = (where: FoundIn): string => `differs_in.${where}`

/** The family of names that count beside a verdict whose message it was: in no total. */
export const SUPPLIED = 'by_'

const UNSAID = 'unsaid'

const BY_REASON = {
  truncated: 'truncated',
  not_comparable: 'notComparable',
  not_compared: 'notCompared',
} as const satisfies Partial<Record<Compared['verdict'], keyof Counts>>

/**
 * Reads what the store has counted. A name not known here, as a later version may write, counts as not compared:
 * never as equal.
 */
export function countsOf(byName: ReadonlyMap<string, number>): Counts {
  const plain = { identical: 0, equivalent: 0, different: 0, critical: 0 }
  const byReason = {
    truncated: new Map<string, number>(),
    notComparable: new Map<string, number>(),
    notCompared: new Map<string, number>(),
  }
  const countIn = (map: Map<string, number>, reason: string, count: number): void => {
    map.set(reason, (map.get(reason) ?? 0) + count)
  }
  const differsIn = { seen: 0, meant: 0, both: 0 }
  for (const [name, count] of byName) {
    if (name.startsWith(SUPPLIED)) continue
    const where = FOUND_IN.find(each => nameOf(each) === name)
    if (where !== undefined) {
      differsIn[where] += count
      continue
    }
    const [verdict = '', reason = UNSAID] = name.split('.', 2)
    if (Object.hasOwn(plain, name)) plain[name as keyof typeof plain] += count
    else if (Object.hasOwn(BY_REASON, verdict)) {
      countIn(byReason[BY_REASON[verdict as keyof typeof BY_REASON]], reason, count)
    } else countIn(byReason.notCompared, 'unknown', count)
  }
  return Object.freeze({ ...plain, ...byReason, differsIn })
}

const sum = (byReason: ByReason): number => [...byReason.values()].reduce((a, b) => a + b, 0)

/** What counts come to: `bad` is everything that was compared and did not come out equal, truncated included. */
export interface Totals {
  readonly compared: number
  readonly bad: number
  readonly uncompared: number
}

/** Adds counts up for a decision. */
export function totalsOf(counts: Counts): Totals {
  const bad = counts.different + counts.critical + sum(counts.truncated)
  return {
    compared: counts.identical + counts.equivalent + bad,
    bad,
    uncompared: sum(counts.notComparable) + sum(counts.notCompared),
  }
}
