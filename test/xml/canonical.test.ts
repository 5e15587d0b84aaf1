import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { canonicalXml, readXml } from '../../src/xml/index.ts'
import { attackSamples, corpusFolder, spineSamples } from '../support/corpus.ts'
import { canonicalByXmllint, isWellFormedToXmllint, xmllintIsThere } from './xmllint.ts'
import { document, styled } from './generated.ts'
import { refusalOf } from './refused.ts'

const canonical = (text: string): string => canonicalXml(Buffer.from(text))

/** What is written, and the one form of it, each after Exclusive XML Canonicalization 1.0 or what it builds on. */
const FORMS: readonly (readonly [rule: string, written: string, canonical: string])[] = [
  ['the XML declaration is left out', '<?xml version="1.0"?>\n<a/>\n', '<a></a>'],
  ['comments are left out', '<!-- b --><a>c<!-- d -->e</a>', '<a>ce</a>'],
  ['an empty element has two tags', '<a ></a ><!-- -->', '<a></a>'],
  ['attributes have double quotes', `<a b='"'/>`, '<a b="&quot;"></a>'],
  ['blanks in a tag are one', '<a\n\tb="1"\r\n c="2" />', '<a b="1" c="2"></a>'],
  [
    'attributes are in the order of their namespaces, then names',
    '<a xmlns:z="urn:1" xmlns:y="urn:2" y:b="1" z:b="2" c="3" b="4"/>',
    '<a xmlns:y="urn:2" xmlns:z="urn:1" b="4" c="3" z:b="2" y:b="1"></a>',
  ],
  [
    'that order is of code points',
    '<a \u{10000}="1" \uF900="2"/>',
    '<a \uF900="2" \u{10000}="1"></a>',
  ],
  ['CDATA is text', '<a><![CDATA[<b>&]]></a>', '<a>&lt;b&gt;&amp;</a>'],
  [
    'references are what they refer to',
    '<a b="&#60;&#x41;">&apos;&gt;</a>',
    `<a b="&lt;A">'&gt;</a>`,
  ],
  ['line ends are LF', '<a>b\r\nc\rd\n</a>', '<a>b\nc\nd\n</a>'],
  [
    'what a reader would change is a reference',
    '<a b="&#9;&#10;&#13;">&#9;&#10;&#13;</a>',
    '<a b="&#x9;&#xA;&#xD;">\t\n&#xD;</a>',
  ],
  [
    'a namespace is declared where it is used, not where it was declared',
    '<a xmlns:p="urn:p" xmlns:q="urn:q"><b p:c=""/><p:d/></a>',
    '<a><b xmlns:p="urn:p" p:c=""></b><p:d xmlns:p="urn:p"></p:d></a>',
  ],
  [
    'a namespace in force is not declared again',
    '<p:a xmlns:p="urn:p"><p:b xmlns:p="urn:p" p:c=""/></p:a>',
    '<p:a xmlns:p="urn:p"><p:b p:c=""></p:b></p:a>',
  ],
  [
    'a prefix that means another namespace is declared again, and so after it',
    '<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"/><p:c/></p:a>',
    '<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"></p:b><p:c></p:c></p:a>',
  ],
  [
    'the default namespace is taken off only where one is in force',
    '<a xmlns=""><b xmlns="urn:b"><c xmlns=""/></b></a>',
    '<a><b xmlns="urn:b"><c xmlns=""></c></b></a>',
  ],
  ['xml: is never declared', '<a xml:lang="en"><b/></a>', '<a xml:lang="en"><b></b></a>'],
]

t.test('a document is written in its one form, rule by rule', t => {
  for (const [rule, written, form] of FORMS) {
    t.equal(canonical(written), form, rule)
    t.equal(canonical(form), form, `${rule}: and stays in it`)
  }
  t.end()
})

t.test('the rules are as xmllint has them', t => {
  if (!xmllintIsThere(t)) return
  for (const [rule, written, form] of FORMS) t.equal(canonicalByXmllint(written), form, rule)
  t.end()
})

t.test('a namespace is escaped as an attribute is, where libxml2 leaves it as it was', t => {
  const form = '<a xmlns="urn:a&amp;b"></a>'
  t.equal(canonical('<a xmlns="urn:a&amp;b"/>'), form)
  t.equal(canonical(form), form)
  t.end()
})

t.test('what the entry checks refuse has no canonical form', t => {
  for (const text of ['<a>', '<!DOCTYPE a><a/>', '<a><?b?></a>', '<p:a/>', '<a b="" b=""/>']) {
    t.ok(
      refusalOf(() => canonical(text)),
      text,
    )
  }
  t.equal(
    refusalOf(() => canonicalXml(Buffer.from('<a><b/></a>'), { limits: { depth: 1 } })),
    'more than 1 levels of elements, line 1 column 6',
  )
  t.end()
})

