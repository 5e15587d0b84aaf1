import type { CodeRow, Row } from '../../mapping/index.ts'
import {
  BY_ITS_CODE,
  concept,
  conceptOf,
  extension,
  NO_PLACE,
  NOT_DISPENSED,
  repeats,
  SNOMED,
} from './claim-parts.ts'
import { lossy, NHS } from './prescription-demographics.ts'

const MATERIAL = 'product/suppliedManufacturedProduct/manufacturedSuppliedMaterial/code'
const PRODUCT = `productOrService/coding*[system=${SNOMED}]`
const QUANTITY = `quantity[system=${SNOMED}]`
const SUPPLIED = 'component*/suppliedLineItemQuantity'
const STATUS = concept('modifier', `${NHS}/CodeSystem/medicationdispense-type`)
const CHARGE = concept('programCode', `${NHS}/CodeSystem/DM-prescription-charge`)
const ENDORSEMENT = `${NHS}/CodeSystem/medicationdispense-endorsement`

const BY_ITS_ORDER = 'HL7v3 says it by its order'
const PRESCRIBED = 'what was prescribed: a claim in HL7v3 says what was supplied'
const NOT_SUPPLIED = 'HL7v3 says nothing of a charge or an endorsement where nothing was supplied'

/** NHS MIM 4.2.00, charge payment; NHSDigital/electronic-prescription-service-api, DM-prescription-charge. */
const CHARGES: readonly CodeRow[] = [
  ['paid', 'true', 'paid-once'],
  ['notPaid', 'false', 'not-paid'],
]

const position: Row = {
  fact: 'sequence',
  type: 'integer',
  json: 'number',
  fhir: 'sequence',
  lossy: BY_ITS_ORDER,
}

/** One thing that was supplied, as its own quantity of HL7v3 or a detail of the claimed item. */
const COMPONENT: readonly Row[] = [
  {
    fact: 'medication',
    type: 'token',
    hl7: `${MATERIAL}/@code`,
    fhir: `${PRODUCT}/code`,
    required: true,
  },
  {
    fact: 'medicationName',
    type: 'text',
    hl7: `${MATERIAL}/@displayName`,
    fhir: `${PRODUCT}/display`,
    required: true,
  },
  {
    fact: 'quantity',
    type: 'decimal',
    json: 'number',
    hl7: 'quantity/@value',
    fhir: `${QUANTITY}/value`,
    required: true,
  },
  { same: 'quantity', hl7: 'quantity/translation/@value' },
  {
    fact: 'unit',
    type: 'token',
    hl7: 'quantity/translation/@code',
    fhir: `${QUANTITY}/code`,
    required: true,
  },
  {
    fact: 'unitName',
    type: 'text',
    hl7: 'quantity/translation/@displayName',
    fhir: `${QUANTITY}/unit`,
    required: true,
  },
  position,
  ...repeats(),
  ...lossy(
    'a claim in HL7v3 names the line item, not its dispense',
    extension('ClaimMedicationDispenseReference'),
  ),
]

/** What HL7v3 says of each thing that was supplied, and FHIR of the line item. */
const OF_EACH: readonly Row[] = [
  {
    fact: 'charge',
    type: 'code',
    codes: CHARGES,
    mergedFhir: [['paid', 'paid-twice', 'HL7v3 says that it was paid, not how often']],
    hl7: 'pertinentInformation1/pertinentChargePayment/value/@value',
    fhir: `${CHARGE}/code`,
    lossy: NOT_SUPPLIED,
  },
  {
    list: 'endorsements',
    hl7: 'pertinentInformation2*/pertinentDispensingEndorsement',
    fhir: conceptOf('programCode', ENDORSEMENT),
    lossy: NOT_SUPPLIED,
    rows: [
      {
        fact: 'code',
        type: 'token',
        hl7: 'value/@code',
        fhir: `coding*[system=${ENDORSEMENT}]/code`,
        required: true,
      },
      { fact: 'text', type: 'text', hl7: 'text/text()', fhir: 'text' },
      ...lossy(BY_ITS_CODE, 'coding*/display'),
    ],
  },
]

/** The prescription's own line item, as far as FHIR says it again. */
const ASKED: readonly Row[] = [
  { fact: 'askedMedication', type: 'token', fhir: `${PRODUCT}/code`, lossy: PRESCRIBED },
  { fact: 'askedMedicationName', type: 'text', fhir: `${PRODUCT}/display`, lossy: PRESCRIBED },
  {
    fact: 'askedQuantity',
    type: 'decimal',
    json: 'number',
    fhir: `${QUANTITY}/value`,
    lossy: PRESCRIBED,
  },
  { fact: 'askedUnit', type: 'token', fhir: `${QUANTITY}/code`, lossy: PRESCRIBED },
  { fact: 'askedUnitName', type: 'text', fhir: `${QUANTITY}/unit`, lossy: PRESCRIBED },
]

/** A line item that is claimed for. */
export const LINE_ITEM_ROWS: readonly Row[] = [
  {
    fact: 'id',
    type: 'uuid',
    hl7: 'id/@root',
    fhir: `${extension('ClaimSequenceIdentifier')}/valueIdentifier[system=${NHS}/Id/claim-sequence-identifier]/value`,
    required: true,
  },
  {
    fact: 'prescribedItem',
    type: 'uuid',
    hl7: 'inFulfillmentOf/priorOriginalItemRef/id/@root',
    fhir: `${extension('ClaimMedicationRequestReference')}/valueReference/identifier[system=${NHS}/Id/prescription-order-item-number]/value`,
    required: true,
  },
  {
    fact: 'status',
    type: 'token',
    hl7: 'pertinentInformation3/pertinentItemStatus/value/@code',
    fhir: `${STATUS}/code`,
    required: true,
  },
  {
    fact: 'statusName',
    type: 'text',
    hl7: 'pertinentInformation3/pertinentItemStatus/value/@displayName',
    fhir: `${STATUS}/display`,
  },
  ...NOT_DISPENSED,
  ...repeats('repeatNumber'),
  position,
  ...ASKED,
  { list: 'components', hl7: SUPPLIED, fhir: 'subDetail*', rows: COMPONENT },
  { each: 'thing supplied', hl7: SUPPLIED, rows: OF_EACH },
  ...lossy(BY_ITS_CODE, `${CHARGE}/display`),
  ...lossy(
    NO_PLACE,
    `${extension('ClaimMedicationRequestReference')}/valueReference/reference`,
    `${extension('ClaimMedicationRequestReference')}/valueReference/display`,
  ),
]
