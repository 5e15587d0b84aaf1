import { readFileSync } from 'node:fs'
import t from 'tap'
import { DEFAULT_GATE } from '../../src/evidence/index.ts'

const lines = readFileSync('src/config/schema.ts', 'utf8').split('\n')

/** Every field an operator may write, with the line above it. */
const fields = lines.flatMap((line, i) => {
  const [, name] = /^ +(\w+): (?:z\b|\w+\()/.exec(line) ?? []
  const isField = name !== undefined && name !== 'error'
  return isField ? [{ name, line, above: lines[i - 1] ?? '' }] : []
})

/** What stands within a form a value may have: it is said where the value is. */
const WITHIN_A_FORM = ['within', 'module', 'generic', 'side', 'why', 'key']

t.test('every field says in one line what it does', t => {
  t.ok(fields.length > 40, 'a rule that looked at nothing would pass')
  for (const { name, above } of fields) {
    if (WITHIN_A_FORM.includes(name) && !above.includes('*/')) continue
    t.match(above, /^ +\/\*\* [A-Z`].*\. \*\/$/, name)
  }
  t.end()
})

t.test('a field that may be left out says what holds then', t => {
  const optional = fields.filter(({ line }) => /\.(?:optional\(\)|default\(.*\)),$/.test(line))
  t.ok(optional.length > 20)
  for (const { name, above } of optional) t.match(above, /default|Default/, name)
  t.end()
})

t.test('what a gate asks by default is what the file says of it', t => {
  const said = (name: string) =>
    Number(/Default ([\d.]+)\. /.exec(fields.find(each => each.name === name)?.above ?? '')?.[1])
  t.equal(said('divergenceBelow'), DEFAULT_GATE.divergenceBelow)
  t.equal(said('confidence'), DEFAULT_GATE.confidence)
  t.equal(DEFAULT_GATE.latencyRatioBelow, undefined)
  t.equal(DEFAULT_GATE.soakMs, 0)
  t.end()
})
