import { FicusError } from '../exchange/index.ts'
import { decodeXml, readXml, type XmlElement } from '../xml/index.ts'
import { HL7 } from './spaces.ts'
import { leafOf, type Tree } from './tree.ts'
import { FOREIGN, treeOfXml } from './xml-tree.ts'

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

/** The texts between the tags of the elements of a name that hold something, in the order of the message. */
const writtenIn = (text: string, name: string): readonly string[] =>
  [...text.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?(?<!/)>([\\s\\S]*?)</${name}\\s*>`, 'g'))]
    .map(([, between = '']) => between)
    .filter(between => /\S/.test(between))

/** The elements of a name that hold something, in the order of the message. */
function* holdersIn(tree: Tree, name: string): Generator<Tree> {
  if (tree.label === name && tree.children.some(({ label }) => !label.startsWith('@'))) yield tree
  for (const child of tree.children) yield* holdersIn(child, name)
}

/** An element with the text of its foreign XML in the place of that, where it is proven to be what was read there. */
function withText(tree: Tree, written: string): Tree {
  const [only, ...others] = tree.children.filter(isForeign)
  if (only === undefined || others.length > 0) return tree
  if (!sameTree(treeOfXml(readForeign(written)), only)) return tree
  const rest = tree.children.filter(child => !isForeign(child))
  return {
    ...tree,
    children: [...rest, leafOf({ label: FOREIGN, isItem: undefined }, 'text', written)],
  }
}

/** What is to stand in the place of each element that holds foreign XML; of none where not each has its own text. */
function embeddedIn(tree: Tree, name: string, text: string): readonly (readonly [Tree, Tree])[] {
  const holders = [...holdersIn(tree, name)]
  const texts = writtenIn(text, name)
  if (holders.length !== texts.length) return []
  return holders.map((holder, i) => [
    holder,
    holder.children.some(isForeign) ? withText(holder, texts[i] ?? '') : holder,
  ])
}

const replaced = (tree: Tree, by: ReadonlyMap<Tree, Tree>): Tree =>
  by.get(tree) ?? { ...tree, children: tree.children.map(child => replaced(child, by)) }

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
  if (names.length === 0) return tree
  const text = decodeXml(bytes)
  return replaced(tree, new Map(names.flatMap(name => embeddedIn(tree, name, text))))
}
