/** What both locators mean is held against each other by rules that never make less of what matters. */
import { randomBytes } from 'node:crypto'
import t from 'tap'
import { createCompare, type InformationLeaf } from '../../src/comparison/index.ts'
import { policyNamed } from '../../src/products/index.ts'
import { NRL_POINTERS as MAPPING } from '../../src/products/nrl/pointers.ts'
import { searchset } from '../support/nrl-called.ts'
import { READ } from '../support/nrl-golden.ts'

const policy = policyNamed(MAPPING.name)
if (policy === undefined) throw new Error('the mapping has no policy')
const compare = createCompare({ key: randomBytes(32), now: () => 0 })

const answered = (means: readonly InformationLeaf[]) => ({
  ...{ status: 200, headers: ['Content-Type', 'application/fhir+json'], body: Buffer.from('{}') },
  means,
})
const held = (control: readonly InformationLeaf[], candidate: readonly InformationLeaf[]) =>
  compare({ control: answered(control), candidate: answered(candidate) }, policy)

/** All the leaves of pointers that say all there is. */
const leaves = READ.flatMap(({ r4 }) => {
  const body = Buffer.from(JSON.stringify(searchset(r4)))
  const said = MAPPING.readCloud({ status: 200, body })
  return said.kind === 'said' ? [MAPPING.leaves(said.information ?? {}, 'nrl-stu3-search')] : []
}).toSorted((a, b) => b.length - a.length)
const [fullest = []] = leaves

/** What may never be made less of, where it stands. */
const NEVER_LESS =
  /^(?:total|found\[0\]\/(?:id|status|nhsNumber|custodian|author|type\[0\]\/coding\[\d\]\/code|content\[\d\]\/(?:url|format)|relatesTo\[0\]\/(?:code|reference|value)))$/
const COSMETIC = /\/coding\[\d\]\/display$/

t.test('a pointer means what it means', async t => {
  t.ok(fullest.length > 40, `${fullest.length} leaves`)
  t.equal(held(fullest, fullest).verdict, 'identical')
})

for (const { path, value } of fullest) {
  t.test(`another ${path} is seen`, async t => {
    const other = fullest.map(leaf => (leaf.path === path ? { ...leaf, value: `${value}1` } : leaf))
    const { verdict, differences } = held(fullest, other)
    if (COSMETIC.test(path)) t.not(verdict, 'identical')
    else t.equal(verdict, 'different')
    const isCritical = differences.some(({ severity }) => severity === 'critical')
    if (NEVER_LESS.test(path)) t.ok(isCritical, 'and never made less of')
    const without = fullest.filter(leaf => leaf.path !== path)
    if (!COSMETIC.test(path))
      t.equal(held(fullest, without).verdict, 'different', 'nor is it missing')
  })
}

t.test('every field no rule may make less of stands in a pointer that says all', async t => {
  const named = fullest
    .filter(({ path }) => NEVER_LESS.test(path))
    .map(({ path }) => path.replace(/\[\d\]/g, ''))
  for (const fact of [
    'total',
    'found/id',
    'found/status',
    'found/nhsNumber',
    'found/custodian',
    'found/content/url',
    'found/content/format',
    'found/type/coding/code',
  ]) {
    t.ok(named.includes(fact), fact)
  }
  t.ok(named.some(path => path.startsWith('found/relatesTo/')))
})
