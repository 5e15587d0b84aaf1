import type { Name } from './naming.ts'
import { refusedRecord, type RefusedRecord } from './record-answers.ts'
import { readKept } from './record-values.ts'
import type { StoredReplies } from './replies.ts'
import { readReplyName, readSealed } from './reply-values.ts'
import { isStoreError, StoreError } from './store-error.ts'

/** What the thread that has the file is asked of replies. */
export interface ReplyAsks {
  keepReply: {
    readonly given: {
      readonly name: Name
      readonly sealed: Uint8Array
      readonly keepMs: number
      readonly now: number
    }
    readonly told: RefusedRecord | 'done'
  }
  replyOf: {
    readonly given: { readonly name: Name; readonly keepMs: number; readonly now: number }
    readonly told: { readonly sealed: Uint8Array | undefined } | { readonly refused: RefusedRecord }
  }
  fetched: { readonly given: { readonly name: Name }; readonly told: null }
  sweepReplies: { readonly given: { readonly now: number }; readonly told: number }
}

/** Asks the thread within some milliseconds. */
type AskThread = <Ask extends keyof ReplyAsks>(
  name: Ask,
  given: ReplyAsks[Ask]['given'],
  withinMs: number,
) => Promise<ReplyAsks[Ask]['told']>

/** Keeps replies by asking the thread that has the file. `now` is epoch milliseconds. */
export function askingReplies(
  ask: AskThread,
  ways: { readonly answerMs: number; readonly requestMs: number; now(): number },
): StoredReplies {
  const { answerMs, requestMs } = ways
  return {
    keep: async (given, sealedGiven, keepMs) => {
      const name = readReplyName(given)
      const sealed = readSealed(sealedGiven)
      const kept = { name, sealed, keepMs: readKept(keepMs, 'how long'), now: ways.now() }
      const told = await ask('keepReply', kept, answerMs)
      if (told !== 'done') throw refusedRecord(told)
    },
    find: async (given, keepMs) => {
      const name = readReplyName(given)
      const asked = { name, keepMs: readKept(keepMs, 'how long'), now: ways.now() }
      const told = await ask('replyOf', asked, requestMs).catch(asSilent)
      if ('refused' in told) throw refusedRecord(told.refused)
      return told.sealed && readSealed(told.sealed)
    },
    fetched: async given => {
      await ask('fetched', { name: readReplyName(given) }, answerMs)
    },
    sweep: () => ask('sweepReplies', { now: ways.now() }, answerMs),
  }
}

/** Of what only asks nothing may have been stored. */
function asSilent(error: unknown): never {
  if (isStoreError(error) && error.code === 'unknown') throw new StoreError('silent', error.message)
  throw error
}
