import fc from 'fast-check'
import t from 'tap'
import type { Rule } from '../../src/comparison/index.ts'
import { readJson } from '../../src/json/index.ts'
import { createSameness } from '../../src/comparison/sameness.ts'
import { isSame } from '../../src/comparison/tree.ts'
import { treeOfJson } from '../../src/comparison/tree-of-json.ts'
import type { XmlElement } from '../../src/xml/index.ts'
import { compareJson, compareXml, differing, NO_RULES, policyOf } from './compared.ts'
import { written } from './trees.ts'
import { arbitraryNumbered, edited, elementsIn, leavesIn, replaced } from './planted.ts'

const unordered = (path: string): Rule => ({ id: path, path, why: 'a test', does: 'unordered' })
const ANY_ORDER = policyOf(unordered('**/*'))

const hold = (control: XmlElement, candidate: XmlElement, policy = NO_RULES) =>
  compareXml(written(control, 1), written(candidate, 2), policy)

/** A document and a row of draws below a bound each. */
const withDraws = fc.tuple(arbitraryNumbered, fc.array(fc.nat(), { minLength: 6, maxLength: 6 }))

t.test('as many edits as were planted are found, at their paths and nowhere else', async t => {
  let planted = 0
  const isExact = fc.property(withDraws, ([root, draws]) => {
    const leaves = leavesIn(root)
    const chosen = new Set(draws.flatMap(draw => leaves[draw % Math.max(leaves.length, 1)] ?? []))
    planted += chosen.size
    const candidate = [...chosen].reduce(
      (document, leaf, i) => edited(document, leaf, `\u00abanother ${i}\u00bb`),
      root,
    )
    const paths = [...chosen].map(({ names }) => `value ${names.join('/')}`).sort()
    const found = differing(hold(root, candidate))
    return JSON.stringify(found) === JSON.stringify(paths)
  })
  t.doesNotThrow(() => fc.assert(isExact, { numRuns: 400 }))
  t.ok(planted > 400, `${planted} edits`)
})

/** An element with members to exchange. */
const withMembers = (root: XmlElement) =>
  elementsIn(root).filter(({ element }) => element.children.length > 1)

t.test('one member more or less is one difference, wherever it stands', async t => {
  let inserted = 0
  const isOne = fc.property(withDraws, ([root, [first = 0, second = 0]]) => {
    const places = elementsIn(root).filter(({ element }) =>
      element.children.every(child => typeof child !== 'string'),
    )
    const place = places[first % Math.max(places.length, 1)]
    if (place === undefined) return true
    const [before] = place.element.children
    const name = typeof before === 'object' ? before.name : 'part'
    const ns = typeof before === 'object' ? before.ns : ''
    const member: XmlElement = { ns, name, attributes: [], children: ['\u00abnew\u00bb'] }
    const candidate = replaced(root, place.way, element => ({
      ...element,
      children: element.children.toSpliced(second % (element.children.length + 1), 0, member),
    }))
    inserted += 1
    const path = [...place.names, name].join('/')
    const isFound =
      JSON.stringify(differing(hold(root, candidate))) === `["extra ${path}"]` &&
      JSON.stringify(differing(hold(candidate, root))) === `["missing ${path}"]`
    return isFound && differing(hold(root, candidate, ANY_ORDER))[0] === `extra ${path}`
  })
  t.doesNotThrow(() => fc.assert(isOne, { numRuns: 400 }))
  t.ok(inserted > 200, `${inserted} members`)
})

t.test(
  'members in another order are identical where no order counts, and otherwise `order`',
  async t => {
    let exchanged = 0
    const isOrder = fc.property(withDraws, ([root, [first = 0, second = 0]]) => {
      const places = withMembers(root)
      const place = places[first % Math.max(places.length, 1)]
      if (place === undefined) return true
      const { children } = place.element
      const i = second % (children.length - 1)
      const [one, other] = [children[i], children[i + 1]]
      if (one === undefined || other === undefined) return true
      if (JSON.stringify(one) === JSON.stringify(other)) return true
      exchanged += 1
      const candidate = replaced(root, place.way, element => ({
        ...element,
        children: element.children.toSpliced(i, 2, other, one),
      }))
      const found = differing(hold(root, candidate))
      return (
        found.length === 1 &&
        found.every(line => line.startsWith(`order ${place.names.join('/')}`)) &&
        hold(root, candidate, ANY_ORDER).verdict === 'identical'
      )
    })
    t.doesNotThrow(() => fc.assert(isOrder, { numRuns: 600 }))
    t.ok(exchanged > 100, `${exchanged} exchanges`)
  },
)

t.test('a member twice is one more, in a list without order too', async t => {
  const policy = policyOf(unordered('list'))
  const list = [{ a: 1 }, { a: 2 }, { a: 3 }]
  for (const member of list) {
    for (const rules of [NO_RULES, policy]) {
      t.strictSame(differing(compareJson({ list }, { list: [...list, member] }, rules)), [
        'extra list',
      ])
    }
    // Two of one and none of another: sums of hashes tell that apart, exclusive or would not.
    const [twice] = [[member, member, member]]
    t.not(compareJson({ list }, { list: twice }, policy).verdict, 'identical')
  }
})

