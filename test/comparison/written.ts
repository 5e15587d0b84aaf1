import { type Attribute, expandedName, type XmlElement, type XmlNode } from '../../src/xml/index.ts'
import type { Draw } from '../support/corpus-cuts.ts'

/** Writes a document in one of the many ways that mean the same, drawn anew at every choice. */
export function writeAnew(root: XmlElement, draw: Draw): string {
  const writer = new Writer(draw)
  return `${draw(2) === 0 ? '<?xml version="1.0" encoding="UTF-8"?>\n' : ''}${writer.element(root, 0, false)}\n`
}

const ESCAPES: Readonly<Record<string, readonly string[]>> = {
  '&': ['&amp;', '&#38;'],
  '<': ['&lt;', '&#x3C;'],
  '>': ['&gt;', '&#62;'],
  '"': ['&quot;', '&#34;'],
  '\r': ['&#13;'],
  '\n': ['&#10;'],
  '\t': ['&#9;'],
}

const XML = 'http://www.w3.org/XML/1998/namespace'
const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

class Writer {
  readonly #draw: Draw
  #prefixes = 0

  constructor(draw: Draw) {
    this.#draw = draw
  }

  element(element: XmlElement, depth: number, isMixed: boolean): string {
    const prefix = element.ns === '' || this.#draw(2) === 0 ? '' : this.#prefix()
    const declared = [
      prefix === '' ? `xmlns="${element.ns}"` : `xmlns:${prefix}="${element.ns}"`,
      ...(this.#draw(3) === 0 ? [`xmlns:unused${depth}="urn:unused"`] : []),
    ]
    const attributes = element.attributes.map(attribute =>
      this.#attribute(element, attribute, declared),
    )
    const name = prefix === '' ? element.name : `${prefix}:${element.name}`
    const tag = `${name} ${this.#shuffled([...declared, ...attributes]).join(this.#blank())}`
    if (element.children.length === 0) {
      return this.#draw(2) === 0 ? `<${tag}/>` : `<${tag}></${name}>`
    }
    const holdsText = isMixed || element.children.some(child => typeof child === 'string')
    const keeps = element.attributes.some(({ ns, value }) => ns === XML && value === 'preserve')
    const between = holdsText || keeps ? '' : `\n${' '.repeat(this.#draw(3) * depth)}`
    const content = element.children.map(child => this.#child(child, depth + 1, keeps))
    return `<${tag}>${between}${content.join(between)}${between}</${name}>`
  }

  #child(child: XmlNode, depth: number, isMixed: boolean): string {
    return typeof child === 'string' ? this.#text(child) : this.element(child, depth, isMixed)
  }

  #attribute(element: XmlElement, { ns, name, value }: Attribute, declared: string[]): string {
    if (ns === '') return `${name}=${this.#quoted(value)}`
    if (ns === XML) return `xml:${name}=${this.#quoted(value)}`
    const prefix = this.#prefix()
    declared.push(`xmlns:${prefix}="${ns}"`)
    const said = ns === XSI && name === 'type' ? this.#named(element, value, declared) : value
    return `${prefix}:${name}=${this.#quoted(said)}`
  }

  /** The name a value stands for, by a prefix of its own; as it is where it stands for none. */
  #named(element: XmlElement, value: string, declared: string[]): string {
    const [, ns = '', local] = /^\{(.+)\}(.*)$/.exec(expandedName(element, value)) ?? []
    if (local === undefined) return value
    const prefix = this.#prefix()
    declared.push(`xmlns:${prefix}="${ns}"`)
    return `${prefix}:${local}`
  }

  #prefix(): string {
    this.#prefixes += 1
    return `${['p', 'hl7', 'ns.', '_'][this.#draw(4)] ?? 'p'}${this.#prefixes}`
  }

  #blank(): string {
    return [' ', '\n  ', '\t'][this.#draw(3)] ?? ' '
  }

  #quoted(value: string): string {
    return `"${value.replace(/[&<>"\r\n\t]/g, found => this.#escape(found))}"`
  }

  #text(text: string): string {
    if (this.#draw(3) === 0 && !text.includes(']]>') && !text.includes('\r')) {
      return `<![CDATA[${text}]]>`
    }
    const half = this.#draw(text.length + 1)
    const comment = this.#draw(4) === 0 ? '<!-- between -->' : ''
    const isWhole = /[\ud800-\udbff]$/.test(text.slice(0, half))
    const escaped = (part: string): string => part.replace(/[&<>\r]/g, one => this.#escape(one))
    if (isWhole) return escaped(text)
    return escaped(text.slice(0, half)) + comment + escaped(text.slice(half))
  }

  #escape(character: string): string {
    const ways = ESCAPES[character] ?? []
    return ways[this.#draw(ways.length)] ?? character
  }

  #shuffled(items: readonly string[]): string[] {
    return items
      .map(item => [this.#draw(1_000_000), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item)
  }
}
