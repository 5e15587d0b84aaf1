import type { XmlLimits } from './limits.ts'
import { isDeclaration } from './namespaces.ts'
import type { Refuse } from './refusal.ts'

/** A name and a value as they were written. */
export type Pair = readonly [name: string, value: string]

/** A start tag as it was written; its attributes in the order of the resolved ones. */
export interface WrittenTag {
  /** '' before the first. */
  readonly name: string
  /** Names of its attributes, without the namespace declarations. */
  readonly attributes: readonly string[]
}

/** The start tag being read. */
export interface Tag extends WrittenTag {
  start(name: string, depth: number): void
  /** `inForce` are the namespace declarations of the elements around this one. */
  attribute(name: string, value: string, inForce: number): void
  /** Of its attributes, in their order. */
  readonly values: readonly string[]
  readonly declarations: readonly Pair[]
}

/** Gathers one start tag after the other and holds each to the limits as it grows, not when it is complete. */
export const createTag = (limits: XmlLimits, refuse: Refuse): Tag => new GrowingTag(limits, refuse)

class GrowingTag implements Tag {
  readonly #limits: XmlLimits
  readonly #refuse: Refuse
  #elements = 0
  name = ''
  // Used again for every tag, which most are too small to be worth lists of their own.
  readonly attributes: string[] = []
  readonly values: string[] = []
  readonly declarations: Pair[] = []

  constructor(limits: XmlLimits, refuse: Refuse) {
    this.#limits = limits
    this.#refuse = refuse
  }

  start(name: string, depth: number): void {
    const limits = this.#limits
    this.#within(depth, limits.depth, 'levels of elements')
    this.#within(++this.#elements, limits.elements, 'elements')
    this.#within(name.length, limits.nameLength, 'characters in a name')
    this.name = name
    this.attributes.length = 0
    this.values.length = 0
    this.declarations.length = 0
  }

  attribute(name: string, value: string, inForce: number): void {
    const limits = this.#limits
    this.#within(name.length, limits.nameLength, 'characters in a name')
    this.#within(value.length, limits.valueLength, 'characters in an attribute value')
    if (isDeclaration(name)) {
      const own = this.declarations.push([name, value])
      this.#within(inForce + own, limits.namespaces, 'namespace declarations in force')
    } else {
      this.values.push(value)
      const own = this.attributes.push(name)
      this.#within(own, limits.attributes, 'attributes on an element')
    }
  }

  #within(count: number, limit: number, things: string): void {
    if (count > limit) this.#refuse(`more than ${limit} ${things}`)
  }
}
