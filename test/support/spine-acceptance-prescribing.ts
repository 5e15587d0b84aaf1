// What Spine 2 asks of a prescription and its cancellation (nhsdigitalmait/SPINE_schema, spine2_xslt).
import type { Rule } from './spine-acceptance.ts'
import {
  BY_PRESCRIBER,
  idRules,
  PRESCRIBERS,
  ROOT_ID,
  SUBJECT,
  TIME,
} from './spine-acceptance-agents.ts'

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const ODS = '1.2.826.0.1285.0.1.10'
const NHS_NUMBER = '2.16.840.1.113883.2.1.4.1'
const FILLED = /\S/

const PARENT = 'Parent_Prescription_PORX_MT132004UK31.xsl'
const PATIENT = `${SUBJECT}/*/recordTarget/Patient`
const PRESCRIPTION = `${SUBJECT}/ParentPrescription/pertinentInformation1/pertinentPrescription`
const SITE = `pertinentInformation1/pertinentDispensingSitePreference/value[@codeSystem=${V3}.17.21]/@code`
const GP =
  'patientPerson/playedProviderPatient/subjectOf/patientCareProvision/responsibleParty/healthCareProvider/id/@extension'

/** What is asked of a prescription. */
export const PRESCRIPTION_RULES: readonly Rule[] = [
  { ...ROOT_ID, from: PARENT },
  { ...TIME, from: PARENT },
  { name: 'one patient', from: PARENT, at: PATIENT },
  { name: 'one prescription', from: PARENT, at: PRESCRIPTION },
  { name: 'one prescriber', from: PARENT, within: PRESCRIPTION, at: 'author/AgentPerson' },
  {
    name: 'a licensed organisation',
    from: PARENT,
    within: `${BY_PRESCRIBER}/representedOrganization`,
    at: `healthCareProviderLicense/Organization/id[@root=${ODS}]/@extension`,
    is: FILLED,
  },
  ...(
    [
      ['an NHS number', `id[@root=${NHS_NUMBER}]/@extension`, /^\d{10}$/],
      ['a patient’s address', 'addr', undefined],
      ['a patient’s name', 'patientPerson/name', undefined],
      ['a patient’s gender', 'patientPerson/administrativeGenderCode/@code', FILLED],
      ['a patient’s birth', 'patientPerson/birthTime/@value', /^\d{8}/],
      ['a patient’s practice', GP, FILLED],
    ] as const
  ).map(([name, at, is]) => ({
    name,
    from: PARENT,
    within: PATIENT,
    at,
    ...(is && { is }),
  })),
  {
    name: 'a signature',
    from: PARENT,
    within: PRESCRIPTION,
    at: 'author/signatureText/ds:Signature',
  },
  {
    name: 'a signed time',
    from: PARENT,
    within: PRESCRIPTION,
    at: 'author/time/@value',
    is: /^\d{14}$/,
  },
  {
    name: 'a treatment type',
    from: PARENT,
    within: PRESCRIPTION,
    at: `pertinentInformation5/pertinentPrescriptionTreatmentType/value[@codeSystem=${V3}.16.36]/@code`,
    is: FILLED,
  },
  {
    name: 'a short prescription id of twenty characters',
    from: PARENT,
    within: PRESCRIPTION,
    at: `id[@root=${V3}.18.8]/@extension`,
    is: /^.{20}$/,
  },
  {
    name: 'nobody nominated where nobody is to be',
    from: PARENT,
    within: PRESCRIPTION,
    where: [SITE, /^0004$/],
    at: 'performer',
    times: [0, 0],
  },
  {
    name: 'somebody nominated where somebody is to be',
    from: PARENT,
    within: PRESCRIPTION,
    where: [SITE, /^P[123]$/],
    at: `performer/AgentOrgSDS/agentOrganizationSDS/id[@root=${ODS}]/@extension`,
    is: FILLED,
  },
  ...PRESCRIBERS,
]

const CANCEL = 'Cancel_Prescription_PORX_MT135001UK32.xsl'
const CANCELLED = `${SUBJECT}/CancellationRequest`
/** What is asked of a cancellation. */
export const CANCELLATION_RULES: readonly Rule[] = [
  { ...ROOT_ID, from: CANCEL },
  { ...TIME, from: CANCEL },
  { name: 'one patient', from: CANCEL, at: PATIENT },
  {
    name: 'an NHS number',
    from: CANCEL,
    within: PATIENT,
    at: `id[@root=${NHS_NUMBER}]/@extension`,
    is: /^\d{10}$/,
  },
  ...idRules(CANCEL, `${CANCELLED}/pertinentInformation2/pertinentPrescriptionID`),
  {
    name: 'one prescription',
    from: CANCEL,
    within: CANCELLED,
    at: 'pertinentInformation2/pertinentPrescriptionID',
  },
  {
    name: 'one line item at most',
    from: CANCEL,
    within: CANCELLED,
    at: 'pertinentInformation1',
    times: [0, 1],
  },
  {
    name: 'one to eight reasons',
    from: CANCEL,
    within: CANCELLED,
    at: 'pertinentInformation/pertinentCancellationReason',
    times: [1, 8],
  },
  {
    name: 'a reason of the list',
    from: CANCEL,
    within: `${CANCELLED}/pertinentInformation/pertinentCancellationReason`,
    at: `value[@codeSystem=${V3}.16.27]/@code`,
    is: /^\d{4}$/,
  },
  ...PRESCRIBERS,
]
