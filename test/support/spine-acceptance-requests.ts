// What Spine 2 asks of a message before it reads it, from its own validators as nhsdigitalmait/SPINE_schema has them
// in spine2_xslt: each rule names the file it is of.
import type { Rule } from './spine-acceptance.ts'
import { DISPENSERS, idRules, ROOT_ID, SUBJECT, TIME } from './spine-acceptance-agents.ts'
import { CANCELLATION_RULES, PRESCRIPTION_RULES } from './spine-acceptance-prescribing.ts'
import { orderRule, WRAPPER_RULES } from './spine-acceptance-wrapper.ts'

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const NHS_NUMBER = '2.16.840.1.113883.2.1.4.1'
const FILLED = /\S/
const MANY = Number.POSITIVE_INFINITY

interface Kind {
  readonly root: string
  readonly rules: readonly Rule[]
}

const supplied = (from: string, root: string): readonly Rule[] => {
  const header = `${SUBJECT}/${root}/pertinentInformation1/pertinentSupplyHeader`
  const replaced = `${SUBJECT}/${root}/replacementOf/priorMessageRef`
  return [
    { ...ROOT_ID, from },
    { ...TIME, from },
    { name: 'one supply', from, at: header },
    ...idRules(from, `${header}/pertinentInformation4/pertinentPrescriptionID`),
    {
      name: 'one prescription',
      from,
      within: header,
      at: 'pertinentInformation4/pertinentPrescriptionID',
    },
    {
      name: 'one status',
      from,
      within: header,
      at: `pertinentInformation3/pertinentPrescriptionStatus/value[@codeSystem=${V3}.16.35]/@code`,
      is: /^\d{4}$/,
    },
    { name: 'an item', from, within: header, at: 'pertinentInformation1', times: [1, MANY] },
    {
      name: 'a replaced message of 36 characters',
      from,
      within: replaced,
      at: 'id/@root',
      is: /^.{36}$/,
    },
    ...DISPENSERS,
  ]
}

const toPatient = (from: string): readonly Rule[] => [
  { name: 'one patient', from, at: `${SUBJECT}/*/recordTarget/patient` },
  {
    name: 'an NHS number',
    from,
    within: `${SUBJECT}/*/recordTarget/patient`,
    at: `id[@root=${NHS_NUMBER}]/@extension`,
    is: /^\d{10}$/,
  },
]

const RETURN = 'Dispense_Proposal_Return_PORX_MT121301UK31.xsl'
const RETURNED = `${SUBJECT}/DispenseProposalReturn`
const WITHDRAW = 'Dispense_Withdraw_PORX_MT136001UK31.xsl'
const WITHDRAWN = `${SUBJECT}/ETPWithdraw`
const RELEASE = 'Nominated_Release_Request_PORX_MT121001UK30.xsl'
const NOTIFICATION = 'Dispense_Notification_PORX_MT024001UK31.xsl'
const PID = 'pertinentInformation/pertinentPrescriptionID'

/** Interactions without the letters that say who sends them, and what is asked of their messages. */
export const REQUEST_KINDS: Readonly<Record<string, Kind>> = {
  PORX_IN020101: { root: 'ParentPrescription', rules: PRESCRIPTION_RULES },
  PORX_IN030101: { root: 'CancellationRequest', rules: CANCELLATION_RULES },
  PORX_IN132004: {
    root: 'PatientPrescriptionReleaseRequest',
    rules: [
      { ...ROOT_ID, from: RELEASE },
      { name: 'one prescription', from: RELEASE, within: `${SUBJECT}/*`, at: PID },
      ...idRules(RELEASE, `${SUBJECT}/*/${PID}`),
      ...DISPENSERS,
    ],
  },
  PORX_IN060102: {
    root: 'NominatedPrescriptionReleaseRequest',
    rules: [{ ...ROOT_ID, from: RELEASE }, ...DISPENSERS],
  },
  PORX_IN080101: {
    root: 'DispenseNotification',
    rules: [...supplied(NOTIFICATION, 'DispenseNotification'), ...toPatient(NOTIFICATION)],
  },
  PORX_IN090101: {
    root: 'DispenseClaim',
    rules: supplied('Dispense_Claim_PORX_MT142001UK31.xsl', 'DispenseClaim'),
  },
  PORX_IN100101: {
    root: 'DispenseProposalReturn',
    rules: [
      { ...ROOT_ID, from: RETURN },
      {
        name: 'one prescription',
        from: RETURN,
        within: RETURNED,
        at: 'pertinentInformation1/pertinentPrescriptionID',
      },
      ...idRules(RETURN, `${RETURNED}/pertinentInformation1/pertinentPrescriptionID`),
      {
        name: 'one reason',
        from: RETURN,
        within: RETURNED,
        at: 'pertinentInformation3/pertinentReturnReason/value/@code',
        is: /^\d{4}$/,
      },
      ...DISPENSERS,
    ],
  },
  PORX_IN510101: {
    root: 'ETPWithdraw',
    rules: [
      { ...ROOT_ID, from: WITHDRAW },
      { ...TIME, from: WITHDRAW },
      ...toPatient(WITHDRAW),
      { name: 'one author', from: WITHDRAW, within: WITHDRAWN, at: 'author' },
      {
        name: 'one prescription',
        from: WITHDRAW,
        within: WITHDRAWN,
        at: 'pertinentInformation3/pertinentWithdrawID',
      },
      ...idRules(WITHDRAW, `${WITHDRAWN}/pertinentInformation3/pertinentWithdrawID`),
      {
        name: 'one type',
        from: WITHDRAW,
        within: WITHDRAWN,
        at: `pertinentInformation2/pertinentWithdrawType/value[@codeSystem=${V3}.17.109]/@code`,
        is: FILLED,
      },
      {
        name: 'one reason',
        from: WITHDRAW,
        within: WITHDRAWN,
        at: `pertinentInformation5/pertinentWithdrawReason/value[@codeSystem=${V3}.17.110]/@code`,
        is: FILLED,
      },
      {
        name: 'one dispensing that is withdrawn',
        from: WITHDRAW,
        within: WITHDRAWN,
        at: 'pertinentInformation4/pertinentDispenseNotificationRef',
        times: [0, 1],
      },
      {
        name: 'one issue at most',
        from: WITHDRAW,
        within: WITHDRAWN,
        at: 'pertinentInformation1/pertinentRepeatInstanceInfo',
        times: [0, 1],
      },
    ],
  },
}

/** Interactions of the same payload. */
const SAME_AS: Readonly<Record<string, string>> = {
  PORX_IN020102: 'PORX_IN020101',
  PORX_IN090102: 'PORX_IN090101',
}

/** Everything that is asked of a message of an interaction. */
export function requestRules(interaction: string): readonly Rule[] {
  const stem = interaction.slice(0, 'PORX_IN000000'.length)
  const kind = REQUEST_KINDS[SAME_AS[stem] ?? stem]
  if (kind === undefined) throw new Error(`no rules for ${interaction}`)
  const root = { name: 'a payload of its kind', from: 'correctRoot', at: `${SUBJECT}/${kind.root}` }
  return [...WRAPPER_RULES, orderRule(), root, ...kind.rules]
}
