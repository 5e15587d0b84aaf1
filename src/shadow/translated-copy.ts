import { isFicusError } from '../exchange/index.ts'
import { isOfKey, type Mapping, type RequestAbout } from '../mapping/index.ts'
import { readSoapMessage, type SoapMessage } from '../message/index.ts'
import { type AskedBySupplier, type CopyWork, notCompared, type NotCompared } from './copy.ts'
import type { Copy, Surroundings } from './copies.ts'
import { judgeTranslated, replyTo, wordIn } from './translated-pair.ts'
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
  const query = queryIn(request)
  if (typeof query === 'string') return notCompared('declined', query)
  const { newId } = surroundings
  const about = aboutOf(request, surroundings)
  if (about === undefined) return notCompared('declined', 'ids')
  const messageId = newId()
  const asked = mapping.request(query.message, { ...about, messageId, payloadId: messageId })
  if (asked.kind === 'declined') return notCompared('declined', asked.code)
  // One reader's key chose who gets a copy: another's may not ask for somebody else.
  if (!isOfKey(asked.value.subject, request.keys)) {
    return notCompared('declined', 'disagrees')
  }
  const { method, path, headers, body } = asked.value
  const { messageId: answered, fromAsid, toAsid } = about
  const repliedTo = {
    service: query.service,
    messageId: answered,
    from: { asid: fromAsid },
    to: { asid: toAsid },
  }
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
