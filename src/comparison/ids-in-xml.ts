import type { XmlElement } from '../xml/index.ts'
import { labelOf } from './canonical-xml.ts'
import { isNumberWritten, protectedBeside } from './never-ignored.ts'
import type { Position } from './positions.ts'

/** Says of a place that nothing at it or below it counts. */
export type IsPassedOver = (at: Position) => boolean

/**
 * Lists the values of the ids in an element, in the order of the document, but for those of which no rule is asked.
 * Nothing is made on the way: most elements hold none.
 */
export function idsInXml(element: XmlElement, at: Position, isPassedOver: IsPassedOver): string[] {
  const ids: string[] = []
  gather(element, at, { ids, isPassedOver })
  return ids
}

interface Gathering {
  readonly ids: string[]
  readonly isPassedOver: IsPassedOver
}

function gather(element: XmlElement, at: Position, gathering: Gathering): void {
  if (!at.leadsToIds || gathering.isPassedOver(at)) return
  if (at.isAboveIds) gatherOwn(element, at, gathering)
  for (const child of element.children) {
    if (typeof child !== 'string') gather(child, at.next(child.name), gathering)
  }
}

function gatherOwn(element: XmlElement, at: Position, { ids, isPassedOver }: Gathering): void {
  const own = (label: string, value: string): void => {
    const place = at.next(label)
    if (place.id === undefined || isPassedOver(place) || place.isProtected) return
    if (place.isProtectedNumber && isNumberWritten(value)) return
    if (!protectedBeside(element).includes(label)) ids.push(value)
  }
  for (const attribute of element.attributes) own(labelOf(attribute), attribute.value)
  for (const child of element.children) if (typeof child === 'string') own('text()', child)
}
