import type { Interaction } from '../../message/index.ts'
import { defineCalls } from '../define-calls.ts'

/**
 * Declares the calls of the SCR FHIR API, from the OpenAPI specification of NHSDigital/summary-care-record-api.
 * The base stands in each path because the record locator has a DocumentReference too.
 */
export const SCR_FHIR_INTERACTIONS: readonly Interaction[] = defineCalls(
  'scr',
  '/summary-care-record/FHIR/R4',
  [
    [
      'scr-fhir-list',
      'Summaries of a patient',
      'audited-read',
      'GET',
      '/DocumentReference?patient={nhsNumber}',
    ],
    [
      'scr-fhir-read',
      'Summary by its identifier',
      'audited-read',
      'GET',
      '/Bundle?composition.subject:Patient.identifier={nhsNumber}',
    ],
    ['scr-fhir-upload', 'GP summary upload', 'write', 'POST', '/Bundle'],
    ['scr-fhir-permission', 'Permission to view', 'write', 'POST', '/$setPermission'],
    ['scr-fhir-alert', 'Privacy alert', 'write', 'POST', '/AuditEvent'],
  ],
)
