/**
 * The one place that reads and writes XML and multipart.
 *
 * In: bytes nobody has trusted yet; templates of the code, with values nobody has trusted either.
 * Out: text whose encoding is proven, a namespace-resolved tree or events of it, a document's canonical form,
 * parts of a multipart body as views of the same bytes; XML whose values are escaped for their place, multipart
 * that is read as it was meant; or a FicusError `malformed` that holds a rule and a position and not one character
 * of the message.
 * Never: knows what an element means, follows a reference, accepts a DOCTYPE, or takes a name from a message.
 *
 * @packageDocumentation
 */
export type { Attribute, XmlElement, XmlNode } from './tree.ts'
export {
  attributeOf,
  childOf,
  childrenOf,
  elementsOf,
  expandedName,
  textOf,
} from './tree-readers.ts'
export { decodeXml } from './charset.ts'
export { XML_LIMITS } from './limits.ts'
export type { XmlLimits } from './limits.ts'
export { createXmlScanner } from './scanner.ts'
export type { XmlScanner } from './scanner.ts'
export type { XmlEvents } from './elements.ts'
export { readXml } from './read-xml.ts'
export { canonicalXml } from './canonical.ts'
export { documentOf, xml, xmlAttribute, xmlName } from './write-xml.ts'
export type { Markup, WrittenAttribute, XmlName } from './write-xml.ts'
export { boundaryOf, parameterOf } from './content-type.ts'
export { MULTIPART_LIMITS, readMultipart } from './multipart.ts'
export type { MultipartLimits, MultipartPart } from './multipart.ts'
export { rewriteMultipart, writeMultipart } from './write-multipart.ts'
export type { NewPart, WrittenMultipart } from './write-multipart.ts'
export { decodePart, encodePart } from './transfer-coding.ts'
