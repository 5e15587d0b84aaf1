import fc from 'fast-check'
import t from 'tap'
import type { Comparison, Rule } from '../../src/comparison/index.ts'
import { compareJson, compareXml, NO_RULES, policyOf } from './compared.ts'
import { elementsIn, replaced } from './planted.ts'
import { arbitraryElement, written } from './trees.ts'

const LEAVES = ['a', 'b', 'c', 'd'] as const
type Member = Readonly<Record<(typeof LEAVES)[number], string>>

const UNORDERED: Rule = { id: 'any', path: 'list', why: 'a test', does: 'unordered' }
const ANY_ORDER = policyOf(UNORDERED)

const value = fc.constantFrom('v1', 'v2', 'v3', 'v4', 'v5', 'v6')
const arbitraryMember: fc.Arbitrary<Member> = fc.record({ a: value, b: value, c: value, d: value })
const arbitraryList = fc.array(arbitraryMember, { maxLength: 6 })

/** What it takes to make one list of the other: a leaf taken out or put in is 1, another value is both. */
const costOf = (one: Member, other: Member): number =>
  2 * LEAVES.filter(leaf => one[leaf] !== other[leaf]).length

/** The least it can take, by trying every way to pair them. */
function leastCost(left: readonly Member[], right: readonly Member[]): number {
  const [first, ...rest] = left
  if (first === undefined) return right.length * LEAVES.length
  const alone = LEAVES.length + leastCost(rest, right)
  return right.reduce(
    (least, other, i) =>
      Math.min(least, costOf(first, other) + leastCost(rest, right.toSpliced(i, 1))),
    alone,
  )
}

/** What the differences told come to. */
const toldCost = ({ differences }: Comparison): number =>
  differences.reduce((cost, { kind }) => cost + (kind === 'value' ? 2 : LEAVES.length), 0)

t.test('what is told of a short list is at most twice the least that could be', async t => {
  let [told, least] = [0, 0]
  const isNear = fc.property(arbitraryList, arbitraryList, (left, right) => {
    const comparison = compareJson({ list: left }, { list: right }, ANY_ORDER)
    const [own, best] = [toldCost(comparison), leastCost(left, right)]
    told += own
    least += best
    return own <= 2 * best && (own === 0) === (best === 0) && own >= best
  })
  t.doesNotThrow(() => fc.assert(isNear, { numRuns: 1_500 }))
  t.comment(`told ${told}, least ${least}`)
  t.ok(told <= 1.15 * least, 'and all in all close to it')
})

t.test('who shares most belongs together, and then who is left', async t => {
  const member = (letters: string): Member => {
    const [a = '', b = '', c = '', d = ''] = letters
    return { a, b, c, d }
  }
  const list = (...members: readonly string[]) => ({ list: members.map(member) })
  const ROWS: readonly (readonly [
    left: readonly string[],
    right: readonly string[],
    told: number,
  ])[] = [
    [['1111', '1198'], ['1199', '1119'], 2],
    [['1111', '1198'], ['1119', '1199'], 2],
    [['1234', '5678'], ['5670', '0234'], 2],
    [['1234', '5678', '9999'], ['5678', '1239'], 2],
  ]
  for (const [left, right, told] of ROWS) {
    const { differences } = compareJson(list(...left), list(...right), ANY_ORDER)
    t.equal(differences.length, told, `${left.join()} ${right.join()}`)
  }
})

t.test('one more of several alike among others is one difference', async t => {
  const row = (names: string): string =>
    `<a>${Array.from(names, name => `<${name}/>`).join('')}</a>`
  for (const [control, candidate, path] of [
    ['xyxx', 'xxyxx', 'a/x'],
    ['xyxxy', 'xxyxxy', 'a/x'],
    ['xyx', 'xyxx', 'a/x'],
    ['yxyx', 'yyxyx', 'a/y'],
  ] as const) {
    const { differences } = compareXml(row(control), row(candidate))
    t.match(differences, [{ kind: 'extra', path }], `${control} ${candidate}`)
    t.equal(differences.length, 1)
  }
})

t.test('few changes among members that stand apart are told as they were made', async t => {
  const distinct = fc.uniqueArray(arbitraryMember, {
    maxLength: 6,
    minLength: 1,
    comparator: (one, other) => costOf(one, other) < 2 * LEAVES.length,
  })
  const isExact = fc.property(distinct, fc.nat(), fc.nat(), (list, which, turn) => {
    const at = which % list.length
    const changed = list.map((member, i) => (i === at ? { ...member, a: 'another' } : member))
    const start = turn % list.length
    const shuffled = [...changed.slice(start), ...changed.slice(0, start)]
    const { differences } = compareJson({ list }, { list: shuffled }, ANY_ORDER)
    return differences.length === 1 && differences[0]?.path === 'list/a'
  })
  t.doesNotThrow(() => fc.assert(isExact, { numRuns: 400 }))
})

t.test(
  'an element twice is one more, wherever it stands and whether or not order counts',
  async t => {
    const policy = policyOf({ id: 'any', path: '**/*', why: 'a test', does: 'unordered' })
    let doubled = 0
    const isExtra = fc.property(arbitraryElement, fc.nat(), (root, draw) => {
      const places = elementsIn(root).filter(({ way }) => way.length > 0)
      const place = places[draw % Math.max(places.length, 1)]
      if (place === undefined) return true
      const at = place.way.at(-1) ?? 0
      const candidate = replaced(root, place.way.slice(0, -1), parent => ({
        ...parent,
        children: parent.children.toSpliced(at, 0, place.element),
      }))
      doubled += 1
      const path = place.names.join('/')
      return [NO_RULES, policy].every(each => {
        const { differences } = compareXml(written(root, 1), written(candidate, 2), each)
        const [only] = differences
        return differences.length === 1 && only?.kind === 'extra' && only.path === path
      })
    })
    t.doesNotThrow(() => fc.assert(isExtra, { numRuns: 1_200 }))
    t.ok(doubled > 200, `${doubled} elements`)
  },
)
