import type { Condition, Path, Step } from './paths.ts'
import { isLeaf, type Tree } from './tree.ts'

/** A place a path leads to, and what it passed on the way whose conditions made it the one that is meant. */
export interface Found {
  readonly at: Tree
  /** The leaves that met the conditions. */
  readonly by: readonly Tree[]
}

/** Everything within a tree, itself first. */
function* within(tree: Tree): Generator<Tree> {
  yield tree
  for (const child of tree.children) yield* within(child)
}

/** The leaves that make a member meet all conditions; undefined where it does not. */
function metBy(member: Tree, conditions: readonly Condition[]): Tree[] | undefined {
  const by: Tree[] = []
  for (const { path, value } of conditions) {
    const there = walk(member, path)
    if (value === undefined) {
      if (there.length > 0) return undefined
      continue
    }
    const found = there.filter(({ at }) => isLeaf(at) && at.value === value)
    if (found.length === 0) return undefined
    for (const each of found) by.push(each.at, ...each.by)
  }
  return by
}

/** Adds what one step leads to. */
function step(from: Found, { label, isList, where }: Step, found: Found[]): void {
  if (label === '**') {
    for (const at of within(from.at)) found.push({ at, by: from.by })
    return
  }
  for (const at of from.at.children) {
    if (at.label !== label || (at.isItem ?? isList) !== isList) continue
    if (where.length === 0) found.push({ at, by: from.by })
    else {
      const by = metBy(at, where)
      if (by !== undefined) found.push({ at, by: [...from.by, ...by] })
    }
  }
}

/** Finds every place a path leads to, in the message's order. */
export function walk(from: Tree, path: Path): Found[] {
  let found: Found[] = [{ at: from, by: [] }]
  for (const each of path) {
    if (found.length === 0) break
    const further: Found[] = []
    for (const place of found) step(place, each, further)
    found = further
  }
  return found
}
