import t from 'tap'
import { defineDocument, type Row } from '../../src/mapping/index.ts'
import { PRESCRIPTION_DOCUMENT, PRESCRIPTION_SPEC } from '../../src/products/eps/prescription.ts'

/** Why a row lets something go, and how many rows do: one more is added here by somebody who says that it may be. */
const LET_GO: Readonly<Record<string, number>> = {
  'HL7v3 has one word for both': 1,
  'HL7v3 says it by its order': 1,
  'HL7v3 says it in words, which are the text of the dosage': 11,
  'HL7v3 says of every organisation that its type is not said': 2,
  'HL7v3 says when it was signed': 1,
  'a blank line says nothing': 5,
  'a blank name says nothing': 9,
  'a message that says nothing': 1,
  'a number written again for who is asked by that one': 2,
  'a prescription in HL7v3 has no place for it': 40,
  'a signature in HL7v3 is about the whole prescription': 1,
  'an entry that names nothing': 1,
  'its parts say it': 1,
  'of a service and its place only what an organisation has is said': 2,
  'only this Bundle knows it by that': 17,
  'said by its code': 8,
  'said by what it points at': 4,
  'the organisation is the service it is billed as, where there is one': 8,
  'the patient is who it is for': 4,
  'the schedule of a drug is that of its code': 1,
  'the way a message takes is said around it': 5,
  'when it was written down: HL7v3 says when it was signed': 1,
  'who is at the keyboard is said beside it': 2,
  'who signed is said': 1,
}

t.test('what a prescription’s rows let go is a list somebody has read', async t => {
  const found: Record<string, number> = {}
  for (const { why } of PRESCRIPTION_DOCUMENT.losses()) found[why] = (found[why] ?? 0) + 1
  t.strictSame(found, LET_GO)
})

t.test('of HL7v3 a prescription’s rows let go of blanks alone', async t => {
  const ofHl7 = PRESCRIPTION_DOCUMENT.rows().filter(
    ({ fhir, lossy }) => fhir === undefined && lossy.length > 0,
  )
  t.strictSame(ofHl7, [])
})

t.test('a row that lost what may never be lost is refused as it is defined', async t => {
  const lossy = (rows: readonly Row[]): readonly Row[] =>
    rows.map(row => ('fact' in row && row.fact === 'signedAt' ? { ...row, lossy: 'why not' } : row))
  t.throws(() => defineDocument({ ...PRESCRIPTION_SPEC, rows: lossy(PRESCRIPTION_SPEC.rows) }), {
    message: 'eps.prescription: signedAt may never be lost',
  })
  t.throws(() => defineDocument({ ...PRESCRIPTION_SPEC, kept: ['nobody'] }), {
    message: 'eps.prescription: nobody is no fact of it',
  })
})

t.test('a prescription’s table can be read by a person', async t => {
  const rows = PRESCRIPTION_DOCUMENT.rows()
  t.ok(rows.length > 200, `${rows.length} rows`)
  const quantity = rows.find(({ fact }) => fact === 'lineItems/quantity')
  t.strictSame(quantity?.hl7, { hl7: 'component/lineItemQuantity/quantity/@value' })
  t.equal(quantity?.fhir, 'dispenseRequest/quantity[system=http://snomed.info/sct]/value')
  t.match(PRESCRIPTION_DOCUMENT.version, /^[0-9a-f]{12}$/)
})
