import {
  type Body,
  type Identified,
  isFicusError,
  NO_BODY,
  type RawHeaders,
  type Received,
} from '../exchange/index.ts'
import type { Identifier } from '../message/index.ts'
import type { AskedBySupplier } from './copy.ts'

type Addressed = Pick<AskedBySupplier, 'method' | 'target' | 'language'>

/** Reads a message to its end, as if it had just come from a supplier; undefined for what is refused. */
export function readMessage(
  { method, target, language }: Addressed,
  { headers, body }: { readonly headers: RawHeaders; readonly body: Buffer | undefined },
  identifier: Identifier,
): Identified | undefined {
  const length = body?.length ?? 0
  const received: Received = { number: 0, at: 0, method, target, headers, language, length }
  try {
    const whole: Body = body === undefined ? NO_BODY : { kind: 'whole', bytes: body }
    return identifier.scan(received, whole, 'whole')
  } catch (error) {
    if (isFicusError(error)) return undefined
    throw error
  }
}

/**
 * Reads what the path has left unread of a request that is to be copied; undefined where it has not proven what it
 * is: then nobody may say that a copy of it does no harm.
 */
export function readOn(
  request: AskedBySupplier,
  identifier: Identifier,
): AskedBySupplier | undefined {
  if (request.isRead) return request
  const { headers, body: bytes } = request
  const body = bytes && Buffer.from(bytes.buffer)
  const read = readMessage(request, { headers, body }, identifier)
  // The class that let it be copied is that of the interaction its head names.
  if (read?.agrees !== true || read.interaction !== request.interaction) return undefined
  const { messageId, payloadId, conversationId, from, to, keys } = read
  const parties = { fromAsid: from.asid, toAsid: to.asid }
  return { ...request, isRead: true, messageId, payloadId, conversationId, ...parties, keys }
}
