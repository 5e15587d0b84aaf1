import { FicusError } from '../exchange/index.ts'
import { isLeaf, isResource, type Tree } from './tree.ts'

/** How much a Bundle may come to with everything standing where it is pointed at, in members. */
export const UNFOLDED = Object.freeze({ members: 500_000, entries: 1_000 })

const refuse = (rule: string): never => {
  throw new FicusError('malformed', rule)
}

const CONTAINED = 'contained'

const childrenOf = (tree: Tree, label: string): Tree[] =>
  tree.children.filter(child => child.label === label)

/** The text of the one leaf of that name; undefined where there is none. */
function textIn(tree: Tree, label: string): string | undefined {
  const [leaf] = childrenOf(tree, label)
  return leaf?.scalar === 'text' && leaf.isItem !== true ? leaf.value : undefined
}

/** What may be written for a resource in a reference: its entry's address, or its type and id (FHIR R4 §2.36.4). */
function addressesOf(entry: Tree, resource: Tree): string[] {
  const fullUrl = textIn(entry, 'fullUrl')
  const id = textIn(resource, 'id')
  const type = textIn(resource, 'resourceType')
  return [
    ...(fullUrl === undefined ? [] : [addressOf(fullUrl)]),
    ...(id === undefined || type === undefined ? [] : [`${type}/${id}`]),
  ]
}

/** A UUID is one whatever the case of its letters (RFC 9562 §4). */
const addressOf = (reference: string): string =>
  /^urn:uuid:/i.test(reference) ? reference.toLowerCase() : reference

/** Resources by what points at them. */
type Addresses = ReadonlyMap<string, Tree>

/** What a resource contains, by `#` and its id: addresses nobody knows but itself (FHIR R4 §2.36.4.1). */
function containedIn(resource: Tree): Addresses {
  const at = new Map<string, Tree>()
  for (const contained of childrenOf(resource, CONTAINED)) {
    const id = textIn(contained, 'id')
    if (id === undefined) continue
    if (at.has(`#${id}`)) refuse('two contained resources of one id')
    at.set(`#${id}`, contained)
  }
  return at
}

class Unfolding {
  readonly #at = new Map<string, Tree>()
  readonly #done = new Map<Tree, Tree>()
  readonly #pointedAt = new Map<Tree, Tree>()
  readonly #sizes = new Map<Tree, number>()
  readonly #open = new Set<Tree>()
  /** What the resource at hand contains, or the one that contains it. */
  #contained: Addresses = new Map()

  constructor(entries: readonly Tree[]) {
    for (const entry of entries) {
      const [resource] = childrenOf(entry, 'resource')
      if (resource === undefined) continue
      for (const address of new Set(addressesOf(entry, resource))) {
        if (this.#at.has(address)) refuse('two entries of one address')
        this.#at.set(address, resource)
      }
    }
  }

  /** A resource under its type's name, what it points at standing in it. */
  resource(written: Tree): Tree {
    const done = this.#done.get(written)
    if (done !== undefined) return done
    const type = textIn(written, 'resourceType') ?? refuse('a resource without its type')
    if (!/^[A-Z][A-Za-z]*$/.test(type)) refuse('a resource of a type FHIR has not')
    const unfolded = this.#whole({ ...written, label: type, isItem: true }, written)
    this.#done.set(written, unfolded)
    return unfolded
  }

  /** A resource that is a document by itself. */
  root(written: Tree): Tree {
    return this.#whole(written, written)
  }

  #whole(place: Tree, written: Tree): Tree {
    const around = this.#contained
    // A contained resource contains nothing, and points at what is contained beside it.
    const isContained = [...around.values()].includes(written)
    if (!isContained) this.#contained = containedIn(written)
    this.#open.add(written)
    const children = written.children.filter(({ label }) => label !== 'resourceType')
    const whole = this.#with(place, children)
    this.#open.delete(written)
    this.#contained = around
    return whole
  }

