// What Spine 2 asks of whoever is named in a message and of what it is about (nhsdigitalmait/SPINE_schema, spine2_xslt).
import type { Rule } from './spine-acceptance.ts'

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const ODS = '1.2.826.0.1285.0.1.10'
const FILLED = /\S/

/** Where the payload is. */
export const SUBJECT = 'ControlActEvent/subject'

const PRESCRIBER = 'Prescriber_Common_Stage_1.xsl'
/** Who prescribes. */
export const BY_PRESCRIBER = `${SUBJECT}/**/author/AgentPerson`
const DISPENSER = 'Dispenser_Common_Stage_1.xsl'
const BY_DISPENSER = `${SUBJECT}/**/AgentPerson`

const agent = (from: string, within: string, code: string): readonly Rule[] => [
  {
    name: 'an agent’s role profile',
    from,
    within,
    at: 'id[@root=1.2.826.0.1285.0.2.0.67]/@extension',
    is: FILLED,
  },
  {
    name: 'an agent’s job role',
    from,
    within,
    at: 'code[@codeSystem=1.2.826.0.1285.0.2.1.104]/@code',
    is: FILLED,
  },
  { name: 'an agent’s name', from, within, at: 'agentPerson/name' },
  { name: 'an agent’s number', from, within, at: 'agentPerson/id/@extension', is: FILLED },
  { name: 'an organisation', from, within, at: 'representedOrganization' },
  ...(
    [
      ['an organisation’s id', `id[@root=${ODS}]/@extension`],
      ['an organisation’s type', code],
      ['an organisation’s name', 'name'],
      ['an organisation’s number', 'telecom/@value'],
      ['an organisation’s address', 'addr'],
    ] as const
  ).map(([name, at]) => ({ name, from, within: `${within}/representedOrganization`, at })),
]

/** Who prescribes or cancels is told in full. */
export const PRESCRIBERS: readonly Rule[] = [
  ...agent(PRESCRIBER, BY_PRESCRIBER, 'code/@code'),
  {
    name: 'a prescriber’s number to call',
    from: PRESCRIBER,
    within: BY_PRESCRIBER,
    at: 'telecom/@value',
  },
]
/** Who dispenses is told in full. */
export const DISPENSERS: readonly Rule[] = [
  ...agent(DISPENSER, BY_DISPENSER, `code[@codeSystem=${V3}.17.94]/@code`),
]

/** A prescription's short id, or a long one, which is a root. */
export const idRules = (from: string, within: string, name = 'value'): readonly Rule[] => [
  {
    name: 'a prescription id of a form there is',
    from,
    within,
    at: `${name}/@root`,
    is: new RegExp(`^(?:${V3.replaceAll('.', '\\.')}\\.18\\.8|.{36,37})$`),
  },
  {
    name: 'a short prescription id of twenty characters',
    from,
    within,
    where: [`${name}/@root`, /\.18\.8$/],
    at: `${name}/@extension`,
    is: /^.{20}$/,
  },
]

/** The payload's own id. */
export const ROOT_ID: Omit<Rule, 'from'> = {
  name: 'a payload with one id',
  within: `${SUBJECT}/*`,
  at: 'id/@root',
  is: FILLED,
}
/** The payload's own time. */
export const TIME: Omit<Rule, 'from'> = {
  name: 'a time of its own',
  within: `${SUBJECT}/*`,
  at: 'effectiveTime/@value',
  is: FILLED,
}
