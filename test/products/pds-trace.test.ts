import t from 'tap'
import { PDS_TRACE } from '../../src/products/pds/trace.ts'
import { TRACE_GOLDEN } from '../support/pds-trace-golden.ts'

for (const [title, golden] of Object.entries(TRACE_GOLDEN)) {
  t.test(title, async t => {
    for (const { title, check } of golden) t.strictSame(...check(PDS_TRACE), title)
  })
}