  /** A resource where it is pointed at: the same member in all those places. */
  #inPlace(written: Tree): Tree {
    const before = this.#pointedAt.get(written)
    if (before !== undefined) return before
    const resource = this.resource(written)
    const inPlace = { ...resource, isItem: false, isPointedAt: true } as const
    this.#pointedAt.set(written, inPlace)
    this.#sizes.set(inPlace, this.#sizes.get(resource) ?? 1)
    return inPlace
  }

  #with(tree: Tree, children: readonly Tree[]): Tree {
    // A row would read it as a resource that is pointed at.
    if (children.some(isResource)) refuse('a property of a name FHIR has not')
    const unfolded = children.map(child =>
      child.label === CONTAINED && !isLeaf(child) ? this.resource(child) : this.#member(child),
    )
    const size = unfolded.reduce((sum, child) => sum + (this.#sizes.get(child) ?? 1), 1)
    if (size > UNFOLDED.members) refuse(`more than ${UNFOLDED.members} members`)
    const whole = { ...tree, children: unfolded }
    this.#sizes.set(whole, size)
    return whole
  }

  #targetOf(reference: string): Tree | undefined {
    return this.#contained.get(reference) ?? this.#at.get(addressOf(reference))
  }

  /** An element; one that points at an entry has the entry in the place of its address. */
  #member(tree: Tree): Tree {
    if (isLeaf(tree)) return tree
    const reference = textIn(tree, 'reference')
    const target = reference === undefined ? undefined : this.#targetOf(reference)
    // What is pointed at from within itself stays a pointer.
    if (target === undefined || this.#open.has(target)) return this.#with(tree, tree.children)
    const rest = tree.children.filter(({ label }) => label !== 'reference')
    const resource = this.#inPlace(target)
    const whole = this.#with(tree, rest)
    const size = (this.#sizes.get(whole) ?? 1) + (this.#sizes.get(resource) ?? 1)
    const pointing = { ...whole, children: [...whole.children, resource] }
    this.#sizes.set(pointing, size)
    return pointing
  }
}

/**
 * Puts a Bundle in the form rows read: its entries as lists by their type, and in the place of each reference that
 * one of them answers to that resource, under its type's name, which stands in all places as one. References in a
 * circle stay what they are; so does one that nothing in the Bundle answers to.
 *
 * @throws FicusError `malformed` for two entries of one address, a resource without a type, or more than
 * {@link UNFOLDED}.
 */
export function unfolded(bundle: Tree): Tree {
  const entries = childrenOf(bundle, 'entry')
  if (entries.length > UNFOLDED.entries) refuse(`more than ${UNFOLDED.entries} entries`)
  const unfolding = new Unfolding(entries)
  const resources = entries.flatMap(entry =>
    childrenOf(entry, 'resource').map(resource => unfolding.resource(resource)),
  )
  const rest = bundle.children.flatMap(child =>
    child.label === 'entry' ? besides(child) : [child],
  )
  return { ...bundle, children: [...rest, ...resources] }
}

/**
 * Puts a resource that is a document by itself in the form rows read: what it contains as lists by their type, and in
 * the place of each `#` reference the contained resource it points at, as {@link unfolded} does with entries.
 *
 * @throws FicusError `malformed` as that does.
 */
export const unfoldedResource = (resource: Tree): Tree => new Unfolding([]).root(resource)

/** What an entry says besides its address and its resource. */
function besides(entry: Tree): Tree[] {
  const children = entry.children.filter(({ label }) => label !== 'fullUrl' && label !== 'resource')
  return children.length === 0 ? [] : [{ ...entry, children }]
}

const isMessage = (resource: Tree): boolean =>
  textIn(resource, 'resourceType') === 'Bundle' && textIn(resource, 'type') === 'message'

/**
 * Puts the messages within a resource, which are Bundles, in the form rows read: each is unfolded where it stands.
 *
 * @throws FicusError `malformed` as {@link unfolded} does.
 */
export function unfoldedWithin(tree: Tree): Tree {
  if (isLeaf(tree)) return tree
  if (tree.label !== 'resource' || !isMessage(tree)) {
    return { ...tree, children: tree.children.map(unfoldedWithin) }
  }
  const children = tree.children.filter(({ label }) => label !== 'resourceType')
  return unfolded({ ...tree, children })
}
