import t from 'tap'
import type { Cohort } from '../../src/exchange/index.ts'
import { normaliseKey } from '../../src/rollout/index.ts'

const CASES: readonly (readonly [Cohort['key'], string, string | undefined])[] = [
  ['nhsNumber', '9990000018', '9990000018'],
  ['nhsNumber', '999 000 0018', '9990000018'],
  ['nhsNumber', ' 999-000-0018 ', '9990000018'],
  ['nhsNumber', '999000001', undefined],
  ['nhsNumber', '99900000189', undefined],
  ['nhsNumber', '999000001X', undefined],
  ['nhsNumber', '９９９００００００１', undefined],
  ['nhsNumber', '', undefined],
  ['prescriptionId', '905c30-c81007-00001+', '905C30-C81007-00001+'],
  ['prescriptionId', ' 905C30-C81007-00001+ ', '905C30-C81007-00001+'],
  ['prescriptionId', ' ', undefined],
  ['fromAsid', '200000000115 ', '200000000115'],
  ['messageId', '5a562114-0000-4000-8000-000000000001', '5A562114-0000-4000-8000-000000000001'],
]

for (const [kind, written, expected] of CASES) {
  t.test(`${kind} '${written}' ${expected === undefined ? 'is no key' : `is ${expected}`}`, t => {
    t.equal(normaliseKey(kind, written), expected)
    t.end()
  })
}
