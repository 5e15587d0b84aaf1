import { namedCharset } from './charset.ts'
import { createElements, type WrittenEvents } from './elements.ts'
import { XML_LIMITS, type XmlLimits } from './limits.ts'
import { OUT_OF_THE_ORDINARY, tellPlain } from './plain.ts'
import { refusal } from './refusal.ts'
import { createXmlScanner } from './scanner.ts'
import type { Attribute, Prefixes, XmlElement, XmlNode } from './tree.ts'
import { createUtf8Reader } from './utf8.ts'

/** How a document is read. */
export interface XmlReading {
  /** What Content-Type says, where it says anything. */
  readonly charset?: string
  /** Replace those of {@link XML_LIMITS}. */
  readonly limits?: Partial<XmlLimits>
}

const NOTHING: XmlNode[] = []

class Growing implements XmlElement {
  readonly ns: string
  readonly name: string
  readonly attributes: readonly Attribute[]
  readonly prefixes: Prefixes | undefined
  children = NOTHING

  constructor(
    ns: string,
    name: string,
    attributes: readonly Attribute[],
    prefixes: Prefixes | undefined,
  ) {
    this.ns = ns
    this.name = name
    this.attributes = attributes
    this.prefixes = prefixes
  }
}

/**
 * Reads a whole document as its namespace-resolved tree. One that is written as most are is read in a short way, which
 * gives up where it is not sure; the conforming parser reads what is left, and alone refuses.
 *
 * @throws FicusError `malformed` as {@link createXmlScanner} does.
 */
export function readXml(bytes: Uint8Array, reading: XmlReading = {}): XmlElement {
  return readPlainXml(bytes, reading) ?? readAnyXml(bytes, reading)
}

/** Reads a document by the conforming parser alone. */
export function readAnyXml(bytes: Uint8Array, { charset, limits }: XmlReading = {}): XmlElement {
  const tree = createTree()
  const scanner = createXmlScanner(tree.events, limits, charset)
  scanner.write(bytes)
  scanner.end()
  // The parser has seen to it that there is a root; this is for the type.
  return tree.root() ?? refuseRootless()
}

const refuseRootless = (): never => {
  throw refusal('no root element')
}

/** Reads a document that is written as most are; undefined for any other. */
export function readPlainXml(
  bytes: Uint8Array,
  { charset, limits }: XmlReading = {},
): XmlElement | undefined {
  const bounds = { ...XML_LIMITS, ...limits }
  if (namedCharset(charset) !== 'utf-8' || bytes.length > bounds.bytes) return undefined
  const reader = createUtf8Reader()
  const { text, isBroken } = reader.read(bytes)
  if (isBroken || reader.isCutOff) return undefined
  const tree = createTree()
  try {
    tellPlain(
      text,
      createElements(tree.events, bounds, () => {
        throw OUT_OF_THE_ORDINARY
      }),
    )
  } catch (error) {
    if (error === OUT_OF_THE_ORDINARY) return undefined
    throw error
  }
  return tree.root()
}

function createTree(): { readonly events: WrittenEvents; root(): XmlElement | undefined } {
  const path: Growing[] = []
  // What is in the elements that are open, one behind the other, so that each list is made once and as long as it is.
  const nodes: XmlNode[] = []
  const begins: number[] = []
  return {
    events: {
      openAsWritten(_tag, { ns, name }, attributes, prefixes) {
        const element = new Growing(ns, name, attributes, prefixes)
        nodes.push(element)
        path.push(element)
        begins.push(nodes.length)
      },
      text(text) {
        nodes.push(text)
      },
      close() {
        const begin = begins.pop() ?? 0
        const element = path.pop()
        if (element === undefined || begin === nodes.length) return
        element.children = nodes.slice(begin)
        nodes.length = begin
      },
    },
    root() {
      const [root] = nodes
      return typeof root === 'object' ? root : undefined
    },
  }
}
