import type { SourceClass } from './loss.ts'

/** What a leaf is written as. `none` says nothing: an empty element, list or object. */
export type Scalar = 'text' | 'number' | 'boolean' | 'null' | 'none'

/**
 * A message in the one form both languages are read in: elements, attributes (`@name`), texts (`text()`) and
 * properties are all members; the items of a list are members of one name. What has no members is a leaf.
 */
export interface Tree {
  readonly label: string
  /** Of a leaf; '' where it says nothing. */
  readonly value: string
  readonly scalar: Scalar
  readonly children: readonly Tree[]
  /** Whether it is an item of a JSON list; in XML, where nothing says so, undefined. */
  readonly isItem: boolean | undefined
  /** Of a whole resource in the place of a reference to it: it is told where it stands itself. */
  readonly isPointedAt?: true | undefined
  /** What the last reading made of it. */
  claim?: Claim | undefined
}

/** What a reading made of a leaf, and which reading. */
export interface Claim {
  readonly by: object
  readonly as: SourceClass
}

/** What a member is written as: its name, and whether it is an item of a list. */
export type Place = Pick<Tree, 'label' | 'isItem'>

const NO_CHILDREN: readonly Tree[] = []

/** A class, so that all of them are of one kind to V8, wherever they are made. */
class Member implements Tree {
  readonly label: string
  readonly value: string
  readonly scalar: Scalar
  readonly children: readonly Tree[]
  readonly isItem: boolean | undefined
  readonly isPointedAt: true | undefined
  claim: Claim | undefined

  constructor(
    { label, isItem, isPointedAt }: Pick<Tree, 'label' | 'isItem' | 'isPointedAt'>,
    scalar: Scalar,
    value: string,
    children: readonly Tree[],
  ) {
    this.label = label
    this.value = value
    this.scalar = scalar
    this.children = children
    this.isItem = isItem
    this.isPointedAt = isPointedAt
    this.claim = undefined
  }
}

export const leafOf = (place: Place, scalar: Scalar, value: string): Tree =>
  new Member(place, scalar, value, NO_CHILDREN)

/** Makes a member that holds others, and itself says nothing. */
export const treeOf = (place: Place & Pick<Tree, 'isPointedAt'>, children: readonly Tree[]): Tree =>
  new Member(place, 'none', '', children)

export const isLeaf = (tree: Tree): boolean => tree.children.length === 0

/** Says whether a leaf says nothing: an empty element, or text that is blank. */
export const isBlank = (leaf: Tree): boolean => leaf.scalar === 'none' || /^\s*$/.test(leaf.value)

// What stands in a path is a name somebody else chose: one that is none of a schema's is not repeated.
const NAME = /^@?(?:(?:psis|crs):)?[A-Za-z_][\w.-]{0,63}$/

export const spoken = (label: string): string =>
  NAME.test(label) || label === 'text()' || label === 'xml()' ? label : 'unnamed'

/** Says whether a name is that of a resource: properties begin with a small letter (FHIR R4 §2.1). */
export const isResource = ({ label }: Pick<Tree, 'label'>): boolean => /^[A-Z]/.test(label)

/**
 * Tells every leaf with its path class: names divided by `/`, no index, nothing of a value. Those of a resource are
 * told where it stands as an entry, and not where it is pointed at.
 */
export function* leavesOf(tree: Tree, path = ''): Generator<readonly [leaf: Tree, path: string]> {
  if (isLeaf(tree)) yield [tree, path]
  for (const child of tree.children) {
    if (child.isPointedAt === true) continue
    yield* leavesOf(child, path === '' ? spoken(child.label) : `${path}/${spoken(child.label)}`)
  }
}