t.test('members of a list without order are known by their key, or by what they share', async t => {
  const entries = (change: Readonly<Record<string, unknown>> = {}) => [
    { id: 'one', family: 'Alpha', given: 'Ann', prefix: 'Ms' },
    { id: 'two', family: 'Beta', given: 'Bob', prefix: 'Mr', ...change },
  ]
  const shuffled = (change: Readonly<Record<string, unknown>>) => entries(change).reverse()
  const policy = policyOf(unordered('name'))
  const keyed = policyOf(unordered('name'), {
    id: 'key',
    path: 'name',
    why: 'a test',
    does: 'key',
    key: ['id'],
  })
  const hold = (change: Readonly<Record<string, unknown>>, rules = policy) =>
    differing(compareJson({ name: entries() }, { name: shuffled(change) }, rules))
  t.strictSame(hold({ family: 'Gamma' }), ['value name/family'])
  const all = { family: 'Gamma', given: 'Gus', prefix: 'Dr' }
  const THREE = ['value name/family', 'value name/given', 'value name/prefix']
  t.strictSame(hold(all, keyed), THREE, 'nothing shared but the key')
  t.strictSame(hold(all), THREE, 'the only two that are left')
  const third = { id: 'three', family: 'Delta', given: 'Dan', prefix: 'Mr' }
  const others = [{ ...all, id: 'one' }, third, { ...all, id: 'two', family: 'Zeta' }]
  const both = { name: [...entries(), third] }
  t.strictSame(differing(compareJson(both, { name: others }, keyed)), [...THREE, ...THREE].sort())
  t.strictSame(differing(compareJson(both, { name: others }, policy)), [
    ...['extra name', 'extra name', 'missing name', 'missing name'],
  ])
})

t.test('members that stand in a list twice are no others for one that is gone', async t => {
  t.strictSame(differing(compareJson({ list: [1, 2, 1] }, { list: [2, 1] })), ['missing list'])
  t.strictSame(differing(compareJson({ list: [1, 2, 1] }, { list: [1, 2] })), ['missing list'])
  t.strictSame(differing(compareJson({ list: [1, 1] }, { list: [1, 1, 1] })), ['extra list'])
})

t.test('what only one of the two has is found on whichever side it is', async t => {
  const ONE_MORE: readonly (readonly [less: string, more: string, path: string])[] = [
    ['<a b="1"/>', '<a b="1" c="2"/>', 'a/@c'],
    ['<a/>', '<a b=""/>', 'a/@b'],
    ['<a><b/></a>', '<a><b/><c/></a>', 'a/c'],
    ['<a/>', '<a><b/></a>', 'a/b'],
    ['<a><b/></a>', '<a><b>x</b></a>', 'a/b/text()'],
    ['<a><b c="1"/><b c="1"/></a>', '<a><b c="1"/><b c="1" d="2"/></a>', 'a/b/@d'],
  ]
  for (const [less, more, path] of ONE_MORE) {
    t.strictSame(differing(compareXml(less, more)), [`extra ${path}`], more)
    t.strictSame(differing(compareXml(more, less)), [`missing ${path}`], more)
  }
})

t.test('equal hashes are a reason to look and no verdict', async t => {
  // Lanes that hash every text of one length to one number.
  const lane = { seed: 0, by: 0 }
  const lanes = [lane, lane] as const
  const tree = (text: string) =>
    treeOfJson(readJson(Buffer.from(text)), { name: '', at: NO_RULES.start }, lanes)
  const PAIRS = [
    ['{"a":"x"}', '{"a":"y"}'],
    ['{"b":"1"}', '{"c":"1"}'],
    ['{"a":"1"}', '{"a":1}'],
    ['{"a":{"b":[]}}', '{"a":{"c":[]}}'],
  ] as const
  const same = (one: string, other: string): boolean =>
    isSame(tree(one), tree(other), createSameness())
  for (const [one, other] of PAIRS) {
    t.strictSame(tree(one).hash, tree(other).hash)
    t.notOk(same(one, other), one)
    t.ok(same(one, one), one)
  }
})

t.test('what a list of a hundred members has lost in the middle is one difference', async t => {
  const list = Array.from({ length: 100 }, (_, i) => ({ family: `F${i}`, given: `G${i}` }))
  for (const at of [0, 1, 50, 98, 99]) {
    const candidate = list.toSpliced(at, 1)
    t.strictSame(differing(compareJson({ list }, { list: candidate })), ['missing list'])
  }
})

t.test('the way one value became another is named', async t => {
  const ROWS: readonly (readonly [control: string, candidate: string, editClass: string])[] = [
    ['a  b', 'a b', 'whitespace'],
    ['AB', 'ab', 'case'],
    ['e\u0301', '\u00e9', 'unicode-form'],
    ['20260101', '2026-01-01', 'time-format'],
    ['20260101120000', '20260101120000+0100', 'time-zone'],
    ['20260101', '20260101000000', 'time-precision'],
    ['2026-01-01', '2026-01-02', 'time-shift'],
    ['0.50', '.5', 'decimal-format'],
    ['tel:01632960000', '01632960000', 'prefix'],
    ['007', '7', 'decimal-format'],
    ['007A', '7A', 'padding'],
    ['something', 'some', 'truncation'],
    ['something', '', 'emptied'],
    ['one', 'two', 'other'],
  ]
  for (const [a, b, editClass] of ROWS) {
    const { differences } = compareJson({ a }, { a: b })
    t.equal(differences[0]?.editClass, editClass, `${a} ${b}`)
  }
})

t.test('a namespace that changed is one difference, however much stands in it', async t => {
  const document = (ns: string) => `<a xmlns="urn:a"><b xmlns="${ns}"><c d="1"/><e>x</e></b></a>`
  const comparison = compareXml(document('urn:b'), document('urn:other'))
  t.strictSame(differing(comparison), ['namespace a/b'])
})

t.test('pairs that differ alike have one signature, others another', async t => {
  const signature = (a: unknown, b: unknown) => compareJson(a, b).signature
  t.equal(signature({ a: 'x' }, { a: 'y' }), signature({ a: 'v' }, { a: 'w' }))
  t.not(signature({ a: 'x' }, { a: 'y' }), signature({ b: 'x' }, { b: 'y' }))
  t.equal(signature({ a: 'x' }, { a: 'x' }), '')
})
