import t from 'tap'
import { XML_LIMITS, readXml } from '../../src/xml/index.ts'
import type { XmlLimits } from '../../src/xml/index.ts'
import { refusalOf } from './refused.ts'

const attributes = (count: number, name = 'a'): string =>
  Array.from({ length: count }, (_, i) => ` ${name}${i}=""`).join('')

/** For each limit a document that uses exactly as much of it as asked for, and how it refuses. */
const USES: Readonly<Record<keyof XmlLimits, readonly [(n: number) => string, rule: string]>> = {
  depth: [n => '<a>'.repeat(n) + '</a>'.repeat(n), 'more than 100 levels of elements'],
  attributes: [n => `<a xmlns="u"${attributes(n)}/>`, 'more than 64 attributes on an element'],
  namespaces: [
    // Half of them on the way down and out of force again, which does not count.
    n =>
      `<a><b${attributes(20, 'xmlns:x')}/><b${attributes(n, 'xmlns:x')}/></a>`.replace(
        /""/g,
        '"u"',
      ),
    'more than 64 namespace declarations in force',
  ],
  nameLength: [n => `<${'a'.repeat(n)}/>`, 'more than 256 characters in a name'],
  valueLength: [
    n => `<a b="${'x'.repeat(n)}"/>`,
    'more than 65536 characters in an attribute value',
  ],
  elements: [n => `<a>${'<b/>'.repeat(n - 1)}</a>`, 'more than 200000 elements'],
  textLength: [n => `<a>${'x'.repeat(n)}</a>`, 'more than 10485760 characters of text'],
  bytes: [n => `<a/>${' '.repeat(n - 4)}`, 'more than 33554432 bytes'],
}

t.test('every limit is as published and cannot be changed for all', t => {
  t.ok(Object.isFrozen(XML_LIMITS))
  t.strictSame(Object.keys(USES), Object.keys(XML_LIMITS))
  t.end()
})

for (const [limit, [use, rule]] of Object.entries(USES)) {
  // Object.entries widens the keys of the table.
  const most = XML_LIMITS[limit as keyof XmlLimits]
  t.test(`a document may use all of its ${limit}, ${most}, and not one more`, t => {
    t.doesNotThrow(() => readXml(Buffer.from(use(most))))
    const refusal = refusalOf(() => readXml(Buffer.from(use(most + 1))))
    t.equal(refusal?.replace(/, line \d+ column \d+$/, ''), rule)
    t.match(refusal, /, line \d+ column \d+$/, 'with its place')
    t.end()
  })
}

t.test('limits given for one document hold for it alone', t => {
  const bytes = Buffer.from('<a><b/></a>')
  t.match(
    refusalOf(() => readXml(bytes, { limits: { depth: 1 } })),
    /^more than 1 levels/,
  )
  t.equal(
    refusalOf(() => readXml(bytes)),
    undefined,
  )
  t.end()
})

t.test('names of attributes and of declarations are bounded as those of elements', t => {
  const long = 'n'.repeat(257)
  for (const document of [`<a ${long}=""/>`, `<a xmlns:${long}="u"/>`]) {
    t.match(
      refusalOf(() => readXml(Buffer.from(document))),
      /^more than 256 characters in a name/,
    )
  }
  t.end()
})

t.test('text counts across CDATA, references and comments', t => {
  const document = '<a>12<![CDATA[34]]>&amp;<!-- -->6</a>'
  const read = (textLength: number) => readXml(Buffer.from(document), { limits: { textLength } })
  t.equal(
    refusalOf(() => read(6)),
    undefined,
  )
  t.match(
    refusalOf(() => read(5)),
    /^more than 5 characters of text/,
  )
  t.end()
})

t.test('a declaration counts while it is in force: on the element and on all around it', t => {
  const limits = { namespaces: 2 }
  const read = (document: string) => readXml(Buffer.from(document), { limits })
  t.equal(
    refusalOf(() => read('<a><b xmlns:p="u" xmlns:q="u"/><b xmlns:p="u" xmlns:q="u"/></a>')),
    undefined,
  )
  t.match(
    refusalOf(() => read('<a xmlns="u"><b xmlns:p="u" xmlns:q="u"/></a>')),
    /in force/,
  )
  t.end()
})
