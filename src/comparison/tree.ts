import { ended, type Lane, type Lanes, ofText, taken } from './hash.ts'
import { idsInXml } from './ids-in-xml.ts'
import { isNumberWritten } from './never-ignored.ts'
import type { Position } from './positions.ts'
import type { Sameness, WrittenElement } from './sameness.ts'

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
  /** Makes them when they are first looked at. Attributes and properties sorted by name: where they stood does not count. */
  readonly children?: () => readonly TreeNode[]
  /** Whether what stands beside it makes it a field no rule is asked about. */
  readonly isProtected?: boolean
  /** What of an XML document it stands for. */
  readonly written?: WrittenElement
}

/** A node of a canonical tree, the same for XML, JSON and what a mapping read. */
export interface TreeNode {
  readonly name: string
  readonly ns: string
  readonly form: Form
  readonly at: Position
  readonly value: string | undefined
  readonly written: WrittenElement | undefined
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

const NONE: readonly TreeNode[] = []

/**
 * A node that finds out about itself when it is asked, and once: of two documents that say the same nearly
 * everywhere, nearly nothing is.
 */
class LazyNode implements TreeNode {
  readonly name: string
  readonly ns: string
  readonly form: Form
  readonly at: Position
  readonly value: string | undefined
  readonly written: WrittenElement | undefined
  readonly isProtected: boolean
  parent: TreeNode | undefined = undefined
  gist: number | undefined = undefined
  readonly #lanes: Lanes
  #make: (() => readonly TreeNode[]) | undefined
  #children: readonly TreeNode[] = NONE
  #holdsProtected: boolean | undefined = undefined
  #holdsIds: boolean | undefined = undefined
  #leaves = -1
  #hash: readonly [number, number] | undefined = undefined

  constructor(draft: Draft, lanes: Lanes) {
    const { at, value } = draft
    this.name = draft.name
    this.ns = draft.ns ?? ''
    this.form = draft.form
    this.at = at
    this.value = value
    this.written = draft.written
    this.isProtected = value !== undefined && isNeverIgnored(draft, value)
    this.#make = draft.children
    this.#lanes = lanes
  }

  get children(): readonly TreeNode[] {
    if (this.#make !== undefined) {
      this.#children = this.#make()
      this.#make = undefined
      for (const child of this.#children) child.parent = this
    }
    return this.#children
  }

  get holdsProtected(): boolean {
    return (this.#holdsProtected ??=
      this.isProtected || this.children.some(child => child.holdsProtected))
  }

  get holdsIds(): boolean {
    return (this.#holdsIds ??= this.#isId || this.#holdsIdsBelow)
  }

  get leaves(): number {
    if (this.#leaves < 0) {
      const own = this.value === undefined ? 0 : 1
      this.#leaves = this.children.reduce((sum, child) => sum + child.leaves, own)
    }
    return this.#leaves
  }

  get hash(): readonly [number, number] {
    return (this.#hash ??= [this.#sealed(0), this.#sealed(1)])
  }

  get #isId(): boolean {
    return this.value !== undefined && this.at.id !== undefined && !this.isProtected
  }

  get #holdsIdsBelow(): boolean {
    const { at, written } = this
    if (written !== undefined) return idsInXml(written.element, at, () => false).length > 0
    return at.leadsToIds && this.children.some(child => child.holdsIds)
  }

  #sealed(which: 0 | 1): number {
    const lane: Lane = this.#lanes[which]
    const { form, name, ns, value } = this
    let hash = taken(lane, lane.seed, ofText(lane, `${form} ${name} ${ns}`))
    if (value !== undefined) hash = taken(lane, hash, ofText(lane, value))
    for (const child of this.children) hash = taken(lane, hash, child.hash[which])
    return ended(hash)
  }
}

/** Completes a node: nothing of it changes any more but what it stands in. */
export const createNode = (draft: Draft, lanes: Lanes): TreeNode => new LazyNode(draft, lanes)

const isNeverIgnored = ({ at, isProtected = false }: Draft, value: string): boolean =>
  isProtected || at.isProtected || (at.isProtectedNumber && isNumberWritten(value))

/** These are held together by what they hold: XML's elements know of each other, and nothing else is in them. */
const IN_PIECES: ReadonlySet<Form> = new Set(['document', 'element'])

/** Says whether two nodes hold the same, rules aside. Hashes only say when there is no need to look. */
export function isSame(a: TreeNode, b: TreeNode, sameness: Sameness): boolean {
  if (a.name !== b.name || a.form !== b.form) return false
  if (a.written !== undefined && b.written !== undefined && !a.at.leadsToNames) {
    return sameness.areSame(a.written, b.written)
  }
  if (a.ns !== b.ns || a.value !== b.value) return false
  if (a.children.length !== b.children.length) return false
  const mayDiffer = a.children.length > 0 && !IN_PIECES.has(a.form)
  if (mayDiffer && (a.hash[0] !== b.hash[0] || a.hash[1] !== b.hash[1])) return false
  return a.children.every((child, i) => {
    const other = b.children[i]
    return other !== undefined && isSame(child, other, sameness)
  })
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
): T[] =>
  nodes.length < 2
    ? [...nodes]
    : nodes.toSorted((a, b) => compared(a.name, b.name) || compared(a.ns ?? '', b.ns ?? ''))

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
