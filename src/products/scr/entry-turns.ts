import { entriesIn, type Information, textIn } from '../../mapping/index.ts'
import { changed } from './agent-turns.ts'
import { ENTRY_KINDS, type EntryKind, TOLD_CODES } from './entry-kinds.ts'
import { isActing, participantsOf, participationsOf, turned } from './participant-turns.ts'

const RESOURCES = ['conditions', 'observations', 'procedures'] as const

/** The lists of FHIR's resources that HL7v3's groups are made of. */
export const ENTRY_LISTS: readonly string[] = [...RESOURCES, 'devices']

const WORDS = ['id', 'state', 'code', 'name', 'note']

/** What an entry says alike in both languages. */
const wordsOf = (said: Information): Information =>
  Object.fromEntries(
    WORDS.flatMap(word => {
      const value = textIn(said, word)
      return value === undefined ? [] : [[word, value]]
    }),
  )

const timesOf = (times: Readonly<Record<string, string | undefined>>): Information =>
  Object.fromEntries(
    Object.entries(times).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )

/** When it was: a moment of FHIR is the middle of a finding, and the start of anything else. Undefined for both. */
function lowToHigh(said: Information, { list }: EntryKind): Information | undefined {
  const [at, start, end] = ['at', 'start', 'end'].map(name => textIn(said, name))
  if (at !== undefined && (start ?? end) !== undefined) return undefined
  return list === 'findings'
    ? timesOf({ low: start, high: end, center: at })
    : timesOf({ low: at ?? start, high: end })
}

/** The other way. */
function startToEnd(said: Information, { list, isPeriod }: EntryKind): Information | undefined {
  const [low, high, center] = ['low', 'high', 'center'].map(name => textIn(said, name))
  if (center !== undefined) {
    return list === 'findings' && (low ?? high) === undefined ? timesOf({ at: center }) : undefined
  }
  return isPeriod || high !== undefined ? timesOf({ start: low, end: high }) : timesOf({ at: low })
}

/** A resource as an entry of its kind. */
function entryOf(
  resource: Information,
  kind: EntryKind,
  summary: Information,
): Information | undefined {
  const patient = textIn(summary, 'nhsNumber')
  const own = textIn(resource, 'nhsNumber')
  const times = lowToHigh(resource, kind)
  const participations = participationsOf(resource, entriesIn(summary, 'devices'), patient)
  const isTheirs = own === undefined || own === patient
  if (times === undefined || participations === undefined || !isTheirs) return undefined
  const evidence = entriesIn(resource, 'evidence').map(({ id = '' }) => ({ id }))
  return { ...wordsOf(resource), ...times, ...participations, evidence }
}

const kindOf = (resource: Information, of: EntryKind['resource']): EntryKind | undefined =>
  ENTRY_KINDS.find(
    ({ categories, resource: own }) =>
      own === of && categories.includes(textIn(resource, 'category') ?? ''),
  )

/** What an entry is of, as it is said: entries of one group say it alike. */
const groupName = (resource: Information, { list }: EntryKind): string =>
  JSON.stringify([list, textIn(resource, 'category'), textIn(resource, 'categoryName')])

const EMPTY = Object.fromEntries(ENTRY_KINDS.map(({ list }) => [list, []]))

/**
 * `entries`: from the resources of a summary to HL7v3's groups, one for all entries of a kind that name their category
 * alike. Undefined where a resource is of no kind, somebody else's, or by nobody who can be told.
 */
export function groupsOf(summary: Information): readonly Information[] | undefined {
  const all = RESOURCES.flatMap(of =>
    entriesIn(summary, of).map(resource => ({ resource, kind: kindOf(resource, of) })),
  )
  const groups = new Map<string, Information>()
  const inOrder = ENTRY_KINDS.flatMap(each => all.filter(({ kind }) => kind === each))
  for (const { resource, kind } of inOrder) {
    const entry = kind && entryOf(resource, kind, summary)
    if (kind === undefined || entry === undefined) return undefined
    const name = groupName(resource, kind)
    const { category = '', categoryName = '' } = resource
    const before = groups.get(name) ?? { category, categoryName, ...EMPTY }
    groups.set(name, { ...before, [kind.list]: [...entriesIn(before, kind.list), entry] })
  }
  const devices = entriesIn(summary, 'devices')
  const isAllActing = devices.every(device =>
    isActing(
      device,
      all.map(({ resource }) => resource),
    ),
  )
  return inOrder.length === all.length && isAllActing ? [...groups.values()] : undefined
}

/** An entry of HL7v3 and where it stands. */
interface Standing {
  readonly kind: EntryKind
  readonly entry: Information
  readonly group: Information
}

/** An entry as a resource, without what it rests on, and the devices that wrote it. */
function resourceOf(
  { kind, entry, group }: Standing,
  patient: string | undefined,
): { resource: Information; devices: readonly Information[] } | undefined {
  const participants = participantsOf(entry, patient)
  const times = startToEnd(entry, kind)
  if (participants === undefined || times === undefined) return undefined
  const { category = '', categoryName = '' } = group
  const { encounter, devices } = participants
  const whose = patient === undefined ? {} : { nhsNumber: patient }
  const own = { ...wordsOf(entry), ...times, category, categoryName, ...whose, encounter }
  return { resource: own, devices }
}

const standing = (summary: Information): readonly Standing[] =>
  entriesIn(summary, 'groups').flatMap(group =>
    ENTRY_KINDS.flatMap(kind => entriesIn(group, kind.list).map(entry => ({ kind, entry, group }))),
  )

/**
 * `entries`, the other way. Undefined where one says what its resource has no place for, or rests on a finding that is
 * not in the summary.
 */
export function resourcesOf(summary: Information): Information | undefined {
  const patient = textIn(summary, 'nhsNumber')
  const all = standing(summary)
  const made = all.flatMap(each => resourceOf(each, patient) ?? [])
  if (made.length < all.length) return undefined
  const observations = new Map(
    all.flatMap(({ kind, entry }, i) =>
      kind.resource === 'observations' ? [[textIn(entry, 'id'), made[i]?.resource ?? {}]] : [],
    ),
  )
  const whole = all.map(({ kind, entry }, i) => {
    const ids = entriesIn(entry, 'evidence')
    const evidence = turned(ids, ({ id }) => observations.get(typeof id === 'string' ? id : ''))
    const isSaid = evidence !== undefined && (ids.length === 0 || kind.resource === 'conditions')
    const isNoted = textIn(entry, 'note') === undefined || kind.resource === 'conditions'
    const resource = made[i]?.resource ?? {}
    if (!isSaid || !isNoted) return undefined
    return kind.resource === 'conditions' ? changed(resource, [], { evidence }) : resource
  })
  if (whole.includes(undefined)) return undefined
  const listed = RESOURCES.map(of => [
    of,
    whole.filter((each, i) => each !== undefined && all[i]?.kind.resource === of),
  ])
  return {
    ...Object.fromEntries(listed),
    devices: made.flatMap(({ devices }) => devices),
  } as Information // lists of what was made
}

/** Whether every coded entry of a summary is one whose code is told to whoever reads it from the cloud. */
export const isTold = (summary: Information): boolean =>
  standing(summary).every(({ entry }) => TOLD_CODES.has(textIn(entry, 'code') ?? ''))
