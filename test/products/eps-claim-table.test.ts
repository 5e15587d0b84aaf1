import t from 'tap'
import { defineDocument, type Row } from '../../src/mapping/index.ts'
import { CLAIM_DOCUMENT, CLAIM_SPEC } from '../../src/products/eps/claim.ts'

/** Why a row lets something go, and how many rows do: one more is added here by somebody who says that it may be. */
const LET_GO: Readonly<Record<string, number>> = {
  'HL7v3 says a time to the second': 1,
  'HL7v3 says it by its order': 2,
  'HL7v3 says it of each line item': 2,
  'HL7v3 says nothing of a charge or an endorsement where nothing was supplied': 2,
  'HL7v3 says of every organisation that its type is not said': 1,
  'HL7v3 says that it was paid, not how often': 1,
  'a Claim does not say by which release it was supplied': 1,
  'a Claim has one id, and its supply header has that too': 1,
  'a Claim says one time, when it was made': 1,
  'a blank line says nothing': 1,
  'a claim in HL7v3 has no place for it': 6,
  'a claim in HL7v3 names no patient': 1,
  'a claim in HL7v3 names the line item, not its dispense': 1,
  'a prescription in HL7v3 has no place for it': 7,
  'only this Claim knows it by that': 6,
  'said by its code': 9,
  'said by what it points at': 2,
  'what was prescribed: a claim in HL7v3 says what was supplied': 5,
  'who is at the keyboard is said beside it': 1,
  'who pays is said by the insurance': 1,
}

t.test('what a claim’s rows let go is a list somebody has read', async t => {
  const found: Record<string, number> = {}
  for (const { why } of CLAIM_DOCUMENT.losses()) found[why] = (found[why] ?? 0) + 1
  t.strictSame(found, LET_GO)
})

t.test(
  'of HL7v3 a claim’s rows let go of what EPS itself makes up, and of nothing else',
  async t => {
    const ofHl7 = CLAIM_DOCUMENT.rows()
      .filter(({ fhir, lossy }) => fhir === undefined && lossy.length > 0)
      .map(({ fact }) => fact)
    t.strictSame(ofHl7, ['header', 'authenticatedAt', 'release'])
  },
)

t.test('a row that lost what a payment depends on is refused as it is defined', async t => {
  const lossy = (rows: readonly Row[]): readonly Row[] =>
    rows.map(row => ('fact' in row && row.fact === 'payer' ? { ...row, lossy: 'why not' } : row))
  t.throws(() => defineDocument({ ...CLAIM_SPEC, rows: lossy(CLAIM_SPEC.rows) }), {
    message: 'eps.claim: payer may never be lost',
  })
  const needed = ['prescriptionId', 'shortId', 'medication', 'quantity', 'status', 'exemption']
  t.strictSame(
    needed.filter(fact => !CLAIM_DOCUMENT.kept.includes(fact)),
    [],
  )
})

t.test('a claim’s table can be read by a person', async t => {
  const rows = CLAIM_DOCUMENT.rows()
  t.ok(rows.length > 100, `${rows.length} rows`)
  const quantity = rows.find(({ fact }) => fact === 'supply/lineItems/components/quantity')
  t.strictSame(quantity?.hl7, { hl7: 'quantity/@value' })
  t.equal(quantity?.fhir, 'quantity[system=http://snomed.info/sct]/value')
  t.match(CLAIM_DOCUMENT.version, /^[0-9a-f]{12}$/)
})
