import {
  accepted,
  type CallTurn,
  declined,
  type Declined,
  entriesIn,
  type Information,
  textIn,
} from '../../mapping/index.ts'
import { MENTAL_HEALTH } from './codes.ts'
import { POINTER_PROFILE, POINTERS, SNOMED } from './names.ts'

type Said = Record<string, Information[string]>

const HTTPS = 'https://'
const SSP = 'ssp://'

/** The same set with entries of one of its lists made anew; what one of them cannot say, the whole cannot. */
function withEach(
  said: Said,
  list: string,
  turn: (entry: Information) => Information | Declined,
): Declined | undefined {
  const entries = entriesIn(said, list)
  if (entries.length === 0) return undefined
  const turned: Information[] = []
  for (const entry of entries) {
    const own = turn(entry)
    if (isRefusal(own)) return own
    turned.push(own)
  }
  said[list] = turned
  return undefined
}

const isRefusal = (turned: Information | Declined): turned is Declined =>
  turned['kind'] === 'declined'

const refuse = (at: string, because: string): Declined => declined({ code: 'asked', at, because })

/** Everything one turn does, one step behind the other: each changes its own copy or says why it cannot. */
const inSteps =
  (...steps: readonly ((said: Said) => Declined | undefined)[]): CallTurn =>
  information => {
    const said: Said = { ...information }
    for (const step of steps) {
      const refused = step(said)
      if (refused !== undefined) return refused
    }
    return accepted(said)
  }

const ABSOLUTE = /^https:\/\/[^/?#]+(?:\/STU3)?\/DocumentReference\/([A-Za-z0-9.-]{1,64})$/
// The locator's own ids are a UUID and a tail: without one it is the provider's identifier.
const URN = /^urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-[A-Za-z0-9.-]{1,27})$/i

/** The address of the pointer that is replaced, whichever host it was told under. */
const address = (said: Said): Declined | undefined =>
  withEach(said, 'relatesTo', entry => {
    const { reference, system, value, ...rest } = entry
    const [, id] = ABSOLUTE.exec(textIn(entry, 'reference') ?? '') ?? []
    if (id !== undefined) {
      const identifier = { ...(system && { system }), ...(value && { value }) }
      return { ...rest, ...identifier, reference: `${POINTERS}/${id}` }
    }
    const [, named] = URN.exec(textIn(entry, 'value') ?? '') ?? []
    return named === undefined || reference !== undefined
      ? entry
      : { ...rest, reference: `${POINTERS}/${named}` }
  })

/** Of what a pointer replaces the cloud knows the id alone. */
const replacesByAddress = (said: Said): Declined | undefined =>
  withEach(said, 'relatesTo', entry =>
    entry['value'] === undefined && entry['system'] === undefined && isOfLocator(entry)
      ? entry
      : refuse('relatesTo', 'the cloud finds what is replaced by its id and by nothing else'),
  )

/** Version 2.8 lets a pointer replace one other. */
const replacesOne = (said: Said): Declined | undefined =>
  entriesIn(said, 'relatesTo').length > 1
    ? declined({ code: 'several', at: 'relatesTo' })
    : undefined

const isOfLocator = (entry: Information): boolean =>
  textIn(entry, 'reference')?.startsWith(`${POINTERS}/`) === true

const beforeId = (said: Information): string => `${textIn(said, 'custodian') ?? ''}-`

/** FHIR lets an id have 64 characters: one that would be longer is cut on its way, and nobody could undo that. */
const LONGEST = 64
const UUID_LENGTH = 36
const LONG_CODE = 7

const CUT = 'its custodian’s code is so long that its id may be the beginning of another'

const longId = (said: Information, id: string): Declined | string => {
  const whole = `${beforeId(said)}${id}`
  return whole.length > LONGEST ? refuse('id', 'its id would be cut') : whole
}

/** What stands behind the custodian’s code. */
function withoutCode(said: Information, id: string, at: string): string | Declined {
  const before = beforeId(said)
  if (!id.startsWith(before) || id.length === before.length) {
    return declined({ code: 'disagrees', at })
  }
  const own = id.slice(before.length)
  const isCut = before.length > LONG_CODE && own.length === UUID_LENGTH
  return isCut ? refuse(at, CUT) : own
}

const namedInCloud = (said: Said): Declined | undefined => {
  const id = textIn(said, 'id')
  delete said['id']
  if (id === undefined) return undefined
  const whole = longId(said, id)
  if (typeof whole !== 'string') return whole
  said['cloudId'] = whole
  return undefined
}

const namedBySuppliers = (said: Said): Declined | undefined => {
  const id = textIn(said, 'cloudId')
  delete said['cloudId']
  if (id === undefined) return undefined
  const own = withoutCode(said, id, 'id')
  if (typeof own !== 'string') return own
  said['id'] = own
  return undefined
}

