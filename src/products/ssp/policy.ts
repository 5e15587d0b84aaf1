import { definePolicy, type Policy } from '../../comparison/index.ts'
import { FHIR_TYPES, inResource } from '../fhir-rules.ts'

const GP_CONNECT = 'urn:nhs:names:services:gpconnect:fhir'

/** What may be asked of a practice and changes nothing there (nhsconnect/gpconnect). */
const READS = [
  'rest:read:patient-1',
  'rest:read:practitioner-1',
  'rest:read:organization-1',
  'rest:read:location-1',
  'rest:read:appointment-1',
  'rest:read:metadata-1',
  'rest:search:patient-1',
  'rest:search:practitioner-1',
  'rest:search:organization-1',
  'rest:search:slot-1',
  'rest:search:patient_appointments-1',
  'operation:gpc.getstructuredrecord-1',
]

/**
 * Declares how the answers of practices are compared that Spine's proxy hands on: both sides ask one practice, so
 * all but what that makes anew of each answer is the same.
 */
export const SSP_POLICY: Policy = definePolicy({
  name: 'ssp.records',
  interactions: [
    ...READS.map(read => `${GP_CONNECT}:${read}`),
    'urn:nhs:names:services:nrl:DocumentReference.content.read',
  ],
  rules: [
    { id: 'bundle-id', path: 'Bundle/id', why: 'made for this answer', does: 'ignore' },
    {
      id: 'last-updated',
      path: inResource('Bundle/meta/lastUpdated', 'Bundle/timestamp'),
      why: 'when the practice made the answer; that it is a time is looked at',
      does: 'timestamp',
    },
    ...FHIR_TYPES,
  ],
  protects: [
    { what: 'NHS number', path: '**/Patient/identifier/value' },
    { what: 'which version a change is made to', path: '**/resource/Appointment/meta/versionId' },
  ],
})
