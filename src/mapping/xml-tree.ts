import type { XmlElement } from '../xml/index.ts'
import { keptAttribute, keptName } from './names.ts'
import { isNarrative, narrativeText } from './narrative.ts'
import { attributeLabelOf, labelOf } from './spaces.ts'
import { leafOf, type Tree, treeOf } from './tree.ts'

const TEXT = { label: 'text()', isItem: undefined }

/** What stands for foreign XML in a tree: its text. */
export const FOREIGN = 'xml()'

/** Says whether a text is only what stands between the tags of a message that is written for people to read. */
export const isBetweenTags = (text: string): boolean => /^[ \t\r\n]*$/.test(text)

/** A narrative as one leaf in its one form; any that has none stays what it is, and no row reads it. */
function narrativeLeaf(element: XmlElement): Tree | undefined {
  const text = isNarrative(element) ? narrativeText(element) : undefined
  return text === undefined
    ? undefined
    : leafOf({ label: FOREIGN, isItem: undefined }, 'text', text)
}

/** Puts an HL7v3 element in the form rows read: blank text between elements is left out. */
export function treeOfXml({ ns, name, attributes, children }: XmlElement): Tree {
  const members: Tree[] = []
  for (const { ns, name, value } of attributes) {
    const label = ns === '' ? keptAttribute(name) : attributeLabelOf(ns, name)
    members.push(leafOf({ label, isItem: undefined }, 'text', value))
  }
  for (const child of children) {
    if (typeof child !== 'string') members.push(narrativeLeaf(child) ?? treeOfXml(child))
    else if (!isBetweenTags(child)) members.push(leafOf(TEXT, 'text', child))
  }
  // `other:` is in no row's path: what is of another namespace stands where it stood and is read by no row.
  return treeOf({ label: keptName(labelOf(ns, name)), isItem: undefined }, members)
}
