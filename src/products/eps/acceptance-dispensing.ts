import {
  type AcceptanceRule,
  defineRules,
  lengthOf,
  oneOf,
  type RuleRow,
  THERE,
} from '../../acceptance/index.ts'
import { NHS_NUMBER } from '../oids.ts'
import {
  dispenserRules,
  epsRules,
  idRules,
  once,
  payloadRules,
  SUBJECT,
  timeRule,
  UNABLE_TO_PROCESS,
} from './acceptance-parts.ts'

const V3 = '2.16.840.1.113883.2.1.3.2.4'

/** The long form as claims of the first release have it. */
const FIRST_RELEASE = `${V3}.18.4`

const patientRules = (id: string, root: string): readonly RuleRow[] => [
  once(`${id}-patient`, 'It is about one patient', {
    within: `${SUBJECT}/${root}`,
    at: 'recordTarget/patient',
  }),
  once(`${id}-patient-number`, 'The patient has one NHS number', {
    within: `${SUBJECT}/${root}/recordTarget/patient`,
    at: `id[@root=${NHS_NUMBER}]/@extension`,
    is: THERE,
  }),
]

/** What a notification and a claim say alike of what was supplied. */
const supplyRules = (id: string, root: string): readonly RuleRow[] => {
  const header = `${SUBJECT}/${root}/pertinentInformation1/pertinentSupplyHeader`
  const named = 'pertinentInformation4/pertinentPrescriptionID'
  return [
    ...payloadRules(id, root),
    timeRule(id, root),
    once(`${id}-supply`, 'It is about one supply', {
      within: `${SUBJECT}/${root}`,
      at: 'pertinentInformation1/pertinentSupplyHeader',
    }),
    once(`${id}-prescription`, 'The supply is of one prescription', { within: header, at: named }),
    ...idRules(
      `${id}-prescription`,
      `${header}/${named}`,
      root === 'DispenseClaim' ? [oneOf(FIRST_RELEASE)] : [],
    ),
    once(`${id}-status`, 'The supply says once how the prescription stands', {
      within: header,
      at: 'pertinentInformation3/pertinentPrescriptionStatus',
    }),
    {
      id: `${id}-items`,
      says: 'At least one item was supplied',
      within: header,
      at: 'pertinentInformation1',
      times: [1, Infinity],
      ...UNABLE_TO_PROCESS,
      mend: 'Write a pertinentInformation1 with its supplied line item for each item',
    },
    once(`${id}-replaced`, 'What it replaces is named by one UUID of 36 characters', {
      within: `${SUBJECT}/${root}/replacementOf/priorMessageRef`,
      at: 'id/@root',
      is: lengthOf(36),
    }),
    ...dispenserRules(id),
  ]
}

/** Lists what Spine asks of a dispense notification. */
export const notificationAcceptance = (
  interactions: readonly string[],
): readonly AcceptanceRule[] =>
  defineRules(epsRules('Dispense_Notification_PORX_MT024001UK31.xsl', interactions), [
    ...supplyRules('eps-notification', 'DispenseNotification'),
    ...patientRules('eps-notification', 'DispenseNotification'),
  ])

/** Lists what Spine asks of a claim. */
export const claimAcceptance = (interactions: readonly string[]): readonly AcceptanceRule[] =>
  defineRules(
    epsRules('Dispense_Claim_PORX_MT142001UK31.xsl', interactions),
    supplyRules('eps-claim', 'DispenseClaim'),
  )

const RETURN = `${SUBJECT}/DispenseProposalReturn`

/** Lists what Spine asks of a return. */
export const returnAcceptance = (interactions: readonly string[]): readonly AcceptanceRule[] =>
  defineRules(epsRules('Dispense_Proposal_Return_PORX_MT121301UK31.xsl', interactions), [
    ...payloadRules('eps-return', 'DispenseProposalReturn'),
    once('eps-return-prescription', 'One prescription is returned', {
      within: RETURN,
      at: 'pertinentInformation1/pertinentPrescriptionID',
    }),
    ...idRules(
      'eps-return-prescription',
      `${RETURN}/pertinentInformation1/pertinentPrescriptionID`,
    ),
    once('eps-return-reason', 'There is one reason why', {
      within: RETURN,
      at: 'pertinentInformation3/pertinentReturnReason',
    }),
    once('eps-return-reason-value', 'The reason says one thing', {
      within: `${RETURN}/pertinentInformation3/pertinentReturnReason`,
      at: 'value',
    }),
    once('eps-return-author', 'One dispenser returns it', {
      within: RETURN,
      at: 'author/AgentPerson/agentPerson',
    }),
    ...dispenserRules('eps-return'),
  ])

const WITHDRAWAL = `${SUBJECT}/ETPWithdraw`

/** Lists what Spine asks of a withdrawal. */
export const withdrawalAcceptance = (interactions: readonly string[]): readonly AcceptanceRule[] =>
  defineRules(epsRules('Dispense_Withdraw_PORX_MT136001UK31.xsl', interactions), [
    ...payloadRules('eps-withdrawal', 'ETPWithdraw'),
    once('eps-withdrawal-time', 'The payload says once when it holds from', {
      within: WITHDRAWAL,
      at: 'effectiveTime',
    }),
    ...patientRules('eps-withdrawal', 'ETPWithdraw'),
    once('eps-withdrawal-author', 'Somebody withdraws it', { within: WITHDRAWAL, at: 'author' }),
    once('eps-withdrawal-prescription', 'One prescription is meant', {
      within: WITHDRAWAL,
      at: 'pertinentInformation3/pertinentWithdrawID',
    }),
    ...idRules(
      'eps-withdrawal-prescription',
      `${WITHDRAWAL}/pertinentInformation3/pertinentWithdrawID`,
    ),
    ...(
      [
        ['type', 'pertinentInformation2/pertinentWithdrawType', '17.109'],
        ['reason', 'pertinentInformation5/pertinentWithdrawReason', '17.110'],
      ] as const
    ).flatMap(([id, at, system]) => [
      once(`eps-withdrawal-${id}`, `It has one ${id}`, { within: WITHDRAWAL, at }),
      once(`eps-withdrawal-${id}-value`, `The ${id} is one of its list`, {
        within: `${WITHDRAWAL}/${at}`,
        at: `value[@codeSystem=${V3}.${system}]`,
      }),
    ]),
    once('eps-withdrawal-issue', 'One issue at most is meant', {
      within: WITHDRAWAL,
      at: 'pertinentInformation1/pertinentRepeatInstanceInfo',
      times: [0, 1],
    }),
    {
      ...once('eps-withdrawal-notifications', 'One notification at most is withdrawn', {
        within: WITHDRAWAL,
        at: 'pertinentInformation4/pertinentDispenseNotificationRef',
        times: [0, 1],
      }),
      where: { at: 'pertinentInformation2/pertinentWithdrawType/value/@code', is: ['LD'] },
    },
    once('eps-withdrawal-notification', 'A notification is named by one id', {
      within: `${WITHDRAWAL}/pertinentInformation4/pertinentDispenseNotificationRef`,
      at: 'id/@root',
      is: THERE,
    }),
  ])
