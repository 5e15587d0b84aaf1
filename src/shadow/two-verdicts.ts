import { createHash } from 'node:crypto'
import type { Comparison, Difference, Verdict } from '../comparison/index.ts'
import type { FoundDifference, FoundIn } from '../evidence/index.ts'
import type { NotCompared } from './copy.ts'

/** What came of one of the two comparisons of a pair, without its differences. */
export interface OneVerdict {
  readonly verdict: Verdict
  /** Why, where the differences do not say it. */
  readonly reason?: string
  /** Of what was declined: why, a closed word. */
  readonly code?: string
  /** Undefined where nothing was compared. */
  readonly policy?: string
}

type Found = FoundDifference & { readonly in: FoundIn }

/**
 * What came of a pair on a translated route: whether the supplier would see what legacy said, whether both sides mean
 * the same, and the one verdict the pair counts by.
 */
export interface TwoVerdicts extends Omit<Comparison, 'reason' | 'differences'>, OneVerdict {
  readonly policy: string
  /** Each says in which of the two it was found. */
  readonly differences: readonly Found[]
  /** What the supplier would see against what legacy said. */
  readonly seen: OneVerdict
  /** What the cloud means against what legacy means. */
  readonly meant: OneVerdict
  /** Of a pair that is different: which of the two found it. */
  readonly differsIn?: FoundIn
}

/**
 * The worse of two verdicts is the pair's: the one further down.
 *
 * | seen, meant                 | the pair                                                                       |
 * | --------------------------- | ------------------------------------------------------------------------------ |
 * | one of them is different    | different, whatever the other is: a difference that was found is one            |
 * | else, one is truncated      | truncated, which counts as differing: nobody knows what was not looked at        |
 * | else, one is not_comparable | not_comparable: one half says nothing, so the pair is no evidence of being equal |
 * | else, one is not_compared   | not_compared, for the same reason                                              |
 * | else, one is equivalent     | equivalent                                                                     |
 * | both are identical          | identical                                                                      |
 */
const WORSE = [
  'identical',
  'equivalent',
  'not_compared',
  'not_comparable',
  'truncated',
  'different',
] as const satisfies readonly Verdict[]

/** The same for either: of two that weigh the same it is what the supplier would see that says why. */
const worseOf = (seen: OneVerdict, meant: OneVerdict): OneVerdict =>
  WORSE.indexOf(meant.verdict) > WORSE.indexOf(seen.verdict) ? meant : seen

/** Who found it: where one says nothing, the other alone. */
function differsIn(seen: OneVerdict, meant: OneVerdict): FoundIn | undefined {
  const [isSeen, isMeant] = [seen.verdict === 'different', meant.verdict === 'different']
  if (isSeen && isMeant) return 'both'
  return isSeen ? 'seen' : isMeant ? 'meant' : undefined
}

const oneOf = ({ verdict, reason, ...more }: Comparison | NotCompared): OneVerdict => ({
  verdict,
  ...(reason !== undefined && { reason }),
  ...('code' in more && { code: more.code }),
  ...('policy' in more && { policy: more.policy }),
})

/** Puts the two comparisons of one pair together. */
export function twoVerdicts(
  seen: Comparison | NotCompared,
  meant: Comparison | NotCompared,
): TwoVerdicts {
  const [one, other] = [oneOf(seen), oneOf(meant)]
  const where = differsIn(one, other)
  const { verdict, reason, code } = worseOf(one, other)
  const compared = [...new Set([seen, meant])].filter(each => 'differences' in each)
  return {
    verdict,
    ...(reason !== undefined && { reason }),
    ...(code !== undefined && { code }),
    differences: foundIn(differencesOf(seen), differencesOf(meant)),
    hits: hitsOf(compared),
    signature: signatureOf(compared),
    policy: [...new Set(compared.map(({ policy }) => policy))].join(', '),
    steps: compared.reduce((sum, { steps }) => sum + steps, 0),
    seen: one,
    meant: other,
    ...(where !== undefined && { differsIn: where }),
  }
}

/** What is the same in both by its nature: who was answered, and what became of the request. */
export const inBoth = (comparison: Comparison | NotCompared): TwoVerdicts =>
  twoVerdicts(comparison, comparison)

const differencesOf = (compared: Comparison | NotCompared): readonly Difference[] =>
  'differences' in compared ? compared.differences : []

const placeOf = ({ path, kind, editClass, severity, rule }: Difference): string =>
  [path, kind, editClass, severity, rule].join('\n')

/** Marks each difference; one that both name in the same words is one. */
function foundIn(seen: readonly Difference[], meant: readonly Difference[]): Found[] {
  const places = new Set(meant.map(placeOf))
  const own = seen.map(
    each => ({ ...each, in: places.has(placeOf(each)) ? 'both' : 'seen' }) as const,
  )
  const twice = new Set(seen.map(placeOf))
  const others = meant
    .filter(each => !twice.has(placeOf(each)))
    .map(each => ({ ...each, in: 'meant' }) as const)
  return [...others, ...own]
}

function hitsOf(compared: readonly Comparison[]): Record<string, number> {
  const hits: Record<string, number> = {}
  for (const comparison of compared) {
    for (const [rule, count] of Object.entries(comparison.hits)) {
      hits[rule] = (hits[rule] ?? 0) + count
    }
  }
  return hits
}

function signatureOf(compared: readonly Comparison[]): string {
  const all = [...new Set(compared.map(({ signature }) => signature))].filter(each => each !== '')
  if (all.length < 2) return all[0] ?? ''
  return createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 16)
}
