import { LeafCounts, PathClass, type TargetClass, type TargetLoss } from './loss.ts'
import { childOutline, type Outline, placesIn } from './outline.ts'
import type { Path, Step } from './paths.ts'
import type { Scalar } from './tree.ts'

/** A message being written: as a tree, with where each leaf came from. */
export interface Drawing {
  readonly label: string
  /** The step that led here: a step written alike leads here again. */
  readonly step: string
  readonly isItem: boolean
  leaf: { readonly value: string; readonly scalar: Scalar; readonly from: TargetClass } | undefined
  children: Drawing[]
}

const drawn = (label: string, step = label, isItem = false): Drawing => ({
  label,
  step,
  isItem,
  leaf: undefined,
  children: [],
})

export const rootDrawing = (label: string): Drawing => drawn(label)

function draw(parent: Drawing, step: Step): Drawing {
  const child = drawn(step.label, step.text, step.isList)
  parent.children.push(child)
  for (const { path, value } of step.where) {
    if (value === undefined) continue
    descend(child, path).leaf = { value, scalar: 'text', from: 'invented' }
  }
  return child
}

/**
 * Goes down a path, drawing what is not there. With `fresh` the last step that may be repeated is drawn anew,
 * and all that follows it.
 */
export function descend(from: Drawing, path: Path, fresh = false): Drawing {
  const anew = fresh ? path.findLastIndex(step => step.isList) : path.length
  let at = from
  for (const [i, step] of path.entries()) {
    const there = i >= anew ? undefined : at.children.find(child => child.step === step.text)
    at = there ?? draw(at, step)
  }
  return at
}

const fixedOf = (outline: Outline): Drawing[] =>
  Object.entries(outline.fixed).map(([name, value]) => ({
    ...drawn(`@${name}`),
    leaf: { value, scalar: 'text', from: 'invented' },
  }))

/** Adds what an outline fixes, and puts everything in its order. */
export function arrange(drawing: Drawing, outline: Outline): void {
  const missing = outline.children.filter(
    child => child.isAlways && !drawing.children.some(({ label }) => label === child.name),
  )
  const all = [...drawing.children, ...missing.map(({ name }) => drawn(name))]
  for (const child of all) {
    const within = childOutline(outline, child.label)
    if (within !== undefined) arrange(child, within)
  }
  const own = all.filter(({ label }) => label.startsWith('@'))
  const said = new Set(own.map(({ label }) => label))
  const fixed = fixedOf(outline).filter(({ label }) => !said.has(label))
  const place = placesIn(outline)
  const inOrder = all
    .filter(({ label }) => !label.startsWith('@'))
    .sort((a, b) => place(a.label) - place(b.label))
  drawing.children = [...fixed, ...own, ...inOrder]
}

const TARGET = ['said', 'defaulted', 'invented'] as const

/** Counts every leaf of drawings by where it came from. An element that holds nothing is one. */
export function targetOf(drawings: readonly (readonly [Drawing, path: string])[]): TargetLoss {
  const counts = new LeafCounts(TARGET)
  const count = ({ leaf, children }: Drawing, place: PathClass): void => {
    if (children.length === 0) counts.add(leaf?.from ?? 'invented', place)
    for (const child of children) count(child, place.below(child.label))
  }
  for (const [drawing, path] of drawings) count(drawing, new PathClass(path))
  return counts.tallies()
}

/** Tells every name that stands in one place twice although no row says that it may be repeated. */
export function* namesTwice(drawing: Drawing): Generator<string> {
  const once = new Set<string>()
  for (const child of drawing.children) {
    if (!child.isItem && once.has(child.label)) yield child.label
    once.add(child.label)
    yield* namesTwice(child)
  }
}
