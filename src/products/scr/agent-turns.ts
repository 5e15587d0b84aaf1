import { entriesIn, type Information, textIn } from '../../mapping/index.ts'

/** Nothing at all. */
export const NO_ONE: Information = {}

/** An information set without some of its facts, and with others. */
export function changed(
  said: Information,
  without: readonly string[],
  more: Readonly<Record<string, Information[string] | undefined>>,
): Information {
  const rest = Object.entries(said).filter(([name]) => !without.includes(name))
  const added = Object.entries(more).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return Object.fromEntries([...rest, ...added])
}

/** Only what it says: a list without an entry is none. */
export const saying = (
  more: Readonly<Record<string, Information[string] | undefined>>,
): Information =>
  Object.fromEntries(
    Object.entries(more).flatMap(([name, value]) =>
      value === undefined || value.length === 0 ? [] : [[name, value]],
    ),
  )

const says = (said: Information): boolean => Object.keys(said).length > 0

const one = (said: Information): readonly Information[] => (says(said) ? [said] : [])

/** Whether it says nothing beside some facts. */
export const saysOnly = (said: Information, names: readonly string[]): boolean =>
  Object.entries(said).every(([name, value]) => names.includes(name) || value.length === 0)

/** HL7v3's kinds of agent, each with who it is. */
export interface Agents {
  readonly personSds: readonly Information[]
  readonly agentPerson: readonly Information[]
  readonly orgSds: readonly Information[]
}

/** HL7v3's kinds of agent, by their lists. */
export const AGENT_KINDS = ['personSds', 'agentPerson', 'orgSds'] as const
const NOBODY: Agents = { personSds: [], agentPerson: [], orgSds: [] }

/** `author`: what a role of FHIR is among HL7v3's kinds of agent. Undefined where none of them can say it. */
export function agentsOf(role: Information): Agents | undefined {
  const [person] = entriesIn(role, 'person')
  const [organisation = NO_ONE] = entriesIn(role, 'organisation')
  const own = { personSds: personSds(role), agentPerson: undefined, orgSds: undefined }
  if (textIn(role, 'roleProfile') !== undefined) return agents('personSds', own.personSds)
  if (person !== undefined) return agents('agentPerson', agentPerson(role, person, organisation))
  const isNamed = textIn(organisation, 'ods') !== undefined
  const isAlone = saysOnly(role, ['organisation']) && saysOnly(organisation, ['ods', 'name'])
  return isNamed && isAlone ? agents('orgSds', saying(organisation)) : undefined
}

const agents = (kind: keyof Agents, said: Information | undefined): Agents | undefined =>
  said && { ...NOBODY, [kind]: [said] }

/** Who is known to Spine: a right, and whose it is. Where they act HL7v3 has no place for. */
function personSds(role: Information): Information | undefined {
  const [person = NO_ONE] = entriesIn(role, 'person')
  const isWhole = textIn(person, 'userId') !== undefined
  return isWhole && saysOnly(role, ['roleProfile', 'person']) ? saying(role) : undefined
}

/** Who acts as nobody with a right of their own: an organisation's addresses are the agent's. */
function agentPerson(
  role: Information,
  person: Information,
  organisation: Information,
): Information | undefined {
  const isIdentified = textIn(person, 'userId') !== undefined
  const name = textIn(organisation, 'name')
  const ods = textIn(organisation, 'ods')
  const typeCode = textIn(organisation, 'typeCode')
  // One place of HL7v3 has an organisation's code, another its type.
  if (ods !== undefined && typeCode !== undefined) return undefined
  return saying({
    ...changed(role, ['person', 'organisation'], {}),
    [isIdentified ? 'represented' : 'person']: [person],
    [ods === undefined ? 'organisation' : 'organisationSds']: one(saying({ ods, typeCode, name })),
    addresses: entriesIn(organisation, 'addresses'),
    telecoms: entriesIn(organisation, 'telecoms'),
  })
}

/** `author`, the other way. Undefined where there is no agent, or more than one. */
export function roleOf(said: Information): Information | undefined {
  const [kind, another] = AGENT_KINDS.filter(each => entriesIn(said, each).length > 0)
  if (kind === undefined || another !== undefined) return undefined
  const [agent = NO_ONE] = entriesIn(said, kind)
  if (kind === 'personSds') return agent
  if (kind === 'orgSds') return { organisation: [agent] }
  const organisation = [...entriesIn(agent, 'organisation'), ...entriesIn(agent, 'organisationSds')]
  const [own = NO_ONE, second] = organisation
  const people = [...entriesIn(agent, 'person'), ...entriesIn(agent, 'represented')]
  if (second !== undefined || people.length !== 1) return undefined
  const whole = saying({
    ...own,
    addresses: entriesIn(agent, 'addresses'),
    telecoms: entriesIn(agent, 'telecoms'),
  })
  const without = [
    'person',
    'represented',
    'organisation',
    'organisationSds',
    'addresses',
    'telecoms',
  ]
  return changed(agent, without, { person: people, organisation: one(whole) })
}

/** Whether every organisation has a name or an id: one that has neither is none (FHIR R4, Organization, org-1). */
export const areNamed = (said: Information): boolean =>
  Object.keys(said).every(list =>
    entriesIn(said, list).every(
      each =>
        areNamed(each) &&
        (list !== 'organisation' || (textIn(each, 'ods') ?? textIn(each, 'name')) !== undefined),
    ),
  )
