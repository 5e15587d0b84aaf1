/** An attribute with its namespace resolved; an unprefixed one has the namespace ''. */
export interface Attribute {
  readonly ns: string
  readonly name: string
  readonly value: string
}

/** What the declarations of one element say, and those of the elements around it. */
export interface Prefixes {
  /** Prefix and namespace; the prefix '' for that of names without one. */
  readonly declared: readonly (readonly [prefix: string, ns: string])[]
  readonly around: Prefixes | undefined
}

/** An element with its namespace resolved: prefixes and namespace declarations are gone from names. */
export interface XmlElement {
  readonly ns: string
  readonly name: string
  readonly attributes: readonly Attribute[]
  readonly children: readonly XmlNode[]
  /** What prefixes stand for in it, for the names that values are; undefined where none is declared. */
  readonly prefixes?: Prefixes | undefined
}

/** Text is merged across CDATA, entities and comments, which are left out. */
export type XmlNode = XmlElement | string
