import type { Lanes } from './hash.ts'
import { isLeafType, normalLeaf } from './leaf-types.ts'
import type { InformationLeaf } from './observation.ts'
import type { Position } from './positions.ts'
import { byName, createNode, type TreeNode } from './tree.ts'

/** What stands at one name: values of its own, names below it, and the members of a list in their order. */
interface Branch {
  readonly values: string[]
  readonly names: Map<string, Branch>
  readonly members: Map<string, Branch>
}

const createBranch = (): Branch => ({ values: [], names: new Map(), members: new Map() })

function below(branches: Map<string, Branch>, name: string): Branch {
  const branch = branches.get(name) ?? createBranch()
  branches.set(name, branch)
  return branch
}

const STEP = /^([^[\]]*)(?:\[(\d+)\])?$/

function place(root: Branch, { path, value, type }: InformationLeaf): void {
  let branch = root
  for (const step of path.split('/')) {
    const [, name = step, index] = STEP.exec(step) ?? []
    branch = below(branch.names, name)
    if (index !== undefined) branch = below(branch.members, index)
  }
  branch.values.push(isLeafType(type) ? normalLeaf(type, value) : value)
}

/** Makes the canonical tree of what a mapping read: names in one order, each value as its type writes it. */
export function treeOfInformation(
  leaves: readonly InformationLeaf[],
  at: Position,
  lanes: Lanes,
): TreeNode {
  const root = createBranch()
  for (const leaf of leaves) place(root, leaf)
  return treeOf(root, { name: '', at }, lanes)
}

function treeOf(
  branch: Branch,
  { name, at }: { readonly name: string; readonly at: Position },
  lanes: Lanes,
): TreeNode {
  const leaf = (own: string, value: string): TreeNode =>
    createNode({ name: own, form: 'text', at, value }, lanes)
  const [only, another] = branch.values
  const holdsMore = branch.names.size > 0 || branch.members.size > 0
  if (only !== undefined && another === undefined && !holdsMore) return leaf(name, only)
  const values = branch.values.map(value => leaf('', value))
  const members = [...branch.members.values()].map(one => treeOf(one, { name: '', at }, lanes))
  const names = byName(
    [...branch.names].map(([own, one]) => treeOf(one, { name: own, at: at.next(own) }, lanes)),
  )
  const children = [...values, ...members, ...names]
  return createNode({ name, form: 'object', at, children: () => children }, lanes)
}
