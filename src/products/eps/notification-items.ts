import { readOnly, type Row } from '../../mapping/index.ts'
import { lossy, NHS, NOT_IN_HL7, OWN_ID } from './prescription-demographics.ts'
import { DOSAGES } from './prescription-lines.ts'

const SNOMED = 'http://snomed.info/sct'
const ASKED = 'authorizingPrescription*/MedicationRequest'
const REQUESTED = 'consumable/requestedManufacturedProduct/manufacturedRequestedMaterial/code'
const SUPPLIED = 'product/suppliedManufacturedProduct/manufacturedSuppliedMaterial/code'
const REQUEST = 'component1/supplyRequest'
const STATUS = 'pertinentInformation3/pertinentItemStatus/value'
const REASON = 'pertinentInformation2/pertinentNonDispensingReason/value'
const TYPE = `type/coding*[system=${NHS}/CodeSystem/medicationdispense-type]`
const NOT_DISPENSED = `statusReasonCodeableConcept/coding*[system=${NHS}/CodeSystem/medicationdispense-status-reason]`
const ISSUE =
  'extension*[url=https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationRepeatInformation]'

/** Places of FHIR for a medicine: as a code, or as a resource that has it. */
const medicine = (
  at: string,
  of: 'code' | 'display',
): readonly (string | ReturnType<typeof readOnly>)[] => [
  `${at}medicationCodeableConcept/coding*[system=${SNOMED}]/${of}`,
  readOnly(`${at}medicationReference/Medication/code/coding*[system=${SNOMED}]/${of}`),
]

/** What was asked for. */
const ASKED_FOR: readonly Row[] = [
  {
    fact: 'originalItem',
    type: 'uuid',
    hl7: 'inFulfillmentOf/priorOriginalItemRef/id/@root',
    fhir: `${ASKED}/identifier*[system=${NHS}/Id/prescription-order-item-number]/value`,
    required: true,
  },
  {
    fact: 'requested',
    type: 'token',
    hl7: `${REQUESTED}/@code`,
    fhir: medicine(`${ASKED}/`, 'code'),
    required: true,
  },
  {
    fact: 'requestedName',
    type: 'text',
    hl7: `${REQUESTED}/@displayName`,
    fhir: medicine(`${ASKED}/`, 'display'),
  },
  {
    fact: 'requestedQuantity',
    type: 'decimal',
    json: 'number',
    hl7: `${REQUEST}/quantity/@value`,
    fhir: `${ASKED}/dispenseRequest/quantity[system=${SNOMED}]/value`,
    required: true,
  },
  { same: 'requestedQuantity', hl7: `${REQUEST}/quantity/translation/@value` },
  {
    fact: 'requestedUnit',
    type: 'token',
    hl7: `${REQUEST}/quantity/translation/@code`,
    fhir: `${ASKED}/dispenseRequest/quantity[system=${SNOMED}]/code`,
    required: true,
  },
  {
    fact: 'requestedUnitName',
    type: 'text',
    hl7: `${REQUEST}/quantity/translation/@displayName`,
    fhir: `${ASKED}/dispenseRequest/quantity[system=${SNOMED}]/unit`,
  },
  {
    fact: 'request',
    type: 'token',
    hl7: `${REQUEST}/code/@code`,
    by: 'supplyRequest',
    required: true,
  },
  { fact: 'requestName', type: 'text', hl7: `${REQUEST}/code/@displayName`, by: 'supplyRequest' },
  { lossy: 'that a supply is a supply, or the unit once more', hl7: `${REQUEST}/code` },
  {
    fact: 'issue',
    type: 'integer',
    json: 'number',
    hl7: 'repeatNumber/low/@value',
    fhir: `${ASKED}/${ISSUE}/extension*[url=numberOfPrescriptionsIssued]/valueUnsignedInt`,
    by: 'itemIssue',
  },
  {
    fact: 'issues',
    type: 'oneMore',
    json: 'number',
    hl7: 'repeatNumber/high/@value',
    fhir: `${ASKED}/dispenseRequest/numberOfRepeatsAllowed`,
    by: 'itemIssue',
  },
]

/** What became of it. */
const CAME_TO: readonly Row[] = [
  {
    fact: 'id',
    type: 'uuid',
    hl7: 'id/@root',
    fhir: `identifier*[system=${NHS}/Id/prescription-dispense-item-number]/value`,
    required: true,
  },
  { fact: 'status', type: 'token', hl7: `${STATUS}/@code`, fhir: `${TYPE}/code`, required: true },
  { fact: 'statusName', type: 'text', hl7: `${STATUS}/@displayName`, fhir: `${TYPE}/display` },
  { fact: 'reason', type: 'token', hl7: `${REASON}/@code`, fhir: `${NOT_DISPENSED}/code` },
  {
    fact: 'reasonName',
    type: 'text',
    hl7: `${REASON}/@displayName`,
    fhir: `${NOT_DISPENSED}/display`,
    needs: 'reason',
  },
  {
    fact: 'state',
    type: 'token',
    fhir: 'status',
    lossy: 'a word FHIR has beside the item’s own status, which is its type',
  },
]

