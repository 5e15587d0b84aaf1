/** An attribute with its namespace resolved; an unprefixed one has the namespace ''. */
export interface Attribute {
  readonly ns: string
  readonly name: string
  readonly value: string
}

/** An element with its namespace resolved: prefixes and namespace declarations are gone. */
export interface XmlElement {
  readonly ns: string
  readonly name: string
  readonly attributes: readonly Attribute[]
  readonly children: readonly XmlNode[]
}

/** Text is merged across CDATA, entities and comments, which are left out. */
export type XmlNode = XmlElement | string
