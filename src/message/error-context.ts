import { headerOf, type Identified, type Received } from '../exchange/index.ts'
import type { ErrorContext } from './error-reply.ts'

/** Gathers what an error says again of the message it answers, as far as that could be read. */
export const errorContextOf = (
  received: Received,
  identified: Identified | undefined,
  chance: { now(): number; newId(): string },
): ErrorContext => ({
  language: received.language,
  messageId: identified?.messageId,
  conversationId: identified?.conversationId,
  cpaId: identified?.cpaId,
  from: identified?.from,
  to: identified?.to,
  interaction: identified?.interaction,
  accept: headerOf(received.headers, 'accept'),
  now: new Date(chance.now()),
  newId: () => chance.newId(),
})
