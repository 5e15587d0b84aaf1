import type { Shape, Slot } from './definitions.ts'
import { type Place, refuse } from './place.ts'
import type { Part, Value, Whole } from './resource.ts'

/** What was found of a type, whatever the order: of each element its values in theirs. */
export class Found {
  readonly #shape: Shape
  readonly #place: Place
  readonly #values = new Map<Slot, Value[]>()

  constructor(shape: Shape, place: Place) {
    this.#shape = shape
    this.#place = place
  }

  /** How many there are of an element. */
  count(slot: Slot): number {
    return this.#values.get(slot)?.length ?? 0
  }

  add(slot: Slot, value: Value): void {
    const values = this.#values.get(slot)
    if (values === undefined) this.#values.set(slot, [value])
    else if (slot.isList) values.push(value)
    else refuse(`${slot.name} given twice`, this.#place)
  }

  /** Gives all of it in the order of the definition. */
  parts(): readonly Part[] {
    const chosen = new Set<string>()
    const parts: Part[] = []
    for (const slot of this.#shape.slots.values()) {
      const values = this.#values.get(slot)
      if (values === undefined) continue
      if (chosen.has(slot.oneOf)) refuse(`${slot.oneOf} given twice`, this.#place)
      chosen.add(slot.oneOf)
      for (const value of values) parts.push({ slot, value })
    }
    return parts
  }

  /** As {@link parts}, of a type that must say something: an `id` alone says nothing (FHIR, rule ele-1). */
  whole(): Whole {
    const parts = this.parts()
    const saysSomething = parts.some(({ slot }) => !slot.isAttribute || slot.name !== 'id')
    if (!saysSomething && !this.#shape.isResource) refuse('empty element', this.#place)
    return { shape: this.#shape, parts }
  }
}
