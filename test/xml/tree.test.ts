import t from 'tap'
import {
  attributeOf,
  childOf,
  childrenOf,
  elementsOf,
  expandedName,
  readXml,
  textOf,
} from '../../src/xml/index.ts'

const tree = readXml(
  Buffer.from(
    '<a xmlns="u" xmlns:p="v" b="1" p:b="2">one<c>two</c><p:c/><!-- no --><d><c/></d>th<![CDATA[ree]]><c/></a>',
  ),
)

t.test('a tree holds what the document says, prefixes and declarations gone', t => {
  const prefixes = { declared: [['p', 'u']] }
  const root = readXml(Buffer.from('<p:a xmlns:p="u" p:b="1"> <b>t</b></p:a>'))
  t.strictSame(JSON.parse(JSON.stringify(root)), {
    ns: 'u',
    name: 'a',
    attributes: [{ ns: 'u', name: 'b', value: '1' }],
    prefixes,
    children: [' ', { ns: '', name: 'b', attributes: [], prefixes, children: ['t'] }],
  })
  t.end()
})

t.test('a value that is a name is what its prefix stands for where it stands', t => {
  const root = readXml(
    Buffer.from('<a xmlns="u" xmlns:p="v"><b xmlns:p="w" xmlns="x"><c/></b><d xmlns=""/><e/></a>'),
  )
  const [b, d, e] = elementsOf(root)
  const [c] = elementsOf(b!)
  t.strictSame(
    [root, b!, c!, d!, e!].map(at => [expandedName(at, 'p:n'), expandedName(at, ' n\n')]),
    [
      ['{v}n', '{u}n'],
      ['{w}n', '{x}n'],
      ['{w}n', '{x}n'],
      ['{v}n', '{}n'],
      ['{v}n', '{u}n'],
    ],
  )
  t.equal(expandedName(root, ' q:n '), 'q:n', 'a prefix that stands for nothing')
  t.equal(expandedName(readXml(Buffer.from('<a/>')), 'n'), '{}n')
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
