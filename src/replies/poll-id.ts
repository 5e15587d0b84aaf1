import type { Identified } from '../exchange/index.ts'
import type { Naming } from '../fleet/index.ts'

/** What ours begin with. Spine's own are hexadecimal (NHSDigital/electronic-prescription-service-api, its Spine client). */
const OURS = 'fx-'
const FORM = /^fx-[\w-]{32}$/
const PLACE = /(?:^|\/)_poll\/(fx-[^/?#]*)(?:[?#]|$)/

/** Where an answer is fetched from. */
export const locationOf = (id: string): string => `/_poll/${id}`

/**
 * Makes the id an answer is fetched by: 192 bits that follow from the message and the fleet's key alone, so that a
 * message sent again has the same, whichever instance gets it, and nobody else can tell. Undefined for a message that
 * does not say all of who sent what.
 */
export function pollIdOf(
  { from, messageId, payloadId }: Pick<Identified, 'from' | 'messageId' | 'payloadId'>,
  naming: Naming,
): string | undefined {
  const { asid } = from
  if (asid === undefined || messageId === undefined || payloadId === undefined) return undefined
  const message = JSON.stringify([asid, messageId.toLowerCase(), payloadId.toLowerCase()])
  const bytes = naming.secretOf('poll', message).subarray(0, 24)
  return OURS + Buffer.from(bytes).toString('base64url')
}

/** Finds an id of ours in a request target: `none` where what stands there is not one we ever made; else undefined. */
export function pollIdIn(target: string): string | undefined {
  const id = PLACE.exec(target)?.[1]
  if (id === undefined) return undefined
  return FORM.test(id) ? id : 'none'
}
