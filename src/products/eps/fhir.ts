import { defineInteraction, type Interaction } from '../../message/index.ts'
import { defineCalls } from '../define-calls.ts'

/**
 * Declares the calls of the EPS FHIR APIs, from the OpenAPI specifications of
 * NHSDigital/electronic-prescription-service-api (prescribing, dispensing) and
 * NHSDigital/electronic-prescription-service-clinical-prescription-tracker. `$release` locks a prescription to a
 * dispenser and may return it again where its signature fails: it is a write twice over.
 */
export const EPS_FHIR_INTERACTIONS: readonly Interaction[] = [
  ...defineCalls('eps', '/FHIR/R4', [
    [
      'eps-fhir-process-message',
      'Create, cancel or dispense',
      'write',
      'POST',
      '/$process-message',
    ],
    ['eps-fhir-release', 'Prescription release', 'write', 'POST', '/Task/$release'],
    ['eps-fhir-task', 'Prescription return or dispense withdrawal', 'write', 'POST', '/Task'],
    ['eps-fhir-claim', 'Dispense claim', 'write', 'POST', '/Claim'],
    ['eps-fhir-track', 'Prescription tracking', 'audited-read', 'GET', '/Task'],
  ]),
  ...defineCalls('eps', '', [
    [
      'eps-tracker-search-patient',
      'Prescriptions of a patient',
      'audited-read',
      'GET',
      '/RequestGroup?nhsNumber={nhsNumber}',
    ],
    [
      'eps-tracker-search',
      'Prescription search',
      'audited-read',
      'GET',
      '/RequestGroup?prescriptionId={prescriptionId}',
    ],
    ['eps-tracker-view', 'Clinical view', 'audited-read', 'GET', '/RequestGroup/{prescriptionId}'],
    [
      'eps-patient-facing',
      'Prescriptions of a patient, for that patient',
      'audited-read',
      'GET',
      '/mm/patientfacingprescriptions?nhsNumber={nhsNumber}',
    ],
  ]),
  defineInteraction({
    id: 'eps-patient-facing-header',
    product: 'eps',
    title: 'Prescriptions of a patient, for that patient',
    class: 'audited-read',
    transport: 'rest',
    replies: [],
    failures: [],
    keys: {},
    rest: {
      method: 'GET',
      path: '/mm/patientfacingprescriptions',
      headers: { nhsNumber: 'nhsNumber' },
    },
  }),
]
