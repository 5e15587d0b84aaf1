import { definePolicy, type Policy } from '../../comparison/index.ts'
import { WRAPPER_RULES } from '../wrapper-rules.ts'

const PDS_ERRORS = '2.16.840.1.113883.2.1.3.2.4.17.42'

/** Declares how the answers to a general update are compared; one is never copied but to a rehearsal. */
export const PDS_UPDATE_POLICY: Policy = definePolicy({
  name: 'pds.update',
  interactions: ['PRPA_IN000203UK03', 'PRPA_IN000203UK06'],
  rules: [...WRAPPER_RULES],
  protects: [
    {
      what: 'serial change number',
      path: '**/pertinentSerialChangeNumber/value/@value',
    },
    { what: 'serial change number', path: 'serialChangeNumber' },
  ],
  outcomes: [
    {
      meaning: 'no-such-patient',
      issues: [
        { system: PDS_ERRORS, code: '1', severity: 'error' },
        { system: PDS_ERRORS, code: 'ST004', severity: 'error' },
      ],
      statuses: [404],
    },
    {
      meaning: 'business-error',
      issues: [{ system: PDS_ERRORS, code: 'GE002', severity: 'error' }],
      statuses: [400, 409, 412],
    },
  ],
  generic: [{ system: PDS_ERRORS, code: '0' }],
})
