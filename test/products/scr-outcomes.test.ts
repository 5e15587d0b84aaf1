/** What Spine refuses in its reasons and its façade in a status is one ending, of each kind its own. */
import t from 'tap'
import { createCompare } from '../../src/comparison/index.ts'
import { policyNamed } from '../../src/products/index.ts'
import { type PsisReason, refusal, toldOn } from '../support/scr-golden.ts'
import { xml } from './policy-answers.ts'

const compare = createCompare({ key: Buffer.alloc(32, 5), now: () => Date.parse('2026-11-22') })

const NO_ACCESS: readonly PsisReason[] = [
  ['420', 'access control'],
  ['30418', 'not permitted'],
]
const INVALID: readonly PsisReason[] = [
  ['400', 'Invalid Request'],
  ['35160', 'a number is missing'],
]

for (const name of ['scr.list', 'scr.summary', 'scr.upload', 'scr.permission', 'scr.alert']) {
  t.test(`${name}: no access is no bad request, on either side`, async t => {
    const policy = policyNamed(name)
    if (policy === undefined) throw new Error(`no policy ${name}`)
    const hold = (reasons: readonly PsisReason[], status: number, code: string): string => {
      const candidate = {
        ...{ status, headers: ['Content-Type', 'application/fhir+json'] },
        body: toldOn(reasons, code),
      }
      return compare({ control: xml(refusal(reasons)), candidate }, policy).verdict
    }
    t.equal(hold(NO_ACCESS, 403, 'forbidden'), 'identical')
    t.equal(hold(INVALID, 400, 'value'), 'identical')
    t.equal(hold(NO_ACCESS, 400, 'value'), 'different')
    t.equal(hold(INVALID, 403, 'forbidden'), 'different')
  })
}
