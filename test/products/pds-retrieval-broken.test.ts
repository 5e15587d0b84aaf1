import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { defineMapping, type Mapping, type MappingSpec } from '../../src/mapping/index.ts'
import { RETRIEVAL } from '../../src/products/pds/retrieval.ts'
import { type Golden, GOLDEN } from '../support/pds-golden.ts'
import { brokenTables } from '../support/pds-golden-broken.ts'

/** What came of a table: it could not be defined, a golden fact tells it from the true one, or none does. */
type Came = 'refused' | 'caught' | 'survived'

function createJury(golden: readonly Golden[]): (spec: MappingSpec) => Came {
  // Broken tables that stand beside each other are mostly told by the same fact: the last one is asked first.
  const inOrder = [...golden]
  return spec => {
    const mapping = defined(spec)
    if (mapping === undefined) return 'refused'
    const at = inOrder.findIndex(({ check }) => !isDeepStrictEqual(...check(mapping)))
    if (at === -1) return 'survived'
    inOrder.unshift(...inOrder.splice(at, 1))
    return 'caught'
  }
}

function defined(spec: MappingSpec): Mapping | undefined {
  try {
    return defineMapping(spec)
  } catch {
    return undefined
  }
}

t.test('every row broken once is refused as it is defined or caught by a golden fact', async t => {
  const jury = createJury(Object.values(GOLDEN).flat())
  t.equal(jury(RETRIEVAL), 'survived', 'what is not broken is not caught')
  const came: Record<Came, string[]> = { refused: [], caught: [], survived: [] }
  for (const { title, spec } of brokenTables(RETRIEVAL)) came[jury(spec)].push(title)
  const { refused, caught, survived } = came
  const broken = refused.length + caught.length + survived.length
  t.comment(`${broken} broken tables: ${refused.length} refused, ${caught.length} caught`)
  t.strictSame(survived, [])
  t.ok(caught.length > 1300, `${caught.length} caught by a golden fact`)
})

t.test('without the golden facts about queries broken queries survive', async t => {
  const others = Object.entries(GOLDEN).filter(([about]) => !about.startsWith('a query'))
  t.equal(others.length, Object.keys(GOLDEN).length - 1)
  const jury = createJury(others.flatMap(([, golden]) => golden))
  const inQuery = [...brokenTables(RETRIEVAL)].filter(({ title }) => title.startsWith('query: '))
  t.ok(inQuery.some(({ spec }) => jury(spec) === 'survived'))
})
