import { escapeAttribute, escapeText } from './escape.ts'
import type { XmlLimits } from './limits.ts'
import { createXmlScanner } from './scanner.ts'
import type { WrittenTag } from './tag.ts'
import type { Attribute } from './tree.ts'

type Declared = readonly [prefix: string, ns: string]

const prefixOf = (written: string): string => written.slice(0, Math.max(0, written.indexOf(':')))

/** By code point, as Canonical XML sorts: UTF-16 puts what is beyond U+FFFF before U+E000. */
const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** Gives each prefix an element or one of its attributes is written with, and what it means there. */
function usedBy(tag: WrittenTag, ns: string, attributes: readonly Attribute[]): Declared[] {
  const used = new Map([[prefixOf(tag.name), ns]])
  for (const [i, attribute] of attributes.entries()) {
    const prefix = prefixOf(tag.attributes[i] ?? '')
    if (prefix !== '') used.set(prefix, attribute.ns)
  }
  used.delete('xml')
  return [...used]
}

const sorted = (tag: WrittenTag, attributes: readonly Attribute[]): string[] =>
  attributes
    .map((attribute, i) => ({ ...attribute, written: tag.attributes[i] ?? '' }))
    .sort((a, b) => byCodePoint(a.ns, b.ns) || byCodePoint(a.name, b.name))
    .map(({ written: name, value }) => ` ${name}="${escapeAttribute(value)}"`)

/** What was declared above, in what is written. */
function createDeclared() {
  const inForce = new Map<string, string>()
  const undo: Declared[][] = []
  return {
    /** Writes what of it is not in force yet. */
    enter(used: readonly Declared[]): string[] {
      const fresh = used.filter(([prefix, ns]) => (inForce.get(prefix) ?? '') !== ns)
      undo.push(fresh.map(([prefix]) => [prefix, inForce.get(prefix) ?? '']))
      for (const [prefix, ns] of fresh) inForce.set(prefix, ns)
      return fresh
        .sort(([a], [b]) => byCodePoint(a, b))
        .map(
          ([prefix, ns]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeAttribute(ns)}"`,
        )
    },
    leave() {
      for (const [prefix, ns] of undo.pop() ?? []) inForce.set(prefix, ns)
    },
  }
}

/**
 * Writes a document in its canonical form without comments (Exclusive XML Canonicalization 1.0, no inclusive
 * prefixes): documents that differ only in what XML does not tell apart, such as quotes, the order of attributes,
 * CDATA or where a namespace is declared, are equal in it. Prefixes are kept: documents that differ in them differ.
 *
 * @param options - `charset` is what Content-Type says; `limits` replace those of all documents
 * @returns text, whose UTF-8 bytes are the canonical form
 * @throws FicusError `malformed` as every reader of the room does.
 */
export function canonicalXml(
  bytes: Uint8Array,
  options: { readonly charset?: string; readonly limits?: Partial<XmlLimits> } = {},
): string {
  const declared = createDeclared()
  const path: string[] = []
  let canonical = ''
  const scanner = createXmlScanner(
    {
      openAsWritten(tag, { ns }, attributes) {
        const declarations = declared.enter(usedBy(tag, ns, attributes))
        path.push(tag.name)
        canonical += `<${tag.name}${[...declarations, ...sorted(tag, attributes)].join('')}>`
      },
      text(text) {
        canonical += escapeText(text)
      },
      close() {
        canonical += `</${path.pop() ?? ''}>`
        declared.leave()
      },
    },
    options.limits,
    options.charset,
  )
  scanner.write(bytes)
  scanner.end()
  return canonical
}
