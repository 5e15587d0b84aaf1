import {
  defineDocument,
  type DocumentMapping,
  type DocumentSpec,
  type Mapping,
  type Signed,
  withAnswers,
} from '../../mapping/index.ts'
import { PRESCRIBING_ANSWERS } from './answers.ts'
import { PRESCRIPTION_ROWS } from './prescription-rows.ts'
import { PARENT_PRESCRIPTION } from './prescription-shape.ts'
import { fromFhir, toFhir } from './prescription-turns.ts'

/** What a prescription's signature is about, wherever in a message the prescription stands: a path and a `/`. */
export function signedIn(place: string): Signed {
  const prescription = `${place}pertinentInformation1/pertinentPrescription`
  const line = `${prescription}/pertinentInformation2/pertinentLineItem`
  return {
    signature: `${prescription}/author/signatureText`,
    fragments: [
      { paths: [`${prescription}/author/time`, `${prescription}/id`] },
      { paths: [`${prescription}/author/AgentPerson`] },
      { paths: [`${place}recordTarget`] },
      {
        paths: [line],
        each: true,
        without: [`${line}/repeatNumber/low`, `${line}/pertinentInformation4`],
      },
    ],
  }
}

/** The table of a prescription. */
export const PRESCRIPTION_SPEC: DocumentSpec = {
  name: 'eps.prescription',
  access: 'user',
  interactions: [
    'PORX_IN020101UK31',
    'PORX_IN020101SM31',
    'PORX_IN020102UK31',
    'PORX_IN020102SM31',
  ],
  outline: PARENT_PRESCRIPTION,
  rows: PRESCRIPTION_ROWS,
  turns: { fromFhir, toFhir },
  foreign: ['signatureText'],
  signed: signedIn('ControlActEvent/subject/ParentPrescription/'),
  order: [
    'MessageHeader',
    'MedicationRequest',
    'Patient',
    'PractitionerRole',
    'Practitioner',
    'Organization',
    'CommunicationRequest',
    'List',
    'Provenance',
  ],
  id: 'messageId',
  subject: {
    nhsNumber: 'patient/nhsNumber',
    prescriptionId: 'shortId',
    prescriptionLongId: 'prescriptionId',
  },
  call: {
    method: 'POST',
    path: '/$process-message',
    accept: 'application/fhir+json; fhirVersion=4.0',
  },
  kept: [
    'messageId',
    'prescriptionId',
    'shortId',
    'signature',
    'signedAt',
    'nhsNumber',
    'birthDate',
    'medication',
    'medicationName',
    'quantity',
    'unit',
    'dosage',
    'instructions',
    'roleProfile',
    'registration',
  ],
}

/** A prescription as HL7v3 to Spine's EPS and as FHIR to the EPS FHIR API, either way. */
export const PRESCRIPTION_DOCUMENT: DocumentMapping = defineDocument(PRESCRIPTION_SPEC)

/** A prescription, and what its prescriber is told of it. Not verified against a live Spine. */
export const EPS_PRESCRIPTION: Mapping = withAnswers(PRESCRIPTION_DOCUMENT, PRESCRIBING_ANSWERS)
