import { type Attribute, expandedName, type XmlElement, type XmlNode } from '../../src/xml/index.ts'
import type { Draw } from '../support/corpus-cuts.ts'

/** How a document is written. */
export interface Writing {
  /** What each namespace is written with; '' for the default one. */
  readonly prefixes: ReadonlyMap<string, string>
  /** What stands before an element among elements, by how deep it stands. */
  between(depth: number): string
  /** Draws where there is more than one way; undefined takes the plain one. */
  readonly draw?: Draw
}

const XML = 'http://www.w3.org/XML/1998/namespace'
const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

/**
 * Writes a document: plainly, or as another program might, with attributes in another order, empty elements in
 * either way, some text as CDATA and some characters as references.
 */
export function writeDocument(root: XmlElement, writing: Writing): string {
  const declared = [...writing.prefixes].map(
    ([ns, prefix]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${ns}"`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, declared.join(''), 0, writing)}`
}

const isText = (child: XmlNode): boolean => typeof child === 'string'

function element(own: XmlElement, declared: string, depth: number, writing: Writing): string {
  const { draw, prefixes, between } = writing
  const name = nameOf(own, prefixes)
  const attributes = own.attributes.map(one => attribute(own, one, writing))
  const drawn = draw === undefined ? attributes : shuffled(attributes, draw)
  const tag = `${name}${declared}${drawn.join('')}`
  if (own.children.length === 0) {
    return draw === undefined || draw(2) === 0 ? `<${tag}/>` : `<${tag}></${name}>`
  }
  const isOfElements = !own.children.some(isText)
  const blank = (at: number): string => (isOfElements ? between(at) : '')
  const content = own.children.map(child =>
    typeof child === 'string'
      ? text(child, writing)
      : blank(depth + 1) + element(child, '', depth + 1, writing),
  )
  return `<${tag}>${content.join('')}${blank(depth)}</${name}>`
}

function nameOf(
  { ns, name }: Pick<XmlElement, 'ns' | 'name'>,
  prefixes: Writing['prefixes'],
): string {
  const prefix = ns === XML ? 'xml' : (prefixes.get(ns) ?? '')
  return prefix === '' ? name : `${prefix}:${name}`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

const escaped = (value: string, which: RegExp): string =>
  value.replace(which, found => ESCAPES[found] ?? found)

function attribute(of: XmlElement, own: Attribute, { prefixes }: Writing): string {
  const isName = own.ns === XSI && own.name === 'type'
  const value = isName ? named(expandedName(of, own.value), prefixes) : own.value
  return ` ${nameOf(own, prefixes)}="${escaped(value, /[&<>"\t\n\r]/g)}"`
}

/** A value that is a name, by the prefix its namespace has here. */
function named(expanded: string, prefixes: Writing['prefixes']): string {
  const [, ns = '', name = expanded] = /^\{(.+)\}(.*)$/.exec(expanded) ?? []
  return nameOf({ ns, name }, prefixes)
}

/** Of twenty texts one is CDATA and one has a letter that is a reference. */
function text(value: string, { draw }: Writing): string {
  const plain = escaped(value, /[&<>\r]/g)
  if (draw === undefined) return plain
  const way = draw(20)
  if (way === 0 && !/\]\]>|\r/.test(value)) return `<![CDATA[${value}]]>`
  if (way === 1 && /^[a-z]/i.test(value)) return `&#${value.charCodeAt(0)};${plain.slice(1)}`
  return plain
}

/** Puts items in another order. */
export const shuffled = <Item>(items: readonly Item[], draw: Draw): Item[] =>
  items
    .map(item => [draw(1_000_000), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)
