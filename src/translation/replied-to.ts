import type { Answer } from '../exchange/index.ts'
import type { Call, LegacyReply } from '../mapping/index.ts'
import {
  type EbxmlHeader,
  type RepliedTo as SoapRepliedTo,
  writeAccepted,
  writeEbxmlReply,
  writeSoapReply,
} from '../message/index.ts'
import type { Chance } from './taken.ts'

/** What the envelope of a reply says again, as plain data: another thread is told it. */
export type EnvelopeRepliedTo =
  | { readonly in: 'soap'; readonly said: SoapRepliedTo }
  | { readonly in: 'ebxml'; readonly said: EbxmlHeader }

/** What a reply says again: of its envelope or, where there is none, of the call. */
export type RepliedTo = EnvelopeRepliedTo | { readonly in: 'call'; readonly said: Call }

/** Puts a message that answers another in an envelope of its own language. */
export const inEnvelopeOf = (to: EnvelopeRepliedTo, reply: LegacyReply, now: Date): Answer =>
  to.in === 'soap' ? writeSoapReply(reply, to.said, now) : writeEbxmlReply(reply, to.said, now)

/** What its sender is told where it fetches its answer later, and from where; undefined where it waits for it. */
export const acceptedOf = (
  to: RepliedTo,
  chance: Chance,
): ((location: string) => Answer) | undefined =>
  to.in !== 'ebxml'
    ? undefined
    : location =>
        writeAccepted(location, to.said, {
          now: new Date(chance.now()),
          newId: () => chance.newId(),
        })
