import fc from 'fast-check'
import t from 'tap'
import type { XmlElement } from '../../src/xml/index.ts'
import { compareJson, compareXml, differing, NO_RULES, policyOf } from './compared.ts'
import { changed } from './planted.ts'
import { arbitraryElement, written } from './trees.ts'

const UNORDERED = policyOf({ id: 'any', path: '**/*', why: 'a test', does: 'unordered' })

t.test('a document is identical to itself, however it is written', async t => {
  const isIdentical = fc.property(arbitraryElement, fc.nat(), fc.nat(), (element, one, two) => {
    const { verdict, differences } = compareXml(written(element, one), written(element, two))
    return verdict === 'identical' && differences.length === 0
  })
  t.doesNotThrow(() => fc.assert(isIdentical, { numRuns: 300 }))
})

t.test('exchanging control and candidate exchanges missing and extra and nothing else', async t => {
  const EXCHANGED: Readonly<Record<string, string>> = { missing: 'extra', extra: 'missing' }
  const arbitraryPair = fc.oneof(
    fc.tuple(arbitraryElement, arbitraryElement),
    fc
      .tuple(arbitraryElement, fc.array(fc.nat(), { maxLength: 4 }))
      .map(([root, draws]) => [root, draws.reduce(changed, root)] as const),
  )
  const isSymmetric = fc.property(
    arbitraryPair,
    fc.constantFrom(NO_RULES, UNORDERED),
    ([one, two], policy) => {
      const [a, b] = [written(one, 1), written(two, 2)]
      const there = compareXml(a, b, policy)
      const back = compareXml(b, a, policy)
      const exchanged = differing(back).map(line => {
        const [kind = '', path = ''] = line.split(' ')
        return `${EXCHANGED[kind] ?? kind} ${path}`
      })
      return (
        there.verdict === back.verdict &&
        JSON.stringify(differing(there)) === JSON.stringify(exchanged.sort())
      )
    },
  )
  t.doesNotThrow(() => fc.assert(isSymmetric, { numRuns: 500 }))
})

/** A document as one text: members sorted where their order does not count. */
function textOf(element: XmlElement, isOrdered: boolean): string {
  const attributes = element.attributes
    .map(({ name, value }) => JSON.stringify([name, value]))
    .sort()
  const children = element.children.map(child =>
    typeof child === 'string' ? JSON.stringify(child) : textOf(child, isOrdered),
  )
  const members = isOrdered ? children : children.sort()
  return JSON.stringify([element.ns, element.name, attributes, members])
}

t.test('identical is exactly what one text says, sorted where no order counts', async t => {
  let equal = 0
  const isExact = fc.property(
    arbitraryElement,
    fc.array(fc.nat(), { maxLength: 3 }),
    fc.boolean(),
    (root, draws, isOrdered) => {
      const other = draws.reduce(changed, root)
      const expected = textOf(root, isOrdered) === textOf(other, isOrdered)
      if (expected && draws.length > 0) equal += 1
      const policy = isOrdered ? NO_RULES : UNORDERED
      const { verdict } = compareXml(written(root, 1), written(other, 2), policy)
      return verdict === (expected ? 'identical' : 'different')
    },
  )
  t.doesNotThrow(() => fc.assert(isExact, { numRuns: 600 }))
  t.ok(equal > 20, `${equal} changed and equal`)
})

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'

t.test('a type is the name it stands for, and no other name with its letters', async t => {
  const typed = (prefixes: string, type: string): string =>
    `<a ${XSI} ${prefixes} xsi:type="${type}"/>`
  const DIFFERENT: readonly (readonly [control: string, candidate: string])[] = [
    [typed('xmlns:p="urn:one"', 'p:TS'), typed('xmlns:p="urn:two"', 'p:TS')],
    [typed('xmlns:p="urn:one"', 'p:TS'), typed('xmlns:p="urn:one"', 'p:ST')],
    [typed('', 'TS'), typed('xmlns:p="urn:one"', 'p:TS')],
    [typed('', 'q:TS'), typed('xmlns:q="urn:one"', 'q:TS')],
  ]
  for (const [control, candidate] of DIFFERENT) {
    t.strictSame(differing(compareXml(control, candidate)), ['value a/@xsi:type'], candidate)
  }
})

