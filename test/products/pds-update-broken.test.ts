import t from 'tap'
import { UPDATE } from '../../src/products/pds/update.ts'
import { type Came, createJury } from '../support/broken-jury.ts'
import { brokenChanges } from '../support/pds-update-broken.ts'
import { UPDATE_GOLDEN } from '../support/pds-update-golden.ts'

t.test('every row broken once is refused as it is defined or caught by a golden fact', async t => {
  const jury = createJury(Object.values(UPDATE_GOLDEN).flat())
  t.equal(jury(UPDATE), 'survived', 'what is not broken is not caught')
  const came: Record<Came, string[]> = { refused: [], caught: [], survived: [] }
  for (const { title, spec } of brokenChanges(UPDATE)) came[jury(spec)].push(title)
  const { refused, caught, survived } = came
  t.comment(`${refused.length} refused, ${caught.length} caught`)
  t.strictSame(survived, [])
  t.ok(caught.length > 400, `${caught.length} caught by a golden fact`)
})
