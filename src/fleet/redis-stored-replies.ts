import { readKept } from './record-values.ts'
import { asked, confirmed, gated, type RecordsPlace } from './redis-records.ts'
import { digits } from './redis-replies.ts'
import { FETCHED, KEEP_REPLY, REPLY_OF, SWEEP_REPLIES } from './redis-reply-scripts.ts'
import { MOST_REPLIES, MOST_REPLY_BYTES, type StoredReplies } from './replies.ts'
import { readReplyName, readSealed } from './reply-values.ts'

/** So many are taken off at once: a longer script would hold others up. */
const SWEPT = 1_000

/** Keeps replies in Redis, where each ends by itself. What is confirmed is as sure as a binding is. */
export function createStoredReplies(place: RecordsPlace): StoredReplies {
  const { keys, asking, writing, requestMs, answerMs } = place
  const { ends, sizes, unfetched } = keys.replies
  return {
    keep: async (given, sealedGiven, keepMs) => {
      const name = readReplyName(given)
      // A script's answers are texts.
      const sealed = Buffer.from(readSealed(sealedGiven)).toString('base64')
      const limits = [readKept(keepMs, 'how long'), MOST_REPLIES, MOST_REPLY_BYTES]
      const call = gated(place, [name], {
        keys: [keys.reply(name), ends, sizes, unfetched],
        with: [name, sealed, sealed.length, ...limits],
      })
      await confirmed(place, KEEP_REPLY, call, answerMs)
    },
    find: async (given, keepMs) => {
      const name = readReplyName(given)
      const own = { keys: [keys.reply(name)], with: [readKept(keepMs, 'how long')] }
      const call = { ...gated(place, [name], own), withinMs: requestMs }
      const [sealed] = await asked(place, asking.run(REPLY_OF, call))
      return sealed === '' ? undefined : readSealed(Buffer.from(String(sealed), 'base64'))
    },
    fetched: async given => {
      const own = { keys: [unfetched], with: [readReplyName(given)] }
      await writing.run(FETCHED, { ...own, withinMs: answerMs })
    },
    sweep: async () => {
      const own = { keys: [ends, sizes, unfetched], with: [SWEPT], withinMs: answerMs }
      const [count] = await asked(place, writing.run(SWEEP_REPLIES, own))
      return digits(count, 'how many nobody fetched')
    },
  }
}
