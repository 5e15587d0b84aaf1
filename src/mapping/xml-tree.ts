import type { XmlElement } from '../xml/index.ts'
import { leafOf, type Tree } from './tree.ts'

const HL7 = 'urn:hl7-org:v3'
const TEXT = { label: 'text()', isItem: undefined }

/** Says whether a text is only what stands between the tags of a message that is written for people to read. */
export const isBetweenTags = (text: string): boolean => /^[ \t\r\n]*$/.test(text)

// A colon is in no row's path: what is of another namespace stands where it stood and is read by no row.
const named = (ns: string, own: string, name: string): string =>
  ns === own ? name : `other:${name}`

/** Puts an HL7v3 element in the form rows read: blank text between elements is left out. */
export function treeOfXml(element: XmlElement): Tree {
  const attributes = element.attributes.map(({ ns, name, value }) =>
    leafOf({ label: `@${named(ns, '', name)}`, isItem: undefined }, 'text', value),
  )
  const children = element.children.flatMap(child => {
    if (typeof child !== 'string') return [treeOfXml(child)]
    return isBetweenTags(child) ? [] : [leafOf(TEXT, 'text', child)]
  })
  return {
    label: named(element.ns, HL7, element.name),
    value: '',
    scalar: 'none',
    children: [...attributes, ...children],
    isItem: undefined,
  }
}
