import { keepName } from './names.ts'
import type { Path } from './paths.ts'

/** One element of an HL7v3 message: what it always says of itself, and what may stand in it, in its order. */
export interface Outline {
  readonly name: string
  readonly fixed: Readonly<Record<string, string>>
  /** Written wherever its parent is. */
  readonly isAlways: boolean
  readonly children: readonly Outline[]
}

function outlined(outline: Outline): Outline {
  keepName(outline.name)
  for (const name of Object.keys(outline.fixed)) keepName(`@${name}`)
  return outline
}

/** Outlines an element that is written where something in it is. */
export const element = (
  name: string,
  fixed: Readonly<Record<string, string>>,
  ...children: readonly Outline[]
): Outline => outlined({ name, fixed, isAlways: false, children })

/** Outlines an element that is written wherever its parent is. */
export const always = (
  name: string,
  fixed: Readonly<Record<string, string>>,
  ...children: readonly Outline[]
): Outline => outlined({ name, fixed, isAlways: true, children })

/** The elements that may stand in one, by their name, and the place of each in their order. */
interface Order {
  readonly byName: ReadonlyMap<string, Outline>
  readonly places: ReadonlyMap<string, number>
}

const orders = new WeakMap<Outline, Order>()

function orderOf(outline: Outline): Order {
  const before = orders.get(outline)
  if (before !== undefined) return before
  // Of two of one name the first is meant.
  const backwards = outline.children.map((child, place) => ({ child, place })).reverse()
  const order = {
    byName: new Map(backwards.map(({ child }) => [child.name, child])),
    places: new Map(backwards.map(({ child, place }) => [child.name, place])),
  }
  orders.set(outline, order)
  return order
}

export const childOutline = (outline: Outline, name: string): Outline | undefined =>
  orderOf(outline).byName.get(name)

/** Gives the place of an element among those that may stand beside it; -1 for one that may not. */
export function placesIn(outline: Outline): (name: string) => number {
  const { places } = orderOf(outline)
  return name => places.get(name) ?? -1
}

const isOfElement = (label: string): boolean => label.startsWith('@') || label.endsWith('()')

/** Says whether an outline has every element a path leads through, its conditions' included. */
export function outlines(outline: Outline, path: Path): boolean {
  const [step, ...rest] = path
  if (step === undefined || isOfElement(step.label)) return true
  const child = childOutline(outline, step.label)
  return (
    child !== undefined &&
    step.where.every(condition => outlines(child, condition.path)) &&
    outlines(child, rest)
  )
}

/** Follows a path of elements down as far as there are such elements. */
export function outlineAt(outline: Outline, path: Path): Outline {
  const [step, ...rest] = path
  const child = step && childOutline(outline, step.label)
  return child === undefined ? outline : outlineAt(child, rest)
}
