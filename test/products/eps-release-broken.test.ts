import t, { type Test } from 'tap'
import { defineDocument } from '../../src/mapping/index.ts'
import { PRESCRIPTION_SPEC } from '../../src/products/eps/prescription.ts'
import { rejectTo } from '../../src/products/eps/release-reject.ts'
import {
  NOMINATED_RELEASE_SPEC,
  RELEASE_DOCUMENT,
  RELEASE_SPEC,
} from '../../src/products/eps/release-request.ts'
import { RELEASE_RESPONSE_SPEC } from '../../src/products/eps/release-response.ts'
import { brokenDocuments } from '../support/prescription-golden-broken.ts'
import { replyMapping, responseFacts } from '../support/release-answer-facts.ts'
import { type Came, createReleaseJury } from '../support/release-facts.ts'
import { ASKED, NOMINATED } from '../support/release-golden-asked.ts'
import { rejectFacts } from '../support/release-reject-facts.ts'
import { requestFacts } from '../support/release-request-facts.ts'

interface Table {
  readonly rows: typeof RELEASE_SPEC.rows
}

/** Holds a table broken in every way against a jury; ways that are known to be caught elsewhere are left out. */
function judge<Spec extends Table>(
  t: Test,
  spec: Spec,
  jury: (spec: Spec) => Came,
  elsewhere: ReadonlySet<string> = new Set(),
): void {
  t.equal(jury(spec), 'survived', 'what is not broken is not caught')
  const came: Record<Came, string[]> = { refused: [], caught: [], survived: [] }
  for (const each of brokenDocuments(spec)) {
    if (!elsewhere.has(each.title)) came[jury(each.spec)].push(each.title)
  }
  const { refused, caught, survived } = came
  const broken = refused.length + caught.length + survived.length
  t.comment(`${broken} broken tables: ${refused.length} refused, ${caught.length} caught`)
  t.strictSame(survived, [])
}

t.test('every row of a request broken once is refused or caught by a golden fact', async t => {
  const licensed = { ...NOMINATED, licence: true }
  const facts = [
    [RELEASE_SPEC, requestFacts([ASKED])],
    [NOMINATED_RELEASE_SPEC, requestFacts([NOMINATED, licensed])],
  ] as const
  for (const [spec, of] of facts) judge(t, spec, createReleaseJury(defineDocument, spec, of))
})

t.test('every row a release adds broken once is refused or caught by a golden fact', async t => {
  // What is broken of a prescription as it is sent, its own golden facts catch.
  const sent = new Set([...brokenDocuments(PRESCRIPTION_SPEC)].map(({ title }) => title))
  const spec = RELEASE_RESPONSE_SPEC
  judge(t, spec, createReleaseJury(replyMapping, spec, responseFacts()), sent)
})

t.test('every row of a rejection broken once is refused or caught by a golden fact', async t => {
  const spec = rejectTo(RELEASE_DOCUMENT)
  judge(t, spec, createReleaseJury(replyMapping, spec, rejectFacts()))
})
