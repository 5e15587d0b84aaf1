import { definePolicy, type Policy, type Rule } from '../../comparison/index.ts'
import { BUNDLE_RULES, FHIR_TYPES, RESOURCE_RULES } from '../fhir-rules.ts'
import { HL7_TYPES } from '../hl7-types.ts'
import { WRAPPER_RULES } from '../wrapper-rules.ts'

const FOUND = ['Response/prescriptions', 'Response/allPrescriptions']

const SEARCH_RULES: readonly Rule[] = [
  {
    id: 'prescriptions-unordered',
    path: [...FOUND, 'Bundle/entry'],
    why: 'a search gives prescriptions in no order it promises',
    does: 'unordered',
  },
  {
    id: 'key-prescriptions',
    path: FOUND,
    why: 'a prescription is known by its id',
    does: 'key',
    key: ['prescriptionID'],
  },
  {
    id: 'search-message-id',
    path: FOUND.map(list => `${list}/messageID`),
    why: 'which message brought the prescription to a store of its own',
    does: 'id',
  },
]

const SEARCH_FIELDS = [
  { what: 'NHS number', path: '**/patientID' },
  { what: 'prescription id', path: '**/prescriptionID' },
  { what: 'status', path: '**/prescriptionStatus' },
  { what: 'status', path: '**/statusCode' },
  { what: 'NHS number', path: '**/nhsNumber' },
  { what: 'status', path: '**/status' },
]

/** Declares how the answers to a search for prescriptions are compared. */
export const EPS_SEARCH_POLICY: Policy = definePolicy({
  name: 'eps.search',
  interactions: [
    'PrescriptionSearchSyncAsync_1_0',
    'eps-tracker-search',
    'eps-tracker-search-patient',
    'eps-fhir-track',
    'eps-patient-facing',
    'eps-patient-facing-header',
  ],
  rules: [
    ...WRAPPER_RULES,
    ...HL7_TYPES,
    ...SEARCH_RULES,
    ...BUNDLE_RULES,
    ...RESOURCE_RULES,
    ...FHIR_TYPES,
  ],
  protects: SEARCH_FIELDS,
})
