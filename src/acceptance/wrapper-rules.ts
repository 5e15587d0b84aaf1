import { defineRules, FILLED, type RuleRow } from './define-rules.ts'
import type { AcceptanceRule } from './rule.ts'

const P1R2 = 'nhsdigitalmait/SPINE_schema, spine2_xslt/p1r2_*Validation.xsl'

const ASID = '1.2.826.0.1285.0.2.0.107'
const INTERACTION_ID = '2.16.840.1.113883.2.1.3.2.4.12'
const AUTHOR = 'ControlActEvent/author'

const PERSON: readonly (readonly [id: string, what: string, at: string])[] = [
  ['role-profile', 'role profile', 'AgentPersonSDS/id[@root=1.2.826.0.1285.0.2.0.67]/@extension'],
  ['user', 'user id', 'AgentPersonSDS/agentPersonSDS/id[@root=1.2.826.0.1285.0.2.0.65]/@extension'],
  [
    'job-role',
    'job role',
    'AgentPersonSDS/part/partSDSRole/id[@root=1.2.826.0.1285.0.2.1.104]/@extension',
  ],
]

/** What Spine asks of the transmission wrapper of every HL7v3 request, whatever it travels in. */
export const WRAPPER_RULES: readonly AcceptanceRule[] = defineRules(
  { family: '1732', from: P1R2 },
  [
    {
      id: 'message-id',
      says: 'The message has one id',
      at: 'id/@root',
      is: FILLED,
      error: 'INVALID_ID',
      mend: 'Write one id with a UUID nobody has used in its root',
    },
    {
      id: 'creation-time',
      says: 'The message says once when it was written',
      at: 'creationTime/@value',
      is: FILLED,
      error: 'INVALID_CREATION_TIME',
      mend: 'Write one creationTime with a value of the form YYYYMMDDHHmmss',
    },
    {
      id: 'version-code',
      says: 'The message says once which message model it is of',
      at: 'versionCode/@code',
      is: FILLED,
      error: 'INVALID_VERSION_CODE',
      mend: 'Write one versionCode with the code of the message model, e.g. V3NPfIT4.2.00',
    },
    {
      id: 'interaction-id',
      says: 'The message has one interactionId, which is the name of its root',
      at: `interactionId[@root=${INTERACTION_ID}]/@extension`,
      is: { of: 'same', in: 'message', at: 'name()' },
      error: 'INCONSISTENT_HL7_INTERACTION_ID',
      mend: 'Write the name of the root element into the extension of interactionId',
    },
    {
      id: 'interaction-id-filled',
      says: 'The interactionId says something',
      within: `interactionId[@root=${INTERACTION_ID}]`,
      at: '@extension',
      is: FILLED,
      error: 'INCONSISTENT_HL7_INTERACTION_ID',
      mend: 'Write the name of the root element into the extension of interactionId',
    },
    {
      id: 'receiver',
      says: 'The message names the receiving system by one ASID',
      at: `communicationFunctionRcv/device/id[@root=${ASID}]/@extension`,
      is: FILLED,
      error: 'INCONSISTENT_COMM_FUNC_RCV',
      mend: 'Write communicationFunctionRcv with the ASID of the service',
    },
    {
      id: 'sender',
      says: 'The message names the sending system by one ASID',
      at: `communicationFunctionSnd/device/id[@root=${ASID}]/@extension`,
      is: FILLED,
      error: 'INCONSISTENT_COMM_FUNC_SND',
      mend: 'Write communicationFunctionSnd with your own ASID',
    },
    {
      id: 'control-act',
      says: 'The message has one ControlActEvent',
      at: 'ControlActEvent',
      error: 'INVALID_CONTROL_ACT',
      mend: 'Write one ControlActEvent, as the last child of the root',
    },
    {
      id: 'author',
      says: 'The message has one author at most',
      at: AUTHOR,
      times: [0, 1],
      error: 'CONTROL_ACT_AUTHOR_INVALID',
      mend: 'Write one author, the person who asks, or none',
    },
    ...PERSON.map(([id, what, at]): RuleRow => ({
      id: `author-${id}`,
      says: `An author has one ${what}`,
      within: AUTHOR,
      at,
      is: FILLED,
      error: 'CONTROL_ACT_AUTHOR_INVALID',
      mend: `Write the ${what} of the person who asks, or no author at all`,
    })),
    {
      id: 'author-system',
      says: 'The message has one author1 or two',
      at: 'ControlActEvent/author1',
      times: [1, 2],
      error: 'CONTROL_ACT_AUTHOR_INVALID_CARDINALITY',
      mend: 'Write one author1, the system that asks',
    },
    {
      id: 'author-system-asid',
      says: 'A system that asks is named',
      within: 'ControlActEvent/author1/AgentSystemSDS/agentSystemSDS',
      at: 'id/@extension',
      is: FILLED,
      error: 'CONTROL_ACT_AUTHOR_AGENT_INVALID',
      mend: 'Write its ASID into the id of agentSystemSDS',
    },
  ],
)
