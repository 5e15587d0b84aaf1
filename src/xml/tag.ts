import type { XmlLimits } from './limits.ts'
import { isDeclaration } from './namespaces.ts'
import type { Refuse } from './refusal.ts'

/** A name and a value as they were written. */
export type Pair = readonly [name: string, value: string]

/** A start tag as it was written; its attributes in the order of the resolved ones. */
export interface WrittenTag {
  /** '' before the first. */
  readonly name: string
  /** Without the namespace declarations. */
  readonly attributes: readonly Pair[]
}

/** The start tag being read. */
export interface Tag extends WrittenTag {
  start(name: string, depth: number): void
  /** `inForce` are the namespace declarations of the elements around this one. */
  attribute(name: string, value: string, inForce: number): void
  readonly declarations: readonly Pair[]
}

/** Gathers one start tag after the other and holds each to the limits as it grows, not when it is complete. */
export function createTag(limits: XmlLimits, refuse: Refuse): Tag {
  let elements = 0
  let tag = { name: '', attributes: [] as Pair[], declarations: [] as Pair[] }

  const within = (count: number, limit: number, things: string): void => {
    if (count > limit) refuse(`more than ${limit} ${things}`)
  }

  return {
    start(name, depth) {
      within(depth, limits.depth, 'levels of elements')
      within(++elements, limits.elements, 'elements')
      within(name.length, limits.nameLength, 'characters in a name')
      tag = { name, attributes: [], declarations: [] }
    },
    attribute(name, value, inForce) {
      within(name.length, limits.nameLength, 'characters in a name')
      within(value.length, limits.valueLength, 'characters in an attribute value')
      if (isDeclaration(name)) {
        const own = tag.declarations.push([name, value])
        within(inForce + own, limits.namespaces, 'namespace declarations in force')
      } else {
        within(tag.attributes.push([name, value]), limits.attributes, 'attributes on an element')
      }
    },
    get name() {
      return tag.name
    },
    get attributes() {
      return tag.attributes
    },
    get declarations() {
      return tag.declarations
    },
  }
}