const QUANTITY = 'suppliedLineItemQuantity/quantity'

/** What was supplied, once for each product: HL7v3 says it within the item, FHIR in a MedicationDispense each. */
const SUPPLY_OF_HL7: Row = {
  list: 'supplies',
  hl7: 'component*',
  by: 'supplies',
  required: true,
  rows: [
    {
      fact: 'supplied',
      type: 'token',
      hl7: `suppliedLineItemQuantity/${SUPPLIED}/@code`,
      by: 'supplies',
      required: true,
    },
    {
      fact: 'suppliedName',
      type: 'text',
      hl7: `suppliedLineItemQuantity/${SUPPLIED}/@displayName`,
      by: 'supplies',
    },
    {
      fact: 'quantity',
      type: 'decimal',
      hl7: `${QUANTITY}/@value`,
      by: 'supplies',
      required: true,
    },
    { same: 'quantity', hl7: `${QUANTITY}/translation/@value` },
    {
      fact: 'unit',
      type: 'token',
      hl7: `${QUANTITY}/translation/@code`,
      by: 'supplies',
      required: true,
    },
    { fact: 'unitName', type: 'text', hl7: `${QUANTITY}/translation/@displayName`, by: 'supplies' },
    {
      fact: 'dosage',
      type: 'text',
      hl7: 'suppliedLineItemQuantity/pertinentInformation1/pertinentSupplyInstructions/value/text()',
      by: 'supplies',
      required: true,
    },
  ],
}

const SUPPLY_OF_FHIR: readonly Row[] = [
  {
    fact: 'supplied',
    type: 'token',
    fhir: medicine('', 'code'),
    by: 'supplies',
    required: true,
  },
  { fact: 'suppliedName', type: 'text', fhir: medicine('', 'display'), by: 'supplies' },
  {
    fact: 'quantity',
    type: 'decimal',
    json: 'number',
    fhir: `quantity[system=${SNOMED}]/value`,
    by: 'supplies',
    required: true,
  },
  {
    fact: 'unit',
    type: 'token',
    fhir: `quantity[system=${SNOMED}]/code`,
    by: 'supplies',
    required: true,
  },
  { fact: 'unitName', type: 'text', fhir: `quantity[system=${SNOMED}]/unit`, by: 'supplies' },
  DOSAGES,
  { fact: 'handedOver', type: 'second', fhir: 'whenHandedOver', by: 'handedOver' },
]

/** What a medicine that is a resource says of itself beside its code. */
const ofMedicine = (at: string): readonly Row[] =>
  lossy(
    'said by its code',
    ...['display', 'type', 'Medication/id', 'Medication/meta', 'Medication/code/text'].map(
      name => `${at}medicationReference/${name}`,
    ),
  )

const PRESCRIBED = 'the prescription says it, which HL7v3 only names'

/** What a contained MedicationRequest repeats of the prescription. */
const OF_PRESCRIPTION: readonly Row[] = [
  { fixed: 'active', fhir: `${ASKED}/status`, lossy: PRESCRIBED },
  { fixed: 'order', fhir: `${ASKED}/intent`, lossy: PRESCRIBED },
  ...lossy(
    PRESCRIBED,
    ...[
      'extension*',
      'basedOn*/identifier',
      'statusReason',
      'category*',
      'requester',
      'authoredOn',
      'courseOfTherapyType',
      'dosageInstruction*',
      'note*',
      'dispenseRequest/extension*',
      'dispenseRequest/performer',
      'dispenseRequest/validityPeriod',
      'dispenseRequest/expectedSupplyDuration',
      'substitution',
    ].map(name => `${ASKED}/${name}`),
  ),
  ...lossy(
    NOT_IN_HL7,
    `${ASKED}/subject/display`,
    `${ASKED}/subject/type`,
    `${ASKED}/subject/reference`,
  ),
  ...lossy(OWN_ID, `${ASKED}/id`, `${ASKED}/meta`),
]

/** Why words beside a code that never is another are let go. */
export const SAID_BY_PLACE = 'said by its place, in whatever words'

/** A supplied line item of HL7v3, and each MedicationDispense that is part of it. */
export const ITEM_ROWS: readonly Row[] = [
  ...CAME_TO,
  ...ASKED_FOR,
  SUPPLY_OF_HL7,
  ...SUPPLY_OF_FHIR,
  ...OF_PRESCRIPTION,
  ...[
    'code/@displayName',
    'component*/suppliedLineItemQuantity/code/@displayName',
    'component*/suppliedLineItemQuantity/product/suppliedManufacturedProduct/manufacturedSuppliedMaterial/@determinerCode',
  ].map((hl7): Row => ({ lossy: SAID_BY_PLACE, hl7 })),
  ...ofMedicine(''),
  ...ofMedicine(`${ASKED}/`),
  ...lossy(NOT_IN_HL7, 'daysSupply', 'subject/display', 'subject/type', 'subject/reference'),
  ...lossy(OWN_ID, 'id', 'meta'),
]
