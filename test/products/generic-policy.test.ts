import t from 'tap'
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
  for (const { name } of MAPPINGS) t.equal(policyNamed(name)?.name, name)
  t.equal(policyNamed('there.is.none'), undefined)
})
