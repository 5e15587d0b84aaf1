import t from 'tap'
import { TRACE } from '../../src/products/pds/trace.ts'
import { type Came, createJury } from '../support/broken-jury.ts'
import { brokenSearches } from '../support/pds-trace-broken.ts'
import { TRACE_GOLDEN } from '../support/pds-trace-golden.ts'

t.test('every row broken once is refused as it is defined or caught by a golden fact', async t => {
  const jury = createJury(Object.values(TRACE_GOLDEN).flat())
  t.equal(jury(TRACE), 'survived', 'what is not broken is not caught')
  const came: Record<Came, string[]> = { refused: [], caught: [], survived: [] }
  for (const { title, spec } of brokenSearches(TRACE)) came[jury(spec)].push(title)
  const { refused, caught, survived } = came
  t.comment(`${refused.length} refused, ${caught.length} caught`)
  t.strictSame(survived, [])
  t.ok(caught.length > 400, `${caught.length} caught by a golden fact`)
})
