import { headerOf, type Identified, isFicusError, type Received } from '../exchange/index.ts'
import type { ErrorContext } from './error-reply.ts'
import { fhirFormOf } from './fhir-form.ts'
import type { Identifier } from './identify.ts'

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
  fhir: received.language === 'fhir' ? fhirFormOf(received.target, received.headers) : undefined,
  now: new Date(chance.now()),
  newId: () => chance.newId(),
})

/** Reads on where nobody had to: an error names its message, and errors are few. */
export function readForError(
  identified: Identified | undefined,
  identifier: Identifier,
): Identified | undefined {
  if (identified?.need !== 'headers' && identified?.need !== 'kept') return identified
  try {
    return identifier.scan(identified, identified.body, 'scan')
  } catch (error) {
    if (isFicusError(error)) return identified
    throw error
  }
}
