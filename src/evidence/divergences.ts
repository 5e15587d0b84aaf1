import { createHash } from 'node:crypto'
import type { Comparison, Difference, Severity } from '../comparison/index.ts'
import { createByEpoch } from './by-epoch.ts'
import type { FoundIn } from './found-in.ts'

/** A difference; on a translated route also where it was found. */
export interface FoundDifference extends Difference {
  readonly in?: FoundIn
}

/** What two values looked like: words and lengths, e.g. `date(10)`, `absent`, `element(3)`. */
export interface ValueShapes {
  readonly control: string
  readonly candidate: string
  readonly count: number
}

/** Differences of one place and sort that no rule explains, over the pairs of one route in one epoch. */
export interface Divergence {
  /** Sixteen hexadecimal digits, the same on every instance. */
  readonly id: string
  /** On a translated route: found in what the supplier would see, in what both sides mean, or in both alike. */
  readonly in?: FoundIn
  /** Names divided by `/`; what is no name stands as its shape. Of what is meant in the mapping's own words. */
  readonly path: string
  readonly kind: Difference['kind']
  readonly editClass: Difference['editClass']
  readonly severity: Severity
  /** What the pairs that show it came to. */
  readonly verdict: Comparison['verdict']
  /** In how many pairs it was found, however often in each. */
  readonly count: number
  /** `count` of all pairs compared. */
  readonly rate: number
  /** Epoch milliseconds. */
  readonly firstAt: number
  readonly lastAt: number
  /** The first shapes there were, one of each pair; what is more is in `count` only. */
  readonly shapes: readonly ValueShapes[]
  /** The rule that would explain it, had it not expired. */
  readonly expired?: string
  /** In how many pairs of which supplier, by ASID: of those that are told apart. */
  readonly suppliers: ReadonlyMap<string, number>
}

/** The divergences of one route in one epoch, as one instance saw them. */
export interface RouteDivergences {
  readonly epoch: string
  /** Pairs that came to a comparison, equal or not. */
  readonly compared: number
  /** The weightiest first, then the most frequent. */
  readonly groups: readonly Divergence[]
  /** Sightings, one of each pair, that are in no group: there were more groups than are kept. */
  readonly overflown: number
}

/** Groups what no rule explains. Holds paths, words and numbers, never a value. */
export interface Divergences {
  /** Takes in what came of one pair; `at` in epoch milliseconds. */
  add(
    route: string,
    epoch: string,
    compared: Pick<Comparison, 'verdict'> & {
      readonly differences: readonly FoundDifference[]
      readonly supplier?: string | undefined
    },
    at: number,
  ): void
  /** Gives what was seen on a route in an epoch: nothing, where it is neither the last used nor the one before. */
  of(route: string, epoch: string): RouteDivergences
}

type Group = {
  -readonly [
    Part in keyof Omit<Divergence, 'id' | 'rate' | 'shapes' | 'suppliers'>
  ]: Divergence[Part]
} & {
  readonly suppliers: Map<string, number>
  readonly shapes: Map<string, { control: string; candidate: string; count: number }>
}

interface Kept {
  compared: number
  overflown: number
  /** By what makes them one, the one seen last at the end. */
  readonly groups: Map<string, Group>
}

/** These came to a comparison, as the totals a gate decides on have it. */
const COMPARED: ReadonlySet<Comparison['verdict']> = new Set([
  'identical',
  'equivalent',
  'different',
  'truncated',
])

const WEIGHTS = { cosmetic: 0, significant: 1, critical: 2 } as const satisfies Record<
  Severity,
  number
>

const SHAPES = 4

/** Creates the divergences of one instance, with at most so many groups for a route and epoch. */
export function createDivergences({ mostGroups = 200 } = {}): Divergences {
  const kept = createByEpoch((): Kept => ({ compared: 0, overflown: 0, groups: new Map() }))
  return {
    add(route, epoch, { verdict, differences, supplier }, at) {
      const here = kept.use(route, epoch)
      const found = oncePerPair(differences)
      if (COMPARED.has(verdict) || found.size > 0) here.compared += 1
      for (const [key, difference] of found) {
        enter(here, key, { difference, verdict, supplier, at, mostGroups })
      }
    },
    of(route, epoch) {
      const { compared, overflown, groups } = kept.of(route, epoch) ?? NOTHING
      const shown = [...groups].map(([key, group]) => ({
        ...group,
        id: idOf(route, epoch, key),
        rate: group.count / compared,
        shapes: [...group.shapes.values()].map(shapes => ({ ...shapes })),
        suppliers: new Map(group.suppliers),
      }))
      return { epoch, compared, overflown, groups: shown.toSorted(weightiestFirst) }
    },
  }
}

