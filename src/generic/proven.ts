import { type JsonValue, readJson, readJsonText } from '../json/index.ts'
import { canonicalXml, decodeXml, readXml, type XmlElement } from '../xml/index.ts'
import { canonicalWithoutBlanks } from './blanks.ts'
import type { GenericOptions } from './options.ts'
import { refuse } from './refusal.ts'
import { shapeOfXml } from './shape-of-xml.ts'
import { xmlOfShape } from './xml-of-shape.ts'

/** A document that came, and the JSON that says all of it. */
export interface AsJson {
  readonly root: XmlElement
  readonly json: Buffer
}

/** JSON that came, and the document that says all of it. */
export interface AsXml {
  readonly root: XmlElement
  readonly xml: Buffer
}

/**
 * Puts a document in JSON of fast-xml-parser's shape. It is written back and held against what came: comments and what
 * XML does not tell apart may differ, nothing else.
 *
 * @throws FicusError `malformed` for what the entry checks refuse, and for what the shape cannot hold.
 */
export function jsonOf(bytes: Buffer, options: GenericOptions, charset?: string): AsJson {
  const reading = charset === undefined ? {} : { charset }
  const root = readXml(bytes, reading)
  const shape = shapeOfXml(decodeXml(bytes, charset), options)
  const json = JSON.stringify(shape)
  const back = xmlOfShape(readJsonText(json), options)
  if (canonical(back, options) !== canonical(bytes, options, charset)) {
    refuse('more than its JSON can hold')
  }
  return { root, json: Buffer.from(json) }
}

function canonical(bytes: Buffer, { blanks }: GenericOptions, charset?: string): string {
  const form = canonicalXml(bytes, charset === undefined ? {} : { charset })
  return blanks === 'dropped' ? canonicalWithoutBlanks(form) : form
}

/**
 * Puts JSON in the document it stands for. That is read again and held against what came: a list of one may have become
 * that one, texts behind one another one text, and a number its digits, nothing else.
 *
 * @throws FicusError `malformed` for JSON two readers could read otherwise, and for what stands for no document.
 */
export function xmlOf(bytes: Buffer, options: GenericOptions): AsXml {
  const value = readJson(bytes)
  const xml = xmlOfShape(value, options)
  const root = readXml(xml)
  const back = readJsonText(JSON.stringify(shapeOfXml(xml.toString('utf8'), options)))
  if (spelled(back, options) !== spelled(value, options)) refuse('more than XML can hold')
  return { root, xml }
}

/** Writes a shape so that two are written alike only where they stand for one document. */
function spelled(value: JsonValue, options: GenericOptions): string {
  if (value.is === 'list' && options.preserveOrder) {
    return `[${merged(value.items, options).join()}]`
  }
  if (value.is === 'list') {
    const items = value.items.map(each => spelled(each, options))
    return items.length === 1 ? (items[0] ?? '') : `[${items.join()}]`
  }
  if (value.is !== 'object') return JSON.stringify(value.text)
  const members = [...value.properties].filter(
    ([name, each]) => name !== options.textName || each.is !== 'string' || each.text !== '',
  )
  const [only] = members
  if (only === undefined) return '""'
  if (members.length === 1 && only[0] === options.textName && !options.preserveOrder) {
    return spelled(only[1], options)
  }
  const spelt = members.map(([name, each]) => `${JSON.stringify(name)}:${spelled(each, options)}`)
  return `{${spelt.sort().join()}}`
}

/** Texts that stand behind one another, as around CDATA, are one. */
function merged(nodes: readonly JsonValue[], options: GenericOptions): readonly string[] {
  const spelt: string[] = []
  let text = ''
  const end = (): void => {
    if (text !== '') spelt.push(JSON.stringify(text))
    text = ''
  }
  for (const node of nodes) {
    const said = node.is === 'object' ? node.properties.get(options.textName) : undefined
    if (said !== undefined && said.is !== 'object' && said.is !== 'list') text += said.text
    else {
      end()
      spelt.push(spelled(node, options))
    }
  }
  end()
  return spelt
}
