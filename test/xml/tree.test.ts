import t from 'tap'
import {
  attributeOf,
  childOf,
  childrenOf,
  elementsOf,
  escapeAttribute,
  escapeText,
  readXml,
  textOf,
} from '../../src/xml/index.ts'
import fc from 'fast-check'
import { refusalOf } from './refused.ts'

const tree = readXml(
  Buffer.from(
    '<a xmlns="u" xmlns:p="v" b="1" p:b="2">one<c>two</c><p:c/><!-- no --><d><c/></d>th<![CDATA[ree]]><c/></a>',
  ),
)

t.test('a tree holds what the document says, prefixes and declarations gone', t => {
  t.strictSame(readXml(Buffer.from('<p:a xmlns:p="u" p:b="1"> <b>t</b></p:a>')), {
    ns: 'u',
    name: 'a',
    attributes: [{ ns: 'u', name: 'b', value: '1' }],
    children: [' ', { ns: '', name: 'b', attributes: [], children: ['t'] }],
  })
  t.end()
})

t.test('a child is found by namespace and name, never by prefix', t => {
  t.equal(textOf(childOf(tree, 'u', 'c')!), 'two')
  t.equal(childOf(tree, 'v', 'c')?.children.length, 0)
  t.equal(childOf(tree, '', 'c'), undefined)
  t.equal(childOf(tree, 'u', 'p:c'), undefined)
  t.end()
})

t.test('children are listed in order, of one name or all, grandchildren not among them', t => {
  t.equal(childrenOf(tree, 'u', 'c').length, 2)
  t.strictSame(
    elementsOf(tree).map(({ ns, name }) => `${ns} ${name}`),
    ['u c', 'v c', 'u d', 'u c'],
  )
  t.end()
})

t.test('an attribute without prefix is in no namespace', t => {
  t.equal(attributeOf(tree, 'b'), '1')
  t.equal(attributeOf(tree, 'b', 'v'), '2')
  t.equal(attributeOf(tree, 'b', 'u'), undefined)
  t.end()
})

t.test('text is joined at any depth', t => {
  t.equal(textOf(tree), 'onetwothree')
  t.end()
})

t.test('whatever XML can hold is read back as it was written, in text and in attributes', t => {
  const canHold = (value: string): boolean => !/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/.test(value)
  const value = fc.string({ unit: 'binary' }).filter(canHold)
  const property = fc.property(value, value, (text, attribute) => {
    const document = `<a b="${escapeAttribute(attribute)}" c='${escapeAttribute(attribute)}'>${escapeText(text)}</a>`
    const read = readXml(Buffer.from(document))
    return (
      textOf(read) === text &&
      attributeOf(read, 'b') === attribute &&
      attributeOf(read, 'c') === attribute
    )
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 200 }))
  t.end()
})

t.test('markup and blanks that a reader would change are written as references', t => {
  t.equal(escapeText(`<a> & "b" 'c' ]]>\r\n\t`), `&lt;a&gt; &amp; "b" 'c' ]]&gt;&#13;\n\t`)
  t.equal(escapeAttribute('<">\'&\t\r\n'), '&lt;&quot;&gt;&apos;&amp;&#9;&#13;&#10;')
  t.end()
})

t.test('what XML cannot hold is refused with its place, not its character', t => {
  for (const character of [
    '\0',
    '\u0001',
    '\u000B',
    '\u001F',
    '\uFFFE',
    '\uFFFF',
    '\uD800',
    '\uDC00',
  ]) {
    for (const write of [escapeText, escapeAttribute]) {
      t.equal(
        refusalOf(() => write(`ab${character}c`)),
        'character XML cannot hold, at index 2',
      )
    }
  }
  t.equal(escapeText('\u{1F600}\u007F\uFFFD'), '\u{1F600}\u007F\uFFFD')
  t.end()
})
