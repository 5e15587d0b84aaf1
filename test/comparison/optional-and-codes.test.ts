import fc from 'fast-check'
import t from 'tap'
import type { Rule } from '../../src/comparison/index.ts'
import { compareJson, compareXml, differing, policyOf } from './compared.ts'

t.test('what is optional may be missing on either side, but not say something else', async t => {
  const policy = policyOf({ id: 'lost', path: 'a/b', why: 'a test', does: 'optional' })
  const [without, one, two] = ['<a><c/></a>', '<a><b x="1"/><c/></a>', '<a><b x="2"/><c/></a>']
  t.match(compareXml(one, without, policy), { verdict: 'equivalent', hits: { lost: 1 } })
  t.match(compareXml(without, one, policy), { verdict: 'equivalent', hits: { lost: 1 } })
  t.strictSame(differing(compareXml(one, two, policy)), ['value a/b/@x'])
  t.throws(
    () => policyOf({ id: 'lost', path: '**/patientRole', why: 'a test', does: 'optional' }),
    /NHS number/,
  )
})

t.test('of several that are optional none may stand for another', async t => {
  const rule = { path: 'a/b', why: 'a test' } as const
  const optional: Rule = { id: 'lost', ...rule, does: 'optional' }
  const written = (values: readonly number[]): string =>
    `<a>${values.map(value => `<b x="${value}"/>`).join('')}<c/></a>`
  const values = fc.array(fc.nat(3), { maxLength: 5 })
  const isHeld = (less: readonly number[], more: readonly number[]): boolean =>
    less.every(one => less.filter(x => x === one).length <= more.filter(x => x === one).length)
  const POLICIES = [
    { policy: policyOf(optional), isOrdered: true },
    {
      policy: policyOf(optional, { id: 'unordered', ...rule, does: 'unordered' }),
      isOrdered: false,
    },
  ]
  for (const { policy, isOrdered } of POLICIES) {
    const explained = fc.property(values, values, (left, right) => {
      const { verdict } = compareXml(written(left), written(right), policy)
      const isLeftOut = isHeld(left, right) || isHeld(right, left)
      return isOrdered
        ? isLeftOut || verdict === 'different'
        : isLeftOut === (verdict !== 'different')
    })
    t.doesNotThrow(() => fc.assert(explained, { numRuns: 400 }), String(isOrdered))
  }
  const [one, two] = ['<a><b x="1"/><b x="2"/><c/></a>', '<a><b x="3"/><c/></a>']
  t.strictSame(differing(compareXml(one, two, POLICIES[0]?.policy)), [
    'extra a/b',
    'missing a/b',
    'missing a/b',
  ])
})

t.test('what is optional holds back no field never to be ignored', async t => {
  const policy = policyOf({ id: 'lost', path: '*/a', why: 'a test', does: 'optional' })
  const withStatus = '<r><a><x/><q:status xmlns:q="urn:q" code="1"/></a><c/></r>'
  const found = compareXml(withStatus, '<r><c/></r>', policy)
  t.strictSame(differing(found), ['missing r/a/status', 'missing r/a/x'])
  t.match(found.differences, [{ severity: 'significant' }, { severity: 'critical' }])
})

t.test('codes of one group mean the same, and no others', async t => {
  const same = [
    ['H', 'HP'],
    ['1', '2', '3'],
  ]
  const policy = policyOf({ id: 'codes', path: 'use', why: 'a test', does: 'codes', same })
  const ROWS: readonly (readonly [control: string, candidate: string, verdict: string])[] = [
    ['H', 'HP', 'equivalent'],
    ['3', '1', 'equivalent'],
    ['H', '1', 'different'],
    ['H', 'X', 'different'],
    ['X', 'X', 'identical'],
  ]
  for (const [control, candidate, verdict] of ROWS) {
    t.equal(compareJson({ use: control }, { use: candidate }, policy).verdict, verdict)
  }
  t.throws(
    () => policyOf({ id: 'codes', path: '**/status', why: 'a test', does: 'codes', same }),
    /status/,
  )
  t.throws(
    () => policyOf({ id: 'codes', path: 'use', why: 'a test', does: 'codes', same: [['H']] }),
    /codes: names no codes that mean the same/,
  )
})

t.test(
  'a member of a list is known by what is neither optional nor another code for it',
  async t => {
    const policy = policyOf(
      { id: 'unordered', path: 'm', why: 'a test', does: 'unordered' },
      { id: 'lost', path: 'm/by', why: 'a test', does: 'optional' },
      { id: 'codes', path: 'm/use', why: 'a test', does: 'codes', same: [['H', 'HP']] },
    )
    const member = (n: number, use: string, by?: object) => ({ n, use, ...(by && { by }) })
    const by = { a: 1, b: 2, c: 3, d: 4, e: 5 }
    const control = { m: [member(1, 'H', by), member(2, 'W', by), member(3, 'H', by)] }
    const candidate = { m: [member(3, 'HP'), member(1, 'HP'), member(2, 'W')] }
    t.match(compareJson(control, candidate, policy), {
      verdict: 'equivalent',
      hits: { lost: 3, codes: 2 },
    })
  },
)
