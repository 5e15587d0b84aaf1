import t from 'tap'
import { RETRIEVAL } from '../../src/products/pds/retrieval.ts'
import { type Came, createJury } from '../support/broken-jury.ts'
import { GOLDEN } from '../support/pds-golden.ts'
import { brokenTables } from '../support/pds-golden-broken.ts'

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
