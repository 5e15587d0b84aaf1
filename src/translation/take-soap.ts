import { readSoapMessage } from '../message/index.ts'
import { aboutOf } from './about.ts'
import { type NotTaken, notTaken } from './reasons.ts'
import type { Asking, Chance, Taken } from './taken.ts'

/** Takes a synchronous message out of its envelope. Throws FicusError `malformed`. */
export function takeSoap(assigned: Asking, chance: Chance): Taken | NotTaken {
  const about = aboutOf(assigned, chance)
  if (about === undefined) return notTaken('ids')
  const { body, headers, from, to } = assigned
  const { messageId } = about
  const read = body.kind === 'whole' ? readSoapMessage(body.bytes, headers) : undefined
  if (read === undefined || read.service === '') return notTaken('envelope')
  if (read.mustBeUnderstood) return notTaken('header')
  // A reply could not refer to it by what its sender wrote in any other form, and Spine takes none.
  if (read.messageId !== `uuid:${messageId}`) return notTaken('ids')
  const repliedTo = { service: read.service, messageId, from, to }
  return {
    kind: 'taken',
    message: read.message,
    about,
    repliedTo: { in: 'soap', said: repliedTo },
  }
}
