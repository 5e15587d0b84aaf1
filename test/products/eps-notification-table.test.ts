import t from 'tap'
import { defineDocument, type Row } from '../../src/mapping/index.ts'
import { NOTIFICATION_DOCUMENT, NOTIFICATION_SPEC } from '../../src/products/eps/notification.ts'

/** Why a row lets something go, and how many rows do: one more is added here by somebody who says that it may be. */
const LET_GO: Readonly<Record<string, number>> = {
  'FHIR has one place for the number of who dispenses': 1,
  'HL7v3 names the patient by the number alone': 1,
  'HL7v3 says it by its order': 1,
  'HL7v3 says it in words, which are the text of the dosage': 11,
  'a blank line says nothing': 1,
  'a number of its own for what a Bundle has no second number for': 1,
  'a number written again for who is asked by that one': 1,
  'a prescription in HL7v3 has no place for it': 19,
  'a word FHIR has beside the item’s own status, which is its type': 1,
  'an entry that names nothing': 1,
  'only this Bundle knows it by that': 10,
  'said by its code': 10,
  'said by its place, in whatever words': 8,
  'said by what it points at': 2,
  'that a supply is a supply, or the unit once more': 1,
  'the prescription says it, which HL7v3 only names': 16,
  'the way a message takes is said around it': 7,
  'what kind of organisation it is, which FHIR is not told': 1,
  'when the message was written, which a Bundle does not say': 1,
  'which line items it has, once more': 1,
  'who dispenses has one name': 1,
  'who reimburses is known by the code': 2,
}

t.test('what a notification’s rows let go is a list somebody has read', async t => {
  const found: Record<string, number> = {}
  for (const { why } of NOTIFICATION_DOCUMENT.losses()) found[why] = (found[why] ?? 0) + 1
  t.strictSame(found, LET_GO)
})

/** Places of HL7v3 whatever stands in which is let go: none of them is about the patient, a medicine or a quantity. */
const OF_HL7: readonly string[] = [
  'pertinentInformation1/pertinentSupplyHeader/id/@root',
  'pertinentInformation1/pertinentSupplyHeader/author/time/@value',
  'component1/supplyRequest/code',
  'code/@displayName',
  'component*/suppliedLineItemQuantity/code/@displayName',
  'component*/suppliedLineItemQuantity/product/suppliedManufacturedProduct/manufacturedSuppliedMaterial/@determinerCode',
  'code',
  'agentPerson/id/@root',
  'agentPerson/name/@use',
  'pertinentInformation2/pertinentCareRecordElementCategory/component*/actRef/id/@root',
  'pertinentInformation2/pertinentCareRecordElementCategory/component*',
  'code/@displayName',
  'code/originalText',
  'pertinentInformation1/pertinentSupplyHeader/code/@displayName',
  'pertinentInformation2/pertinentCareRecordElementCategory/code/@displayName',
  '**/seperatableInd/@value',
  'primaryInformationRecipient/AgentOrg/agentOrganization/name',
  'primaryInformationRecipient/AgentOrg/agentOrganization/code',
]

t.test('of HL7v3 a notification’s rows let go of what says nothing new', async t => {
  const ofHl7 = NOTIFICATION_DOCUMENT.rows().filter(
    ({ fhir, lossy }) => fhir === undefined && lossy.length > 0,
  )
  t.strictSame(
    ofHl7.map(({ hl7 }) => hl7['hl7']),
    OF_HL7,
  )
})

t.test('a row that lost what may never be lost is refused as it is defined', async t => {
  const lossy = (rows: readonly Row[]): readonly Row[] =>
    rows.map(row => ('fact' in row && row.fact === 'release' ? { ...row, lossy: 'why not' } : row))
  t.throws(() => defineDocument({ ...NOTIFICATION_SPEC, rows: lossy(NOTIFICATION_SPEC.rows) }), {
    message: 'eps.notification: release may never be lost',
  })
  t.throws(() => defineDocument({ ...NOTIFICATION_SPEC, kept: ['nobody'] }), {
    message: 'eps.notification: nobody is no fact of it',
  })
})

t.test('a notification’s table can be read by a person', async t => {
  const rows = NOTIFICATION_DOCUMENT.rows()
  t.ok(rows.length > 100, `${rows.length} rows`)
  const original = rows.find(({ fact }) => fact === 'items/originalItem')
  t.strictSame(original?.hl7, { hl7: 'inFulfillmentOf/priorOriginalItemRef/id/@root' })
  t.equal(
    original?.fhir,
    'authorizingPrescription*/MedicationRequest/identifier*[system=https://fhir.nhs.uk/Id/prescription-order-item-number]/value',
  )
  t.match(NOTIFICATION_DOCUMENT.version, /^[0-9a-f]{12}$/)
})
