import { XMLParser } from 'fast-xml-parser'
import { create } from 'jsondiffpatch'
import { SaxesParser } from 'saxes'
import type { XmlElement } from '../../src/xml/index.ts'

/** With these it loses nothing a comparison needs; with its defaults `0012345678` would be 12345678. */
const careful = new XMLParser({
  preserveOrder: true,
  processEntities: false,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreAttributes: false,
  commentPropName: '#comment',
  cdataPropName: '#cdata',
})

/** Parses a document with fast-xml-parser, and does nothing with it. */
export const parseWithFastXmlParser = (bytes: Buffer): unknown =>
  careful.parse(bytes.toString('utf8'))

/** Reads a document with saxes, builds nothing and counts what it was told. */
export function readWithSaxes(bytes: Buffer): number {
  let events = 0
  const count = (): void => void (events += 1)
  const parser = new SaxesParser({ xmlns: true })
  parser.on('opentag', count)
  parser.on('closetag', count)
  parser.on('text', count)
  parser.on('cdata', count)
  parser.write(bytes.toString('utf8')).close()
  return events
}

/** A document as plain objects, by names whose namespace is resolved: prefixes would hide everything from a peer. */
export type Plain = string | { [name: string]: Plain | Plain[] }

/** Gives what jsondiffpatch diffs: elements of one name are one member, or a list where there are more. */
export function plainOf({ attributes, children }: XmlElement): Plain {
  const text = children.filter(child => typeof child === 'string').join('')
  const plain: Record<string, Plain | Plain[]> = text === '' ? {} : { '#text': text }
  for (const { ns, name, value } of attributes) plain[`@{${ns}}${name}`] = value
  for (const child of children) {
    if (typeof child === 'string') continue
    const name = `{${child.ns}}${child.name}`
    const [there, own] = [plain[name], plainOf(child)]
    plain[name] = there === undefined ? own : Array.isArray(there) ? [...there, own] : [there, own]
  }
  return plain
}

// By position: its cheapest way with lists, and the right one here, where nothing has moved.
const differ = create({ matchByPosition: true })

/** Diffs two documents already parsed, with jsondiffpatch. */
export const diffWithJsondiffpatch = (control: Plain, candidate: Plain): unknown =>
  differ.diff(control, candidate)
