import { readFileSync } from 'node:fs'
import t from 'tap'
import { CATALOGUE, type Family, LABELS } from '../../src/telemetry/index.ts'
import { HOW, withMetricTables } from '../support/metric-table.ts'

const FAMILIES = Object.values<Family>(CATALOGUE)

t.test('the tables of the README are the catalogue’s', async t => {
  const readme = readFileSync('README.md', 'utf8')
  const isSame = withMetricTables(readme) === readme
  t.ok(isSame, `the tables of metrics are written anew by: ${HOW}`)
  t.ok(FAMILIES.every(({ name }) => readme.includes(`| \`${name}\` |`)))
})

t.test('a README without a place for a table is told', async t => {
  t.throws(() => withMetricTables('## Metrics\n\n<!-- metrics -->\n<!-- /metrics -->\n'), /labels/)
})

t.test('no two families have one name, and every label is used', async t => {
  t.equal(new Set(FAMILIES.map(({ name }) => name)).size, FAMILIES.length)
  t.strictSame(
    [...new Set(FAMILIES.flatMap(({ labels }) => labels))].sort(),
    Object.keys(LABELS).sort(),
  )
})

t.test('a histogram has ten bounds at most, and they rise', async t => {
  for (const { type, bounds, name } of FAMILIES) {
    if (type !== 'histogram') t.strictSame(bounds, [], name)
    else t.ok(bounds.length >= 4 && bounds.length <= 10, name)
    t.strictSame(
      [...new Set(bounds)].sort((a, b) => a - b),
      bounds,
      name,
    )
  }
})

t.test('a name tells its kind and unit, and a help text is one sentence', async t => {
  for (const { name, type, help } of FAMILIES) {
    t.match(name, /^ficus_[a-z]+(?:_[a-z]+)*$/)
    t.equal(type === 'counter', name.endsWith('_total'), name)
    if (type === 'histogram') t.match(name, /_(?:seconds|ratio)$/)
    t.match(help, /^[A-Z1].*\.$/, name)
    // Nothing in it is written otherwise in one of the two formats, or ends a cell of a table.
    t.notMatch(help, /["\\\n|]/, name)
  }
})
