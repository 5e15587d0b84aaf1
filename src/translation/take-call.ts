import { bytesAtHand } from '../exchange/index.ts'
import type { Call, RequestAbout } from '../mapping/index.ts'
import type { Asking, Chance } from './taken.ts'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A call, with all that its reply may say again. */
export interface TakenCall {
  readonly call: Call
  readonly about: RequestAbout
}

/**
 * Takes a request as the call it is. To the cloud it is known by its own id, where that is one a service takes: so it
 * stays known when it is sent again.
 */
export function takeCall(assigned: Asking, chance: Chance): TakenCall {
  const { method, target, headers, interaction = '', messageId = '', from, to } = assigned
  const id = UUID.test(messageId) ? messageId : chance.newId()
  const about = {
    interaction,
    messageId: id,
    payloadId: id,
    fromAsid: from.asid ?? '',
    toAsid: to.asid ?? '',
    newId: () => chance.newId(),
    now: new Date(chance.now()),
  }
  return { call: { method, target, headers, body: bytesAtHand(assigned.body) }, about }
}
