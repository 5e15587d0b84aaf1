import type { XmlElement } from '../xml/index.ts'
import { keptAttribute, keptName } from './names.ts'
import { leafOf, type Tree, treeOf } from './tree.ts'

const HL7 = 'urn:hl7-org:v3'
const TEXT = { label: 'text()', isItem: undefined }

/** Says whether a text is only what stands between the tags of a message that is written for people to read. */
export const isBetweenTags = (text: string): boolean => /^[ \t\r\n]*$/.test(text)

/** Puts an HL7v3 element in the form rows read: blank text between elements is left out. */
export function treeOfXml({ ns, name, attributes, children }: XmlElement): Tree {
  const members: Tree[] = []
  for (const { ns, name, value } of attributes) {
    const label = ns === '' ? keptAttribute(name) : `@other:${name}`
    members.push(leafOf({ label, isItem: undefined }, 'text', value))
  }
  for (const child of children) {
    if (typeof child !== 'string') members.push(treeOfXml(child))
    else if (!isBetweenTags(child)) members.push(leafOf(TEXT, 'text', child))
  }
  // A colon is in no row's path: what is of another namespace stands where it stood and is read by no row.
  return treeOf(
    { label: ns === HL7 ? keptName(name) : `other:${name}`, isItem: undefined },
    members,
  )
}
