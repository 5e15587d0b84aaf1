import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { isFicusError } from '../../src/exchange/index.ts'
import { JSON_LIMITS } from '../../src/mapping/index.ts'
import { treeOfJson } from '../../src/mapping/json-tree.ts'
import type { Tree } from '../../src/mapping/tree.ts'
import { corpusCases, corpusFiles, corpusFolder } from '../support/corpus.ts'

/** What came of a text: the tree, or the rule it was refused by. */
function read(text: string | Buffer): Tree | string {
  try {
    return treeOfJson(Buffer.from(text as string)) // either is taken alike
  } catch (error) {
    if (isFicusError(error) && error.code === 'malformed') return error.detail ?? ''
    throw error
  }
}

/** A tree as plain objects, without what nothing is said of. */
const told = (tree: Tree | string): unknown => JSON.parse(JSON.stringify(tree))

/** What a tree's members are as JSON.parse would have them. */
function valueOf(children: readonly Tree[]): Record<string, unknown> {
  const found: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (const child of children) {
    const value = oneOf(child)
    if (child.isItem !== true) found[child.label] = value
    else if (child.scalar === 'none' && child.children.length === 0 && !isTwice(children, child)) {
      // One empty item says nothing: an empty list, or a list of one empty object.
      found[child.label] = []
    } else found[child.label] = [...((found[child.label] as unknown[] | undefined) ?? []), value]
  }
  return found
}

const isTwice = (children: readonly Tree[], { label }: Tree): boolean =>
  children.filter(each => each.label === label).length > 1

function oneOf({ scalar, value, children }: Tree): unknown {
  if (children.length > 0) return valueOf(children)
  if (scalar === 'none') return {}
  return scalar === 'text' ? value : (JSON.parse(value) as unknown)
}

/** An empty object alone in a list is read as an empty list is: neither says anything. */
function settled(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(settled)
    return items.length === 1 && JSON.stringify(items[0]) === '{}' ? [] : items
  }
  if (typeof value !== 'object' || value === null) return value
  const properties = Object.entries(value).map(([name, each]) => [name, settled(each)] as const)
  return Object.assign(Object.create(null) as object, Object.fromEntries(properties))
}

t.test(
  'a document is read as rows read it: members in their order, items of a list as members',
  async t => {
    const place = { isItem: false, children: [] }
    t.strictSame(
      told(
        read(
          '{"resourceType":"Patient","id":"1","name":[{"given":["A","B"]}],"n":-1.50e2,"b":true,"z":null,"o":{},"l":[]}',
        ),
      ),
      {
        label: 'Patient',
        value: '',
        scalar: 'none',
        isItem: false,
        children: [
          { label: 'id', ...place, scalar: 'text', value: '1' },
          {
            label: 'name',
            isItem: true,
            value: '',
            scalar: 'none',
            children: [
              { label: 'given', ...place, isItem: true, scalar: 'text', value: 'A' },
              { label: 'given', ...place, isItem: true, scalar: 'text', value: 'B' },
            ],
          },
          { label: 'n', ...place, scalar: 'number', value: '-1.50e2' },
          { label: 'b', ...place, scalar: 'boolean', value: 'true' },
          { label: 'z', ...place, scalar: 'null', value: 'null' },
          { label: 'o', ...place, scalar: 'none', value: '' },
          { label: 'l', ...place, isItem: true, scalar: 'none', value: '' },
        ],
      },
    )
  },
)

