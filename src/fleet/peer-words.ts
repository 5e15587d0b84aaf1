import type { Halt } from './fleet.ts'
import { haltId, type HaltWords, routesOf, wordsOrNone } from './held-halts.ts'
import { groupOf, invalid, type Read, textLike, whole, wordOf } from './reading.ts'

/**
 * What one instance says to another, without the store.
 *
 * A halt is held by whoever hears it, at once and until a resume names it: no store that comes back, no older
 * fleet and no silence takes it off. A resume takes off what its sender saw to be held before the resume was made,
 * and nothing that was laid since: an instance that could not be looked at keeps what it holds, and is named.
 */
export type PeerMessage =
  | {
      readonly says: 'halt'
      readonly halt: Exclude<Halt, 'none'>
      readonly routes: readonly string[] | 'all'
      /** The revision its sender knew: a fleet up to there says nothing of this halt. */
      readonly revision: number
      /** Names it wherever it is held, and in the audit. */
      readonly id: string
      /** Who asked and why: whoever first finds the store again says so there. */
      readonly by: HaltWords | undefined
    }
  | { readonly says: 'look' }
  | {
      readonly says: 'resume'
      readonly routes: readonly string[] | 'all'
      /** The revision the resume came to. */
      readonly revision: number
      /** The last halt that lay over the one who is told when it was looked at. */
      readonly seen: string
    }

/** What an instance answers another. */
export interface PeerAnswer {
  /** The instance, by a name it has to itself. */
  readonly instance: string
  /** False for a resume that has not seen the last halt that was laid. */
  readonly isDone: boolean
  /** Whether what it holds lies on its disk: else a restart forgets it. */
  readonly isKept: boolean
  /** Names the last halt that was laid over it. */
  readonly last: string
}

/** A message, and who says it. */
export interface FromPeer {
  readonly from: string
  readonly message: PeerMessage
}

/** An answer, and the proof that an instance of this fleet gave it. */
export interface ProvenAnswer {
  readonly told: string
  readonly proof: string
}

const last = textLike(/^[0-9a-f-]{36} \d{1,15}$/, 'a name of a halt')

const instance = textLike(/^[0-9a-f-]{36}$/, 'an instance')

const MESSAGES: { readonly [Says in PeerMessage['says']]: Read<PeerMessage> } = {
  halt: groupOf<Extract<PeerMessage, { says: 'halt' }>>({
    says: wordOf(['halt']),
    halt: wordOf(['halt', 'hard']),
    routes: routesOf,
    revision: whole,
    id: haltId,
    by: wordsOrNone,
  }),
  look: groupOf<Extract<PeerMessage, { says: 'look' }>>({ says: wordOf(['look']) }),
  resume: groupOf<Extract<PeerMessage, { says: 'resume' }>>({
    says: wordOf(['resume']),
    routes: routesOf,
    revision: whole,
    seen: last,
  }),
}

const flag: Read<boolean> = (value, at) => {
  if (typeof value === 'boolean') return value
  throw invalid(at, 'true or false')
}

const answer = groupOf<PeerAnswer>({
  instance,
  isDone: flag,
  isKept: flag,
  last,
})

const proven = groupOf<ProvenAnswer>({
  told: textLike(/^\{/, 'an answer'),
  proof: textLike(/^[0-9a-f]{64}$/, 'a proof'),
})

const message: Read<PeerMessage> = (value, at) => {
  const says = (value as { says?: unknown } | null)?.says // read again by its own table
  const found = Object.entries(MESSAGES).find(([name]) => name === says)
  if (found === undefined) throw invalid(at, 'a halt, a look or a resume')
  return found[1](value, at)
}

const fromPeer = groupOf<FromPeer>({ from: instance, message })

/** Writes a message, as it is read again. */
export const writeFromPeer = ({ from, message: said }: FromPeer): string =>
  JSON.stringify({
    from,
    message: said.says === 'halt' ? { ...said, by: said.by ?? null } : said,
  })

/** Reads what one instance says to another. Throws {@link StoreError} `invalid`. */
export const readFromPeer = (text: string): FromPeer =>
  fromPeer(parsed(text, 'the message'), 'the message')

/** Reads an answer that is not proven yet. Throws {@link StoreError} `invalid`. */
export const readProven = (text: string): ProvenAnswer =>
  proven(parsed(text, 'the answer'), 'the answer')

/** Reads an answer that is. Throws {@link StoreError} `invalid`. */
export const readPeerAnswer = (told: string): PeerAnswer =>
  answer(parsed(told, 'the answer'), 'the answer')

function parsed(text: string, at: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid(at, 'JSON')
  }
}
