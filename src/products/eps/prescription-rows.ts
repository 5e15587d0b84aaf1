import type { CodeRow, Row } from '../../mapping/index.ts'
import { SHORT_FORM } from '../oids.ts'
import { AGENT } from './prescription-agents.ts'
import { lossy, NHS, ODS_CODE } from './prescription-demographics.ts'
import { COMMUNICATION, HEADER, MESSAGE, PROVENANCE } from './prescription-bundle.ts'
import { lineItemRows } from './prescription-lines.ts'
import { PATIENT } from './prescription-patient.ts'
import { ODS } from './prescription-shape.ts'

const RX = 'pertinentInformation1/pertinentPrescription'
const LINE = `${RX}/pertinentInformation2*/pertinentLineItem`
const PERFORMER = `${RX}/performer/AgentOrgSDS/agentOrganizationSDS`
const CATEGORY = 'pertinentInformation2/pertinentCareRecordElementCategory'
const SUPPLY = `${RX}/component1/daysSupply`
const EXTENSION = `${NHS}/StructureDefinition/Extension-DM`

/** NHS MIM 4.2.00, prescription treatment type. */
const TREATMENTS: readonly CodeRow[] = [
  ['acute', '0001', undefined],
  ['continuous', '0002', undefined],
  ['continuous-repeat-dispensing', '0003', undefined],
]

/** NHS MIM 4.2.00, dispensing site preference. */
const SITES: readonly CodeRow[] = [
  ['pharmacy', 'P1', 'P1'],
  ['appliance', 'P2', 'P2'],
  ['dispensingDoctor', 'P3', 'P3'],
  ['none', '0004', '0004'],
]

/** What a prescription says once and its Bundle in every medication request. */
const IN_EACH: readonly Row[] = [
  {
    fact: 'prescriptionId',
    type: 'uuid',
    hl7: `${RX}/id*[!@extension]/@root`,
    fhir: `groupIdentifier[system=${NHS}/Id/prescription-order-number]/extension*[url=${EXTENSION}-PrescriptionId]/valueIdentifier[system=${NHS}/Id/prescription]/value`,
    required: true,
  },
  {
    fact: 'shortId',
    type: 'token',
    hl7: `${RX}/id*[@root=${SHORT_FORM}]/@extension`,
    fhir: `groupIdentifier[system=${NHS}/Id/prescription-order-number]/value`,
    required: true,
  },
  {
    fact: 'pharmacy',
    type: 'token',
    hl7: `${PERFORMER}/id[@root=${ODS}]/@extension`,
    fhir: `dispenseRequest/performer/identifier[system=${ODS_CODE}]/value`,
  },
  {
    fact: 'repeats',
    type: 'oneMore',
    json: 'number',
    hl7: `${RX}/repeatNumber/high/@value`,
    fhir: 'dispenseRequest/numberOfRepeatsAllowed',
  },
  {
    fact: 'site',
    type: 'code',
    codes: SITES,
    hl7: `${RX}/pertinentInformation1/pertinentDispensingSitePreference/value/@code`,
    fhir: `dispenseRequest/extension*[url=${EXTENSION}-PerformerSiteType]/valueCoding[system=${NHS}/CodeSystem/dispensing-site-preference]/code`,
    required: true,
  },
  {
    fact: 'type',
    type: 'token',
    hl7: `${RX}/pertinentInformation4/pertinentPrescriptionType/value/@code`,
    fhir: `extension*[url=${EXTENSION}-PrescriptionType]/valueCoding[system=${NHS}/CodeSystem/prescription-type]/code`,
    required: true,
  },
  {
    fact: 'validFrom',
    type: 'instantOrDay',
    fhir: 'dispenseRequest/validityPeriod/start',
    by: 'validity',
  },
  {
    fact: 'supplyEnd',
    type: 'day',
    hl7: `${SUPPLY}/effectiveTime/high/@value`,
    fhir: 'dispenseRequest/validityPeriod/end',
  },
  {
    list: 'author',
    single: true,
    required: true,
    hl7: `${RX}/author/AgentPerson`,
    fhir: 'requester/PractitionerRole',
    rows: AGENT,
  },
  {
    list: 'responsible',
    single: true,
    hl7: `${RX}/responsibleParty/AgentPerson`,
    fhir: `extension*[url=${EXTENSION}-ResponsiblePractitioner]/valueReference/PractitionerRole`,
    rows: AGENT,
  },
  {
    list: 'patient',
    single: true,
    required: true,
    hl7: 'recordTarget/Patient',
    fhir: 'subject/Patient',
    rows: PATIENT,
  },
  {
    fact: 'setting',
    type: 'token',
    fhir: 'category*/coding*[system=http://terminology.hl7.org/CodeSystem/medicationrequest-category]/code',
    by: 'setting',
  },
  ...lossy(
    'said by its code',
    'category*/coding*/display',
    `extension*[url=${EXTENSION}-PrescriptionType]/valueCoding/display`,
    'dispenseRequest/extension*/valueCoding/display',
    'courseOfTherapyType/coding*/display',
    `extension*[url=${EXTENSION}-ResponsiblePractitioner]/valueReference/display`,
    'dispenseRequest/performer/display',
  ),
]

