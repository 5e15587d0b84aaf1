import type { XmlLimits } from './limits.ts'
import { refusal } from './refusal.ts'
import { createXmlScanner } from './scanner.ts'
import type { XmlElement, XmlNode } from './tree.ts'

interface Growing extends XmlElement {
  readonly children: XmlNode[]
}

/**
 * Reads a whole document as its namespace-resolved tree.
 *
 * @param options - `charset` is what Content-Type says; `limits` replace those of {@link XML_LIMITS}
 * @throws FicusError `malformed` as {@link createXmlScanner} does.
 */
export function readXml(
  bytes: Uint8Array,
  options: { readonly charset?: string; readonly limits?: Partial<XmlLimits> } = {},
): XmlElement {
  const path: Growing[] = []
  let root: Growing | undefined
  const scanner = createXmlScanner(
    {
      openAsWritten(tag, ns, attributes, prefixes) {
        const name = tag.name.slice(tag.name.indexOf(':') + 1)
        const element: Growing = { ns, name, attributes, children: [], prefixes }
        path.at(-1)?.children.push(element)
        path.push(element)
        root ??= element
      },
      text(text) {
        path.at(-1)?.children.push(text)
      },
      close() {
        path.pop()
      },
    },
    options.limits,
    options.charset,
  )
  scanner.write(bytes)
  scanner.end()
  // The parser has seen to it that there is a root; this is for the type.
  if (root === undefined) throw refusal('no root element')
  return root
}