const NOTHING: Kept = { compared: 0, overflown: 0, groups: new Map() }

const weightiestFirst = (a: Divergence, b: Divergence): number =>
  WEIGHTS[b.severity] - WEIGHTS[a.severity] || b.count - a.count || (a.path < b.path ? -1 : 1)

const idOf = (route: string, epoch: string, key: string): string =>
  createHash('sha256')
    .update(JSON.stringify([route, epoch, key]))
    .digest('hex')
    .slice(0, 16)

/** What of a token says what a value looks like: the hash hangs on the key of one process. */
const shapeIn = (token: string): string => token.replace(/#.*/s, '')

/** A name of a message's own making is a token in braces. */
const pathOf = ({ path }: Difference): string => path.replace(/#[^}]*\}/g, '}')

/** What no rule explains, by what makes it one group; of several in a pair the first. */
function oncePerPair(
  differences: readonly FoundDifference[],
): ReadonlyMap<string, FoundDifference> {
  const found = new Map<string, FoundDifference>()
  for (const difference of differences) {
    const { rule, kind, editClass, severity } = difference
    const where = difference.in === undefined ? [] : [difference.in]
    const key = [pathOf(difference), kind, editClass, severity, ...where].join('\n')
    if (rule === undefined && !found.has(key)) found.set(key, difference)
  }
  return found
}

/** Gives what no rule explains, each path, kind and severity once, with paths as groups have them. */
export function shownDifferences(
  differences: readonly FoundDifference[],
): readonly Pick<Divergence, 'path' | 'kind' | 'severity'>[] {
  const shown = [...oncePerPair(differences).values()].map(difference => {
    const { kind, severity } = difference
    return [pathOf(difference), kind, severity] as const
  })
  return [...new Map(shown.map(each => [each.join('\n'), each])).values()].map(
    ([path, kind, severity]) => ({ path, kind, severity }),
  )
}

interface Sighting {
  readonly difference: FoundDifference
  readonly verdict: Comparison['verdict']
  readonly supplier: string | undefined
  readonly at: number
  readonly mostGroups: number
}

/** Counts a sighting in its group, or among those that have none. */
function enter(kept: Kept, key: string, sighting: Sighting): void {
  const { difference, supplier, at } = sighting
  const { groups } = kept
  const before = groups.get(key)
  if (before === undefined && groups.size >= sighting.mostGroups && !makeRoom(kept, difference)) {
    kept.overflown += 1
    return
  }
  const group = before ?? begun(sighting)
  group.count += 1
  group.firstAt = Math.min(group.firstAt, at)
  group.lastAt = Math.max(group.lastAt, at)
  if (difference.expired !== undefined) group.expired = difference.expired
  enterShapes(group, difference)
  if (supplier !== undefined) {
    group.suppliers.set(supplier, (group.suppliers.get(supplier) ?? 0) + 1)
  }
  groups.delete(key)
  groups.set(key, group)
}

const begun = ({ difference, verdict, at }: Sighting): Group => {
  const { kind, editClass, severity } = difference
  const path = pathOf(difference)
  return {
    ...(difference.in !== undefined && { in: difference.in }),
    path,
    kind,
    editClass,
    severity,
    verdict,
    count: 0,
    firstAt: at,
    lastAt: at,
    shapes: new Map(),
    suppliers: new Map(),
  }
}

function enterShapes({ shapes }: Group, { leftToken, rightToken }: Difference): void {
  const [control, candidate] = [shapeIn(leftToken), shapeIn(rightToken)]
  const key = `${control} ${candidate}`
  const seen = shapes.get(key)
  if (seen !== undefined) seen.count += 1
  else if (shapes.size < SHAPES) shapes.set(key, { control, candidate, count: 1 })
}

/**
 * Gives up, among the groups that weigh least, the one not seen for longest, so that what is frequent stays and
 * what is new comes in; but never a group that weighs more than what comes.
 */
function makeRoom(kept: Kept, { severity }: Difference): boolean {
  let [least, weight] = ['', Infinity]
  for (const [key, group] of kept.groups) {
    if (WEIGHTS[group.severity] < weight) [least, weight] = [key, WEIGHTS[group.severity]]
  }
  if (weight > WEIGHTS[severity]) return false
  kept.overflown += kept.groups.get(least)?.count ?? 0
  kept.groups.delete(least)
  return true
}
