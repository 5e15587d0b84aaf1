/** Each place a rule names is one that messages have, and there it explains what it is for. */
import t from 'tap'
import { createCompare, definePolicy, type Policy, type Rule } from '../../src/comparison/index.ts'
import { matches, parsePattern } from '../../src/comparison/path-pattern.ts'
import { POLICIES, policyFor } from '../../src/products/index.ts'
import { answerAt } from './at-path.ts'
import { PLACES } from './rule-places.ts'

const compare = createCompare({ key: Buffer.alloc(32, 5), now: () => Date.parse('2026-11-22') })

const SHOWN: readonly Policy[] = [
  policyFor(undefined),
  ...POLICIES.filter(({ name }) => name !== 'pds.retrieval'),
]

/** What speaks of how several stand beside each other, or of how little something weighs, is shown by pairs alone. */
const BESIDE: ReadonlySet<Rule['does']> = new Set([
  'unordered',
  'key',
  'cosmetic',
  'empty-is-absent',
])

/** In a release these hold in named places only, which its own tables show. */
const SCOPED = new Set([
  'fixed-type',
  'object-id-case',
  'decimals',
  'telecom-scheme',
  'times-in-one-way',
])

const isShownHere = ({ name }: Policy, { id, does }: Rule): boolean =>
  !BESIDE.has(does) && !(name === 'eps.release' && SCOPED.has(id))

const pathsOf = ({ path }: Rule): readonly string[] => (typeof path === 'string' ? [path] : path)

/** Whether a pattern leads to a path, or a rule that ignores speaks of what the path stands within. */
const leadsTo = (rule: Rule, pattern: string, path: string): boolean => {
  const names = path.split('/')
  const ends = rule.does === 'ignore' ? names.map((_, i) => names.slice(0, i + 1)) : [names]
  return ends.some(end => matches(parsePattern(pattern), end))
}

for (const policy of SHOWN) {
  t.test(`${policy.name}: a rule holds in each place it is for, and names no other`, async t => {
    const bare = definePolicy({ ...policy, rules: [] })
    let shown = 0
    for (const rule of policy.rules.filter(each => isShownHere(policy, each))) {
      const places = PLACES.filter(
        ({ rule: id, policy: only = policy.name }) => id === rule.id && only === policy.name,
      )
      for (const { paths, values } of places) {
        for (const path of paths) {
          const [control, candidate] = values.map(value => answerAt(path, value))
          if (control === undefined || candidate === undefined) throw new Error('two values')
          const { differences } = compare({ control, candidate }, policy)
          const open = differences.filter(({ rule: by }) => by === undefined)
          t.strictSame(open, [], `${rule.id}: ${path}`)
          t.equal(compare({ control, candidate }, bare).verdict, 'different', `${path} without it`)
          shown += 1
        }
      }
      const all = places.flatMap(({ paths }) => paths)
      for (const pattern of pathsOf(rule)) {
        t.ok(
          all.some(path => leadsTo(rule, pattern, path)),
          `${rule.id}: ${pattern} is somewhere`,
        )
      }
    }
    t.comment(`${shown} places`)
  })
}
