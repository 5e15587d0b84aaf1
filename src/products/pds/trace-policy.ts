import { definePolicy, type Policy } from '../../comparison/index.ts'
import { WRAPPER_RULES } from '../wrapper-rules.ts'

const PDS_ERRORS = '2.16.840.1.113883.2.1.3.2.4.17.42'
const SPINE_CODES = 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode'

/** Declares how the answers to a simple trace are compared. */
export const PDS_TRACE_POLICY: Policy = definePolicy({
  name: 'pds.trace',
  interactions: ['QUPA_IN000005UK01', 'QUPA_IN000005UK03'],
  rules: [
    ...WRAPPER_RULES,
    {
      id: 'telecoms-unordered',
      path: ['**/patientRole/telecom', 'telecom', 'pager'],
      why: 'a trace gives the telephones of a person in no order it promises',
      does: 'unordered',
    },
  ],
  protects: [
    { what: 'NHS number', path: '**/PdsTraceMatch/subject/patientRole/id/@extension' },
    { what: 'NHS number', path: 'nhsNumber' },
    { what: 'day of death', path: '**/patientPerson/deceasedTime/@value' },
    { what: 'day of death', path: 'deceased' },
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
      meaning: 'several-patients',
      issues: [
        { system: PDS_ERRORS, code: '2', severity: 'error' },
        { system: SPINE_CODES, code: 'TOO_MANY_MATCHES' },
      ],
    },
    {
      // What is said beside a match says that it is one.
      meaning: 'done',
      issues: [{ system: PDS_ERRORS, code: '3', severity: 'warning' }],
    },
  ],
  generic: [{ system: PDS_ERRORS, code: '0' }],
})
