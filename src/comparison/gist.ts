import type { Meter } from './budget.ts'
import { ended, type Lane, type Lanes, ofText, taken } from './hash.ts'
import { normalLeaf } from './leaf-types.ts'
import type { IgnoreRule } from './rules.ts'
import { isEmpty, type TreeNode } from './tree.ts'

/** Hashes what a policy cares for in a node; undefined where it cares for nothing. */
export type Gist = (node: TreeNode) => number | undefined

/** Says which of the rules that ignore a place still holds. */
export type Holding = (rules: readonly IgnoreRule[]) => IgnoreRule | undefined

/**
 * Builds the hash members of lists are recognised by: an ignored node is not there, an id or a time is only its
 * kind, a typed value what its type writes, and what may stand in any order is added up, which order cannot
 * change and a repetition does (Bellare, Micciancio 1997). It finds who belongs to whom; whether they are equal
 * is looked at then.
 */
export function createGist(lanes: Lanes, holding: Holding, meter: Meter): Gist {
  const NOTHING = 0

  const hashIn = (node: TreeNode, lane: Lane): number => {
    meter.spend(1)
    const { at } = node
    if (!node.holdsProtected && holding(at.ignore) !== undefined) return NOTHING
    if (at.emptyIsAbsent !== undefined && isEmpty(node)) return NOTHING
    let hash = taken(lane, lane.seed, ofText(lane, `${node.form} ${node.name} ${node.ns}`))
    if (node.value !== undefined) return ended(taken(lane, hash, ofText(lane, leafIn(node)))) || 1
    let free = 0
    for (const child of node.children) {
      const own = hashIn(child, lane)
      if (own === NOTHING) continue
      if (child.at.unordered === undefined) hash = taken(lane, hash, own)
      else free = (free + ended(own ^ lane.seed)) | 0
    }
    return ended(taken(lane, hash, free)) || 1
  }

  return node => {
    // Two lanes in one number: 53 bits, enough to find by; nothing is decided by them.
    node.gist ??= (hashIn(node, lanes[0]) >>> 0) * 0x200000 + (hashIn(node, lanes[1]) >>> 11)
    return node.gist === NOTHING ? undefined : node.gist
  }
}

/** A leaf as its rule sees it. */
export function leafIn({ at, value = '', isProtected }: TreeNode): string {
  if (!isProtected && at.id !== undefined) return 'id'
  if (!isProtected && at.timestamp !== undefined) return 'time'
  return at.type === undefined ? value : normalLeaf(at.type.type, value)
}
