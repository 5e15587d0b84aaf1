import { routeName } from './fleet-document.ts'
import type { Halt } from './fleet.ts'
import { groupOf, invalid, listOf, type Read, textLike, whole, wordOf } from './reading.ts'

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
    }
  | { readonly says: 'look' }
  | {
      readonly says: 'resume'
      readonly routes: readonly string[] | 'all'
      /** The revision the resume came to. */
      readonly revision: number
      /** What the one who is told held when it was looked at. */
      readonly seen: string
    }

/** What an instance answers another. */
export interface PeerAnswer {
  /** The instance, by a name it has to itself. */
  readonly instance: string
  /** False for a resume of what is held no longer as it was seen. */
  readonly isDone: boolean
  /** Names what it holds now: another whenever anything was held or let go. */
  readonly holds: string
}

/** An answer, and the proof that an instance of this fleet gave it. */
export interface ProvenAnswer {
  readonly told: string
  readonly proof: string
}

const MOST_ROUTES = 1_000

const list = listOf(routeName, MOST_ROUTES)
const routes: Read<readonly string[] | 'all'> = (value, at) =>
  value === 'all' ? value : list(value, at)
const holds = textLike(/^[0-9a-f-]{36} \d{1,15}$/, 'a name of what is held')

const MESSAGES: { readonly [Says in PeerMessage['says']]: Read<PeerMessage> } = {
  halt: groupOf<Extract<PeerMessage, { says: 'halt' }>>({
    says: wordOf(['halt']),
    halt: wordOf(['halt', 'hard']),
    routes,
    revision: whole,
  }),
  look: groupOf<Extract<PeerMessage, { says: 'look' }>>({ says: wordOf(['look']) }),
  resume: groupOf<Extract<PeerMessage, { says: 'resume' }>>({
    says: wordOf(['resume']),
    routes,
    revision: whole,
    seen: holds,
  }),
}

const answer = groupOf<PeerAnswer>({
  instance: textLike(/^[0-9a-f-]{36}$/, 'an instance'),
  isDone: (value, at) => {
    if (typeof value === 'boolean') return value
    throw invalid(at, 'true or false')
  },
  holds,
})

const proven = groupOf<ProvenAnswer>({
  told: textLike(/^\{/, 'an answer'),
  proof: textLike(/^[0-9a-f]{64}$/, 'a proof'),
})

/** Reads what one instance says to another. Throws {@link StoreError} `invalid`. */
export function readPeerMessage(text: string): PeerMessage {
  const given = parsed(text, 'the message')
  const says = (given as { says?: unknown } | null)?.says // read again by its own table
  const found = Object.entries(MESSAGES).find(([name]) => name === says)
  if (found === undefined) throw invalid('the message', 'a halt, a look or a resume')
  return found[1](given, 'the message')
}

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
