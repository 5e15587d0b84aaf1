import { definePolicy, type Policy, type ProtectedPath, type Rule } from '../../comparison/index.ts'
import { EBXML_RULES } from '../ebxml-rules.ts'
import { BUNDLE_RULES, FHIR_TYPES, inResource, RESOURCE_RULES } from '../fhir-rules.ts'
import { hl7TypesIn } from '../hl7-types.ts'
import { ENVELOPE_RULES, objectsIn } from '../wrapper-rules.ts'
import { EPS_OUTCOMES } from './outcomes.ts'

const ANSWERS = ['PrescriptionReleaseResponse', 'PrescriptionReleaseReject']

const PRESCRIPTION = '**/ParentPrescription/pertinentInformation1/pertinentPrescription'

/**
 * Where a release says something that its prescriber has not signed: all but the patient, the author, the items and
 * the time and id of the prescription (NHSDigital/electronic-prescription-service-api, signature fragments). What is
 * signed is compared as it is written: the same in another order or in other letters no longer has its signature.
 */
const UNSIGNED = [
  ...['author/**', 'author1/**', 'reason/justifyingDetectedIssueEvent/code'].map(
    part => `**/ControlActEvent/${part}`,
  ),
  ...['responsibleParty', 'legalAuthenticator', 'performer', 'component1'].map(
    part => `${PRESCRIPTION}/${part}/**`,
  ),
  ...['1', '4', '5', '7', '8'].map(number => `${PRESCRIPTION}/pertinentInformation${number}/**`),
  '**/pertinentLineItem/pertinentInformation4/**',
  '**/ParentPrescription',
  '**/pertinentCareRecordElementCategory/**',
  '**/pertinentBatchInfo/**',
  '**/PrescriptionReleaseReject/**',
]

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

/** What a prescriber's signature covers; where it differs, the dispenser's check of that fails. */
const SIGNED_FIELDS = each('what its prescriber signed', [
  '**/manufacturedRequestedMaterial/code/@displayName',
  '**/pertinentPrescription/author/time/@value',
  ...['family/text()', 'given/text()', 'prefix/text()'].map(
    part => `**/Patient/patientPerson/name/${part}`,
  ),
  '**/Patient/patientPerson/birthTime/@value',
  '**/Patient/patientPerson/administrativeGenderCode/@code',
  ...['streetAddressLine/text()', 'postalCode/text()'].map(line => `**/Patient/addr/${line}`),
])

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
    ...ENVELOPE_RULES,
    ...objectsIn(UNSIGNED),
    ...EBXML_RULES,
    ...hl7TypesIn(UNSIGNED),
    ...RELEASE_RULES,
    ...BUNDLE_RULES,
    ...RESOURCE_RULES,
    ...FHIR_TYPES,
  ],
  protects: [...PRESCRIPTION_FIELDS, ...SIGNED_FIELDS],
  outcomes: EPS_OUTCOMES,
})
