import fc from 'fast-check'
import t from 'tap'
import { type Budget, BUDGET, type Rule } from '../../src/comparison/index.ts'
import { compare, differing, json, NO_RULES, policyOf, xml } from './compared.ts'
import { arbitraryElement, written } from './trees.ts'

const UNORDERED: Rule = { id: 'any', path: '**', why: 'a test', does: 'unordered' }
const ANY_ORDER = policyOf(UNORDERED)
const WITH_KEYS = policyOf(UNORDERED, {
  id: 'key',
  path: 'list/item',
  why: 'a test',
  does: 'key',
  key: ['@key', 'a/b/c'],
})
const POLICIES = [NO_RULES, ANY_ORDER, WITH_KEYS]

const budgetOf = (steps: number): Budget => ({ ...BUDGET, steps })

const list = (count: number, item: (i: number) => string): string =>
  `<list>${Array.from({ length: count }, (_, i) => item(i)).join('')}</list>`

/** Documents made to cost much. */
const HOSTILE: Readonly<Record<string, (side: string) => string>> = {
  'members that are all alike': () => list(5_000, () => '<item a="1"/>'),
  'members that are all different': side =>
    list(5_000, i => `<item a="${side}${i}">${i}${side}</item>`),
  'members that share all but one leaf': side =>
    list(2_000, i => `<item a="1" b="2" c="3" d="${side}${i}"/>`),
  'members with one key': side => list(2_000, i => `<item key="1" a="${side}${i}"/>`),
  'a way of a hundred levels': side => `${'<a>'.repeat(99)}<b c="${side}"/>${'</a>'.repeat(99)}`,
  'a list in a list in a list': side =>
    list(20, i =>
      list(20, j => list(10, k => `<item a="${side}${i}"><b>${j}</b><c>${k}</c></item>`)),
    ),
  'a long text': side => `<a>${side.repeat(1_000_000)}</a>`,
  'many namespaces': side => list(3_000, i => `<item xmlns="urn:${side}${i}"/>`),
  'every name another': side => list(5_000, i => `<n${side}${i}/>`),
}

t.test('whatever is compared, no step is made beyond the budget', async t => {
  for (const [what, document] of Object.entries(HOSTILE)) {
    for (const policy of POLICIES) {
      for (const steps of [100, 5_000, BUDGET.steps]) {
        const pair = { control: xml(document('x')), candidate: xml(document('y')) }
        const comparison = compare(pair, policy, budgetOf(steps))
        t.ok(comparison.steps <= steps, `${what}: ${comparison.steps} of ${steps}`)
        if (document('x') !== document('y')) {
          t.match(comparison.verdict, /^(different|truncated)$/, what)
        }
      }
    }
  }
})

t.test('a budget that ends before a difference was found is no verdict', async t => {
  const item = (i: number): string => `<item a="${i}" b="x"/>`
  const candidate = list(1_000, i => item(999 - i))
  const pair = { control: xml(list(1_000, item)), candidate: xml(candidate) }
  const cut = compare(pair, ANY_ORDER, budgetOf(50))
  t.strictSame([cut.verdict, cut.reason, cut.differences], ['truncated', 'steps', []])
  t.ok(cut.steps <= 50)
  t.equal(compare(pair, ANY_ORDER).verdict, 'identical')
})

t.test('a difference found outranks the budget that ended behind it', async t => {
  const many = (side: string) => ({
    status: side,
    list: Array.from({ length: 500 }, (_, i) => `${side}${i}`),
  })
  const pair = {
    control: json(JSON.stringify(many('x'))),
    candidate: json(JSON.stringify(many('y'))),
  }
  const { verdict, reason, differences } = compare(pair, NO_RULES)
  t.strictSame([verdict, reason], ['different', 'differences'])
  t.equal(differences.length, BUDGET.differences)
})

t.test('a smaller budget never makes a difference one that is equal', async t => {
  const isHonest = fc.property(
    arbitraryElement,
    arbitraryElement,
    fc.nat(200),
    (one, two, steps) => {
      const pair = { control: xml(written(one, 1)), candidate: xml(written(two, 2)) }
      const whole = compare(pair, ANY_ORDER).verdict
      const part = compare(pair, ANY_ORDER, budgetOf(steps)).verdict
      return part === whole || part === 'truncated'
    },
  )
  t.doesNotThrow(() => fc.assert(isHonest, { numRuns: 300 }))
})

t.test('what differs in a thousand members without order is found, each by itself', async t => {
  const item = (i: number, change = ''): string =>
    `<item id="${i}" a="a${i}" b="b${i}"><c>${change}${i}</c></item>`
  const control = list(1_000, i => item(i))
  const shuffled = Array.from({ length: 1_000 }, (_, i) => (i * 7) % 1_000)
  const candidate = list(1_000, k => item(shuffled[k] ?? 0, k % 10 === 0 ? 'z' : ''))
  const { differences, steps } = compare(
    { control: xml(control), candidate: xml(candidate) },
    ANY_ORDER,
  )
  t.equal(differences.length, 100)
  t.ok(differences.every(({ path }) => path === 'list/item/c/text()'))
  t.ok(steps < 60_000, `${steps} steps`)
})

t.test('steps grow with what is compared, not with its square', async t => {
  const stepsOf = (count: number): number => {
    const document = (side: string) => xml(list(count, i => `<item a="${side}${i}" b="${i}"/>`))
    const budget = { ...BUDGET, differences: 100_000 }
    return compare({ control: document('x'), candidate: document('y') }, ANY_ORDER, budget).steps
  }
  const [small, large] = [stepsOf(500), stepsOf(2_000)]
  t.ok(large <= 6 * small, `${small}, ${large}`)
  t.strictSame(differing(compare({ control: xml('<a/>'), candidate: xml('<a/>') }, NO_RULES)), [])
})
