import type { Interaction } from '../../message/index.ts'
import { defineCalls } from '../define-calls.ts'

/**
 * Declares the calls of the PDS FHIR API, from the OpenAPI specification of
 * NHSDigital/personal-demographics-service-api. A search audits every patient it matches.
 */
export const PDS_FHIR_INTERACTIONS: readonly Interaction[] = defineCalls(
  'pds',
  '/personal-demographics/FHIR/R4',
  [
    ['pds-fhir-read', 'Patient by NHS number', 'audited-read', 'GET', '/Patient/{nhsNumber}'],
    ['pds-fhir-search', 'Patients by demographics', 'audited-read', 'GET', '/Patient'],
    [
      'pds-fhir-related',
      'Related people',
      'audited-read',
      'GET',
      '/Patient/{nhsNumber}/RelatedPerson',
    ],
    [
      'pds-fhir-coverage',
      'Coverage',
      'audited-read',
      'GET',
      '/Coverage?subscriber:identifier={nhsNumber}',
    ],
    ['pds-fhir-update', 'Patient update', 'write', 'PATCH', '/Patient/{nhsNumber}'],
    ['pds-fhir-create', 'NHS number allocation', 'write', 'POST', '/Patient'],
    ['pds-fhir-birth', 'Birth notification', 'write', 'POST', '/Patient/$process-birth-details'],
    ['pds-fhir-coverage-update', 'Coverage update', 'write', 'POST', '/Coverage'],
  ],
)
