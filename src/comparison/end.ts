import type { Matched } from './leaf.ts'
import type { Sameness } from './sameness.ts'
import { isSame, type TreeNode } from './tree.ts'

/** What two rows of children end with alike, and what stands before it. */
export interface End {
  readonly alike: readonly Matched[]
  readonly controls: readonly TreeNode[]
  readonly candidates: readonly TreeNode[]
}

/** Whether two children may stand for each other. */
const isAlike = (a: TreeNode, b: TreeNode, sameness: Sameness): boolean =>
  a.at.unordered === undefined && isSame(a, b, sameness)

/**
 * Pairs what two rows of children end with alike, whatever their names: of several alike among others it is the one
 * that was put in that is left over, not the last of its name. Where nothing says which of two it is, by their ids,
 * nothing is paired.
 */
export function alikeEnd(
  controls: readonly TreeNode[],
  candidates: readonly TreeNode[],
  sameness: Sameness,
): End {
  const alike: Matched[] = []
  for (;;) {
    const control = controls.at(-1 - alike.length)
    const candidate = candidates.at(-1 - alike.length)
    if (control === undefined || candidate === undefined || !isAlike(control, candidate, sameness))
      break
    alike.push({ control, candidate })
  }
  return {
    alike: alike.reverse(),
    controls: controls.slice(0, controls.length - alike.length),
    candidates: candidates.slice(0, candidates.length - alike.length),
  }
}
