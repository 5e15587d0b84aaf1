import { type Compiled, isEach, isList } from './compile-rows.ts'
import type { Tree } from './tree.ts'
import { walk } from './walk.ts'

/** Whether the other language has no place for what a row reads, and the row says why. */
const isLetGo = ({ row, at }: Compiled, form: string, other: string): boolean =>
  'lossy' in row && at.has(form) && !at.has(other)

/** Collects what rows read in one language and the other cannot say. */
function collect(
  from: Tree,
  rows: readonly Compiled[],
  [form, other]: readonly [form: string, other: string],
  letGo: Set<Tree>,
): void {
  for (const compiled of rows) {
    const { row, at, rows: within } = compiled
    const places = (at.get(form) ?? []).flatMap(path => walk(from, path).map(found => found.at))
    if (isLetGo(compiled, form, other)) for (const place of places) letGo.add(place)
    else if (isList(row)) for (const place of places) collect(place, within, [form, other], letGo)
    else if (isEach(row)) {
      const all = at.has(form) ? places : [from]
      for (const place of all) collect(place, within, [form, other], letGo)
    }
  }
}

/** By the language it is asked of: there are two. */
const known = new WeakMap<readonly Compiled[], Map<string, boolean>>()

/** Whether rows let anything go of one language that the other cannot say. */
function letsGo(rows: readonly Compiled[], form: string, other: string): boolean {
  const byForm = known.get(rows) ?? new Map<string, boolean>()
  known.set(rows, byForm)
  const before = byForm.get(form)
  if (before !== undefined) return before
  const own = rows.some(row => isLetGo(row, form, other) || letsGo(row.rows, form, other))
  byForm.set(form, own)
  return own
}

/** A tree without some of it, and without what then has nothing left in it but what was fixed. */
function without(tree: Tree, letGo: ReadonlySet<Tree>): Tree | undefined {
  if (letGo.has(tree)) return undefined
  if (tree.children.length === 0) return tree
  const children = tree.children.flatMap(child => without(child, letGo) ?? [])
  if (children.length === 0) return undefined
  return children.every((child, i) => child === tree.children[i]) &&
    children.length === tree.children.length
    ? tree
    : { ...tree, children }
}

/** A subject without the leaves that listed rows let go: a translation cannot bring them back. */
export function withoutLossy(
  subject: Tree,
  rows: readonly Compiled[],
  forms: readonly [form: string, other: string],
): Tree {
  if (!letsGo(rows, ...forms)) return subject
  const letGo = new Set<Tree>()
  collect(subject, rows, forms, letGo)
  return letGo.size === 0 ? subject : (without(subject, letGo) ?? { ...subject, children: [] })
}
