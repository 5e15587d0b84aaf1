import fc from 'fast-check'
import { jsonOf, xmlOf } from '../../src/generic/index.ts'
import { type GenericAsked, genericOptions } from '../../src/generic/index.ts'
import { canonicalXml } from '../../src/xml/index.ts'

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** A document as JSON, read. */
export const shapeOf = (document: string, asked: GenericAsked = {}): unknown =>
  JSON.parse(jsonOf(Buffer.from(document), genericOptions(asked)).json.toString('utf8'))

/** JSON as a document, without its declaration. */
export const documentOf = (shape: unknown, asked: GenericAsked = {}): string =>
  documentOfText(JSON.stringify(shape), asked)

/** The same of JSON as it was written. */
export const documentOfText = (json: string, asked: GenericAsked = {}): string =>
  xmlOf(Buffer.from(json), genericOptions(asked)).xml.toString('utf8').replace(DECLARATION, '')

/** Both ways from a document: whether what comes back is canonically the same. */
export function comesBack(document: string, asked: GenericAsked = {}): boolean {
  const bytes = Buffer.from(document)
  const options = genericOptions(asked)
  const back = xmlOf(jsonOf(bytes, options).json, options).xml
  return canonicalXml(back) === canonicalXml(bytes)
}

/** Texts that look like something else. */
export const TEXTS: readonly string[] = [
  ...['0012345678', '1e5', '0x1F', '+1', '.', '-0', '01', '1.0', '12345678901234567890', 'true'],
  ...['NaN', 'null', '', ' ', ' a ', '\n', '\t\t', 'a\u00a0b', '😀', 'é\u0301', '\u2028', ']]>'],
  ...['&amp;', '&#60;', '<a>', '"', "'", '<!--', '<?x?>', '__proto__', '@_a', '#text', 'a\r\nb'],
]

const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary' }).map(written))

/** What XML can hold of a text. */
function written(any: string): string {
  return any.replaceAll(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]|\p{Surrogate}/gu, '')
}

const NAMES = ['a', 'b', 'p:a', 'q:b', 'A.b-1', '_x', 'a1', 'text', 'toString', 'length']
const named = fc.constantFrom(...NAMES)

const escaped = (value: string): string =>
  value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;')

const inAttribute = (value: string): string =>
  escaped(value).replaceAll('\n', '&#xA;').replaceAll('\t', '&#x9;')

const attributes = fc
  .uniqueArray(fc.tuple(named, text), { maxLength: 3, selector: ([name]) => name })
  .map(all => all.map(([name, value]) => ` ${name}="${inAttribute(value)}"`).join(''))

const run = fc.oneof(
  text.map(escaped),
  fc.constantFrom('<!-- a note -->', '<![CDATA[<a>&amp; ]] >]]>', '&#x41;', '&apos;', '\n  '),
)

/** Declares a prefix once more, to mean something else. */
const declared = fc.constantFrom(
  '',
  '',
  ' xmlns:p="urn:other"',
  ' xmlns="urn:default"',
  ' xmlns=""',
)

const grown = fc.letrec<{ element: string; content: string }>(tie => ({
  element: fc
    .tuple(named, attributes, declared, fc.array(tie('content'), { maxLength: 4 }))
    .map(([name, said, prefixes, inside]) =>
      inside.length === 0
        ? `<${name}${prefixes}${said}/>`
        : `<${name}${prefixes}${said}>${inside.join('')}</${name}>`,
    ),
  content: fc.oneof({ depthSize: 'small' }, run, tie('element')),
})).element

/** Documents of all kinds: what a shape cannot hold is among them. */
export const documents = grown.map(
  element => `<r xmlns:p="urn:p" xmlns:q="urn:q" xml:space="default">${element}</r>`,
)

/** JSON that stands for a document, in the one form it is read back in. */
export const shapes = fc.letrec<{ root: object; members: unknown; value: unknown }>(tie => ({
  root: tie('value').map((value): object => ({ r: value })),
  value: fc.oneof({ depthSize: 'small' }, text, tie('members')),
  members: fc
    .record(
      {
        a: tie('value'),
        b: fc.array(tie('value'), { minLength: 2, maxLength: 3 }),
        '@_id': text,
        '#text': text.filter(each => each !== ''),
      },
      { requiredKeys: [], noNullPrototype: true },
    )
    .map(members => {
      const names = Object.keys(members)
      if (names.length === 0) return ''
      return names.length === 1 && names[0] === '#text' ? members['#text'] : members
    }),
})).root
