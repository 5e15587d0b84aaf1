import type { Meter } from './budget.ts'
import { type Gist, type Holding, isNothing } from './gist.ts'
import type { Lane } from './hash.ts'
import type { Matched } from './leaf.ts'
import type { Sameness } from './sameness.ts'
import type { KeyRule } from './rules.ts'
import { pairAlike } from './similarity.ts'
import { isSame, type TreeNode } from './tree.ts'

/** As many members of either list that look alike but for their ids: nothing says yet who is whose. */
export interface Undecided {
  readonly controls: readonly TreeNode[]
  readonly candidates: readonly TreeNode[]
}

/** Who belongs to whom among the members of two lists. */
export interface Siblings {
  readonly matched: readonly Matched[]
  readonly undecided: readonly Undecided[]
  readonly missing: readonly TreeNode[]
  readonly extra: readonly TreeNode[]
  /** Of those two the ones under a key that is there once more on their side and once at most on the other. */
  readonly doubled: ReadonlySet<TreeNode>
}

/** What finding them takes. */
export interface Matching {
  readonly gist: Gist
  readonly holding: Holding
  readonly sameness: Sameness
  readonly lane: Lane
  readonly meter: Meter
}

/** What is left of two lists, and what has been paired. */
interface Rest {
  controls: readonly TreeNode[]
  candidates: readonly TreeNode[]
  readonly matched: Matched[]
}

/**
 * Finds who belongs to whom in two lists of one name: by what the policy cares for, then by declared keys, then
 * by what they have in common, and last, where their order counts, by where they stand.
 */
export function matchSiblings(
  controls: readonly TreeNode[],
  candidates: readonly TreeNode[],
  matching: Matching,
): Siblings {
  const [control, candidate] = [controls[0], candidates[0]]
  const isOne = controls.length === 1 && candidates.length === 1
  if (isOne && control !== undefined && candidate !== undefined) {
    const matched = [{ control, candidate }]
    return { matched, undecided: [], missing: [], extra: [], doubled: NONE }
  }
  const rest: Rest = { controls, candidates, matched: [] }
  const at = (control ?? candidate)?.at
  const isOrdered = at?.unordered === undefined
  if (isOrdered) trimEnds(rest, matching)
  pairInPlace(rest, matching, isOrdered)
  const undecided = cancelEqual(rest, matching.gist, isOrdered)
  if (at?.key !== undefined) pairByKey(rest, at.key.key, matching.meter)
  if (rest.controls.length > 0 && rest.candidates.length > 0) {
    pair(rest, pairAlike(rest.controls, rest.candidates, matching))
  }
  if (isOrdered) {
    // What the policy cares nothing for takes no place.
    const counts = (node: TreeNode): boolean => !isNothing(node, matching.holding)
    if (rest.controls.length > 0 && rest.candidates.length > 0) {
      pairByPlace(rest, controls.filter(counts), candidates.filter(counts))
    }
  } else pairTheOnlyTwo(rest)
  const [missing, extra] = [rest.controls, rest.candidates]
  const isKeyed = at?.key !== undefined && missing.length + extra.length > 0
  const doubled = isKeyed ? doubledIn({ controls, candidates }, rest, at.key, matching) : NONE
  return { matched: rest.matched, undecided, missing, extra, doubled }
}

const NONE: ReadonlySet<TreeNode> = new Set()

type Lists = Pick<Rest, 'controls' | 'candidates'>

/** Finds among what is left over what stands under a key its own side has twice and the other once at most. */
function doubledIn(
  { controls, candidates }: Lists,
  left: Lists,
  { key: paths }: KeyRule,
  { meter }: Matching,
): ReadonlySet<TreeNode> {
  const keys = new Map<TreeNode, string | undefined>()
  const counts = (nodes: readonly TreeNode[]): ReadonlyMap<string, number> => {
    const byKey = new Map<string, number>()
    for (const node of nodes) {
      const key = keyOf(node, paths, meter)
      keys.set(node, key)
      if (key !== undefined) byKey.set(key, (byKey.get(key) ?? 0) + 1)
    }
    return byKey
  }
  const [here, there] = [counts(controls), counts(candidates)]
  const isDoubled = (node: TreeNode, own: typeof here, other: typeof here): boolean => {
    const key = keys.get(node)
    return key !== undefined && (own.get(key) ?? 0) > 1 && (other.get(key) ?? 0) < 2
  }
  return new Set([
    ...left.controls.filter(node => isDoubled(node, here, there)),
    ...left.candidates.filter(node => isDoubled(node, there, here)),
  ])
}

