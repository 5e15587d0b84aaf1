import type { XmlElement } from '../xml/index.ts'
import { isSameTree } from './round-trip.ts'
import type { Fragment, Signed } from './signed.ts'
import type { Tree } from './tree.ts'

const HL7 = 'urn:hl7-org:v3'

/** Whether a name of HL7v3's namespace could be written with a prefix: a signature would be about that too. */
function mayBePrefixed(prefixes: XmlElement['prefixes']): boolean {
  for (let at = prefixes; at !== undefined; at = at.around) {
    if (at.declared.some(([prefix, ns]) => prefix !== '' && ns === HL7)) return true
  }
  return false
}

/** Whether nothing in an element is written as its tree does not say: with a prefix, or with blank text beside it. */
function isPlain(element: XmlElement, around: XmlElement['prefixes'] | null = null): boolean {
  if (element.ns !== HL7) return true
  if (element.prefixes !== around && mayBePrefixed(element.prefixes)) return false
  return element.children.every(child =>
    typeof child === 'string' ? !/^\s+$/.test(child) : isPlain(child, element.prefixes),
  )
}

function placesAt(from: Tree, path: string): readonly Tree[] {
  let found: readonly Tree[] = [from]
  for (const name of path.split('/')) {
    found = found.flatMap(({ children }) => children.filter(({ label }) => label === name))
  }
  return found
}

const isSameFragment = (
  before: Tree,
  after: Tree,
  { paths, each, without = [] }: Fragment,
): boolean => {
  const left = new Set(
    without.flatMap(path => [...placesAt(before, path), ...placesAt(after, path)]),
  )
  return paths.every(path => {
    const all = [before, after].map(tree => placesAt(tree, path))
    const [own = [], other = []] = each === true ? all : all.map(places => places.slice(0, 1))
    return (
      own.length > 0 &&
      own.length === other.length &&
      own.every((place, i) => isSameTree(place, other[i] ?? after, left))
    )
  })
}

/**
 * Says whether all that was signed is seen to be the same from two trees alone. Where it is not the bytes must say
 * whether it is: what was written with prefixes or blanks between its tags is never seen so.
 */
export const isSeenToBeSigned = (
  original: XmlElement,
  [before, after]: readonly [Tree, Tree],
  { fragments }: Signed,
): boolean =>
  isPlain(original) && fragments.every(fragment => isSameFragment(before, after, fragment))
