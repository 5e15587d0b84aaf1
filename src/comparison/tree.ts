import { ended, type Lane, type Lanes, ofText, taken } from './hash.ts'
import { isNumberWritten } from './never-ignored.ts'
import type { Position } from './positions.ts'

/** What a node was in its document. */
export type Form =
  | 'document'
  | 'element'
  | 'attribute'
  | 'text'
  | 'object'
  | 'list'
  | 'string'
  | 'number'
  | 'boolean'
  | 'null'
  | 'bytes'

/** What a node is made from. */
export interface Draft {
  /** '' for a document and for the members of a list: neither adds to a path. */
  readonly name: string
  readonly ns?: string
  readonly form: Form
  readonly at: Position
  /** Of a leaf, canonical: what all ways of writing it without change of meaning come to. */
  readonly value?: string
  /** Attributes and properties sorted by name, so that where they stood does not count. */
  readonly children?: readonly TreeNode[]
  /** Whether what stands beside it makes it a field no rule is asked about. */
  readonly isProtected?: boolean
}

/** A node of a canonical tree, the same for XML, JSON and what a mapping read. */
export interface TreeNode {
  readonly name: string
  readonly ns: string
  readonly form: Form
  readonly at: Position
  readonly value: string | undefined
  readonly children: readonly TreeNode[]
  /** No rule may make less of a difference here. */
  readonly isProtected: boolean
  readonly holdsProtected: boolean
  /** Whether there are ids in it that must be renamed as one. */
  readonly holdsIds: boolean
  /** Leaves in it, itself included. */
  readonly leaves: number
  /** Hashes of all it holds, rules aside. */
  readonly hash: readonly [number, number]
  parent: TreeNode | undefined
  /** Hash of what its policy cares for, once it was asked for. */
  gist: number | undefined
}

/** Completes a node: nothing of it changes any more but what it stands in. */
export function createNode(draft: Draft, lanes: Lanes): TreeNode {
  const { name, ns = '', form, at, value, children = [] } = draft
  const isProtected = value !== undefined && isNeverIgnored(draft, value)
  const node: TreeNode = {
    name,
    ns,
    form,
    at,
    value,
    children,
    isProtected,
    holdsProtected: isProtected || children.some(child => child.holdsProtected),
    holdsIds: isId(at, value, isProtected) || children.some(child => child.holdsIds),
    leaves: children.reduce((sum, child) => sum + child.leaves, value === undefined ? 0 : 1),
    hash: [sealed(draft, lanes[0], 0), sealed(draft, lanes[1], 1)],
    parent: undefined,
    gist: undefined,
  }
  for (const child of children) child.parent = node
  return node
}

const isNeverIgnored = ({ at, isProtected = false }: Draft, value: string): boolean =>
  isProtected || at.isProtected || (at.isProtectedNumber && isNumberWritten(value))

const isId = (at: Position, value: string | undefined, isProtected: boolean): boolean =>
  value !== undefined && at.id !== undefined && !isProtected

function sealed(draft: Draft, lane: Lane, which: 0 | 1): number {
  let hash = taken(lane, lane.seed, ofText(lane, `${draft.form} ${draft.name} ${draft.ns ?? ''}`))
  if (draft.value !== undefined) hash = taken(lane, hash, ofText(lane, draft.value))
  for (const child of draft.children ?? []) hash = taken(lane, hash, child.hash[which])
  return ended(hash)
}

/** Says whether two nodes hold the same, rules aside: their hashes say it first, then every value does. */
export function isSame(a: TreeNode, b: TreeNode): boolean {
  if (a.hash[0] !== b.hash[0] || a.hash[1] !== b.hash[1]) return false
  if (a.name !== b.name || a.ns !== b.ns || a.form !== b.form || a.value !== b.value) return false
  return (
    a.children.length === b.children.length &&
    a.children.every((child, i) => {
      const other = b.children[i]
      return other !== undefined && isSame(child, other)
    })
  )
}

/** Says whether a node holds nothing: no leaf, or only blank ones. */
export const isEmpty = (node: TreeNode): boolean =>
  node.value === undefined ? node.children.every(isEmpty) : node.value.trim() === ''

/** The names that lead to a node. */
export function pathTo(node: TreeNode): string[] {
  const names: string[] = []
  for (let at: TreeNode | undefined = node; at !== undefined; at = at.parent) {
    if (at.name !== '') names.unshift(at.name)
  }
  return names
}

/** Sorts what may stand in any order anyway. */
export const byName = <T extends { readonly name: string; readonly ns?: string }>(
  nodes: readonly T[],
): T[] => nodes.toSorted((a, b) => compared(a.name, b.name) || compared(a.ns ?? '', b.ns ?? ''))

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
