/**
 * Keeps the answers to messages whose senders come back for them, and gives them to nobody else.
 *
 * In: an answer in the supplier's words, as it is told; a request for one, before any route is asked; the store, names
 * and secrets made with the fleet's key.
 * Out: 202 with the place to fetch it from, once the store has confirmed the answer; the answer, again and again until
 * it ends, on any instance and wherever routes stand meanwhile.
 * Never: stores a word of an answer in clear, says that there is none where the store is silent, or says of one that
 * is there to whom it is.
 *
 * @packageDocumentation
 */
export { createReplies, REPLY_KEPT_MS } from './replies.ts'
export type { PollResult, Replies, RepliesOptions } from './replies.ts'
