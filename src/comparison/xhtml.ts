import { isFicusError } from '../exchange/index.ts'
import { readXml, type XmlElement, type XmlNode } from '../xml/index.ts'

const isText = (node: XmlNode): node is string => typeof node === 'string'
const isBlank = (node: XmlNode): boolean => isText(node) && node.trim() === ''

/** An element as it matters: what it is, its attributes sorted, blanks run together and between elements left out. */
type Canonical = readonly [ns: string, name: string, attributes: string[], content: unknown[]]

function canonical({ ns, name, attributes, children }: XmlElement): Canonical {
  const own = attributes.map(each => JSON.stringify([each.ns, each.name, each.value])).sort()
  const isMixed = children.some(child => isText(child) && !isBlank(child))
  const holdsElements = children.some(child => !isText(child))
  const kept = isMixed || !holdsElements ? children : children.filter(child => !isText(child))
  const content = kept.map(child => (isText(child) ? child.replace(/\s+/g, ' ') : canonical(child)))
  return [ns, name, own, content]
}

/**
 * Writes a narrative as one text that no way of writing it changes (HL7 FHIR R4, Narrative: a `div` of XHTML);
 * undefined where it is no XML.
 */
export function normalXhtml(text: string): string | undefined {
  try {
    return JSON.stringify(canonical(readXml(Buffer.from(text))))
  } catch (error) {
    if (isFicusError(error)) return undefined
    throw error
  }
}
