import { isDeepStrictEqual } from 'node:util'
import { headerOf } from '../exchange/index.ts'
import { createBinding, expectationOf, type Renewed, renewIds } from '../message/index.ts'
import { type AskedBySupplier, type CopyWork, notCompared, type NotCompared } from './copy.ts'
import type { Copy, Surroundings } from './copies.ts'
import { crossedComparison } from './crossed.ts'
import { isAsid, markedBody, markedHead, sendersIn } from './identity.ts'
import type { CodedAnswer } from './plain-body.ts'
import { readMessage } from './read-on.ts'

/** A message as a copy of it says it, and what makes an answer to that one to the supplier. */
export interface MarkedMessage {
  readonly copy: Renewed
  /** Each id of the supplier's and the one that stands for it. */
  readonly pairs: readonly { readonly control: string; readonly candidate: string }[]
  /** An answer is addressed to whoever asked: to the supplier, had it not been a copy. */
  toldToSupplier<Told extends Pick<CodedAnswer, 'body'>>(answer: Told): Told
}

/**
 * Makes the message of a copy: the same bytes but for its ids, which are fresh, and its sender, which is the marked
 * identity. It is read again before it may go.
 */
export function markedMessage(
  request: AskedBySupplier,
  surroundings: Surroundings,
): MarkedMessage | NotCompared {
  const { route, upstream } = surroundings
  const identity = route.shadowAs
  if (!isAsid(identity)) return notCompared('identity')
  const marked = markedCopy(request, identity, upstream.preserveHost)
  if (marked === undefined) return notCompared('identity')
  const ids = [request.messageId, request.payloadId, request.conversationId]
  const copy = renewIds({
    ...marked,
    ids: ids.filter(id => id !== undefined),
    newId: () => surroundings.newId(),
  })
  const wrong = whatIsWrong(request, copy, identity, surroundings)
  if (wrong !== undefined) return notCompared(wrong)
  return {
    copy,
    pairs: copy.ids.map(({ own, fresh }) => ({ control: own, candidate: fresh })),
    toldToSupplier: answer => toldToSupplier(request, identity, answer),
  }
}

/** Makes the copy of a message for an upstream that speaks as its supplier does. */
export function untranslatedCopy(
  { request }: CopyWork,
  surroundings: Surroundings,
): Copy | NotCompared {
  const { policy, compare } = surroundings
  const marked = markedMessage(request, surroundings)
  if ('verdict' in marked) return marked
  const { copy, pairs } = marked
  const body = request.body === undefined ? undefined : copy.body
  return {
    outgoing: { method: request.method, target: request.target, headers: copy.headers, body },
    judge: (control, candidate) => {
      if (!isBound(request, copy, candidate)) {
        return { comparison: crossedComparison('request', policy), word: 'transport' }
      }
      const told = marked.toldToSupplier(candidate)
      const comparison = compare({ control, candidate: told, request: pairs }, policy)
      return { comparison, word: undefined }
    },
    unanswered: (control, failed) => compare({ control, candidate: { failed } }, policy),
  }
}

const isEnveloped = ({ language }: AskedBySupplier): boolean =>
  language === 'soap' || language === 'ebxml'

/** The message with the marked identity where its sender's stood; undefined where it stands nowhere. */
function markedCopy(
  request: AskedBySupplier,
  identity: string,
  keepsHost: boolean,
): { headers: Renewed['headers']; body: Buffer } | undefined {
  const { headers, isMarked } = markedHead(request.headers, identity, { keepsHost })
  const body = request.body === undefined ? Buffer.alloc(0) : Buffer.from(request.body.buffer)
  if (!isEnveloped(request)) return isMarked ? { headers, body } : undefined
  const { fromAsid } = request
  if (fromAsid === undefined) return undefined
  const senders = request.language === 'soap' ? sendersIn(body) : [fromAsid]
  return { headers, body: markedBody(body, senders, identity) }
}

/**
 * Reads a copy as if it had come from a supplier. It has to be the same question about the same patient to the same
 * system, by the marked identity and under the fresh ids, or it does not go.
 */
function whatIsWrong(
  request: AskedBySupplier,
  copy: Renewed,
  identity: string,
  { identifier }: Surroundings,
): 'identity' | 'ids' | undefined {
  if (!isEnveloped(request)) return undefined
  const read = readMessage(request, copy, identifier)
  if (read?.agrees !== true) return 'identity'
  const isSame =
    read.interaction === request.interaction &&
    read.to.asid === request.toAsid &&
    isDeepStrictEqual(read.keys, request.keys)
  const isMarked =
    read.from.asid === identity &&
    (request.language !== 'soap' || sendersIn(copy.body).every(sender => sender === identity))
  if (!isSame || !isMarked) return 'identity'
  const fresh = new Set(copy.ids.map(ids => ids.fresh.toUpperCase()))
  const isFresh = [read.messageId, read.payloadId].every(
    id => id === undefined || fresh.has(id.toUpperCase()),
  )
  return isFresh && read.messageId !== undefined ? undefined : 'ids'
}

function toldToSupplier<Told extends Pick<CodedAnswer, 'body'>>(
  { fromAsid }: AskedBySupplier,
  identity: string,
  answer: Told,
): Told {
  if (fromAsid === undefined) return answer
  return { ...answer, body: markedBody(answer.body, [identity], fromAsid) }
}

const HL7 = 'urn:hl7-org:v3'
const REQUEST_ID = 'x-request-id'

/**
 * Whether an answer names the copy, or names no request and is no message: a fault, a page of some gateway. HL7 that
 * names no request could be anybody's.
 */
function isBound(request: AskedBySupplier, copy: Renewed, answer: CodedAnswer): boolean {
  const { status, headers, body } = answer
  if (!isEnveloped(request)) {
    const named = headerOf(headers, REQUEST_ID)
    const asked = headerOf(copy.headers, REQUEST_ID)
    return named === undefined || named.toLowerCase() === asked?.toLowerCase()
  }
  const expectation = expectationOf(request.language, { kind: 'whole', bytes: copy.body })
  if (expectation === undefined) return false
  const verdict = createBinding(expectation).check({ status, reason: '', headers }, body, true)
  if (verdict !== 'unstated') return verdict === 'bound'
  return !body.includes(HL7) || body.includes('Fault')
}