t.test('a text a rule says is a name is the name it stands for', async t => {
  const rule = { id: 'code', path: 'a/text()', why: 'a test', does: 'type', type: 'qname' } as const
  const said = (prefix: string, ns: string): string =>
    `<a xmlns:${prefix}="${ns}">${prefix}:Client</a>`
  const policy = policyOf(rule)
  t.equal(compareXml(said('s', 'urn:one'), said('t', 'urn:one'), policy).verdict, 'identical')
  t.equal(compareXml(said('s', 'urn:one'), said('s', 'urn:two'), policy).verdict, 'different')
  t.equal(compareXml(said('s', 'urn:one'), said('t', 'urn:one')).verdict, 'different')
})

t.test('whatever leaves no meaning changed is identical', async t => {
  const SAME: readonly (readonly [what: string, control: string, candidate: string])[] = [
    ['a prefix', '<a xmlns="urn:x"><b c="1"/></a>', '<p:a xmlns:p="urn:x"><p:b c="1"/></p:a>'],
    ['the order of attributes', '<a b="1" c="2"/>', "<a c='2' b='1'/>"],
    ['an empty element', '<a><b/></a>', '<a><b></b></a>'],
    ['CDATA', '<a>1 &lt; 2</a>', '<a><![CDATA[1 < 2]]></a>'],
    ['a comment', '<a>one two</a>', '<a>one<!-- and --> two</a>'],
    ['blanks between elements', '<a><b/><c>x</c></a>', '<a>\n  <b/>\n\t<c>x</c>\r\n</a>'],
    ['a declaration nobody uses', '<a/>', '<a xmlns:x="urn:x"/>'],
    ['a character reference', '<a b="&#233;"/>', '<a b="é"/>'],
    [
      'where a schema lies',
      '<a/>',
      '<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x x.xsd"/>',
    ],
    [
      'the prefix of a type',
      `<a xmlns="urn:hl7-org:v3" ${XSI} xsi:type="TS"/>`,
      `<h:a ${XSI} xsi:type=" h:TS " xmlns:h="urn:hl7-org:v3"/>`,
    ],
    [
      'the prefix of a type, declared further out',
      `<a xmlns:x="urn:hl7-org:v3" ${XSI}><b xsi:type="x:TS"/></a>`,
      `<a ${XSI}><b xmlns:x="urn:no" xmlns:y="urn:hl7-org:v3" xsi:type="y:TS"/></a>`,
    ],
  ]
  for (const [what, control, candidate] of SAME) {
    t.equal(compareXml(control, candidate).verdict, 'identical', what)
  }
})

t.test('blanks that mean something are not left out', async t => {
  const space = 'xml:space="preserve"'
  t.equal(compareXml('<a>one <b/>two</a>', '<a>one<b/>two</a>').verdict, 'different')
  t.equal(compareXml(`<a ${space}><b/></a>`, `<a ${space}> <b/></a>`).verdict, 'different')
  t.equal(compareXml('<a> </a>', '<a/>').verdict, 'different')
})

t.test('JSON: the order of properties says nothing, that of a list does', async t => {
  t.equal(compareJson({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }).verdict, 'identical')
  t.strictSame(differing(compareJson({ b: [1, 2] }, { b: [2, 1] })), ['order b'])
  t.strictSame(differing(compareJson({ b: 1 }, { b: '1' })), ['type b'])
  t.strictSame(differing(compareJson({ b: ['x'] }, { b: 'x' })), ['cardinality b'])
  t.strictSame(differing(compareJson({}, { b: null })), ['extra b'])
})

t.test('JSON: a number is the digits it is written with', async t => {
  t.equal(compareJson({ a: 1 }, { a: 1 }).verdict, 'identical')
  const { compare, json } = await import('./compared.ts')
  const of = (text: string) => json(`{"quantity":{"value":${text}}}`)
  const policy = policyOf({
    id: 'decimal',
    path: 'quantity/value',
    why: 'one number',
    does: 'type',
    type: 'decimal',
  })
  const pair = { control: of('1.10'), candidate: of('1.1') }
  t.strictSame(differing(compare(pair, NO_RULES)), ['value quantity/value'])
  t.equal(compare(pair, policy).verdict, 'equivalent')
  const large = { control: of('12345678901234567890'), candidate: of('12345678901234567891') }
  t.equal(compare(large, policy).verdict, 'different')
})

t.test('JSON: a resource is named in the path by its type', async t => {
  const patient = (family: string) => ({ resourceType: 'Patient', name: [{ family }] })
  t.strictSame(differing(compareJson(patient('One'), patient('Two'))), [
    'value Patient/name/family',
  ])
  t.strictSame(
    differing(
      compareJson(
        { entry: [{ resource: patient('One') }] },
        { entry: [{ resource: patient('Two') }] },
      ),
    ),
    ['value entry/resource/Patient/name/family'],
  )
})
