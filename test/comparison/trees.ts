import fc from 'fast-check'
import type { Attribute, XmlElement } from '../../src/xml/index.ts'
import { createDraw } from '../support/corpus-cuts.ts'
import { writeAnew } from './written.ts'

const NAMES = ['addr', 'code', 'id', 'name', 'part', 'value']
const NAMESPACES = ['', 'urn:hl7-org:v3', 'urn:example:other']

const CHARACTERS = [
  'q',
  'Q',
  'w',
  'W',
  'y',
  'Y',
  'z',
  '0',
  '1',
  '8',
  '9',
  ' ',
  '&',
  '<',
  '>',
  '"',
  "'",
  '\u00e9',
  '\u00df',
  '\u20ac',
  '\u{1f600}',
]

/** Values no name, shape or hash of ours has in it. */
export const arbitraryValue: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...CHARACTERS), { minLength: 4, maxLength: 24 })
  .map(characters => characters.join(''))

const arbitraryAttributes: fc.Arbitrary<Attribute[]> = fc.uniqueArray(
  fc.record({ ns: fc.constant(''), name: fc.constantFrom(...NAMES), value: arbitraryValue }),
  { selector: ({ name }) => name, maxLength: 3 },
)

/** Texts that are more than blanks, so that no writer may leave them out. */
const arbitraryText = arbitraryValue.filter(text => text.trim() !== '')

/** A small document: every element holds elements or one text. */
export const arbitraryElement: fc.Arbitrary<XmlElement> = fc.letrec<{ element: XmlElement }>(
  tie => ({
    element: fc.record({
      ns: fc.constantFrom(...NAMESPACES),
      name: fc.constantFrom(...NAMES),
      attributes: arbitraryAttributes,
      children: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.constant<XmlElement['children']>([]),
        arbitraryText.map(text => [text]),
        fc.array(tie('element'), { maxLength: 5 }),
      ),
    }),
  }),
).element

/** Writes a document, in another way for every seed. */
export const written = (element: XmlElement, seed: number): string =>
  writeAnew(element, createDraw(seed))

/** Every value in a document. */
export const valuesIn = (element: XmlElement): string[] => [
  ...element.attributes.map(({ value }) => value),
  ...element.children.flatMap(child => (typeof child === 'string' ? [child] : valuesIn(child))),
]
