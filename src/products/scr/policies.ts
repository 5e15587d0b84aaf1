import { definePolicy, type Policy, type ProtectedPath, type Rule } from '../../comparison/index.ts'
import { EBXML_RULES } from '../ebxml-rules.ts'
import { BUNDLE_RULES, FHIR_TYPES, RESOURCE_RULES } from '../fhir-rules.ts'
import { HL7_TYPES } from '../hl7-types.ts'
import { WRAPPER_RULES } from '../wrapper-rules.ts'

const FACADE = [...BUNDLE_RULES, ...RESOURCE_RULES, ...FHIR_TYPES]

/** What names a summary, on either side. */
const SUMMARY_FIELDS: readonly ProtectedPath[] = [
  { what: 'summary id', path: '**/eventID/@root' },
  { what: 'summary id', path: '**/hl7Data/GPSummary/id/@root' },
  { what: 'summary id', path: '**/subject/GPSummary/id/@root' },
  { what: 'summary id', path: '**/masterIdentifier/value' },
  { what: 'summary id', path: '**/Composition/identifier/value' },
  { what: 'what a summary replaces', path: '**/replacementOf/priorMessageRef/id/@root' },
  { what: 'permission', path: '**/accessControlAssertion/function/code/@code' },
]

const EVENT_RULES: readonly Rule[] = [
  {
    id: 'event-id-case',
    path: '**/eventID/@root',
    why: 'UUIDs are written in either case',
    does: 'type',
    type: 'uuid',
  },
]

const NARRATIVE = '**/presentationText/value/html/**/text()'

const NARRATIVE_RULES: readonly Rule[] = [
  {
    id: 'narrative-blanks',
    path: NARRATIVE,
    why: 'a narrative is HTML, in which blanks run together',
    does: 'type',
    type: 'collapsed',
  },
  {
    id: 'narrative-gaps',
    path: NARRATIVE,
    why: 'a narrative is HTML, in which blanks between blocks show nothing',
    does: 'empty-is-absent',
  },
]

/** Declares how the answers are compared that list a patient's summaries. */
export const SCR_LIST_POLICY: Policy = definePolicy({
  name: 'scr.list',
  interactions: ['QUPC_IN180000UK04', 'QUPC_IN180000SM04', 'QUPC_IN160101UK05', 'scr-fhir-list'],
  rules: [...WRAPPER_RULES, ...EBXML_RULES, ...HL7_TYPES, ...EVENT_RULES, ...FACADE],
  protects: SUMMARY_FIELDS,
})

/** Declares how the answers are compared that hold a summary. */
export const SCR_SUMMARY_POLICY: Policy = definePolicy({
  name: 'scr.summary',
  interactions: ['QUPC_IN190000UK04', 'QUPC_IN160103UK05', 'scr-fhir-read'],
  rules: [
    ...WRAPPER_RULES,
    ...EBXML_RULES,
    ...HL7_TYPES,
    ...EVENT_RULES,
    ...NARRATIVE_RULES,
    ...FACADE,
  ],
  protects: SUMMARY_FIELDS,
})

/** Declares how the answers are compared that say what a patient permits, and what was written. */
export const SCR_ACKNOWLEDGEMENT_POLICY: Policy = definePolicy({
  name: 'scr.acknowledgement',
  interactions: [
    'REPC_IN150016UK05',
    'REPC_IN150016SM05',
    'REPC_IN150017UK02',
    'REPC_IN150018UK02',
    'SET_RESOURCE_PERMISSIONS_INUK01',
    'GET_RESOURCE_PERMISSIONS_INUK01',
    'HAS_RESOURCE_PERMISSIONS_INUK01',
    'COMT_IN000001UK01',
    'scr-fhir-upload',
    'scr-fhir-permission',
    'scr-fhir-alert',
  ],
  rules: [
    ...WRAPPER_RULES,
    ...EBXML_RULES,
    ...HL7_TYPES,
    {
      id: 'success-id',
      path: '**/ControlActEvent/requestSuccessDetail/id',
      why: 'an id Spine gives its own record of the message, or Not Known',
      does: 'ignore',
    },
    ...FACADE,
  ],
  protects: SUMMARY_FIELDS,
})
