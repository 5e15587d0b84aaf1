import type { Attribute, XmlElement, XmlNode } from '../xml/index.ts'
import { contentOf, isHint, keepsBlanksIn, valueIn } from './canonical-xml.ts'

/** An element, and whether blanks between elements count where it stands. */
export interface WrittenElement {
  readonly element: XmlElement
  readonly keepsBlanks: boolean
}

/** What is known of the elements of two documents. */
export interface Sameness {
  /** Says whether two elements hold the same, in whatever way they are written. */
  areSame(control: WrittenElement, candidate: WrittenElement): boolean
  /** Says whether two elements that are not the same differ in little of what they hold, by what is known of it. */
  areNearlySame(control: WrittenElement, candidate: WrittenElement): boolean
}

/** Two elements' content, and how each takes blanks. */
interface Contents {
  readonly left: readonly XmlNode[]
  readonly right: readonly XmlNode[]
  readonly keepsLeft: boolean
  readonly keepsRight: boolean
}

/**
 * Builds what knows which elements of two documents hold the same. Two elements are looked through once. What was
 * found of those that stand at one place below them is kept where they differ, for whoever goes down to the
 * difference asks again at every level; a document is not gone through as often as it is deep.
 */
export const createSameness = (): Sameness => new Known()

class Known implements Sameness {
  readonly #same = new Map<XmlElement, XmlElement>()
  readonly #different = new Map<XmlElement, XmlElement>()

  areSame(control: WrittenElement, candidate: WrittenElement): boolean {
    const [a, b] = [control.element, candidate.element]
    if (this.#same.get(a) === b) return true
    if (this.#different.get(a) === b) return false
    const isSame = this.#look(a, b, control.keepsBlanks, candidate.keepsBlanks)
    this.#keep(a, b, isSame)
    return isSame
  }

  areNearlySame(control: WrittenElement, candidate: WrittenElement): boolean {
    if (this.areSame(control, candidate)) return true
    const apart = this.#apart(control.element, candidate.element)
    return apart > 0 && apart * LITTLE <= leavesIn(control.element)
  }

  /** Counts the leaves that differ, going down to nothing that is the same. */
  #apart(a: XmlElement, b: XmlElement): number {
    let count = a.attributes.filter((own, i) => !hasSame(b, valueIn(a, own), own, i)).length
    for (const child of a.children) {
      if (typeof child === 'string' || this.#same.has(child)) continue
      const other = this.#different.get(child)
      count += other === undefined ? leavesIn(child) : this.#apart(child, other)
    }
    const texts = (element: XmlElement): string =>
      element.children.filter(child => typeof child === 'string').join('')
    return texts(a).trim() === texts(b).trim() ? count : count + 1
  }

  #keep(a: XmlNode | undefined, b: XmlNode | undefined, isSame: boolean): void {
    if (typeof a !== 'object' || typeof b !== 'object') return
    if (isSame) this.#same.set(a, b)
    else this.#different.set(a, b)
  }

  #look(a: XmlElement, b: XmlElement, keptLeft: boolean, keptRight: boolean): boolean {
    const keepsLeft = keepsBlanksIn(a, keptLeft)
    const keepsRight = keepsBlanksIn(b, keptRight)
    const contents = {
      left: contentOf(a, keepsLeft),
      right: contentOf(b, keepsRight),
      keepsLeft,
      keepsRight,
    }
    return this.#lookAtAll(contents, a.ns === b.ns && a.name === b.name && haveSameAttributes(a, b))
  }

  /** Looks at what stands at one place, to the last of it even where a difference was found. */
  #lookAtAll(contents: Contents, isSameSoFar: boolean): boolean {
    const { left, right } = contents
    let isSame = isSameSoFar && left.length === right.length
    let end = 0
    // What was put in or left out has moved what is behind it: that is met from the end.
    if (left.length !== right.length) end = this.#sameAtEnd(contents)
    const most = Math.min(left.length, right.length) - end
    for (let i = 0; i < most; i += 1) {
      const isHere = this.#lookAt(contents, i, i)
      if (!isHere && isSame) {
        isSame = false
        for (let k = 0; k < i; k += 1) this.#keep(left[k], right[k], true)
      }
      if (!isSame) this.#keep(left[i], right[i], isHere)
    }
    return isSame
  }

  #sameAtEnd(contents: Contents): number {
    const { left, right } = contents
    const most = Math.min(left.length, right.length)
    let end = 0
    while (end < most) {
      const [i, j] = [left.length - 1 - end, right.length - 1 - end]
      const isHere = this.#lookAt(contents, i, j)
      this.#keep(left[i], right[j], isHere)
      if (!isHere) break
      end += 1
    }
    return end
  }

  #lookAt({ left, right, keepsLeft, keepsRight }: Contents, i: number, j: number): boolean {
    const [a, b] = [left[i], right[j]]
    if (typeof a !== 'object' || typeof b !== 'object') return a === b
    return this.#look(a, b, keepsLeft, keepsRight)
  }
}

/** Of so many leaves one may differ, and one does: what differs in no leaf is not told by them. */
const LITTLE = 4

function leavesIn({ attributes, children }: XmlElement): number {
  let count = attributes.length
  for (const child of children) count += typeof child === 'string' ? 1 : leavesIn(child)
  return count
}

const countOf = ({ attributes }: XmlElement): number => {
  let count = attributes.length
  for (const attribute of attributes) if (isHint(attribute)) count -= 1
  return count
}

/** Whether two elements have the same attributes with the same values, in any order. */
function haveSameAttributes(a: XmlElement, b: XmlElement): boolean {
  if (a.attributes.length === 0 && b.attributes.length === 0) return true
  if (countOf(a) !== countOf(b)) return false
  return a.attributes.every((own, i) => isHint(own) || hasSame(b, valueIn(a, own), own, i))
}

/** Looks where it stands in the other first, for most are written in one order. */
function hasSame(
  element: XmlElement,
  value: string,
  { ns, name }: Attribute,
  place: number,
): boolean {
  const { attributes } = element
  let other = attributes[place]
  if (other?.name !== name || other.ns !== ns) {
    other = attributes.find(each => each.name === name && each.ns === ns)
  }
  return other !== undefined && valueIn(element, other) === value
}
