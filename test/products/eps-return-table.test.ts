import t from 'tap'
import { defineDocument, type DocumentMapping, type DocumentSpec } from '../../src/mapping/index.ts'
import { RETURN_DOCUMENT, RETURN_SPEC } from '../../src/products/eps/return.ts'
import { WITHDRAWAL_DOCUMENT, WITHDRAWAL_SPEC } from '../../src/products/eps/withdrawal.ts'

type Losses = Readonly<Record<string, number>>

/** Why a row lets something go, and how many rows do: one more is added here by somebody who says that it may be. */
const LET_GO_BY_BOTH: Losses = {
  'HL7v3 has no place for it': 10,
  'its place says it': 4,
  'its status says it': 2,
  'only the sender knows it by that': 3,
  'only this Task knows it by that': 2,
  'the code says it': 3,
  'the prescription says how often': 1,
  'who asks says for whom': 6,
}
const LET_GO_BY_RETURN: Losses = {
  ...LET_GO_BY_BOTH,
  'HL7v3 says of every organisation that its type is not said': 1,
  'a blank line says nothing': 1,
  'a prescription in HL7v3 has no place for it': 7,
  'a return in HL7v3 names no patient: whose the prescription is it says itself': 1,
  'said by its code, or in another list again': 2,
  'said by what it points at': 2,
  'systems tie it to the return in two ways, and mean the same': 2,
}
const LET_GO_BY_WITHDRAWAL: Losses = {
  ...LET_GO_BY_BOTH,
  'a withdrawal in HL7v3 says of an organisation its code alone': 6,
  'a withdrawal in HL7v3 says of who takes it back the role alone': 3,
  'its code says it': 1,
}

const lossesOf = (document: DocumentMapping): Losses => {
  const found: Record<string, number> = {}
  for (const { why } of document.losses()) found[why] = (found[why] ?? 0) + 1
  return found
}

t.test('what the rows of a return and a withdrawal let go is a list somebody has read', async t => {
  t.strictSame(lossesOf(RETURN_DOCUMENT), LET_GO_BY_RETURN)
  t.strictSame(lossesOf(WITHDRAWAL_DOCUMENT), LET_GO_BY_WITHDRAWAL)
})

/** What of HL7v3 is let go, by its place. */
const lostOfHl7 = (document: DocumentMapping): unknown[] =>
  document
    .rows()
    .filter(({ fhir, lossy }) => fhir === undefined && lossy.length > 0)
    .map(({ hl7 }) => hl7)

t.test('of HL7v3 only marks that say nothing of their own are let go', async t => {
  t.strictSame(lostOfHl7(RETURN_DOCUMENT), [
    { hl7: 'pertinentInformation3/@contextConductionInd' },
    { hl7: 'reversalOf/@inversionInd' },
  ])
  t.strictSame(lostOfHl7(WITHDRAWAL_DOCUMENT), [
    { hl7: 'pertinentInformation2/pertinentWithdrawType/value/@displayName' },
  ])
})

t.test('a row that lost what may never be lost is refused as it is defined', async t => {
  const withLossy = (spec: DocumentSpec, fact: string): DocumentSpec => ({
    ...spec,
    rows: spec.rows.map(row =>
      'fact' in row && row.fact === fact ? { ...row, lossy: 'why not' } : row,
    ),
  })
  for (const [spec, facts] of [
    [RETURN_SPEC, ['messageId', 'releaseId', 'shortId', 'issued', 'reason']],
    [WITHDRAWAL_SPEC, ['messageId', 'notificationId', 'shortId', 'issued', 'reason', 'nhsNumber']],
  ] as const) {
    for (const fact of facts) {
      const message = `${spec.name}: ${fact} may never be lost`
      t.throws(() => defineDocument(withLossy(spec, fact)), { message })
    }
  }
})

t.test('the tables can be read by a person', async t => {
  const issued = RETURN_DOCUMENT.rows().find(({ fact }) => fact === 'issued')
  t.strictSame(issued?.hl7, {
    hl7: 'pertinentInformation2/pertinentRepeatInstanceInfo/value/@value',
  })
  for (const { version } of [RETURN_DOCUMENT, WITHDRAWAL_DOCUMENT]) {
    t.match(version, /^[0-9a-f]{12}$/)
  }
})
