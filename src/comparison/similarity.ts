import type { Meter } from './budget.ts'
import { ended, type Lane, ofText, taken } from './hash.ts'
import { leafIn } from './gist.ts'
import type { TreeNode } from './tree.ts'

/** Leaves that stand in more members than this tell nobody apart. */
const POSTINGS = 8
/** How much of two members must agree: half the leaves of both. */
const ENOUGH = 0.5

/** The leaves of a member, each with the way to it. */
function leavesOf(node: TreeNode, lane: Lane, meter: Meter): number[] {
  const leaves: number[] = []
  const walk = (at: TreeNode, way: number): void => {
    meter.spend(1)
    const here = taken(lane, way, ofText(lane, at.name))
    if (at.value !== undefined) leaves.push(ended(taken(lane, here, ofText(lane, leafIn(at)))))
    for (const child of at.children) walk(child, here)
  }
  walk(node, lane.seed)
  return leaves
}

interface Likeness {
  readonly i: number
  readonly j: number
  readonly shared: number
}

/**
 * Pairs members of two lists that have most in common, the likeliest first, by an index of their leaves. It
 * chooses how a difference is told, never whether there is one.
 */
export function pairAlike(
  controls: readonly TreeNode[],
  candidates: readonly TreeNode[],
  { lane, meter }: { readonly lane: Lane; readonly meter: Meter },
): (readonly [i: number, j: number])[] {
  const leaves = candidates.map(candidate => leavesOf(candidate, lane, meter))
  const index = new Map<number, number[]>()
  for (const [j, own] of leaves.entries()) {
    for (const leaf of own) {
      const postings = index.get(leaf)
      if (postings === undefined) index.set(leaf, [j])
      else if (postings.length <= POSTINGS) postings.push(j)
    }
  }
  const likely: Likeness[] = []
  for (const [i, control] of controls.entries()) {
    const own = leavesOf(control, lane, meter)
    const shared = new Map<number, number>()
    for (const leaf of own) {
      const postings = index.get(leaf) ?? []
      if (postings.length > POSTINGS) continue
      meter.spend(postings.length)
      for (const j of postings) shared.set(j, (shared.get(j) ?? 0) + 1)
    }
    for (const [j, count] of shared) {
      const all = own.length + (leaves[j]?.length ?? 0)
      if ((2 * count) / all >= ENOUGH) likely.push({ i, j, shared: count })
    }
  }
  return greedily(likely)
}

/** Ties are broken in a way that exchanging the two lists does not change. */
function greedily(likely: readonly Likeness[]): (readonly [number, number])[] {
  const [left, right] = [new Set<number>(), new Set<number>()]
  const pairs: (readonly [number, number])[] = []
  const order = likely.toSorted(
    (a, b) =>
      b.shared - a.shared || Math.abs(a.i - a.j) - Math.abs(b.i - b.j) || a.i + a.j - (b.i + b.j),
  )
  for (const { i, j } of order) {
    if (left.has(i) || right.has(j)) continue
    left.add(i)
    right.add(j)
    pairs.push([i, j])
  }
  return pairs
}
