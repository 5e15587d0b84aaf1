import t from 'tap'
import { withOperatorRules } from '../../src/comparison/index.ts'
import {
  INTERACTIONS,
  MAPPINGS,
  POLICIES,
  policyFor,
  policyNamed,
} from '../../src/products/index.ts'

t.test('every interaction has a way its answers are compared', async t => {
  for (const { id } of INTERACTIONS) {
    const own = POLICIES.find(({ interactions }) => interactions.includes(id))
    t.equal(policyFor(id).name, own?.name ?? 'generic', id)
  }
  t.equal(policyFor('NOBODY_IN000001').name, 'generic')
  t.equal(policyFor(undefined).name, 'generic')
})

t.test('what a mapping reads is compared as its product says', async t => {
  for (const { name, interactions } of MAPPINGS) {
    const own = policyNamed(name)
    if (own !== undefined) t.equal(own.name, name)
    else for (const id of interactions) t.not(policyFor(id).name, 'generic', `${name} ${id}`)
  }
  t.equal(policyNamed('there.is.none'), undefined)
})

t.test('every policy is for interactions there are, each in one policy', async t => {
  const known = new Set(INTERACTIONS.map(({ id }) => id))
  const all = POLICIES.flatMap(({ interactions }) => interactions)
  for (const id of all) t.ok(known.has(id), id)
  t.equal(new Set(all).size, all.length)
})

t.test('each rule of each policy says why in words', async t => {
  for (const { name, rules } of POLICIES) {
    for (const { id, why } of rules) t.ok(why.split(' ').length > 2, `${name} ${id}`)
  }
  t.equal(new Set(POLICIES.map(({ name }) => name)).size, POLICIES.length)
})

t.test(
  'none of our own rules ignores what a policy protects, and each protects something',
  async t => {
    for (const policy of POLICIES) {
      t.ok(policy.protects.length > 0, policy.name)
      for (const { path } of policy.protects) {
        const rule = { path, why: 'a test', owner: 'nobody', expires: '2030-01-01' }
        t.throws(
          () => withOperatorRules(policy, [rule]),
          /never to be ignored/,
          `${policy.name} ${path}`,
        )
      }
    }
  },
)
