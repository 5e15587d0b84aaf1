import { readEbxmlMessage } from '../message/index.ts'
import { aboutOf } from './about.ts'
import { type NotTaken, notTaken } from './reasons.ts'
import type { Asking, Chance, Taken } from './taken.ts'

/**
 * Takes an asynchronous message out of its envelope, where its sender fetches its answer later. To the cloud it is
 * known by the id of the HL7v3 message it carries: that stays when it is sent again, in whatever envelope.
 *
 * Throws FicusError `malformed`.
 */
export function takeEbxml(assigned: Asking, chance: Chance): Taken | NotTaken {
  const about = aboutOf(assigned, chance)
  if (about === undefined) return notTaken('ids')
  if (!assigned.route.answeredLater?.pollers.includes(about.fromAsid)) return notTaken('party')
  const { body, headers, messageId, interaction } = assigned
  if (body.kind !== 'whole') return notTaken('envelope')
  const read = readEbxmlMessage(body.bytes, headers)
  if (read.kind === 'rest') return notTaken(read.of)
  const { header, message, written } = read
  // What answers another message is part of a conversation that legacy began.
  if (header.refToMessageId !== undefined) return notTaken('header')
  if (header.messageId !== messageId || header.action !== interaction) return notTaken('ids')
  return {
    kind: 'taken',
    message,
    written,
    about: { ...about, messageId: about.payloadId },
    repliedTo: { in: 'ebxml', said: header },
  }
}
