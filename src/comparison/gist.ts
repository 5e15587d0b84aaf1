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
 * Builds the hash members of lists are recognised by: what is ignored is not there, nor in a member what is
 * optional, an id or a time is only its kind, a typed value what its type writes, a code the first of its group,
 * and what may stand in any order is added up, which order cannot change and a repetition does (Bellare, Micciancio 1997). It finds who belongs to whom; whether they are equal
 * is looked at then.
 */
export function createGist([one, other]: Lanes, holding: Holding, meter: Meter): Gist {
  const leaf = (node: TreeNode, lane: Lane): number =>
    taken(lane, named(node, lane), ofText(lane, leafIn(node)))

  const members = (node: TreeNode): number => {
    let [a, b] = [named(node, one), named(node, other)]
    let [freeA, freeB] = [0, 0]
    for (const child of node.children) {
      const own = gistOf(child)
      if (own === NOTHING || isOptional(child)) continue
      const [high, low] = [Math.floor(own / LOW) | 0, own % LOW]
      if (child.at.unordered === undefined) {
        a = taken(one, a, high)
        b = taken(other, taken(other, b, low), high)
      } else {
        freeA = (freeA + ended(high ^ one.seed)) | 0
        freeB = (freeB + ended(taken(other, low, high))) | 0
      }
    }
    return joined(taken(one, a, freeA), taken(other, b, freeB))
  }

  const gistOf = (node: TreeNode): number => {
    if (node.gist !== undefined) return node.gist
    meter.spend(1)
    if (isNothing(node, holding)) node.gist = NOTHING
    else if (node.value !== undefined) node.gist = joined(leaf(node, one), leaf(node, other))
    else node.gist = members(node)
    return node.gist
  }

  return node => {
    const gist = gistOf(node)
    return gist === NOTHING ? undefined : gist
  }
}

/** Says whether a policy cares for nothing in a node. */
export function isNothing(node: TreeNode, holding: Holding): boolean {
  const { ignore, emptyIsAbsent } = node.at
  if (holding(ignore) !== undefined && !node.holdsProtected) return true
  return emptyIsAbsent !== undefined && isEmpty(node)
}

const NOTHING = 0
/** Two lanes in one number have 53 bits: enough to find by, and nothing is decided by them. */
const LOW = 0x200000

const joined = (a: number, b: number): number => (ended(a) >>> 0) * LOW + (ended(b) >>> 11) || 1

/** What one of two members may be without tells no two of them apart. */
const isOptional = ({ at, holdsProtected }: TreeNode): boolean =>
  at.optional !== undefined && !holdsProtected

const named = ({ form, name, ns }: TreeNode, lane: Lane): number =>
  taken(lane, lane.seed, ofText(lane, `${form} ${name} ${ns}`))

/** A leaf as its rule sees it. */
export function leafIn({ at, value = '', isProtected }: TreeNode): string {
  if (!isProtected && at.id !== undefined) return 'id'
  if (!isProtected && at.timestamp !== undefined) return 'time'
  const group = isProtected ? undefined : at.codes?.same.find(codes => codes.includes(value))
  if (group !== undefined) return group[0] ?? value
  return at.type === undefined ? value : normalLeaf(at.type.type, value)
}
