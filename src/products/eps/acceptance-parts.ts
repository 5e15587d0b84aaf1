import {
  type Asked,
  type KnownCode,
  lengthOf,
  oneOf,
  type RuleRow,
  type Shared,
  THERE,
} from '../../acceptance/index.ts'
import { SHORT_FORM } from '../oids.ts'

/** Where the validators stand that these rules are of. */
export const XSLT = 'nhsdigitalmait/SPINE_schema, spine2_xslt'

/** Where the payload is. */
export const SUBJECT = 'ControlActEvent/subject'

/** Whatever is missing or wrong in a message of a prescription's life is refused with this one code. */
const UNABLE: KnownCode = {
  code: '5000',
  display: 'Unable to process message. Information missing or invalid',
  from: 'NHSDigital/eps-spine-shared, errors.py',
}

/** Builds what the rules of one message share. */
export const epsRules = (file: string, interactions: readonly string[]): Shared => ({
  family: '1634',
  code: UNABLE,
  product: 'eps',
  from: `${XSLT}/${file}`,
  interactions,
})

/** What Spine calls all of those errors. */
export const UNABLE_TO_PROCESS = { error: 'UNABLE_TO_PROCESS' } as const

/** Declares that something stands once, and that its value, where one is taken, is as asked. */
export const once = (
  id: string,
  what: string,
  where: Pick<RuleRow, 'at' | 'is' | 'within' | 'times'>,
): RuleRow => ({
  id,
  says: what,
  ...where,
  ...UNABLE_TO_PROCESS,
  mend: `Write it where it belongs, once: ${where.at}`,
})

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const ODS = '1.2.826.0.1285.0.1.10'

/** The payload, and its own id. */
export const payloadRules = (id: string, root: string): readonly RuleRow[] => [
  once(`${id}-payload`, `The subject is one ${root}`, { at: `${SUBJECT}/${root}` }),
  once(`${id}-id`, 'The payload has one id of its own', {
    within: `${SUBJECT}/${root}`,
    at: 'id/@root',
    is: THERE,
  }),
]

/** When it was written. */
export const timeRule = (id: string, root: string): RuleRow =>
  once(`${id}-time`, 'The payload says once when it holds from', {
    within: `${SUBJECT}/${root}`,
    at: 'effectiveTime/@value',
    is: THERE,
  })

/** A prescription's id is in the short form, or in the long one, which is a root by itself. */
export const idRules = (
  id: string,
  within: string,
  also: readonly Asked[] = [],
): readonly RuleRow[] => [
  once(`${id}-form`, 'The prescription is named by one id, in the short or in the long form', {
    within,
    at: 'value/@root',
    is: { of: 'either', asked: [oneOf(SHORT_FORM), lengthOf(36, 37), ...also] },
  }),
  {
    ...once(`${id}-short`, 'The short form has twenty characters', {
      within,
      at: 'value/@extension',
      // How often it stands is the other's to say.
      times: [0, Infinity],
      is: lengthOf(20),
    }),
    where: { at: 'value/@root', is: [SHORT_FORM] },
  },
]

const personRules = (id: string, within: string, who: string): readonly RuleRow[] => [
  once(`${id}-role-profile`, `${who} has one role profile`, {
    within,
    at: 'id[@root=1.2.826.0.1285.0.2.0.67]/@extension',
    is: THERE,
  }),
  once(`${id}-job-role`, `${who} has one job role`, {
    within,
    at: 'code[@codeSystem=1.2.826.0.1285.0.2.1.104]/@code',
    is: THERE,
  }),
  once(`${id}-name`, `${who} has one name`, { within, at: 'agentPerson/name' }),
  once(`${id}-number`, `${who} has one number of a profession`, {
    within,
    at: 'agentPerson/id/@extension',
    is: THERE,
  }),
]

const organisationRules = (id: string, around: string, type: string): readonly RuleRow[] => {
  const within = `${around}/representedOrganization`
  return [
    once(`${id}-organisation`, 'There is one organisation they act for', {
      within: around,
      at: 'representedOrganization',
    }),
    once(`${id}-organisation-id`, 'The organisation has one ODS code', {
      within,
      at: `id[@root=${ODS}]/@extension`,
      is: THERE,
    }),
    once(`${id}-organisation-type`, 'The organisation has one type', {
      within,
      at: type,
      is: THERE,
    }),
    once(`${id}-organisation-name`, 'The organisation has one name', { within, at: 'name' }),
    once(`${id}-organisation-telecom`, 'The organisation has one number to call', {
      within,
      at: 'telecom/@value',
      is: THERE,
    }),
    once(`${id}-organisation-address`, 'The organisation has one address', { within, at: 'addr' }),
  ]
}

/** Who prescribes or cancels, and for whom. */
export const prescriberRules = (id: string): readonly RuleRow[] => {
  const agent = '**/author/AgentPerson'
  return [
    ...personRules(`${id}-prescriber`, agent, 'A prescriber'),
    once(`${id}-prescriber-telecom`, 'A prescriber has one number to call', {
      within: agent,
      at: 'telecom/@value',
      is: THERE,
    }),
    ...organisationRules(`${id}-prescriber`, agent, 'code/@code'),
  ]
}

/** Who dispenses, and for whom. */
export const dispenserRules = (id: string): readonly RuleRow[] => [
  ...personRules(`${id}-dispenser`, '**/AgentPerson', 'A dispenser'),
  ...organisationRules(`${id}-dispenser`, '**/AgentPerson', `code[@codeSystem=${V3}.17.94]/@code`),
]