type Places = readonly (readonly [i: number, j: number])[]

/** Enters pairs by their indices in what is left, and leaves the others. */
function pair(rest: Rest, places: Places): void {
  enter(rest, places)
  leaveOut(rest, places)
}

function enter(rest: Rest, places: Places): void {
  for (const [i, j] of places) {
    const [control, candidate] = [rest.controls[i], rest.candidates[j]]
    if (control !== undefined && candidate !== undefined) rest.matched.push({ control, candidate })
  }
}

function leaveOut(rest: Rest, places: Places): void {
  const [left, right] = [new Set(places.map(([i]) => i)), new Set(places.map(([, j]) => j))]
  rest.controls = rest.controls.filter((_, i) => !left.has(i))
  rest.candidates = rest.candidates.filter((_, j) => !right.has(j))
}

/** What is alike from either end stays where it is: one insertion is then one difference. */
function trimEnds(rest: Rest, { gist, sameness }: Matching): void {
  const { controls, candidates } = rest
  const most = Math.min(controls.length, candidates.length)
  const areAsMany = controls.length === candidates.length
  const isAlike = (a: TreeNode | undefined, b: TreeNode | undefined): boolean => {
    if (a === undefined || b === undefined) return false
    if (isSame(a, b, sameness) || (areAsMany && isNearlySame(a, b, sameness))) return true
    return gist(a) === gist(b)
  }
  let first = 0
  while (first < most && isAlike(controls[first], candidates[first])) first += 1
  let last = 0
  while (first + last < most && isAlike(controls.at(-1 - last), candidates.at(-1 - last))) last += 1
  const pairs = Array.from({ length: first }, (_, i) => [i, i] as const)
  for (let k = 1; k <= last; k += 1) pairs.push([controls.length - k, candidates.length - k])
  pair(rest, pairs)
}

/** Whether two members differ so little that, in one place, they are each other's: to find another costs more. */
const isNearlySame = ({ written: a }: TreeNode, { written: b }: TreeNode, sameness: Sameness) =>
  a !== undefined && b !== undefined && sameness.areNearlySame(a, b)

/**
 * Where as many are left on either side, what holds the same in the same place, or nearly so where order counts, is
 * each other's. Where it does not another of their kind may be meant, which only their ids tell: those wait.
 */
function pairInPlace(rest: Rest, { sameness, holding }: Matching, isOrdered: boolean): void {
  const { controls, candidates } = rest
  if (controls.length !== candidates.length) return
  const places = controls.flatMap((control, i) => {
    const candidate = candidates[i]
    // What the policy cares nothing for takes no place.
    if (candidate === undefined || isNothing(control, holding)) return []
    const isTaken = isOrdered
      ? isSame(control, candidate, sameness) || isNearlySame(control, candidate, sameness)
      : isSame(control, candidate, sameness) && !control.holdsIds
    return isTaken ? [[i, i] as const] : []
  })
  if (places.length > 0) pair(rest, places)
}

/** Members by what the policy cares for; those it cares nothing for are left out. */
function byGist(nodes: readonly TreeNode[], gist: Gist): Map<number, number[]> {
  const places = new Map<number, number[]>()
  for (const [i, node] of nodes.entries()) {
    const own = gist(node)
    if (own === undefined) continue
    const before = places.get(own)
    if (before === undefined) places.set(own, [i])
    else before.push(i)
  }
  return places
}