const REPEATS: readonly Row[] = ['continuous', 'continuous-repeat-dispensing'].flatMap(word => [
  { mark: '1', when: ['treatment', word], hl7: `${RX}/repeatNumber/low/@value` },
  {
    each: 'line item',
    hl7: LINE,
    rows: [{ mark: '1', when: ['treatment', word], hl7: 'repeatNumber/low/@value' }],
  },
])

const TIMES: readonly Row[] = [
  {
    fact: 'signedAt',
    type: 'instant',
    hl7: `${RX}/author/time/@value`,
    fhir: 'Provenance*/signature*/when',
    required: true,
  },
  {
    fact: 'signature',
    type: 'base64',
    hl7: `${RX}/author/signatureText/xml()`,
    fhir: 'Provenance*/signature*/data',
    required: true,
  },
  { fact: 'effectiveTime', type: 'instant', hl7: 'effectiveTime/@value', by: 'validity' },
  { fact: 'supplyStart', type: 'day', hl7: `${SUPPLY}/effectiveTime/low/@value`, by: 'validity' },
  {
    fact: 'treatment',
    type: 'code',
    codes: TREATMENTS,
    hl7: `${RX}/pertinentInformation5/pertinentPrescriptionTreatmentType/value/@code`,
    by: 'courseOfTherapy',
  },
  {
    fact: 'reviewDate',
    type: 'day',
    hl7: `${RX}/pertinentInformation7/pertinentReviewDate/value/@value`,
    by: 'reviewDate',
  },
  {
    fact: 'supplyDays',
    type: 'decimal',
    hl7: `${SUPPLY}/expectedUseTime/width/@value`,
    by: 'validity',
  },
]

/** What a prescription says of its state: whether it is sent, or was and is told of again. */
export interface PrescriptionState {
  /** Of the message. */
  readonly message: readonly Row[]
  /** Of each line item. */
  readonly line: readonly Row[]
  /** What a prescription says once and its Bundle in every medication request. */
  readonly inEach: readonly Row[]
  /** Which issue it is. */
  readonly repeats: readonly Row[]
}

const SENT: PrescriptionState = {
  message: [],
  line: [{ fixed: 'active', fhir: 'status' }],
  inEach: [],
  repeats: REPEATS,
}

/** A prescription, as HL7v3 and as the Bundle of NHSDigital/electronic-prescription-service-api. */
export const prescriptionRows = (state: PrescriptionState): readonly Row[] => [
  ...MESSAGE,
  ...state.message,
  ...TIMES,
  {
    list: 'lineItems',
    key: 'id',
    required: true,
    hl7: LINE,
    fhir: 'MedicationRequest*',
    rows: lineItemRows(state.line),
  },
  { each: 'medication request', fhir: 'MedicationRequest*', rows: [...IN_EACH, ...state.inEach] },
  ...state.repeats,
  {
    each: 'line item',
    hl7: LINE,
    rows: [{ same: 'repeats', as: 'oneMore', hl7: 'repeatNumber/high/@value' }],
  },
  {
    again: 'lineItems',
    of: 'id',
    as: 'uuid',
    hl7: `${CATEGORY}/component*/actRef/id/@root`,
  },
  // What points stands behind what it points at.
  ...HEADER,
  ...PROVENANCE,
  ...COMMUNICATION,
  ...lossy(
    'of a service and its place only what an organisation has is said',
    'HealthcareService*',
    'Location*',
  ),
]

/** A prescription as it is sent. */
export const PRESCRIPTION_ROWS: readonly Row[] = prescriptionRows(SENT)
