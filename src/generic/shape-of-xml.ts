import { XMLParser } from 'fast-xml-parser'
import { withoutBlanks } from './blanks.ts'
import type { GenericOptions } from './options.ts'
import { refusal, refuse } from './refusal.ts'

/** The five every document may use (XML 1.0 §4.6). */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

const REFERENCE = /&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g

/** Resolves references once: what a reference stands for is text, whatever it looks like. */
const decoded = (text: string): string =>
  text.includes('&')
    ? text.replace(
        REFERENCE,
        (_, hex: string | undefined, digits: string | undefined, name: string | undefined) => {
          if (name !== undefined) return NAMED[name] ?? refuse('undefined entity')
          return String.fromCodePoint(
            Number.parseInt(hex ?? digits ?? '', hex === undefined ? 10 : 16),
          )
        },
      )
    : text

const DECODER = {
  decode: decoded,
  reset: () => undefined,
  setExternalEntities: () => undefined,
  addInputEntities: () => undefined,
  setXmlVersion: () => undefined,
}

/** Its own limit stands behind that of the entry checks, which every document has passed. */
const MOST_NESTED = 1_000

/**
 * Reads a document as fast-xml-parser does, every value as the text it was written as: no number is read, nothing is
 * trimmed. Only of what has passed the entry checks: fast-xml-parser takes what is no XML.
 *
 * @throws FicusError `malformed` for a name it has a meaning of its own for.
 */
export function shapeOfXml(text: string, options: GenericOptions): unknown {
  const { attributePrefix, textName, preserveOrder } = options
  const arrays = new Set(options.arrays)
  const parser = new XMLParser({
    preserveOrder,
    attributeNamePrefix: attributePrefix,
    textNodeName: textName,
    ignoreAttributes: false,
    ignoreDeclaration: true,
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    processEntities: true,
    entityDecoder: DECODER,
    maxNestedTags: MOST_NESTED,
    isArray: (_name, path, _isLeaf, isAttribute) =>
      !isAttribute && typeof path === 'string' && arrays.has(path),
  })
  let shape: unknown
  try {
    shape = parser.parse(text)
  } catch {
    // Its words quote the document, so they end here.
    throw refusal('a name that JSON has no place for')
  }
  return options.blanks === 'dropped' ? withoutBlanks(shape, options) : shape
}
