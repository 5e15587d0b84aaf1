import {
  documentOf,
  type Markup,
  type WrittenAttribute,
  xml,
  xmlAttribute,
  xmlName,
} from '../xml/index.ts'
import { FHIR } from './from-xml.ts'
import type { Part, Whole } from './resource.ts'
import { writtenXhtml } from './xhtml.ts'

const NAMESPACE = [xmlAttribute(xmlName('xmlns'), FHIR)]
const VALUE = xmlName('value')

function attributesOf(parts: readonly Part[]): WrittenAttribute[] {
  return parts.flatMap(({ slot, value }) =>
    slot.isAttribute && value.is === 'primitive'
      ? [xmlAttribute(xmlName(slot.name), value.text ?? '')]
      : [],
  )
}

const element = (
  written: string,
  attributes: readonly WrittenAttribute[],
  content: readonly Markup[],
): Markup => {
  const name = xmlName(written)
  return content.length === 0
    ? xml`<${name}${attributes}/>`
    : xml`<${name}${attributes}>${content}</${name}>`
}

const contentOf = (parts: readonly Part[]): Markup[] =>
  parts.filter(({ slot }) => !slot.isAttribute).map(partOf)

function partOf({ slot: { name, type }, value }: Part): Markup {
  switch (value.is) {
    case 'xhtml':
      return writtenXhtml(value.div)
    case 'primitive': {
      const text = value.text === undefined ? [] : [xmlAttribute(VALUE, value.text)]
      return element(name, [...attributesOf(value.parts), ...text], contentOf(value.parts))
    }
    case 'whole':
      return type === 'Resource'
        ? element(name, [], [resourceOf(value.whole, [])])
        : element(name, attributesOf(value.whole.parts), contentOf(value.whole.parts))
  }
}

const resourceOf = ({ shape, parts }: Whole, attributes: readonly WrittenAttribute[]): Markup =>
  element(shape.name, attributes, contentOf(parts))

/** Writes a resource in XML, its elements in the order of their definition, without blanks between them. */
export const xmlOfResource = (resource: Whole): Buffer =>
  documentOf(resourceOf(resource, NAMESPACE))
