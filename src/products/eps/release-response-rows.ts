import type { CodeRow, Row } from '../../mapping/index.ts'
import { lossy, NHS, UK } from './prescription-demographics.ts'
import { prescriptionRows } from './prescription-rows.ts'

const RX = 'pertinentInformation1/pertinentPrescription'
const ITEM_STATUS = 'pertinentInformation4/pertinentItemStatus/value'
const RX_STATUS = `${RX}/pertinentInformation10/pertinentPrescriptionStatus/value`
const EXTENSION = `${NHS}/StructureDefinition/Extension`
const DISPENSING = `extension*[url=${EXTENSION}-EPS-DispensingInformation]/extension*`
const DISPENSED_AS = `${DISPENSING}[url=dispenseStatus]/valueCoding`
const REPEAT_INFORMATION = `extension*[url=${UK}/StructureDefinition/Extension-UKCore-MedicationRepeatInformation]/extension*`
const BASED_ON = `basedOn*/extension*[url=${EXTENSION}-EPS-RepeatInformation]/extension*`
const SAID_BY_CODE = 'said by its code'

/** NHS MIM 4.2.00, item status; the code system medicationdispense-type of the EPS FHIR API. */
const ITEM_STATUSES: readonly CodeRow[] = [
  ['dispensed', '0001', '0001'],
  ['notDispensed', '0002', '0002'],
  ['partlyDispensed', '0003', '0003'],
  ['owing', '0004', '0004'],
  ['cancelled', '0005', '0005'],
  ['expired', '0006', '0006'],
  ['toBeDispensed', '0007', '0007'],
  ['withDispenser', '0008', '0008'],
]

/** NHS MIM 4.2.00, prescription status: those a prescription has while it is released. */
const PRESCRIPTION_STATUSES: readonly CodeRow[] = [
  ['toBeDispensed', '0001', undefined],
  ['withDispenser', '0002', undefined],
]

/** What became of a line item, and which of its issues it is. */
const LINE_STATE: readonly Row[] = [
  {
    fact: 'itemStatus',
    type: 'code',
    codes: ITEM_STATUSES,
    hl7: `${ITEM_STATUS}/@code`,
    fhir: `${DISPENSED_AS}[system=${NHS}/CodeSystem/medicationdispense-type]/code`,
  },
  { fact: 'requestStatus', type: 'token', fhir: 'status', by: 'itemStatus', required: true },
  {
    fact: 'lineIssue',
    type: 'integer',
    json: 'number',
    hl7: 'repeatNumber/low/@value',
    fhir: `${REPEAT_INFORMATION}[url=numberOfPrescriptionsIssued]/valueInteger`,
  },
  { hl7: `${ITEM_STATUS}/@displayName`, lossy: SAID_BY_CODE },
  ...lossy(SAID_BY_CODE, `${DISPENSED_AS}/display`),
]

/** What a prescription says of its dispensing once, and its Bundle in every medication request. */
const IN_EACH: readonly Row[] = [
  {
    fact: 'issue',
    type: 'oneMore',
    json: 'number',
    hl7: `${RX}/repeatNumber/low/@value`,
    fhir: `${BASED_ON}[url=numberOfRepeatsIssued]/valueInteger`,
  },
  { same: 'repeats', fhir: `${BASED_ON}[url=numberOfRepeatsAllowed]/valueInteger` },
  {
    fact: 'lastDispensed',
    type: 'instantOrDay',
    hl7: `${RX}/predecessor/priorPreviousIssueDate/value/@value`,
    fhir: `${DISPENSING}[url=dateLastDispensed]/valueDate`,
  },
  ...lossy('the issue before is known by its number', 'basedOn*/reference'),
]

/** What Spine works out of what a prescription says, and a message around it. */
const MESSAGE: readonly Row[] = [
  { fact: 'lastUpdated', type: 'second', fhir: 'meta/lastUpdated', by: 'validity' },
  {
    fact: 'status',
    type: 'code',
    codes: PRESCRIPTION_STATUSES,
    hl7: `${RX_STATUS}/@code`,
    by: 'prescriptionStatus',
  },
  { hl7: `${RX_STATUS}/@displayName`, lossy: SAID_BY_CODE },
  {
    fact: 'underSixteenUntil',
    type: 'day',
    hl7: `${RX}/pertinentInformation9/pertinentLowPermanentExemptionInfo/value/@value`,
    by: 'exemptions',
  },
  {
    fact: 'sixtyFrom',
    type: 'day',
    hl7: `${RX}/pertinentInformation11/pertinentHighPermanentExemptionInfo/value/@value`,
    by: 'exemptions',
  },
  ...lossy('which request it answers is said around it', 'MessageHeader*/response'),
  ...lossy(
    'a release says that an item was cancelled, not why',
    'MedicationRequest*[status=cancelled]/statusReason',
    `MedicationRequest*[status=cancelled]/extension*[url=${EXTENSION}-DM-PrescriptionStatusHistory]`,
  ),
]

/**
 * Whoever signed did so by the number that is in what they signed: where a C stands before a doctor's, as the façade
 * tells it again, it was signed with it. Rows that stood in two places stand in both still, and not one beside another:
 * an entry both read is of the first that does.
 */
function asNumbered(
  rows: readonly Row[],
  done = new Map<readonly Row[], readonly Row[]>(),
): readonly Row[] {
  const before = done.get(rows)
  if (before !== undefined) return before
  const own = rows.map((row): Row => {
    if ('list' in row || 'each' in row) return { ...row, rows: asNumbered(row.rows, done) }
    return 'fact' in row && row.type === 'registration' ? { ...row, type: 'token' } : row
  })
  done.set(rows, own)
  return own
}

/** A prescription as it is released: what was sent, and what became of it since. */
export const RELEASED_ROWS: readonly Row[] = asNumbered(
  prescriptionRows({ message: MESSAGE, line: LINE_STATE, inEach: IN_EACH, repeats: [] }),
)

const PASSED = 'parameter*[name=passedPrescriptions]'
const OWN_ID = 'only this answer knows it by that'

/** The answer to a release. */
export const RELEASE_RESPONSE_ROWS: readonly Row[] = [
  { fact: 'id', type: 'uuid', hl7: 'id/@root', required: true, lossy: OWN_ID },
  {
    fact: 'effectiveTime',
    type: 'instant',
    hl7: 'effectiveTime/@value',
    required: true,
    lossy: 'when the answer was made',
  },
  {
    fact: 'payloadId',
    type: 'uuid',
    hl7: 'inFulfillmentOf/priorDownloadRequestRef/id/@root',
    required: true,
    lossy: 'what was asked is known of who asked it',
  },
  {
    list: 'prescriptions',
    key: 'messageId',
    required: true,
    hl7: 'component*/ParentPrescription',
    fhir: `${PASSED}/resource/entry*/resource`,
    rows: RELEASED_ROWS,
  },
  {
    hl7: 'pertinentInformation',
    lossy:
      'the cloud does not say how many prescriptions wait, and without that the number of these says nothing',
  },
  ...lossy(
    'a prescription whose signature failed may not be dispensed, and the cloud has returned it',
    'parameter*[name=failedPrescriptions]',
  ),
  { fixed: 'Bundle', fhir: `${PASSED}/resource/resourceType` },
  { fixed: 'searchset', fhir: `${PASSED}/resource/type` },
  ...lossy(
    OWN_ID,
    'id',
    'meta',
    ...[
      'id',
      'meta',
      'identifier',
      'link*',
      'total',
      'timestamp',
      'entry*/fullUrl',
      'entry*/search',
    ].map(each => `${PASSED}/resource/${each}`),
  ),
]
