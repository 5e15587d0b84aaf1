import { definePolicy, type Policy, type ProtectedPath, type Rule } from '../../comparison/index.ts'
import { EBXML_RULES } from '../ebxml-rules.ts'
import { BUNDLE_RULES, FHIR_TYPES, RESOURCE_RULES } from '../fhir-rules.ts'
import { HL7_TYPES } from '../hl7-types.ts'
import { WRAPPER_RULES } from '../wrapper-rules.ts'
import { SCR_DETAILS, SCR_OUTCOMES } from './outcomes.ts'

const FACADE = [...BUNDLE_RULES, ...RESOURCE_RULES, ...FHIR_TYPES]

/** What names a summary, on either side. */
const SUMMARY_FIELDS: readonly ProtectedPath[] = [
  { what: 'summary id', path: '**/eventID/@root' },
  { what: 'summary id', path: '**/hl7Data/GPSummary/id/@root' },
  { what: 'summary id', path: '**/subject/GPSummary/id/@root' },
  { what: 'summary id', path: '**/masterIdentifier/value' },
  { what: 'summary id', path: '**/Composition/identifier/value' },
  { what: 'what a summary replaces', path: '**/replacementOf/priorMessageRef/id/@root' },
  { what: 'what a summary replaces', path: '**/Composition/relatesTo/targetIdentifier/value' },
  { what: 'section code', path: '**/Composition/section/code/coding/code' },
  { what: 'permission', path: '**/accessControlAssertion/function/code/@code' },
  { what: 'permission', path: '**/accessControlAssertion/function/code/text()' },
  { what: 'permission', path: '**/valueCoding/code' },
  { what: 'NHS number', path: '**/resourceContext/@extension' },
  { what: 'NHS number', path: '**/accessControlAssertion/resource/Id/text()' },
]

/** What mappings read of a list, in their own words. */
const LISTED_FIELDS: readonly ProtectedPath[] = [
  { what: 'what became of the request', path: 'outcome' },
  { what: 'permission', path: 'permission' },
  { what: 'summary id', path: 'summaries/id' },
  { what: 'status', path: 'summaries/status' },
  { what: 'what a summary is', path: 'summaries/type' },
]

/** What mappings read of a summary, in their own words. */
const READ_FIELDS: readonly ProtectedPath[] = [
  { what: 'summary id', path: 'summaryId' },
  { what: 'status', path: 'status' },
  { what: 'what a summary is', path: 'type' },
  { what: 'what a summary replaces', path: 'replaces/id' },
  { what: 'narrative', path: 'html' },
  { what: 'section code', path: 'sections/code' },
  { what: 'narrative', path: 'sections/div' },
]

const EVENT_RULES: readonly Rule[] = [
  {
    id: 'event-id-case',
    path: ['**/eventID/@root', 'summaries/id', 'summaryId', 'replaces/id'],
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

const TEXT = '**/hl7Data/GPSummary/excerptFrom/**/presentationText'

/** What HL7v3 says beside a summary and the cloud does not: in a reply made of its answer something stands there. */
const MADE_RULES: readonly Rule[] = [
  {
    id: 'text-id',
    path: `${TEXT}/id/@root`,
    why: 'a narrative has an id of its own in HL7v3, to which nothing refers',
    does: 'id',
  },
  {
    id: 'text-time',
    path: `${TEXT}/effectiveTime/@value`,
    why: 'a narrative has a time of its own in HL7v3; that it is a time is looked at',
    does: 'timestamp',
  },
  {
    id: 'stored-at',
    path: '**/event/persistenceDate/@value',
    why: 'when a summary was stored, which the cloud does not say; that it is a time is looked at',
    does: 'timestamp',
  },
  {
    id: 'template-edition',
    path: '**/GPSummary/**/templateId/@extension',
    why: 'which edition of the message model a part was built to, not what it says',
    does: 'ignore',
  },
]

/** How an ending of one side is one of the other. */
const OUTCOMES = { outcomes: SCR_OUTCOMES, generic: SCR_DETAILS }

/** Declares how the answers are compared that list a patient's summaries. */
export const SCR_LIST_POLICY: Policy = definePolicy({
  name: 'scr.list',
  interactions: ['QUPC_IN180000UK04', 'QUPC_IN180000SM04', 'QUPC_IN160101UK05', 'scr-fhir-list'],
  rules: [...WRAPPER_RULES, ...EBXML_RULES, ...HL7_TYPES, ...EVENT_RULES, ...FACADE],
  protects: [...SUMMARY_FIELDS, ...LISTED_FIELDS],
  ...OUTCOMES,
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
    ...MADE_RULES,
    ...FACADE,
  ],
  protects: [...SUMMARY_FIELDS, ...READ_FIELDS],
  ...OUTCOMES,
})

/** Declares how acknowledgements are compared: whoever acknowledges says what became of a request and no more. */
const acknowledged = (name: string, interactions: readonly string[]): Policy =>
  definePolicy({
    name,
    interactions,
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
    protects: [...SUMMARY_FIELDS, { what: 'what became of the request', path: 'ended' }],
    ...OUTCOMES,
  })

/** Declares how the answers are compared that say whether a summary was taken. */
export const SCR_UPLOAD_POLICY: Policy = acknowledged('scr.upload', [
  'REPC_IN150016UK05',
  'REPC_IN150016SM05',
  'REPC_IN150017UK02',
  'REPC_IN150018UK02',
  'scr-fhir-upload',
])

/** Declares how the answers are compared that say what a patient permits, and whether that was set. */
export const SCR_PERMISSION_POLICY: Policy = acknowledged('scr.permission', [
  'SET_RESOURCE_PERMISSIONS_INUK01',
  'GET_RESOURCE_PERMISSIONS_INUK01',
  'HAS_RESOURCE_PERMISSIONS_INUK01',
  'scr-fhir-permission',
])

/** Declares how the answers are compared that say whether an alert was raised. */
export const SCR_ALERT_POLICY: Policy = acknowledged('scr.alert', [
  'COMT_IN000001UK01',
  'scr-alert',
  'scr-fhir-alert',
])
