import type { RequestAbout } from '../mapping/index.ts'
import type { Asking, Chance } from './taken.ts'

/** What a reply says again; undefined where the request does not say all of it. */
export function aboutOf(assigned: Asking, chance: Chance): RequestAbout | undefined {
  const { interaction, messageId, payloadId } = assigned
  const { asid: fromAsid } = assigned.from
  const { asid: toAsid } = assigned.to
  if (!interaction || !messageId || !payloadId || !fromAsid || !toAsid) return undefined
  const ids = { interaction, messageId, payloadId, fromAsid, toAsid }
  return { ...ids, newId: () => chance.newId(), now: new Date(chance.now()) }
}
