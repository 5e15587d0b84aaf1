import {
  type AcceptanceRule,
  defineRules,
  FILLED,
  lengthOf,
  type RuleRow,
  THERE,
} from '../../acceptance/index.ts'
import { NHS_NUMBER, SHORT_FORM } from '../oids.ts'
import {
  epsRules,
  idRules,
  once,
  payloadRules,
  prescriberRules,
  SUBJECT,
  timeRule,
  UNABLE_TO_PROCESS,
} from './acceptance-parts.ts'

const ODS = '1.2.826.0.1285.0.1.10'
const V3 = '2.16.840.1.113883.2.1.3.2.4'

const PARENT = `${SUBJECT}/ParentPrescription`
const PATIENT = `${PARENT}/recordTarget/Patient`
const PRESCRIPTION = `${PARENT}/pertinentInformation1/pertinentPrescription`
const SITE = `pertinentInformation1/pertinentDispensingSitePreference/value[@codeSystem=${V3}.17.21]/@code`

const PATIENT_PARTS: readonly (readonly [id: string, says: string, at: string])[] = [
  ['number', 'The patient has one NHS number', `id[@root=${NHS_NUMBER}]/@extension`],
  ['address', 'The patient has one address', 'addr'],
  ['name', 'The patient has one name', 'patientPerson/name'],
  ['gender', 'The patient has one gender', 'patientPerson/administrativeGenderCode/@code'],
  ['birth', 'The patient has one date of birth', 'patientPerson/birthTime/@value'],
  [
    'gp',
    'The patient has one practice',
    'patientPerson/playedProviderPatient/subjectOf/patientCareProvision/responsibleParty/healthCareProvider/id/@extension',
  ],
]

const SIGNATURE: readonly RuleRow[] = [
  {
    id: 'eps-prescription-signature',
    says: 'The prescription is signed',
    within: PRESCRIPTION,
    at: 'author/signatureText/ds:Signature',
    refusal: {
      family: '1722',
      error: 'DIGITAL_SIGNATURE_NOT_FOUND',
      code: {
        code: '0003',
        from: 'NHSDigital/electronic-prescription-service-api, spine-response-handler.ts',
      },
    },
    mend: 'Sign it and write the XML signature into signatureText',
  },
  once('eps-prescription-signed-at', 'The prescription says once when it was signed', {
    within: PRESCRIPTION,
    at: 'author/time/@value',
    is: THERE,
  }),
]

const NOMINATED: readonly RuleRow[] = [
  {
    ...once('eps-prescription-nobody', 'Nobody is nominated where the patient chose nobody', {
      within: PRESCRIPTION,
      at: 'performer',
      times: [0, 0],
    }),
    where: { at: SITE, is: ['0004'] },
    mend: 'Leave performer out, or name the preference P1, P2 or P3',
  },
  {
    ...once('eps-prescription-somebody', 'Who is nominated is named where the patient chose one', {
      within: PRESCRIPTION,
      at: `performer/AgentOrgSDS/agentOrganizationSDS/id[@root=${ODS}]/@extension`,
      is: FILLED,
    }),
    where: { at: SITE, is: ['P1', 'P2', 'P3'] },
    mend: 'Write the ODS code of the dispenser into performer, or name the preference 0004',
  },
]

/** Lists what Spine asks of a prescription. */
export const prescriptionAcceptance = (
  interactions: readonly string[],
): readonly AcceptanceRule[] =>
  defineRules(epsRules('Parent_Prescription_PORX_MT132004UK31.xsl', interactions), [
    ...payloadRules('eps-prescription', 'ParentPrescription'),
    timeRule('eps-prescription', 'ParentPrescription'),
    once('eps-prescription-patient', 'The prescription is for one patient', {
      within: PARENT,
      at: 'recordTarget/Patient',
    }),
    once('eps-prescription-one', 'There is one prescription', {
      within: PARENT,
      at: 'pertinentInformation1/pertinentPrescription',
    }),
    once('eps-prescription-author', 'The prescription has one prescriber', {
      within: PRESCRIPTION,
      at: 'author/AgentPerson',
    }),
    ...PATIENT_PARTS.map(([id, says, at]) =>
      once(`eps-prescription-patient-${id}`, says, {
        ...{ within: PATIENT, at },
        ...(at.includes('@') && { is: THERE }),
      }),
    ),
    ...SIGNATURE,
    once('eps-prescription-treatment', 'The prescription says once which kind of treatment it is', {
      within: PRESCRIPTION,
      at: `pertinentInformation5/pertinentPrescriptionTreatmentType/value[@codeSystem=${V3}.16.36]/@code`,
      is: THERE,
    }),
    once('eps-prescription-short', 'The prescription has one short id of twenty characters', {
      within: PRESCRIPTION,
      at: `id[@root=${SHORT_FORM}]/@extension`,
      is: lengthOf(20),
    }),
    once('eps-prescription-licence', 'The organisation is licensed by one other', {
      within: '**/author/AgentPerson/representedOrganization',
      at: `healthCareProviderLicense/Organization/id[@root=${ODS}]/@extension`,
      is: THERE,
    }),
    ...NOMINATED,
    ...prescriberRules('eps-prescription'),
  ])

const CANCEL = `${SUBJECT}/CancellationRequest`
const REASON = 'pertinentInformation/pertinentCancellationReason'

/** Lists what Spine asks of a cancellation. */
export const cancellationAcceptance = (
  interactions: readonly string[],
): readonly AcceptanceRule[] =>
  defineRules(epsRules('Cancel_Prescription_PORX_MT135001UK32.xsl', interactions), [
    ...payloadRules('eps-cancel', 'CancellationRequest'),
    timeRule('eps-cancel', 'CancellationRequest'),
    once('eps-cancel-patient', 'The cancellation is about one patient', {
      within: CANCEL,
      at: 'recordTarget/Patient',
    }),
    once('eps-cancel-patient-number', 'The patient has one NHS number', {
      within: `${CANCEL}/recordTarget/Patient`,
      at: `id[@root=${NHS_NUMBER}]/@extension`,
      is: THERE,
    }),
    once('eps-cancel-prescription', 'The cancellation is about one prescription', {
      within: CANCEL,
      at: 'pertinentInformation2/pertinentPrescriptionID',
    }),
    ...idRules(
      'eps-cancel-prescription',
      `${CANCEL}/pertinentInformation2/pertinentPrescriptionID`,
    ),
    {
      id: 'eps-cancel-lines',
      says: 'One line item at most is cancelled',
      within: CANCEL,
      at: 'pertinentInformation1',
      times: [0, 1],
      ...UNABLE_TO_PROCESS,
      mend: 'Send a cancellation for each line item, or name none to cancel them all',
    },
    {
      id: 'eps-cancel-reasons',
      says: 'The cancellation has one to eight reasons',
      within: CANCEL,
      at: REASON,
      times: [1, 8],
      ...UNABLE_TO_PROCESS,
      mend: 'Write at least one reason; Spine reads eight',
    },
    once('eps-cancel-reason', 'Each reason is one of the list of reasons', {
      within: `${CANCEL}/${REASON}`,
      at: `value[@codeSystem=${V3}.16.27]/@code`,
      is: FILLED,
    }),
    ...prescriberRules('eps-cancel'),
  ])
