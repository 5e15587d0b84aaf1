import { definePolicy, type Policy, type ProtectedPath, type Rule } from '../../comparison/index.ts'
import { EBXML_RULES } from '../ebxml-rules.ts'
import { BUNDLE_RULES, FHIR_TYPES, inResource, RESOURCE_RULES } from '../fhir-rules.ts'
import { HL7_TYPES } from '../hl7-types.ts'
import { WRAPPER_RULES } from '../wrapper-rules.ts'
import { EPS_OUTCOMES } from './outcomes.ts'

const ANSWERS = ['PrescriptionReleaseResponse', 'PrescriptionReleaseReject']

const RELEASE_RULES: readonly Rule[] = [
  {
    id: 'release-id',
    path: ANSWERS.map(answer => `**/${answer}/id/@root`),
    why: 'the answer’s own id, made for it',
    does: 'id',
  },
  {
    id: 'release-time',
    path: ANSWERS.map(answer => `**/${answer}/effectiveTime/@value`),
    why: 'when the answer was made; that it is a time is looked at',
    does: 'timestamp',
  },
  {
    id: 'release-request',
    path: [
      '**/PrescriptionReleaseResponse/inFulfillmentOf/priorDownloadRequestRef/id/@root',
      '**/PrescriptionReleaseReject/reversalOf/priorPrescriptionReleaseRequestRef/id/@root',
    ],
    why: 'names the request’s payload, which may have been sent to either side under an id of its own',
    does: 'id',
  },
  {
    id: 'key-prescriptions',
    path: '**/PrescriptionReleaseResponse/component',
    why: 'a prescription is known by its id',
    does: 'key',
    key: ['ParentPrescription/id/@root'],
  },
  {
    id: 'parameters-id',
    path: ['Parameters/id', 'Parameters/parameter/resource/Bundle/meta/versionId'],
    why: 'made for this answer',
    does: 'ignore',
  },
  {
    id: 'prescription-bundle-times',
    path: inResource('**/resource/Bundle/timestamp'),
    why: 'when the façade made the bundle; that it is a time is looked at',
    does: 'timestamp',
  },
  {
    id: 'release-request-id',
    path: inResource('**/MessageHeader/response/identifier'),
    why: 'names the request, which may have been sent to either side under an id of its own',
    does: 'id',
  },
]

const each = (what: string, paths: readonly string[]): ProtectedPath[] =>
  paths.map(path => ({ what, path }))

/** Declares what no rule may make less of where a prescription is written. */
export const PRESCRIPTION_FIELDS: readonly ProtectedPath[] = [
  ...each('prescription id', [
    '**/component/ParentPrescription/id/@root',
    '**/subject/ParentPrescription/id/@root',
  ]),
  ...each('line item id', ['**/pertinentLineItem/id/@root']),
  ...each('additional instructions', ['**/pertinentAdditionalInstructions/value/text()']),
  ...each('prescription signature', [
    '**/Signature/SignatureValue/text()',
    '**/Signature/SignedInfo/Reference/DigestValue/text()',
    '**/Provenance/signature/data',
  ]),
  ...each('dispenser', [
    '**/pertinentPrescription/performer/AgentOrgSDS/agentOrganizationSDS/id/@extension',
  ]),
  ...each('rejection', [
    '**/PrescriptionReleaseReject/pertinentInformation/pertinentRejectionReason/value/@code',
  ]),
]

/** Declares how the answers to a release of prescriptions are compared. */
export const EPS_RELEASE_POLICY: Policy = definePolicy({
  name: 'eps.release',
  interactions: [
    'PORX_IN132004UK30',
    'PORX_IN132004SM30',
    'PORX_IN060102UK30',
    'PORX_IN060102SM30',
    'eps-fhir-release',
  ],
  rules: [
    ...WRAPPER_RULES,
    ...EBXML_RULES,
    ...HL7_TYPES,
    ...RELEASE_RULES,
    ...BUNDLE_RULES,
    ...RESOURCE_RULES,
    ...FHIR_TYPES,
  ],
  protects: PRESCRIPTION_FIELDS,
  outcomes: EPS_OUTCOMES,
})
