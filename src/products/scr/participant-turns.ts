import { entriesIn, type Information, textIn, textsIn } from '../../mapping/index.ts'
import { agentsOf, changed, NO_ONE, roleOf, saying, saysOnly } from './agent-turns.ts'

/** HL7v3's lists of who takes part in what an entry says, and what each has beside its agent. */
const PARTICIPATIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['authors', ['device']],
  ['informants', ['relative']],
  ['performers', []],
])

/** What FHIR says of everybody who takes part, and of the devices among them. */
export interface Participants {
  readonly encounter: readonly Information[]
  readonly devices: readonly Information[]
}

/** Turns every one of several; undefined where one of them cannot be. */
export function turned<Of>(
  all: readonly Information[],
  turn: (one: Information) => Of | undefined,
): readonly Of[] | undefined {
  const each = all.flatMap(one => turn(one) ?? [])
  return each.length === all.length ? each : undefined
}

const isAlike = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Which of a summary's devices acts where FHIR says no more than whose it is; null where there are several. */
function deviceOf(
  role: Information,
  devices: readonly Information[],
): Information | undefined | null {
  if (!saysOnly(role, ['organisation'])) return undefined
  const [organisation] = entriesIn(role, 'organisation')
  const found = devices.filter(each => isAlike(entriesIn(each, 'organisation')[0], organisation))
  return found.length > 1 ? null : found[0]
}

const DESCRIBED = ['typeCode', 'typeName', 'name', 'model', 'software', 'description']

/** A device as HL7v3 says it: one Spine knows, or one that is described. */
function agentDevice(device: Information): Information | undefined {
  const asid = textIn(device, 'asid')
  const ids = textsIn(device, 'ids')
  const [organisation = NO_ONE] = entriesIn(device, 'organisation')
  const isSds = textIn(organisation, 'ods') !== undefined
  const described = saying(changed(device, ['asid', 'ids', 'organisation'], {}))
  const agentId = ids.at(-1)
  const isKnown = asid !== undefined && ids.length === 1 && saysOnly(described, [])
  const isDescribed = asid === undefined && ids.length === 2
  if (agentId === undefined || (!isKnown && !isDescribed)) return undefined
  if (isSds && !saysOnly(organisation, ['ods', 'name'])) return undefined
  const owner = saying(organisation)
  return {
    agentId,
    ...(asid !== undefined && { asid }),
    described: isDescribed ? [{ deviceId: ids[0] ?? '', ...described }] : [],
    owner: isSds ? [] : [owner],
    ownerSds: isSds ? [owner] : [],
  }
}