t.test('whatever the document, its canonical form is that of xmllint', t => {
  if (!xmllintIsThere(t)) return
  const property = fc.property(document, fc.infiniteStream(fc.nat(99)), (made, chances) => {
    const text = styled(made, chances)
    assert.equal(canonical(text), canonicalByXmllint(text))
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 60 }))
  t.end()
})

const PIECES = [
  '<',
  '>',
  '&',
  '"',
  "'",
  ' ',
  '/',
  ':',
  '=',
  ']]>',
  '<!--',
  '-->',
  '--',
  '</',
  '\0',
  ';',
]
const TAGS = [
  '\r',
  '&#13;',
  '&#0;',
  ' a=""',
  ' xmlns="urn:x"',
  '<a/>',
  '<![CDATA[',
  '\uFFFE',
  '\u0085',
]
const damage = fc.record({
  at: fc.nat(),
  removes: fc.nat(2),
  adds: fc.constantFrom('', '', ...PIECES, ...TAGS),
})

t.test('nothing is read that xmllint finds not well formed, however a document is damaged', t => {
  if (!xmllintIsThere(t)) return
  let read = 0
  const damages = fc.array(damage, { minLength: 1, maxLength: 2 })
  const property = fc.property(
    document,
    fc.infiniteStream(fc.nat(99)),
    damages,
    (made, chances, all) => {
      const text = all.reduce(
        (before, { at, removes, adds }) => {
          const place = at % (before.length + 1)
          return before.slice(0, place) + adds + before.slice(place + removes)
        },
        styled(made, chances),
      )
      if (refusalOf(() => readXml(Buffer.from(text))) !== undefined) return true
      read++
      return isWellFormedToXmllint(text)
    },
  )
  t.doesNotThrow(() => fc.assert(property, { numRuns: 400 }))
  t.ok(read > 20, `${read} of 400 were read`)
  t.end()
})

t.test('documents written in different ways are equal in it, different ones are not', t => {
  const chances = fc.infiniteStream(fc.nat(99))
  const same = fc.property(document, chances, chances, (made, one, other) => {
    const [a, b] = [styled(made, one), styled(made, other)]
    assert.equal(canonical(a), canonical(b))
    assert.equal(canonical(canonical(a)), canonical(a))
    assert.deepEqual(sortedTree(canonical(a)), sortedTree(a))
  })
  t.doesNotThrow(() => fc.assert(same, { numRuns: 300 }))
  const apart = fc.property(document, document, chances, (one, other, chance) => {
    const [a, b] = [styled(one, chance), styled(other, chance)]
    const isSame = JSON.stringify(sortedTree(a)) === JSON.stringify(sortedTree(b))
    return isSame || canonical(a) !== canonical(b)
  })
  t.doesNotThrow(() => fc.assert(apart, { numRuns: 300 }))
  t.end()
})

/** The tree of a document, the attributes in the order of the canonical form and no prefix kept. */
function sortedTree(text: string): ReturnType<typeof readXml> {
  const sort = (element: ReturnType<typeof readXml>): ReturnType<typeof readXml> => ({
    ...element,
    attributes: element.attributes.toSorted(
      (a, b) =>
        Buffer.compare(Buffer.from(a.ns), Buffer.from(b.ns)) ||
        Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)),
    ),
    children: element.children.map(child => (typeof child === 'string' ? child : sort(child))),
    prefixes: undefined,
  })
  return sort(readXml(Buffer.from(text)))
}

t.test('the canonical form of every published message is that of xmllint', t => {
  const folder = corpusFolder(t)
  if (folder === undefined || !xmllintIsThere(t)) return
  const files = [
    ...spineSamples(folder)
      .filter(({ file }) => file.endsWith('.xml'))
      .map(({ file }) => file),
    ...attackSamples(folder, 'node-saml/xml-crypto').map(({ file }) => file),
    ...attackSamples(folder, 'w3c-xmlconf')
      .filter(({ what }) => /^XML 1\.0 valid no-DOCTYPE/.test(what))
      .map(({ file }) => file),
  ]
  const read = [...new Set(files)]
    .map(file => readFileSync(file))
    .filter(bytes => refusalOf(() => readXml(bytes)) === undefined)
    // A document is enough of each kind: the largest tell nothing new and take their time.
    .filter(bytes => bytes.length < 100_000)
  const texts = [...new Set(read.map(bytes => bytes.toString()))]
  const different = texts.filter(text => canonical(text) !== canonicalByXmllint(text))
  t.comment(`${files.length} files, ${texts.length} documents compared`)
  t.equal(different.length, 0)
  t.ok(texts.length > 100, `${texts.length} documents`)
  t.end()
})
