import { wrapped } from './prescription-golden-hl7.ts'
import { SAID as MESSAGE } from './prescription-golden-parts.ts'
import { issuedIn } from './return-golden.ts'

// Written by hand from NHS MIM 4.2.00 (PORX_MT510101UK31) and
// NHSDigital/electronic-prescription-service-api, withdraw.ts.

/** What a golden withdrawal says, beside what each says. */
export interface WithdrawalParts {
  readonly issued: readonly [hl7: string, fhir: number] | undefined
  readonly reasonText: string | undefined
}

/** What every golden withdrawal says; who is at the keyboard its wrapper says. */
export const WITHDRAWN = {
  messageId: MESSAGE.messageId,
  notificationId: 'c0ffee00-4b44-4b7b-8f0b-9a1f7c110002',
  shortId: 'ABCDEF-Y00001-12345C',
  at: ['20260102030405', '2026-01-02T03:04:05+00:00'],
  nhsNumber: MESSAGE.nhsNumber,
  roleProfile: '100000000003',
  user: '900000000001',
  odsCode: 'F0001',
} as const

export const BASE_WITHDRAWAL: WithdrawalParts = {
  issued: undefined,
  reasonText: 'Made up reason',
}

const V3 = '2.16.840.1.113883.2.1.3.2.4'

const slot = (
  [name, inside, code]: readonly string[],
  value: string,
  isInContext = 'true',
): string =>
  `<${name} contextConductionInd="${isInContext}" typeCode="PERT"><seperatableInd value="false"/>` +
  `<${inside} classCode="OBS" moodCode="EVN"><code code="${code}" codeSystem="${V3}.17.30"/>${value}</${inside}></${name}>`

const subject = ({ issued, reasonText }: WithdrawalParts): string =>
  `<ETPWithdraw classCode="ALRT" moodCode="EVN"><id root="${WITHDRAWN.messageId.toUpperCase()}"/><effectiveTime value="${WITHDRAWN.at[0]}"/>` +
  `<recordTarget typeCode="RCT"><patient classCode="PAT"><id root="2.16.840.1.113883.2.1.4.1" extension="${WITHDRAWN.nhsNumber}"/></patient></recordTarget>` +
  `<author typeCode="AUT"><AgentPersonSDS classCode="AGNT"><id root="1.2.826.0.1285.0.2.0.67" extension="${WITHDRAWN.roleProfile}"/>` +
  `<agentPersonSDS classCode="PSN" determinerCode="INSTANCE"><id root="1.2.826.0.1285.0.2.0.65" extension="${WITHDRAWN.odsCode}"/></agentPersonSDS></AgentPersonSDS></author>` +
  slot(
    ['pertinentInformation3', 'pertinentWithdrawID', 'WID'],
    `<value root="${V3}.18.8" extension="${WITHDRAWN.shortId}"/>`,
    'false',
  ) +
  (issued === undefined
    ? ''
    : slot(
        ['pertinentInformation1', 'pertinentRepeatInstanceInfo', 'RPI'],
        `<value value="${issued[0]}"/>`,
      )) +
  slot(
    ['pertinentInformation2', 'pertinentWithdrawType', 'PWT'],
    `<value code="LD" codeSystem="${V3}.17.109" displayName="Last Dispense"/>`,
  ) +
  slot(
    ['pertinentInformation5', 'pertinentWithdrawReason', 'PWR'],
    `<value code="MU" codeSystem="${V3}.17.110"${reasonText === undefined ? '' : ` displayName="${reasonText}"`}/>`,
  ) +
  `<pertinentInformation4 inversionInd="false" negationInd="false" typeCode="PERT"><seperatableInd value="true"/>` +
  `<pertinentDispenseNotificationRef classCode="INFO" moodCode="EVN"><id root="${WITHDRAWN.notificationId.toUpperCase()}"/></pertinentDispenseNotificationRef></pertinentInformation4></ETPWithdraw>`

/** A golden withdrawal as HL7v3. */
export const goldenWithdrawal = (
  parts: WithdrawalParts,
  interaction = 'PORX_IN510101UK31',
): Buffer => Buffer.from(wrapped(subject(parts), interaction))

const NHS = 'https://fhir.nhs.uk'
const UUID = 'https://tools.ietf.org/html/rfc4122'

/** A golden withdrawal as a Task. */
export const goldenWithdrawalTask = ({
  issued,
  reasonText,
}: WithdrawalParts): Readonly<Record<string, unknown>> => ({
  resourceType: 'Task',
  contained: [
    {
      resourceType: 'PractitionerRole',
      id: 'who',
      identifier: [{ system: `${NHS}/Id/sds-role-profile-id`, value: WITHDRAWN.roleProfile }],
      practitioner: { identifier: { system: `${NHS}/Id/sds-user-id`, value: WITHDRAWN.user } },
      organization: { reference: '#for' },
    },
    {
      resourceType: 'Organization',
      id: 'for',
      identifier: [{ system: `${NHS}/Id/ods-organization-code`, value: WITHDRAWN.odsCode }],
    },
  ],
  ...(issued && { extension: [issuedIn(issued[1])] }),
  identifier: [{ system: UUID, value: WITHDRAWN.messageId }],
  groupIdentifier: { system: `${NHS}/Id/prescription-order-number`, value: WITHDRAWN.shortId },
  status: 'in-progress',
  statusReason: {
    coding: [
      {
        system: `${NHS}/CodeSystem/EPS-task-dispense-withdraw-reason`,
        code: 'MU',
        ...(reasonText !== undefined && { display: reasonText }),
      },
    ],
  },
  intent: 'order',
  code: { coding: [{ system: 'http://hl7.org/fhir/CodeSystem/task-code', code: 'abort' }] },
  focus: { identifier: { system: UUID, value: WITHDRAWN.notificationId } },
  for: { identifier: { system: `${NHS}/Id/nhs-number`, value: WITHDRAWN.nhsNumber } },
  authoredOn: WITHDRAWN.at[1],
  requester: { reference: '#who' },
})

/** Withdrawals that say everything the table has a row for, each in both languages, by a title. */
export const GOLDEN_WITHDRAWALS: ReadonlyMap<string, WithdrawalParts> = new Map([
  ['as most are', BASE_WITHDRAWAL],
  ['of an issue', { ...BASE_WITHDRAWAL, issued: ['3', 2] }],
  ['for a reason in no words', { ...BASE_WITHDRAWAL, reasonText: undefined }],
])