/** The other way. */
function fhirDevice(agent: Information): Information | undefined {
  const [described = NO_ONE] = entriesIn(agent, 'described')
  const [organisation, another] = [...entriesIn(agent, 'owner'), ...entriesIn(agent, 'ownerSds')]
  if (organisation === undefined || another !== undefined) return undefined
  const ids = [textIn(described, 'deviceId'), textIn(agent, 'agentId')]
  const asid = textIn(agent, 'asid')
  const own = DESCRIBED.map(name => [name, textIn(described, name)] as const)
  return {
    ...(asid !== undefined && { asid }),
    ids: ids.filter(id => id !== undefined),
    ...Object.fromEntries(
      own.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    organisation: [saying(organisation)],
  }
}

const NAMED = ['nameUse', 'prefixes', 'given', 'family', 'suffixes', 'nameText']

/** A relative as HL7v3 says it, who is the patient's. */
function relativeOf(relative: Information, patient: string | undefined): Information | undefined {
  const own = textIn(relative, 'nhsNumber')
  if (own !== undefined && own !== patient) return undefined
  const names = Object.entries(relative).filter(([name]) => NAMED.includes(name))
  const person = saying(Object.fromEntries(names))
  return { ...changed(relative, [...NAMED, 'nhsNumber'], {}), person: [person] }
}

function participationOf(
  said: Information,
  devices: readonly Information[],
  patient: string | undefined,
): Information | undefined {
  const may = PARTICIPATIONS.get(textIn(said, 'kind') ?? '') ?? []
  const own = changed(said, ['kind', 'role', 'relative'], {})
  const empty = Object.fromEntries(may.map(list => [list, []]))
  const [role] = entriesIn(said, 'role')
  const [relative] = entriesIn(said, 'relative')
  if (relative !== undefined) {
    const told = role === undefined ? relativeOf(relative, patient) : undefined
    const isMeant = told !== undefined && may.includes('relative')
    return isMeant ? { ...own, ...NOBODY, relative: [told] } : undefined
  }
  const device = role && may.includes('device') ? deviceOf(role, devices) : undefined
  if (role === undefined || device === null) return undefined
  if (device !== undefined) {
    const agent = agentDevice(device)
    return agent && { ...own, ...NOBODY, device: [agent] }
  }
  const agents = agentsOf(role)
  return agents && { ...own, ...empty, ...agents }
}

const NOBODY = { personSds: [], agentPerson: [], orgSds: [] }

/** From everybody who takes part as FHIR says it to HL7v3's lists of them. */
export function participationsOf(
  entry: Information,
  devices: readonly Information[],
  patient: string | undefined,
): Information | undefined {
  const [encounter = NO_ONE] = entriesIn(entry, 'encounter')
  const all = entriesIn(encounter, 'participants')
  const isEmpty = entriesIn(entry, 'encounter').length > 0 && all.length === 0
  const lists = [...PARTICIPATIONS.keys()].map(list => {
    const own = all.filter(each => textIn(each, 'kind') === list)
    const isTooMany = list !== 'performers' && own.length > 1
    const members = turned(own, each => participationOf(each, devices, patient))
    return isTooMany || members === undefined ? undefined : ([list, members] as const)
  })
  const known = lists.filter(list => list !== undefined)
  return isEmpty || known.length < lists.length ? undefined : Object.fromEntries(known)
}

/** Whether a device of a summary is somebody who takes part: one that is not would be gone. */
export const isActing = (device: Information, entries: readonly Information[]): boolean =>
  entries.some(entry =>
    entriesIn(entry, 'encounter').some(encounter =>
      entriesIn(encounter, 'participants').some(
        each =>
          textIn(each, 'kind') === 'authors' &&
          entriesIn(each, 'role').some(role => deviceOf(role, [device]) === device),
      ),
    ),
  )

function participantOf(
  kind: string,
  said: Information,
  patient: string | undefined,
): { participant: Information; device?: Information } | undefined {
  const [agent] = entriesIn(said, 'device')
  const [relative] = entriesIn(said, 'relative')
  const time = textIn(said, 'time') ?? ''
  const mode = textIn(said, 'mode')
  const own = { kind, time, ...(mode !== undefined && { mode }) }
  const others = [
    ...entriesIn(said, 'personSds'),
    ...entriesIn(said, 'agentPerson'),
    ...entriesIn(said, 'orgSds'),
  ]
  if ([agent, relative, ...others].filter(each => each !== undefined).length !== 1) return undefined
  if (relative !== undefined) {
    const [person = NO_ONE] = entriesIn(relative, 'person')
    const whose = patient === undefined ? {} : { nhsNumber: patient }
    return {
      participant: {
        ...own,
        relative: [{ ...changed(relative, ['person'], {}), ...person, ...whose }],
      },
    }
  }
  if (agent !== undefined) {
    const device = fhirDevice(agent)
    const organisation = device && entriesIn(device, 'organisation')
    return device && organisation && { participant: { ...own, role: [{ organisation }] }, device }
  }
  const role = roleOf(said)
  return role && { participant: { ...own, role: [role] } }
}

/** From HL7v3's lists of who takes part to what FHIR says of them. */
export function participantsOf(
  entry: Information,
  patient: string | undefined,
): Participants | undefined {
  const all = [...PARTICIPATIONS.keys()].flatMap(kind =>
    entriesIn(entry, kind).map(said => participantOf(kind, said, patient)),
  )
  const known = all.filter(each => each !== undefined)
  if (known.length < all.length) return undefined
  const participants = known.map(({ participant }) => participant)
  return {
    encounter: participants.length === 0 ? [] : [{ participants }],
    devices: known.flatMap(({ device }) => (device === undefined ? [] : [device])),
  }
}
