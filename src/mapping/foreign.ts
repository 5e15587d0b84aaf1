import { FicusError } from '../exchange/index.ts'
import { decodeXml, readXml, type XmlElement } from '../xml/index.ts'
import { leafOf, type Tree } from './tree.ts'
import { treeOfXml } from './xml-tree.ts'

/** What stands for foreign XML in a tree: its text, exactly as it was written. */
export const FOREIGN = 'xml()'

const HL7 = 'urn:hl7-org:v3'

const isForeign = ({ label }: Tree): boolean => label.startsWith('other:')

const sameTree = (a: Tree, b: Tree): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * Reads one element of another namespace than HL7v3's, that says all of its namespaces itself.
 *
 * @throws FicusError `malformed` for anything else: nothing else may be put into a message as it is.
 */
export function readForeign(text: string): XmlElement {
  // A declaration or a comment is well-formed here and not in the middle of a message, or says what nobody reads.
  if (/<[?!]/.test(text)) throw new FicusError('malformed', 'more than an element of foreign XML')
  const element = readXml(Buffer.from(text, 'utf8'))
  if (element.ns === HL7) throw new FicusError('malformed', 'foreign XML that is not foreign')
  return element
}

/** The text between the tags of the one element of that name; undefined where it is not the only one. */
function writtenIn(text: string, name: string): string | undefined {
  const between = [
    ...text.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}\\s*>`, 'g')),
  ]
  const [only, another] = between
  return another === undefined ? only?.[1] : undefined
}

/** Puts the text of foreign XML in its place, where that text is proven to be what was read there. */
function embedded(tree: Tree, names: readonly string[], text: string): Tree {
  if (names.includes(tree.label) && tree.children.some(isForeign)) {
    const written = writtenIn(text, tree.label)
    const [only, ...others] = tree.children.filter(isForeign)
    if (written === undefined || only === undefined || others.length > 0) return tree
    if (!sameTree(treeOfXml(readForeign(written)), only)) return tree
    const rest = tree.children.filter(child => !isForeign(child))
    const leaf = leafOf({ label: FOREIGN, isItem: undefined }, 'text', written)
    return { ...tree, children: [...rest, leaf] }
  }
  return { ...tree, children: tree.children.map(child => embedded(child, names, text)) }
}

/**
 * Reads an HL7v3 message in the form rows read; in elements of the names given, foreign XML is one leaf `xml()` that
 * holds its text as written.
 *
 * @param element - what was read of these bytes already
 * @throws FicusError `malformed` as every reader of XML does.
 */
export function treeOfMessage(
  bytes: Buffer,
  names: readonly string[],
  element: XmlElement = readXml(bytes),
): Tree {
  const tree = treeOfXml(element)
  return names.length === 0 ? tree : embedded(tree, names, decodeXml(bytes))
}
