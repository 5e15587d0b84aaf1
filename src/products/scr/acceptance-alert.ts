import {
  type AcceptanceRule,
  defineRules,
  FILLED,
  lengthOf,
  type RuleRow,
} from '../../acceptance/index.ts'
import { idsOf } from '../asked-of.ts'
import { NHS_NUMBER } from '../oids.ts'
import { SCR_INTERACTIONS } from './interactions.ts'

const XSLT = 'nhsdigitalmait/SPINE_schema, spine2_xslt'

const ALERT = 'ControlActEvent/subject/AlertEvent'

/** Each stands once within another and, where it takes a value, says something. */
const ALERT_PARTS: readonly (readonly [id: string, within: string, at: string])[] = [
  ['person', '', 'ControlActEvent/author/AgentPersonSDS'],
  ['person-id', 'ControlActEvent/author/AgentPersonSDS', 'agentPersonSDS/id/@extension'],
  ['system', '', 'ControlActEvent/author1/AgentSystemSDS'],
  ['system-id', 'ControlActEvent/author1/AgentSystemSDS', 'agentSystemSDS/id/@extension'],
  ['event', '', ALERT],
  ['id', ALERT, 'id/@root'],
  ['code', ALERT, 'code/@code'],
  ['code-system', ALERT, 'code/@codeSystem'],
  ['time', ALERT, 'effectiveTime/@value'],
  ['reason', ALERT, 'reason/justifyingReasonCoded'],
  ['reason-id', `${ALERT}/reason/justifyingReasonCoded`, 'id/@root'],
  ['reason-code', `${ALERT}/reason/justifyingReasonCoded`, 'code/@code'],
  ['reason-code-system', `${ALERT}/reason/justifyingReasonCoded`, 'code/@codeSystem'],
  ['reason-text-id', `${ALERT}/reason1/justifyingReasonText`, 'id/@root'],
  ['reason-text', `${ALERT}/reason1/justifyingReasonText`, 'text/text()'],
  ['message-id', `${ALERT}/component/notificationMessage`, 'id/@root'],
  ['message-text', `${ALERT}/component/notificationMessage`, 'text/text()'],
  ['patient', ALERT, 'recordTarget/patient'],
  ['author', ALERT, 'author/authorSDS'],
  ['organisation-root', `${ALERT}/author/authorSDS`, 'representedOrganizationSDS/id/@root'],
  ['organisation', `${ALERT}/author/authorSDS`, 'representedOrganizationSDS/id/@extension'],
  ['organisation-name', `${ALERT}/author/authorSDS`, 'representedOrganizationSDS/name/text()'],
  ['author-role', `${ALERT}/author/authorSDS`, 'assignedPerson/desc/text()'],
  ['author-root', `${ALERT}/author/authorSDS`, 'assignedPerson/id/@root'],
  ['author-id', `${ALERT}/author/authorSDS`, 'assignedPerson/id/@extension'],
  ['author-name', `${ALERT}/author/authorSDS`, 'assignedPerson/name/text()'],
  ['device', ALERT, 'device/assignedDeviceSDS'],
  ['device-name', `${ALERT}/device/assignedDeviceSDS`, 'assignedDevice/name/text()'],
]

const takesValue = (at: string): boolean => /(?:@\w+|text\(\))$/.test(at)

/** Lists what Spine asks of a privacy alert. */
export const ALERT_ACCEPTANCE: readonly AcceptanceRule[] = defineRules(
  {
    product: 'scr',
    family: 'Tms',
    from: `${XSLT}/COMT_MT000001UK01.xsl`,
    interactions: idsOf(SCR_INTERACTIONS, 'Privacy alert'),
  },
  [
    ...ALERT_PARTS.map(([id, within, at]): RuleRow => ({
      id: `scr-alert-${id}`,
      says: `An alert has one ${at}`,
      ...(within !== '' && { within }),
      at,
      ...(takesValue(at) && { is: FILLED }),
      error: 'ALERT_INVALID_INPUT',
      mend: `Write one ${at}`,
    })),
    ...(
      [
        ['reason-texts', 'reason1/justifyingReasonText'],
        ['messages', 'component/notificationMessage'],
      ] as const
    ).map(([id, at]): RuleRow => ({
      id: `scr-alert-${id}`,
      says: `An alert has one ${at} at most`,
      ...{ within: ALERT, at },
      times: [0, 1],
      error: 'ALERT_INVALID_INPUT',
      mend: `Write one ${at}, or none`,
    })),
    {
      id: 'scr-alert-number',
      says: 'The patient an alert is about has an NHS number of ten characters',
      within: `${ALERT}/recordTarget/patient`,
      at: `id[@root=${NHS_NUMBER}]/@extension`,
      is: lengthOf(10),
      error: 'ALERT_INVALID_INPUT',
      mend: 'Write the ten digits without blanks or hyphens',
    },
  ],
)
