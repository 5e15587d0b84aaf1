import type { Condition, Path, Step } from './paths.ts'
import { isLeaf, type Tree } from './tree.ts'
import type { Way } from './ways.ts'

/** A place a path leads to, and what it passed on the way whose conditions made it the one that is meant. */
export interface Found {
  readonly at: Tree
  /** The leaves that met the conditions. */
  readonly by: readonly Tree[]
}

const NOTHING: readonly Tree[] = []

/** Everything within a tree, itself first. */
function* within(tree: Tree): Generator<Tree> {
  yield tree
  for (const child of tree.children) yield* within(child)
}

const isAt = (at: Tree, { label, isList }: Step): boolean =>
  at.label === label && (at.isItem ?? isList) === isList

/** Adds the leaves that meet one condition; false where there is none, or something where nothing may stand. */
function meets(member: Tree, { path, value }: Condition, by: Tree[]): boolean {
  const [step] = path
  if (path.length === 1 && step?.where.length === 0 && step.label !== '**') {
    let isMet = value === undefined
    for (const at of member.children) {
      if (!isAt(at, step)) continue
      if (value === undefined) return false
      if (at.value !== value || !isLeaf(at)) continue
      by.push(at)
      isMet = true
    }
    return isMet
  }
  const there = walk(member, path)
  if (value === undefined) return there.length === 0
  const found = there.filter(({ at }) => isLeaf(at) && at.value === value)
  for (const each of found) by.push(each.at, ...each.by)
  return found.length > 0
}

/** The leaves that make a member meet all conditions; undefined where it does not. */
function metBy(member: Tree, conditions: readonly Condition[]): Tree[] | undefined {
  const by: Tree[] = []
  for (const condition of conditions) if (!meets(member, condition, by)) return undefined
  return by
}

/** Adds what one step leads to. */
function follow(from: Found, step: Step, found: Found[]): void {
  if (step.label === '**') {
    for (const at of within(from.at)) found.push({ at, by: from.by })
    return
  }
  for (const at of from.at.children) {
    if (!isAt(at, step)) continue
    if (step.where.length === 0) found.push({ at, by: from.by })
    else {
      const by = metBy(at, step.where)
      if (by !== undefined) found.push({ at, by: from.by.length === 0 ? by : [...from.by, ...by] })
    }
  }
}

const NOWHERE: readonly Found[] = []

function followed(places: readonly Found[], step: Step): readonly Found[] {
  if (places.length === 0) return NOWHERE
  const found: Found[] = []
  for (const place of places) follow(place, step, found)
  return found
}

/** Finds every place a path leads to, in the message's order. */
export function walk(from: Tree, path: Path): readonly Found[] {
  let found: readonly Found[] = [{ at: from, by: NOTHING }]
  for (const each of path) found = followed(found, each)
  return found
}

/** Finds what ways lead to from one place, each step of them once. */
export class Walk {
  readonly #start: readonly Found[]
  readonly #found: (readonly Found[] | undefined)[]

  constructor(from: Tree, steps: number) {
    this.#start = [{ at: from, by: NOTHING }]
    this.#found = new Array<undefined>(steps)
  }

  /** Every place a way leads to, in the message's order. */
  to(way: Way): readonly Found[] {
    const before = this.#found[way.index]
    if (before !== undefined) return before
    const from = way.from === undefined ? this.#start : this.to(way.from)
    return (this.#found[way.index] = followed(from, way.step))
  }

  /** Whether anything on a way stands oftener than the way says: two members where one is meant. */
  isDoubled({ step, from }: Way): boolean {
    if (from !== undefined && this.isDoubled(from)) return true
    if (step.isList || step.label === '**') return false
    const before = from === undefined ? this.#start : this.to(from)
    return before.some(place => followed([place], step).length > 1)
  }

  /** Of all ways, one behind the other. */
  toAll(ways: readonly Way[]): readonly Found[] {
    const [only] = ways
    if (only === undefined) return NOWHERE
    return ways.length === 1 ? this.to(only) : ways.flatMap(way => this.to(way))
  }
}
