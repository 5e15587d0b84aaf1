import { isFicusError } from '../exchange/index.ts'
import {
  type Accepted,
  type CallMapping,
  type CloudRequest,
  type Declined,
  isOfKey,
  type Mapping,
  type RequestAbout,
} from '../mapping/index.ts'
import { readSoapMessage, type SoapMessage } from '../message/index.ts'
import { type AskedBySupplier, type CopyWork, notCompared, type NotCompared } from './copy.ts'
import type { Copy, Surroundings } from './copies.ts'
import { markedMessage } from './untranslated-copy.ts'
import { judgeTranslated, replyTo, type TranslatedPair, wordIn } from './translated-pair.ts'
import { inBoth } from './two-verdicts.ts'

/**
 * Makes the copy of a supplier's message in the cloud's own words, under ids of its own. It holds nothing that says
 * who asked.
 */
export function translatedCopy(
  { request }: CopyWork,
  mapping: Mapping,
  surroundings: Surroundings,
): Copy | NotCompared {
  const messageId = surroundings.newId()
  const ids = { messageId, payloadId: messageId }
  const copied =
    mapping.calls === undefined
      ? copiedMessage(request, mapping, { surroundings, ids })
      : copiedCall(request, mapping, mapping.calls, { surroundings, ids })
  if (typeof copied === 'string') return notCompared('declined', copied)
  if ('verdict' in copied) return copied
  const { asked, about, repliedTo } = copied
  if (asked.kind === 'declined') return notCompared('declined', asked.code)
  // One reader's key chose who gets a copy: another's may not ask for somebody else.
  const isReadTwice = mapping.isAlone?.(request.interaction) !== true
  if (isReadTwice && !isOfKey(asked.value.subject, request.keys)) {
    return notCompared('declined', 'disagrees')
  }
  const { method, path, headers, body } = asked.value
  return {
    outgoing: { method, target: path, headers, body },
    judge: (control, candidate, isCoded) => {
      const pair = { mapping, about, repliedTo, asked: asked.value, control, candidate, isCoded }
      const reply = replyTo(pair)
      const comparison = judgeTranslated(pair, surroundings.judgedBy, reply)
      return { comparison, word: wordIn(reply, mapping) }
    },
    unanswered: (control, failed) => {
      const { compare, meant } = surroundings.judgedBy
      return inBoth(compare({ control, candidate: { failed } }, meant))
    },
  }
}

/** What the cloud is asked for a request, and all that the reply to it says again. */
interface Copied {
  readonly asked: Accepted<CloudRequest> | Declined
  readonly about: RequestAbout
  readonly repliedTo: TranslatedPair['repliedTo']
}

interface Copying {
  readonly surroundings: Surroundings
  /** The copy's own. */
  readonly ids: Pick<RequestAbout, 'messageId' | 'payloadId'>
}

function copiedMessage(
  request: AskedBySupplier,
  mapping: Mapping,
  { surroundings, ids }: Copying,
): Copied | string {
  const query = queryIn(request)
  if (typeof query === 'string') return query
  const about = aboutOf(request, surroundings)
  if (about === undefined) return 'ids'
  const { messageId, fromAsid, toAsid } = about
  const ends = { from: { asid: fromAsid }, to: { asid: toAsid } }
  return {
    asked: mapping.request(query.message, { ...about, ...ids }),
    about,
    repliedTo: { service: query.service, messageId, ...ends },
  }
}

const NOTHING = Buffer.alloc(0)

function copiedCall(
  request: AskedBySupplier,
  { namesAsker }: Mapping,
  by: CallMapping,
  { surroundings, ids }: Copying,
): Copied | NotCompared {
  const { newId, now, route } = surroundings
  const asker = route.shadowOrganisation
  if (namesAsker === true && asker === undefined) return notCompared('identity')
  const { method, target, body, interaction = '' } = request
  // What tells the cloud who asks is told it in no supplier's name.
  const marked = by.isWhole === true ? markedMessage(request, surroundings) : undefined
  if (marked !== undefined && 'verdict' in marked) return marked
  const own = { headers: request.headers, body: body ? Buffer.from(body.buffer) : NOTHING }
  const { headers, body: bytes } = marked?.copy ?? own
  const call = { method, target, headers, body: bytes }
  const { messageId = ids.messageId, payloadId = messageId } = request
  const { fromAsid = '', toAsid = '' } = request
  const of = { interaction, messageId, payloadId, fromAsid, toAsid, newId }
  const about = { ...of, now: new Date(now()) }
  const asked = by.request({ ...about, ...ids, call, ...(asker !== undefined && { asker }) })
  return { asked, about, repliedTo: { call, by, ...(marked && { marked }) } }
}

/** What a reply to the supplier says again; undefined where the request does not say all of it. */
function aboutOf(request: AskedBySupplier, { newId, now }: Surroundings): RequestAbout | undefined {
  const { interaction, messageId, payloadId, fromAsid, toAsid } = request
  if (!interaction || !messageId || !payloadId || !fromAsid || !toAsid) return undefined
  return { interaction, messageId, payloadId, fromAsid, toAsid, newId, now: new Date(now()) }
}

/** The message of a query that the step to the cloud would take, or why it would not. */
function queryIn({ language, headers, body, messageId }: AskedBySupplier): SoapMessage | string {
  if (language !== 'soap' || body === undefined) return 'language'
  const read = soapMessageIn(body, headers)
  if (read === undefined || read.service === '') return 'envelope'
  if (read.mustBeUnderstood) return 'header'
  return read.messageId === `uuid:${messageId}` ? read : 'ids'
}

function soapMessageIn(...read: Parameters<typeof readSoapMessage>): SoapMessage | undefined {
  try {
    return readSoapMessage(...read)
  } catch (error) {
    if (isFicusError(error)) return undefined
    throw error
  }
}
