import {
  MOST_REPLIES,
  MOST_REPLY_BYTES,
  type Name,
  StoreError,
  type StoredReplies,
} from '../../src/fleet/index.ts'
import { readKept } from '../../src/fleet/record-values.ts'
import { readReplyName, readSealed } from '../../src/fleet/reply-values.ts'

/** Replies as plainly as they can be written down. */
export interface MemoryReplies {
  mark: string | undefined
  now: () => number
  readonly kept: Map<
    string,
    { readonly sealed: Uint8Array; readonly ends: number; fetched: boolean }
  >
}

export const createMemoryReplies = (): MemoryReplies => ({
  mark: undefined,
  now: Date.now,
  kept: new Map(),
})

/** The doors on such replies, behind something that may fail. */
export function memoryReplies(reached: () => Promise<MemoryReplies>): StoredReplies {
  const markedBy = async (name: Name): Promise<MemoryReplies> => {
    const replies = await reached()
    const [mark = ''] = name.split('.')
    replies.mark ??= mark
    if (replies.mark !== mark) throw new StoreError('invalid', 'another key')
    return replies
  }
  return {
    keep: async (given, sealed, keepMs) => {
      const [name, bytes] = [readReplyName(given), readSealed(sealed)]
      const { kept, now } = await markedBy(name)
      const ends = now() + readKept(keepMs, 'how long')
      if ((kept.get(name)?.ends ?? 0) > now()) return
      const held = [...kept.values()].reduce((sum, each) => sum + each.sealed.byteLength, 0)
      if (kept.size >= MOST_REPLIES || held + bytes.byteLength > MOST_REPLY_BYTES) {
        throw new StoreError('silent', 'full')
      }
      kept.set(name, { sealed: Uint8Array.from(bytes), ends, fetched: false })
    },
    find: async (given, keepMs) => {
      readKept(keepMs, 'how long')
      const name = readReplyName(given)
      const { kept, now } = await markedBy(name)
      const found = kept.get(name)
      return found !== undefined && found.ends > now() ? found.sealed : undefined
    },
    fetched: async given => {
      const name = readReplyName(given)
      const found = (await reached()).kept.get(name)
      if (found !== undefined) found.fetched = true
    },
    sweep: async () => {
      const { kept, now } = await reached()
      const ended = [...kept].filter(([, { ends }]) => ends <= now())
      for (const [name] of ended) kept.delete(name)
      return ended.filter(([, { fetched }]) => !fetched).length
    },
  }
}
