import { readOnly, type Row } from '../../mapping/index.ts'
import { lossy, NHS, NOT_IN_HL7 } from './prescription-demographics.ts'

const QUANTITY = 'component/lineItemQuantity/quantity'
const MATERIAL = 'product/manufacturedProduct/manufacturedRequestedMaterial/code'
const SNOMED = 'http://snomed.info/sct'
const EXTENSION = `${NHS}/StructureDefinition/Extension-DM`
const MEDICATION = `medicationCodeableConcept/coding*[system=${SNOMED}]`
const REFERENCED = `medicationReference/Medication/code/coding*[system=${SNOMED}]`
const REPEAT_INFORMATION =
  'extension*[url=https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationRepeatInformation]'

const IN_WORDS = 'HL7v3 says it in words, which are the text of the dosage'

/** Dosage instructions of FHIR, of which HL7v3 has the text. */
export const DOSAGES: Row = {
  list: 'dosages',
  fhir: 'dosageInstruction*',
  by: 'dosageText',
  rows: [
    { fact: 'text', type: 'text', fhir: 'text', required: true },
    { fact: 'sequence', type: 'integer', json: 'number', fhir: 'sequence' },
    ...lossy(
      IN_WORDS,
      'timing',
      'route',
      'method',
      'site',
      'doseAndRate*',
      'additionalInstruction*',
      'asNeededBoolean',
      'asNeededCodeableConcept',
      'maxDosePerPeriod',
      'maxDosePerAdministration',
      'maxDosePerLifetime',
    ),
  ],
}

const DOSAGE: readonly Row[] = [
  {
    fact: 'dosage',
    type: 'text',
    hl7: 'pertinentInformation2/pertinentDosageInstructions/value/text()',
    by: 'dosageText',
    required: true,
  },
  DOSAGES,
]

const INSTRUCTIONS: readonly Row[] = [
  {
    fact: 'instructions',
    type: 'text',
    hl7: 'pertinentInformation1/pertinentAdditionalInstructions/value/text()',
    by: 'additionalInstructions',
  },
  {
    fact: 'controlledDrugWords',
    type: 'text',
    fhir: `extension*[url=${EXTENSION}-ControlledDrug]/extension*[url=quantityWords]/valueString`,
    by: 'additionalInstructions',
  },
  { fact: 'note', type: 'text', fhir: 'note*/text', by: 'additionalInstructions' },
  ...lossy(
    'the schedule of a drug is that of its code',
    `extension*[url=${EXTENSION}-ControlledDrug]/extension*[url=schedule]`,
  ),
]

const WHAT: readonly Row[] = [
  {
    fact: 'id',
    type: 'uuid',
    hl7: 'id/@root',
    fhir: `identifier*[system=${NHS}/Id/prescription-order-item-number]/value`,
    required: true,
  },
  {
    fact: 'medication',
    type: 'token',
    hl7: `${MATERIAL}/@code`,
    fhir: [`${MEDICATION}/code`, readOnly(`${REFERENCED}/code`)],
    required: true,
  },
  {
    fact: 'medicationName',
    type: 'text',
    hl7: `${MATERIAL}/@displayName`,
    fhir: [`${MEDICATION}/display`, readOnly(`${REFERENCED}/display`)],
    required: true,
  },
  {
    fact: 'quantity',
    type: 'decimal',
    json: 'number',
    hl7: `${QUANTITY}/@value`,
    fhir: `dispenseRequest/quantity[system=${SNOMED}]/value`,
    required: true,
  },
  { same: 'quantity', hl7: `${QUANTITY}/translation/@value` },
  {
    fact: 'unit',
    type: 'token',
    hl7: `${QUANTITY}/translation/@code`,
    fhir: `dispenseRequest/quantity[system=${SNOMED}]/code`,
    required: true,
  },
  {
    fact: 'unitName',
    type: 'text',
    hl7: `${QUANTITY}/translation/@displayName`,
    fhir: `dispenseRequest/quantity[system=${SNOMED}]/unit`,
    required: true,
  },
  ...INSTRUCTIONS,
  ...DOSAGE,
  {
    list: 'endorsements',
    hl7: 'pertinentInformation3*/pertinentPrescriberEndorsement',
    fhir: `extension*[url=${EXTENSION}-PrescriptionEndorsement]`,
    rows: [
      {
        fact: 'code',
        type: 'token',
        hl7: 'value/@code',
        fhir: `valueCodeableConcept/coding*[system=${NHS}/CodeSystem/medicationrequest-endorsement]/code`,
        required: true,
      },
      ...lossy('said by its code', 'valueCodeableConcept/coding*/display'),
    ],
  },
  {
    fact: 'courseOfTherapy',
    type: 'token',
    fhir: 'courseOfTherapyType/coding*/code',
    by: 'courseOfTherapy',
    required: true,
  },
  {
    fact: 'courseSystem',
    type: 'token',
    fhir: 'courseOfTherapyType/coding*/system',
    by: 'courseOfTherapy',
  },
  {
    fact: 'reviewDate',
    type: 'day',
    fhir: `${REPEAT_INFORMATION}/extension*[url=authorisationExpiryDate]/valueDateTime`,
    by: 'reviewDate',
  },
  {
    fact: 'supplyDays',
    type: 'decimal',
    json: 'number',
    fhir: 'dispenseRequest/expectedSupplyDuration[system=http://unitsofmeasure.org][code=d]/value',
    by: 'validity',
  },
]

const BESIDE: readonly Row[] = [
  { fact: 'intent', type: 'token', fhir: 'intent', by: 'courseOfTherapy' },
  { fixed: 'false', json: 'boolean', fhir: 'substitution/allowedBoolean', lossy: NOT_IN_HL7 },
  ...lossy('only this Bundle knows it by that', 'id', 'meta'),
  ...lossy('said by its code', 'dispenseRequest/expectedSupplyDuration/unit'),
  ...lossy('HL7v3 says when it was signed', 'authoredOn'),
]

/** A line item of a prescription, as one of its medication requests; `status` is what is said of its state. */
export const lineItemRows = (status: readonly Row[]): readonly Row[] => [
  ...WHAT,
  ...status,
  ...BESIDE,
]
