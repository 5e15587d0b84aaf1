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
