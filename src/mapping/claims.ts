import { LeafCounts, PathClass, type SourceClass, type SourceLoss } from './loss.ts'
import { childOutline, type Outline } from './outline.ts'
import { type Claim, isBlank, isLeaf, spoken, type Tree } from './tree.ts'
import type { Found } from './walk.ts'

const SOURCE = ['used', 'fixed', 'lossy', 'blank', 'dropped'] as const

/** What one reading made of each leaf of a message: what nothing claims was read by no row. */
export class Claims {
  readonly #claims: Readonly<Record<SourceClass, Claim>>
  /** Of what nothing else says anything of. */
  readonly #onlyLetGo: Claim
  /** Every claim in its order: a later reading of the same tree writes over what its members remember. */
  readonly #leaves: Tree[] = []
  readonly #made: Claim[] = []

  constructor() {
    const claim = (as: SourceClass): Claim => ({ by: this, as })
    this.#onlyLetGo = claim('lossy')
    this.#claims = {
      used: claim('used'),
      fixed: claim('fixed'),
      lossy: claim('lossy'),
      blank: claim('blank'),
      dropped: claim('dropped'),
    }
  }

  /** How many were made so far. */
  get count(): number {
    return this.#leaves.length
  }

  /** Makes some of them once more: those from one count to another. */
  again(from: number, to: number): void {
    for (let i = from; i < to; i += 1) {
      const [leaf, claim] = [this.#leaves[i], this.#made[i]]
      if (leaf === undefined || claim === undefined || claim === this.#onlyLetGo) continue
      this.#make(leaf, claim)
    }
  }

  make({ at, by }: Found, as: SourceClass): void {
    this.leaf(at, as)
    this.conditions(by)
  }

  /** Leaves that met a path's conditions say what their place already says. */
  conditions(leaves: readonly Tree[]): void {
    for (const leaf of leaves) this.leaf(leaf, 'fixed')
  }

  leaf(leaf: Tree, as: SourceClass): void {
    this.#make(leaf, this.#claims[as])
  }

  /** Lets go what stands below a place, but not a resource it only points at. */
  letGo(place: Tree): void {
    if (isLeaf(place) && !this.#has(place)) this.#make(place, this.#onlyLetGo)
    for (const child of place.children) {
      if (child.isPointedAt !== true) this.letGo(child)
    }
  }

  /** Claims what an outline fixes, where it stands as fixed. */
  fixed(at: Tree, outline: Outline): void {
    for (const child of at.children) {
      if (child.label.startsWith('@')) {
        const isFixed = outline.fixed[child.label.slice(1)] === child.value
        if (isFixed && !this.#has(child)) this.leaf(child, 'fixed')
      } else {
        const within = childOutline(outline, child.label)
        if (within !== undefined) this.fixed(child, within)
      }
    }
  }

  /** The path class of the first leaf no row read; undefined where there is none. */
  dropped(tree: Tree): string | undefined {
    this.#remember()
    return this.#droppedIn(tree)?.join('/')
  }

  /** What became of every leaf, and the values of those no row read. */
  source(tree: Tree): { readonly source: SourceLoss; readonly unread: readonly string[] } {
    this.#remember()
    const counts = new LeafCounts(SOURCE)
    const unread: string[] = []
    const count = (at: Tree, place: PathClass): void => {
      if (isLeaf(at)) {
        const as = this.#classOf(at)
        counts.add(as, place)
        if (as === 'dropped') unread.push(at.value)
      }
      for (const child of at.children) {
        if (child.isPointedAt !== true) count(child, place.below(child.label, spoken))
      }
    }
    count(tree, new PathClass())
    return { source: counts.tallies(), unread }
  }

  #make(leaf: Tree, claim: Claim): void {
    leaf.claim = claim
    this.#leaves.push(leaf)
    this.#made.push(claim)
  }

  #remember(): void {
    for (const [i, leaf] of this.#leaves.entries()) leaf.claim = this.#made[i]
  }

  #has(leaf: Tree): boolean {
    return leaf.claim?.by === this
  }

  #classOf(leaf: Tree): SourceClass {
    const { claim } = leaf
    if (claim?.by === this) return claim.as
    return isBlank(leaf) ? 'blank' : 'dropped'
  }

  #droppedIn(tree: Tree): string[] | undefined {
    if (isLeaf(tree)) return this.#classOf(tree) === 'dropped' ? [] : undefined
    for (const child of tree.children) {
      if (child.isPointedAt === true) continue
      const below = this.#droppedIn(child)
      if (below !== undefined) return [spoken(child.label), ...below]
    }
    return undefined
  }
}
