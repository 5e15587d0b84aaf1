import { type Assigned, isFicusError } from '../exchange/index.ts'
import { type CloudRequest, isOfKey, type Mapping, type RequestAbout } from '../mapping/index.ts'
import { readSoapMessage, type RepliedTo } from '../message/index.ts'
import { type NotTaken, notTaken } from './reasons.ts'

/** A query its mapping took. */
export interface Asked {
  readonly kind: 'asked'
  readonly cloud: CloudRequest
  readonly about: RequestAbout
  readonly repliedTo: RepliedTo
}

/** Where ids and times come from. */
export interface Chance {
  /** Epoch milliseconds. */
  now(): number
  newId(): string
}

/** What a reply says again; undefined where the request does not say all of it. */
function aboutOf(assigned: Assigned, chance: Chance): RequestAbout | undefined {
  const { interaction, messageId, payloadId } = assigned
  const { asid: fromAsid } = assigned.from
  const { asid: toAsid } = assigned.to
  if (!interaction || !messageId || !payloadId || !fromAsid || !toAsid) return undefined
  const ids = { interaction, messageId, payloadId, fromAsid, toAsid }
  return { ...ids, newId: () => chance.newId(), now: new Date(chance.now()) }
}

/**
 * Asks a mapping whether it takes a request, and what the cloud is asked for it. Throws nothing: what is no
 * synchronous query in the one form its reply can refer to is declined, and legacy says what is wrong with it.
 */
export function askMapping(mapping: Mapping, assigned: Assigned, chance: Chance): Asked | NotTaken {
  if (assigned.language !== 'soap') return notTaken('language')
  const about = aboutOf(assigned, chance)
  if (about === undefined) return notTaken('ids')
  try {
    return ask(mapping, assigned, about)
  } catch (error) {
    if (isFicusError(error)) return notTaken('envelope')
    throw error
  }
}

function ask(mapping: Mapping, assigned: Assigned, about: RequestAbout): Asked | NotTaken {
  const { body, headers, from, to, keys } = assigned
  const { messageId } = about
  const read = body.kind === 'whole' ? readSoapMessage(body.bytes, headers) : undefined
  if (read === undefined || read.service === '') return notTaken('envelope')
  if (read.mustBeUnderstood) return notTaken('header')
  // A reply could not refer to it by what its sender wrote in any other form, and Spine takes none.
  if (read.messageId !== `uuid:${messageId}`) return notTaken('ids')
  const asked = mapping.request(read.message, about)
  if (asked.kind === 'declined') return asked
  const cloud = asked.value
  // One reader's key chose the side: another's may not ask for somebody else.
  if (!isOfKey(cloud.subject, keys.nhsNumber)) return notTaken('disagrees')
  const repliedTo = { service: read.service, messageId, from, to }
  return { kind: 'asked', cloud, about, repliedTo }
}
