/** Each rule of each policy explains what it is for, and nothing that lies beside it. */
import t from 'tap'
import {
  type Comparison,
  createCompare,
  definePolicy,
  type Policy,
} from '../../src/comparison/index.ts'
import { POLICIES, policyFor } from '../../src/products/index.ts'
import { FHIR_ROWS } from './rule-rows-fhir.ts'
import { HL7_ROWS } from './rule-rows-hl7.ts'
import { MESH_ROWS } from './rule-rows-mesh.ts'
import { PDS_ROWS } from './rule-rows-pds.ts'
import { PRODUCT_ROWS } from './rule-rows-products.ts'
import type { RuleRow } from './rule-rows.ts'

const compare = createCompare({ key: Buffer.alloc(32, 5), now: () => Date.parse('2026-11-22') })
const ROWS: readonly RuleRow[] = [
  ...HL7_ROWS,
  ...FHIR_ROWS,
  ...PRODUCT_ROWS,
  ...MESH_ROWS,
  ...PDS_ROWS,
]

/** How a record of demographics is compared has tables of its own. */
const SHOWN: readonly Policy[] = [
  policyFor(undefined),
  ...POLICIES.filter(({ name }) => name !== 'pds.retrieval'),
]

/** What no rule explains: how grave, what kind, and the end of its path. */
const open = ({ differences }: Comparison): readonly string[] =>
  differences
    .filter(({ rule }) => rule === undefined)
    .map(({ severity, kind, path }) => `${severity} ${kind} ${path.split('/').slice(-2).join('/')}`)

const told = (comparison: Comparison): string =>
  [...new Set(open(comparison).map(line => line.replace(/^\w+ /, '')))].sort().join(', ')

const without = (policy: Policy, rule: string): Policy =>
  definePolicy({ ...policy, rules: policy.rules.filter(({ id }) => id !== rule) })

const rowsFor = (policy: Policy, rule: string): readonly RuleRow[] =>
  ROWS.filter(row => row.rule === rule && (row.policies?.includes(policy.name) ?? true))

for (const policy of SHOWN) {
  t.test(`${policy.name}: each rule explains what it is for, and nothing beside it`, async t => {
    for (const { id } of policy.rules) {
      const rows = rowsFor(policy, id)
      t.ok(rows.length > 0, `${id} is shown`)
      for (const { pair, beside, tells, still = '', request = [] } of rows) {
        const [control, candidate] = pair
        const hold = (by: Policy, other = candidate): Comparison =>
          compare({ control, candidate: other, request }, by)
        const own = hold(policy)
        const bare = hold(without(policy, id))
        t.equal(told(own), still, `${id}: all that it explains`)
        t.not(open(bare).join(), open(own).join(), `${id}: nothing else explains it`)
        t.equal(told(hold(policy, beside)), tells, `${id}: what it does not explain`)
      }
    }
  })
}

t.test('no row speaks of a rule that is not there', async t => {
  for (const { rule, policies = [] } of ROWS) {
    const having = SHOWN.filter(({ rules }) => rules.some(({ id }) => id === rule))
    t.ok(having.length > 0, rule)
    for (const name of policies)
      t.ok(
        having.some(policy => policy.name === name),
        `${name} ${rule}`,
      )
  }
})
