import type { Answer } from '../exchange/index.ts'
import { answerOf } from './answer.ts'
import type { EbxmlHeader } from './read-ebxml-message.ts'
import { writeAcknowledgment } from './write-ebxml.ts'

/**
 * Writes what the sender of a message is told that will fetch its reply: HTTP 202 with the place to fetch it from, as
 * Spine tells those who poll (NHSDigital/electronic-prescription-service-api, its Spine client), and the
 * acknowledgement in it where the message asks for one.
 */
export function writeAccepted(
  location: string,
  { signals, ...header }: EbxmlHeader,
  chance: { readonly now: Date; readonly newId: () => string },
): Answer {
  const told = signals.ackRequested
    ? writeAcknowledgment({
        ...header,
        ...chance,
        from: { partyKey: header.fromParty },
        to: { partyKey: header.toParty },
      })
    : answerOf(202, undefined, Buffer.alloc(0))
  const more = ['Content-Location', location, 'Content-Length', String(told.body.length)]
  return { ...told, headers: [...told.headers, ...more] }
}
