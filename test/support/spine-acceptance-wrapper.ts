// What Spine 2 asks of a message before it reads it, from its own validators as nhsdigitalmait/SPINE_schema has them
// in spine2_xslt: each rule names the file and the pattern it is of.
import type { Rule } from './spine-acceptance.ts'

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const ASID = '1.2.826.0.1285.0.2.0.107'
const FILLED = /\S/

const P1R2 = 'p1r2_*Validation.xsl'
const SYSTEM = `id[@root=${ASID}]/@extension`

/** What every message has around its subject. */
export const WRAPPER_RULES: readonly Rule[] = [
  { name: 'an id', from: P1R2, at: 'id/@root', is: /^[\dA-Fa-f-]{36}$/ },
  { name: 'a creation time', from: P1R2, at: 'creationTime/@value', is: /^\d{14}$/ },
  { name: 'a version', from: P1R2, at: 'versionCode/@code', is: FILLED },
  {
    name: 'its root is its interaction',
    from: P1R2,
    at: 'name()',
    same: `interactionId[@root=${V3}.12]/@extension`,
  },
  {
    name: 'a receiver',
    from: P1R2,
    at: `communicationFunctionRcv/device/${SYSTEM}`,
    is: FILLED,
  },
  { name: 'a sender', from: P1R2, at: `communicationFunctionSnd/device/${SYSTEM}`, is: FILLED },
  { name: 'one control act', from: P1R2, at: 'ControlActEvent' },
  { name: 'one author at most', from: P1R2, at: 'ControlActEvent/author', times: [0, 1] },
  ...(
    [
      ['a role profile', 'id[@root=1.2.826.0.1285.0.2.0.67]'],
      ['a user', 'agentPersonSDS/id[@root=1.2.826.0.1285.0.2.0.65]'],
      ['a job role', 'part/partSDSRole/id[@root=1.2.826.0.1285.0.2.1.104]'],
    ] as const
  ).map(([what, path]) => ({
    name: `an author of ${what}`,
    from: P1R2,
    within: 'ControlActEvent/author',
    at: `AgentPersonSDS/${path}/@extension`,
    is: FILLED,
  })),
  { name: 'one or two systems', from: P1R2, at: 'ControlActEvent/author1', times: [1, 2] },
  {
    name: 'a system that is named',
    from: P1R2,
    within: 'ControlActEvent/author1',
    at: `AgentSystemSDS/agentSystemSDS/${SYSTEM}`,
    is: FILLED,
  },
]

const ORDER = ['id', 'creationTime', 'versionCode', 'interactionId', 'processingCode'] as const
const CODES = ['processingModeCode', 'acceptAckCode'] as const
const ENDS = ['communicationFunctionRcv', 'communicationFunctionSnd', 'ControlActEvent'] as const

/** The order of a message's children, whether or not it acknowledges another. */
export const orderRule = (...answers: readonly string[]): Rule => ({
  name: 'its children in their order',
  from: 'NHSDigital/integration-adaptor-mhs, the order of its messages',
  at: '',
  order: [...ORDER, ...CODES, ...answers, ...ENDS],
})
