import fc from 'fast-check'
import t from 'tap'
import {
  attributeOf,
  documentOf,
  elementsOf,
  readXml,
  textOf,
  xml,
  xmlAttribute,
  xmlName,
} from '../../src/xml/index.ts'
import { refusalOf } from './refused.ts'

const ITEM = xmlName('item')
const NOTE = xmlName('note')

t.test('whatever XML can hold is read back as it was written, in text and in attributes', t => {
  const canHold = (value: string): boolean => !/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/.test(value)
  const value = fc.string({ unit: 'binary' }).filter(canHold)
  const property = fc.property(value, value, (text, attribute) => {
    const document = xml`<a b="${attribute}" ${xmlAttribute(NOTE, attribute)}>${text}<c/>${text}</a>`
    const read = readXml(documentOf(document))
    return (
      textOf(read) === text + text &&
      elementsOf(read).length === 1 &&
      attributeOf(read, 'b') === attribute &&
      attributeOf(read, 'note') === attribute
    )
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 200 }))
  t.end()
})

t.test('a value is escaped for its place: markup, and the blanks a reader would change', t => {
  const value = `<a> & "b" 'c' ]]>\r\n\t`
  t.equal(
    xml`<e f="${value}">${value}</e>`.markup,
    `<e f="&lt;a> &amp; &quot;b&quot; 'c' ]]>&#xD;&#xA;&#x9;">&lt;a&gt; &amp; "b" 'c' ]]&gt;&#xD;\n\t</e>`,
  )
  t.end()
})

t.test('what XML cannot hold is refused with its place, not its character', t => {
  const unheld = ['\0', '\u0001', '\u000B', '\u001F', '\uFFFE', '\uFFFF', '\uD800', '\uDC00']
  for (const character of unheld) {
    const value = `ab${character}c`
    const ways = [
      () => xml`<a>${value}</a>`,
      () => xml`<a b="${value}"/>`,
      () => xmlAttribute(NOTE, value),
    ]
    for (const write of ways) {
      t.equal(refusalOf(write), 'character XML cannot hold, at index 2')
    }
  }
  t.equal(xml`${'\u{1F600}\u007F\uFFFD'}`.markup, '\u{1F600}\u007F\uFFFD')
  t.end()
})

t.test('markup, lists of it and attributes go in as they are, numbers as digits', t => {
  const items = ['1', '<2>'].map(text => xml`<${ITEM} no="${7}">${text}</${ITEM}>`)
  const attributes = [xmlAttribute(NOTE, 'a"b'), xmlAttribute(ITEM, '')]
  t.equal(
    xml`<list${undefined} a="b"${attributes}>${items}${undefined}</list>`.markup,
    '<list a="b" note="a&quot;b" item=""><item no="7">1</item><item no="7">&lt;2&gt;</item></list>',
  )
  t.end()
})

t.test('a name comes from code alone: what merely is a string stands as text or not at all', t => {
  const said = 'item'
  t.throws(() => xml`<${said}/>`, /stands as name/)
  t.throws(() => xml`<a></${said}>`, /stands as name/)
  t.throws(() => xml`<a ${said}/>`, /stands as attributes/)
  t.throws(() => xml`<${xml`<b/>`}/>`, /stands as name/)
  t.throws(() => xml`<a b="${ITEM}"/>`, /stands as attribute value/)
  t.throws(() => xml`<a>${ITEM}</a>`, /stands as text/)
  t.throws(() => xml`<a>${xmlAttribute(NOTE, '')}</a>`, /stands as text/)
  t.throws(() => xml`<a ${xml`<b/>`}/>`, /stands as attributes/)
  t.end()
})

t.test('what is no name cannot be made one', t => {
  const naughty = [
    '',
    'a b',
    '1a',
    'a:',
    ':a',
    'a:b:c',
    'a/>',
    'a><b',
    'a="b"',
    '@a',
    '!a',
    '?a',
    'é',
  ]
  for (const name of naughty) t.throws(() => xmlName(name), /no name of XML/, JSON.stringify(name))
  for (const name of ['a', 'eb:From', '_a.b-c', 'COCT_MT000001UK'])
    t.equal(xmlName(name).xmlName, name)
  t.end()
})

const NO_PLACE = 'a value stands where a template of XML has no place for one'
const NO_TEMPLATE = 'a template of XML holds tags and text, and quotes with double quotes'
const NO_END = 'a template of XML ends within a tag'
const x = 'x'

/** Templates that are none, with why; some would be, were the value another. */
const TEMPLATES: readonly (readonly [template: () => unknown, why: string])[] = [
  [() => xml`<a b=${x}/>`, NO_PLACE],
  [() => xml`<a b=${xmlAttribute(NOTE, x)}/>`, NO_PLACE],
  [() => xml` b="${x}"`, NO_PLACE],
  [() => xml`<a b='${x}'/>`, NO_TEMPLATE],
  [() => xml`<a b='c'/>`, NO_TEMPLATE],
  [() => xml`<!-- c -->`, NO_TEMPLATE],
  [() => xml`<![CDATA[c]]>`, NO_TEMPLATE],
  [() => xml`<?a b?>`, NO_TEMPLATE],
  [() => xml`<a>${x}<!-- ${x} --></a>`, NO_TEMPLATE],
  [() => xml`<a ${undefined}`, NO_END],
  [() => xml`<a b="c`, NO_END],
]

t.test('a template that leaves a value without a sure place is refused, whatever the value', t => {
  for (const [template, why] of TEMPLATES) t.throws(template, { message: why }, String(template))
  t.end()
})

t.test('whatever strings fill a template, they stay the values of that template', t => {
  const hostile = fc.oneof(
    fc.constantFrom(
      '"/><b/><a c="',
      '</a><b>',
      ']]>',
      '<!--',
      '-->',
      '&lt;',
      '&#0;',
      "' b='",
      '\r\n',
    ),
    fc.string(),
  )
  const property = fc.property(hostile, hostile, (text, value) => {
    let written
    try {
      written = xml`<a b="${value}"><c>${text}</c></a>`
    } catch {
      return /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]|\p{Surrogate}/u.test(text + value)
    }
    const root = readXml(documentOf(written))
    const [child, ...more] = elementsOf(root)
    return (
      more.length === 0 &&
      root.attributes.length === 1 &&
      attributeOf(root, 'b') === value &&
      child !== undefined &&
      textOf(child) === text
    )
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 1000 }))
  t.end()
})

t.test('a document says its version and encoding', t => {
  t.equal(
    documentOf(xml`<a>${'é'}</a>`).toString(),
    '<?xml version="1.0" encoding="UTF-8"?>\n<a>é</a>',
  )
  t.end()
})