/** Pairs what is alike, the first with the first; where only ids tell members apart, that has to wait. */
function cancelEqual(rest: Rest, gist: Gist, isOrdered: boolean): readonly Undecided[] {
  const undecided: Undecided[] = []
  const pairs: (readonly [number, number])[] = []
  const waiting: (readonly [number, number])[] = []
  const there = byGist(rest.candidates, gist)
  for (const [own, places] of byGist(rest.controls, gist)) {
    const others = there.get(own) ?? []
    const controls = places.flatMap(i => rest.controls[i] ?? [])
    const isEven = places.length === others.length && places.length > 1
    const waits = !isOrdered && isEven && controls.some(({ holdsIds }) => holdsIds)
    const alike = places.slice(0, others.length).map((i, k) => [i, others[k] ?? -1] as const)
    for (const one of alike) (waits ? waiting : pairs).push(one)
    if (waits) {
      undecided.push({ controls, candidates: others.flatMap(j => rest.candidates[j] ?? []) })
    }
  }
  enter(rest, pairs)
  leaveOut(rest, [...pairs, ...waiting])
  return undecided
}

/** What stands at the paths of a key, below a member; undefined where nothing does. */
function keyOf(node: TreeNode, paths: readonly string[], meter: Meter): string | undefined {
  const found = paths.map(path => {
    let here: readonly TreeNode[] = [node]
    for (const name of path.split('/')) {
      meter.spend(here.length)
      here = here.flatMap(({ children }) => children.filter(child => child.name === name))
    }
    return here.map(({ value }) => value ?? '').join('\u0001')
  })
  return found.some(value => value === '') ? undefined : found.join('\u0002')
}

/** Pairs members of one key, where each list has it once. */
function pairByKey(rest: Rest, paths: readonly string[], meter: Meter): void {
  const once = (nodes: readonly TreeNode[]): Map<string, number> => {
    const places = new Map<string, number>()
    const twice = new Set<string>()
    for (const [i, node] of nodes.entries()) {
      const key = keyOf(node, paths, meter)
      if (key === undefined) continue
      if (places.has(key)) twice.add(key)
      places.set(key, i)
    }
    for (const key of twice) places.delete(key)
    return places
  }
  const there = once(rest.candidates)
  const pairs = [...once(rest.controls)].flatMap(([key, i]) => {
    const j = there.get(key)
    return j === undefined ? [] : [[i, j] as const]
  })
  pair(rest, pairs)
}

/** In a gap between pairs that has as many members on either side, each belongs to the one in its place. */
function pairByPlace(
  rest: Rest,
  controls: readonly TreeNode[],
  candidates: readonly TreeNode[],
): void {
  const places = new Map(candidates.map((node, j) => [node, j]))
  const partner = new Map(
    rest.matched.map(({ control, candidate }) => [control, places.get(candidate)]),
  )
  const taken = new Set(partner.values())
  const left = gapsIn(controls, node => partner.get(node))
  const right = gapsIn(candidates, (_, j) => (taken.has(j) ? j : undefined))
  const there = new Map(rest.candidates.map((node, j) => [node, j]))
  const here = new Map(rest.controls.map((node, i) => [node, i]))
  const pairs = [...left].flatMap(([gap, nodes]) => {
    const others = right.get(gap)
    if (others?.length !== nodes.length) return []
    return nodes.map((node, k) => {
      const other = others[k]
      return [here.get(node) ?? -1, (other && there.get(other)) ?? -1] as const
    })
  })
  pair(rest, pairs)
}

/** Members without a partner, by the place of the last partner before them. */
function gapsIn(
  nodes: readonly TreeNode[],
  partnerOf: (node: TreeNode, place: number) => number | undefined,
): ReadonlyMap<number, readonly TreeNode[]> {
  const gaps = new Map<number, TreeNode[]>()
  let before = -1
  for (const [place, node] of nodes.entries()) {
    const partner = partnerOf(node, place)
    const gap = gaps.get(before)
    if (partner !== undefined) before = partner
    else if (gap === undefined) gaps.set(before, [node])
    else gap.push(node)
  }
  return gaps
}

/** Of an unordered list where one is left on either side, those are each other's. */
function pairTheOnlyTwo(rest: Rest): void {
  if (rest.controls.length === 1 && rest.candidates.length === 1) pair(rest, [[0, 0]])
}
