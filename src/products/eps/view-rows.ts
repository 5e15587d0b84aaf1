import type { CodeRow, Row } from '../../mapping/index.ts'
import { NHS, ODS_CODE } from './prescription-demographics.ts'

const RECORD = 'epsRecord'
const PARENT = `${RECORD}/parentPrescription`
const GROUP = 'RequestGroup*'
const EXTENSION = `${NHS}/StructureDefinition/Extension`
const STATUS = `valueCoding[system=${NHS}/CodeSystem/EPS-task-business-status]/code`
const PATIENT = `${GROUP}/subject/Patient`
const RELATIVE = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-RequestOrchestration'

/** A view tells what is not specified as three, what is not known as four: what a prescription says is another list. */
const GENDERS: readonly CodeRow[] = [
  ['male', '1', 'male'],
  ['female', '2', 'female'],
  ['other', '3', 'other'],
  ['unknown', '4', 'unknown'],
]

/** NHS MIM 4.2.00, prescription treatment type. */
const TREATMENTS: readonly CodeRow[] = [
  ['acute', '0001', 'acute'],
  ['continuous', '0002', 'continuous'],
  ['continuous-repeat-dispensing', '0003', 'continuous-repeat-dispensing'],
]

const PRESCRIPTION: readonly Row[] = [
  {
    fact: 'prescriptionId',
    type: 'token',
    hl7: `${RECORD}/prescriptionID/text()`,
    fhir: `${GROUP}/identifier*[system=${NHS}/Id/prescription-order-number]/value`,
    required: true,
  },
  {
    fact: 'status',
    type: 'token',
    hl7: `${RECORD}/prescriptionStatus/text()`,
    fhir: `${GROUP}/extension*[url=${EXTENSION}-EPS-PrescriptionStatusHistory]/extension*[url=status]/${STATUS}`,
    required: true,
  },
  {
    fact: 'type',
    type: 'token',
    hl7: `${RECORD}/prescriptionType/text()`,
    fhir: `${GROUP}/extension*[url=${EXTENSION}-DM-PrescriptionType]/valueCoding/code`,
  },
  {
    fact: 'prescriber',
    type: 'token',
    hl7: `${RECORD}/prescribingOrganization/text()`,
    fhir: `${GROUP}/author/identifier[system=${ODS_CODE}]/value`,
  },
]

const PATIENT_ROWS: readonly Row[] = [
  {
    fact: 'nhsNumber',
    type: 'token',
    hl7: `${RECORD}/patientNhsNumber/text()`,
    fhir: `${PATIENT}/identifier*[system=${NHS}/Id/nhs-number]/value`,
    required: true,
  },
  {
    fact: 'birthDate',
    type: 'day',
    hl7: `${PARENT}/birthTime/text()`,
    fhir: `${PATIENT}/birthDate`,
  },
  {
    fact: 'gender',
    type: 'code',
    codes: GENDERS,
    hl7: `${PARENT}/administrativeGenderCode/text()`,
    fhir: `${PATIENT}/gender`,
  },
  {
    fact: 'family',
    type: 'text',
    hl7: `${PARENT}/family/text()`,
    fhir: `${PATIENT}/name*/family`,
  },
  {
    fact: 'postcode',
    type: 'text',
    hl7: `${PARENT}/postalCode/text()`,
    fhir: `${PATIENT}/address*/postalCode`,
  },
]

/** The facts of a prescription's item. */
const ITEM: readonly Row[] = [
  {
    fact: 'id',
    type: 'uuid',
    hl7: 'ID/@value',
    fhir: `identifier*[system=${NHS}/Id/prescription-order-item-number]/value`,
    required: true,
  },
  {
    fact: 'status',
    type: 'token',
    hl7: 'status/@value',
    fhir: `extension*[url=${EXTENSION}-EPS-DispensingInformation]/extension*[url=dispenseStatus]/valueCoding[system=${NHS}/CodeSystem/medicationdispense-type]/code`,
  },
  { fact: 'product', type: 'text', hl7: 'product/text()', fhir: 'medicationCodeableConcept/text' },
  {
    fact: 'quantity',
    type: 'decimal',
    json: 'number',
    hl7: 'quantity/text()',
    fhir: 'dispenseRequest/quantity/value',
  },
  { fact: 'unit', type: 'text', hl7: 'narrative/text()', fhir: 'dispenseRequest/quantity/unit' },
  { fact: 'dosage', type: 'text', hl7: 'dosage/text()', fhir: 'dosageInstruction*/text' },
]

/** What was handed over, in the order it was told. */
const DISPENSED: readonly Row[] = [
  { fact: 'product', type: 'text', hl7: 'product/text()', fhir: 'medicationCodeableConcept/text' },
  {
    fact: 'quantity',
    type: 'decimal',
    json: 'number',
    hl7: 'quantity/text()',
    fhir: 'quantity/value',
  },
  { fact: 'unit', type: 'text', hl7: 'narrative/text()', fhir: 'quantity/unit' },
  {
    fact: 'status',
    type: 'token',
    hl7: 'status/text()',
    fhir: `type/coding*[system=${NHS}/CodeSystem/medicationdispense-type]/code`,
  },
]

/** What became of it, step by step. */
const STEP: readonly Row[] = [
  {
    fact: 'status',
    type: 'token',
    hl7: 'toStatus/text()',
    fhir: `code*/coding*[system=${NHS}/CodeSystem/EPS-task-business-status]/code`,
  },
  {
    fact: 'by',
    type: 'token',
    hl7: 'agentPersonOrgCode/text()',
    fhir: `participant*/extension*[url=${RELATIVE}.action.participant.typeReference]/valueReference/identifier[system=${ODS_CODE}]/value`,
  },
]

/** What both sides say of one prescription and what became of it. */
export const VIEW_ROWS: readonly Row[] = [
  ...PRESCRIPTION,
  ...PATIENT_ROWS,
  {
    list: 'items',
    key: 'id',
    hl7: `${RECORD}/lineItem*`,
    fhir: 'MedicationRequest*',
    rows: ITEM,
  },
  {
    each: 'item',
    fhir: 'MedicationRequest*',
    rows: [
      {
        fact: 'treatment',
        type: 'code',
        codes: TREATMENTS,
        hl7: `${RECORD}/prescriptionTreatmentType/text()`,
        fhir: 'courseOfTherapyType/coding*/code',
      },
      {
        fact: 'nominated',
        type: 'token',
        hl7: `${RECORD}/nominatedPerformer/text()`,
        fhir: `dispenseRequest/performer/identifier*[system=${ODS_CODE}]/value`,
      },
    ],
  },
  {
    list: 'dispensed',
    hl7: `${RECORD}/dispenseNotification*/LineItem*`,
    fhir: 'MedicationDispense*',
    rows: DISPENSED,
  },
  {
    list: 'steps',
    hl7: `${RECORD}/filteredHistory*`,
    fhir: `${GROUP}/action*[title=Prescription status transitions]/action*`,
    rows: STEP,
  },
]
