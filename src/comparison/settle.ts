import type { Meter } from './budget.ts'
import type { Renaming } from './ids.ts'
import type { Matched } from './leaf.ts'
import type { Undecided } from './siblings.ts'
import type { TreeNode } from './tree.ts'

const UNKNOWN = '?'

/** The ids in a member, in their order. */
function idsIn(node: TreeNode, meter: Meter): string[] {
  meter.spend(1)
  if (node.value !== undefined && node.holdsIds) return [node.value]
  return node.children.filter(child => child.holdsIds).flatMap(child => idsIn(child, meter))
}

const knownOf = ({ controls }: Undecided, ids: Renaming, meter: Meter): string[][] =>
  controls.map(node => idsIn(node, meter).map(id => ids.candidateOf(id) ?? UNKNOWN))

/** Says whether the ids known by now tell some of the members apart. */
export const isTold = (undecided: Undecided, ids: Renaming, meter: Meter): boolean =>
  knownOf(undecided, ids, meter).some(known => known.some(id => id !== UNKNOWN))

/** Pairs members that name the same ids as far as those are known, and the others in their order. */
export function settle(undecided: Undecided, ids: Renaming, meter: Meter): Matched[] {
  const waiting = new Map<string, TreeNode[]>()
  // Backwards, so that the first of those alike is the first to be taken from the end.
  for (const candidate of undecided.candidates.toReversed()) {
    const known = idsIn(candidate, meter).map(id => ids.taken(id) ?? UNKNOWN)
    const key = known.join('\u0001')
    const alike = waiting.get(key)
    if (alike === undefined) waiting.set(key, [candidate])
    else alike.push(candidate)
  }
  const matched: Matched[] = []
  const others: TreeNode[] = []
  const known = knownOf(undecided, ids, meter)
  for (const [i, control] of undecided.controls.entries()) {
    const candidate = waiting.get(known[i]?.join('\u0001') ?? '')?.pop()
    if (candidate === undefined) others.push(control)
    else matched.push({ control, candidate })
  }
  const rest = [...waiting.values()].flatMap(alike => alike.reverse())
  return [
    ...matched,
    ...others.flatMap((control, i) => {
      const candidate = rest[i]
      return candidate === undefined ? [] : [{ control, candidate }]
    }),
  ]
}