t.test('what no reader may take in two ways is refused, without a byte of it', async t => {
  const deep = '{"a":'.repeat(JSON_LIMITS.depth)
  const REFUSED: readonly (readonly [text: string | Buffer, rule: RegExp])[] = [
    ['{"SECRET":1,"SECRET":1}', /^property that may not stand, character \d+$/],
    ['{"a":{"b":1,"\\u0062":2}}', /^property that may not stand/],
    ['{"__proto__":{"SECRET":1}}', /^property that may not stand/],
    ['{"\\u005f_proto__":1}', /^property that may not stand/],
    ['{"a":[["SECRET"]]}', /^list within a list/],
    ['{"a":[[]]}', /^list within a list/],
    ['["SECRET"]', /^not a JSON object/],
    ['"SECRET"', /^not a JSON object/],
    ['', /^not a JSON object/],
    ['{"a":1}{"b":2}', /^more than one JSON value/],
    ['{"a":1} SECRET', /^more than one JSON value/],
    ['{"a":"\\ud800"}', /^half a character/],
    ['{"\\udc00":1}', /^half a character/],
    ['{"a":01}', /^not JSON/],
    ['{"a":.5}', /^not JSON/],
    ['{"a":+1}', /^not JSON/],
    ['{"a":NaN}', /^not JSON/],
    ["{'a':1}", /^not JSON/],
    ['{"a":1,}', /^not JSON/],
    ['{"a":[1,]}', /^not JSON/],
    ['{"a":"\n"}', /^not JSON/],
    ['{"a":"\\x41"}', /^not JSON/],
    ['{"a" 1}', /^not JSON/],
    ['{"a":tru}', /^not JSON/],
    ['{/**/"a":1}', /^not JSON/],
    [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), /^not UTF-8/],
    [Buffer.from('\uFEFF{"a":1}', 'utf16le'), /^not UTF-8/],
    [`${deep}{"a":1}${'}'.repeat(JSON_LIMITS.depth)}`, /^more than 64 levels/],
    [`{"a":${'['.repeat(100_000)}`, /^list within a list/],
    ['{"a":'.repeat(100_000), /^more than 64 levels/],
  ]
  for (const [text, rule] of REFUSED) {
    const came = read(text)
    t.match(came, rule, text.toString('utf8').slice(0, 40))
    t.notMatch(came, /SECRET/)
  }
})

t.test(
  'a document as large and as deep as the limits is read, one byte or level more is not',
  async t => {
    const padded = (bytes: number): string => `{"a":"${'x'.repeat(bytes - 8)}"}`
    t.not(typeof read(padded(JSON_LIMITS.bytes)), 'string')
    t.equal(read(padded(JSON_LIMITS.bytes + 1)), 'more than 4194304 bytes, character 0')
    const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
    t.not(typeof read(nested(JSON_LIMITS.depth - 1)), 'string')
    t.match(read(nested(JSON_LIMITS.depth)), /levels/)
  },
)

t.test('a byte order mark in front is left out', async t => {
  t.match(read('\uFEFF{"resourceType":"Patient"}'), { label: 'Patient', children: [] })
})

t.test('a resourceType that is no text is a leaf, and names nothing', async t => {
  for (const type of ['1', '["Patient"]', '["Patient","Patient"]', '{"a":"Patient"}', 'null']) {
    const children = [{ label: 'resourceType' }]
    t.match(read(`{"resourceType":${type}}`), { label: '', children }, type)
  }
})

t.test('whatever JSON can hold, but lists in lists, is read as JSON.parse reads it', async t => {
  const any = fc
    .dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 4 }))
    .map(value => JSON.stringify(value))
    .filter(text => typeof read(text) !== 'string')
  fc.assert(
    fc.property(any, text => {
      const tree = read(text)
      if (typeof tree === 'string') throw new Error(tree)
      const { resourceType, ...rest } = JSON.parse(text) as Record<string, unknown>
      t.equal(resourceType, undefined)
      t.same(valueOf(tree.children), settled(rest))
    }),
  )
})

/** Texts of the suite that are JSON, and that we refuse inside an object all the same. */
const STRICTER = /^y_(?:array_arraysWithSpaces|object_duplicated_key(?:_and_value)?)\.json$/

t.test('the JSON test suite is read as it says, and nothing crashes', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const files = corpusFiles(join(folder, 'security/nst+JSONTestSuite'), path =>
    path.endsWith('.json'),
  )
  const seen = { y: 0, n: 0, i: 0 }
  for (const file of files) {
    const name = basename(file)
    const kind = name[0] as keyof typeof seen // the suite's own three
    const text = Buffer.concat([Buffer.from('{"a":'), readFileSync(file), Buffer.from('}')])
    const came = read(text)
    seen[kind] += 1
    const isStricter = typeof came === 'string' && /^(?:list within|property that)/.test(came)
    if (kind === 'y') t.ok(typeof came !== 'string' || isStricter, `${name} is read`)
    if (kind === 'n') t.ok(typeof came === 'string', `${name} is refused`)
    if (kind === 'y' && isStricter) t.match(name, STRICTER)
    read(readFileSync(file))
  }
  t.comment(`${seen.y} to be read, ${seen.n} to be refused, ${seen.i} as one likes`)
  t.ok(seen.y > 40 && seen.n > 80)
  t.end()
})

t.test('naughty strings come through as they are', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const file = join(folder, 'security/minimaxir+big-list-of-naughty-strings/blns.dev.jsonl')
  for (const { id, bytes } of corpusCases(file)) {
    const text = bytes.toString('utf8')
    t.match(read(JSON.stringify({ a: text })), { children: [{ value: text }] }, id)
  }
  t.end()
})
