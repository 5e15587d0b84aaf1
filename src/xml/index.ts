/**
 * The one place that reads and writes XML and multipart.
 *
 * In: bytes nobody has trusted yet.
 * Out: text whose encoding is proven, a namespace-resolved tree or events of it, parts of a multipart body as
 * views of the same bytes; or a FicusError `malformed` that holds a rule and a position and not one character
 * of the message.
 * Never: knows what an element means, follows a reference, or accepts a DOCTYPE.
 *
 * @packageDocumentation
 */
export type { Attribute, XmlElement, XmlNode } from './tree.ts'
export { attributeOf, childOf, childrenOf, elementsOf, textOf } from './tree-readers.ts'
export { decodeXml } from './charset.ts'
export { XML_LIMITS } from './limits.ts'
export type { XmlLimits } from './limits.ts'
export { createXmlScanner } from './scanner.ts'
export type { XmlScanner } from './scanner.ts'
export type { XmlEvents } from './elements.ts'
export { readXml } from './read-xml.ts'
export { escapeAttribute, escapeText } from './escape.ts'
export { boundaryOf, parameterOf } from './content-type.ts'
export { MULTIPART_LIMITS, readMultipart } from './multipart.ts'
export type { MultipartLimits, MultipartPart } from './multipart.ts'
export { decodePart } from './transfer-coding.ts'
