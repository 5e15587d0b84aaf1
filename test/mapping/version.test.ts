import t from 'tap'
import { defineMapping, type MappingSpec } from '../../src/mapping/index.ts'
import { versionOf } from '../../src/mapping/version.ts'
import { RETRIEVAL } from '../../src/products/pds/retrieval.ts'

/** Every place in plain data that holds no more data. */
function* leavesOf(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) {
    yield path
    return
  }
  for (const [name, member] of Object.entries(value)) yield* leavesOf(member, [...path, name])
}

/** The same data, in which one leaf says something else. */
function otherwise(value: unknown, [name = '', ...path]: readonly string[]): unknown {
  const members = Object.entries(value ?? {})
  const made = members.map(([own, member]: [string, unknown]) => {
    if (own !== name) return [own, member] as const
    return [own, path.length === 0 ? `${String(member)}x` : otherwise(member, path)] as const
  })
  return Array.isArray(value) ? made.map(([, member]) => member) : Object.fromEntries(made)
}

t.test('a mapping’s version is twelve digits, and the same for the same table', t => {
  const { version } = defineMapping(RETRIEVAL)
  t.match(version, /^[0-9a-f]{12}$/)
  t.equal(defineMapping(structuredClone(RETRIEVAL)).version, version)
  t.end()
})

t.test('any word of its table that is another makes it another version', t => {
  const versions = new Set([versionOf(RETRIEVAL)])
  const leaves = [...leavesOf(RETRIEVAL)]
  t.ok(leaves.length > 1_000)
  for (const leaf of leaves) versions.add(versionOf(otherwise(RETRIEVAL, leaf) as MappingSpec)) // it is one, but for a leaf
  t.equal(versions.size, leaves.length + 1)
  t.end()
})

const APART: readonly (readonly [what: string, one: unknown, other: unknown])[] = [
  ['an order', [1, 2], [2, 1]],
  ['what is nothing and what is not there', [undefined], []],
  ['nothing and null', [undefined], [null]],
  ['a word and what it spells', ['1'], [1]],
  ['one word and two', ['a,b'], ['a', 'b']],
  ['a name and a word', { a: 'b' }, ['a', 'b']],
  ['a function', (text: string) => text.trim(), (text: string) => text],
  ['a pattern', /a/, /b/],
  ['how a pattern is meant', /a/, /a/i],
]

for (const [what, one, other] of APART) {
  t.test(`${what} makes another version`, t => {
    t.not(versionOf({ one }), versionOf({ one: other }))
    t.equal(versionOf({ one }), versionOf({ one }))
    t.end()
  })
}
