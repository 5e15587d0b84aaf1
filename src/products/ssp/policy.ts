import { definePolicy, type Policy } from '../../comparison/index.ts'
import { FHIR_TYPES, inResource } from '../fhir-rules.ts'
import { SSP_INTERACTIONS } from './interactions.ts'

/**
 * Declares how the answers of practices are compared that Spine's proxy hands on: both sides ask one practice, so
 * all but what that makes anew of each answer is the same.
 */
export const SSP_POLICY: Policy = definePolicy({
  name: 'ssp.records',
  interactions: SSP_INTERACTIONS.map(({ id }) => id),
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