const replacedInCloud = (said: Said): Declined | undefined =>
  withEach(said, 'relatesTo', ({ reference, ...rest }) => {
    const id = typeof reference === 'string' ? reference.slice(POINTERS.length + 1) : ''
    const whole = longId(said, id)
    return typeof whole === 'string' ? { ...rest, id: whole } : whole
  })

const replacedBySuppliers = (said: Said): Declined | undefined =>
  withEach(said, 'relatesTo', ({ id, ...rest }) => {
    const own = withoutCode(said, typeof id === 'string' ? id : '', 'relatesTo')
    return typeof own === 'string' ? { ...rest, reference: `${POINTERS}/${own}` } : own
  })

/** Unstructured records are retrieved through the Spine Secure Proxy: R4 says so in the address, STU3 in the format. */
const throughProxy = (said: Said): Declined | undefined =>
  withEach(said, 'content', entry => {
    const url = textIn(entry, 'url')
    if (entry['format'] !== 'unstructured' || url === undefined) return entry
    return url.startsWith(HTTPS)
      ? { ...entry, url: `${SSP}${url.slice(HTTPS.length)}` }
      : refuse('content/url', 'what is retrieved through the proxy has an address of https')
  })

const asIfDirect = (said: Said): Declined | undefined =>
  withEach(said, 'content', entry => {
    const url = textIn(entry, 'url')
    const isProxied = url?.startsWith(SSP) === true
    if (url === undefined || isProxied !== (entry['format'] === 'unstructured')) {
      return refuse('content/url', 'in STU3 its format alone says how it is retrieved')
    }
    return isProxied ? { ...entry, url: `${HTTPS}${url.slice(SSP.length)}` } : entry
  })

/** Who retrieves through the proxy must name the system that answers, and R4 asks the pointer for it. */
const systemNamed = (said: Said): Declined | undefined => {
  const asid = textIn(said, 'asid')
  if (asid !== undefined && !/^\d{12}$/.test(asid)) return declined({ code: 'value', at: 'asid' })
  const isProxied = entriesIn(said, 'content').some(({ format }) => format === 'unstructured')
  return isProxied && asid === undefined
    ? declined({
        code: 'missing',
        at: 'asid',
        because: 'it does not say which system its record is retrieved from',
      })
    : undefined
}

/** SNOMED CT, where STU3 names no system of codes (NHSDigital/nrlf-converter). */
const systemOf = (said: Said): Declined | undefined => {
  for (const name of ['type', 'class']) {
    withEach(said, name, ({ coding, ...rest }) => ({
      ...rest,
      coding: entriesIn({ coding: coding ?? [] }, 'coding').map(each => ({
        ...each,
        system: each['system'] ?? SNOMED,
      })),
    }))
  }
  return undefined
}

const settingNamed =
  (edition: 'stu3' | 'r4') =>
  (said: Said): Declined | undefined =>
    withEach(said, 'setting', entry =>
      entry['code'] === MENTAL_HEALTH.word && entry['display'] !== undefined
        ? { ...entry, display: MENTAL_HEALTH[edition].display }
        : entry,
    )

const ownPatient = (said: Said): Declined | undefined =>
  said['sourcePatient'] === undefined || said['sourcePatient'] === said['nhsNumber']
    ? undefined
    : declined({ code: 'disagrees', at: 'nhsNumber' })

const profiled = (said: Said): undefined => {
  said['profile'] = POINTER_PROFILE
}

const withoutProfile = (said: Said): undefined => {
  delete said['profile']
}

/** What STU3 and R4 say of one pointer otherwise than by the place it stands in. */
export const ANSWERED_TURNS = {
  fromLegacy: inSteps(withoutProfile, address, systemOf, ownPatient),
  toLegacy: inSteps(replacesOne, profiled),
  fromFhir: inSteps(
    ownPatient,
    namedBySuppliers,
    replacedBySuppliers,
    asIfDirect,
    settingNamed('stu3'),
  ),
  toFhir: inSteps(
    namedInCloud,
    replacesByAddress,
    replacedInCloud,
    throughProxy,
    settingNamed('r4'),
  ),
} as const

/** The same of a new pointer, which has no id yet. */
export const ASKED_TURNS = {
  fromLegacy: inSteps(address, systemOf, ownPatient, replacesOne, replacesByAddress, systemNamed),
  toLegacy: inSteps(),
  fromFhir: inSteps(ownPatient, replacedBySuppliers, asIfDirect, settingNamed('stu3')),
  toFhir: inSteps(replacedInCloud, throughProxy, settingNamed('r4')),
} as const
