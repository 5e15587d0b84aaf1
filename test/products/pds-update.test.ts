import t from 'tap'
import { PDS_UPDATE } from '../../src/products/pds/update.ts'
import { UPDATE_GOLDEN } from '../support/pds-update-golden.ts'

for (const [title, golden] of Object.entries(UPDATE_GOLDEN)) {
  t.test(title, async t => {
    for (const { title, check } of golden) t.strictSame(...check(PDS_UPDATE), title)
  })
}
