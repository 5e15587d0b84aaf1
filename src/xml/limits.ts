/** How much of everything one XML document may hold. Lengths are UTF-16 code units, `bytes` is octets. */
export interface XmlLimits {
  readonly depth: number
  /** Attributes of one element, namespace declarations not counted. */
  readonly attributes: number
  /**
   * Namespace declarations in force at one place: of an element and all around it. Not of the whole document:
   * published NHS messages repeat a few of them a hundred times, element by element.
   */
  readonly namespaces: number
  /** Of an element or attribute name, prefix included. */
  readonly nameLength: number
  readonly valueLength: number
  readonly elements: number
  /** Of one run of text between two tags, CDATA and entities included. */
  readonly textLength: number
  readonly bytes: number
}

/**
 * The limits every document is held to where no others are given. The deepest published NHS sample has 26
 * levels and at most 11 attributes on an element; the largest is 1.5 MB.
 */
export const XML_LIMITS: XmlLimits = Object.freeze({
  depth: 100,
  attributes: 64,
  namespaces: 64,
  nameLength: 256,
  valueLength: 64 * 1024,
  elements: 200_000,
  textLength: 10 * 1024 * 1024,
  bytes: 32 * 1024 * 1024,
})
