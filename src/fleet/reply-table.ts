import type { DatabaseSync } from 'node:sqlite'
import type { ReplyAsks } from './asking-replies.ts'
import { markOf, type Name } from './naming.ts'
import type { RefusedRecord } from './record-answers.ts'
import { MOST_REPLIES, MOST_REPLY_BYTES } from './replies.ts'
import { within } from './tables.ts'

type Asked = { readonly [Ask in keyof ReplyAsks]: ReplyAsks[Ask]['given'] }
type Told = { readonly [Ask in keyof ReplyAsks]: ReplyAsks[Ask]['told'] }

/** The replies in one file, through one connection. Every call is done when it returns, or throws. */
export interface ReplyTable {
  keep(asked: Asked['keepReply']): Told['keepReply']
  of(asked: Asked['replyOf']): Told['replyOf']
  fetched(asked: Asked['fetched']): void
  sweep(asked: Asked['sweepReplies']): number
}

// Beside the tables of the file's version, as the instances are. The index covers what is counted, so that no reply
// is read for it.
const TABLE = `
  CREATE TABLE IF NOT EXISTS replies (
    name TEXT PRIMARY KEY, sealed BLOB NOT NULL, bytes INTEGER NOT NULL, ends INTEGER NOT NULL,
    fetched INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS replies_by_end ON replies (ends, fetched, bytes);`

/** Gives the table of replies of a file whose other tables are made. */
export function openReplyTable(db: DatabaseSync): ReplyTable {
  const there = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'replies_by_end'").get()
  if (there === undefined) db.exec(TABLE)
  const rows = prepare(db)
  const refusedFor = (name: Name): RefusedRecord | undefined => {
    const { mark } = rows.state()
    return mark === '' || mark === markOf(name) ? undefined : 'mark'
  }
  return {
    keep: ({ name, sealed, keepMs, now }) =>
      within(db, () => {
        const refused = refusedFor(name)
        if (refused !== undefined) return refused
        if (rows.get.get(name, now) !== undefined) return 'done'
        const { count, bytes } = rows.held()
        const isFull = count >= MOST_REPLIES || bytes + sealed.byteLength > MOST_REPLY_BYTES
        if (isFull) return 'full'
        rows.put.run(name, sealed, sealed.byteLength, now + keepMs)
        rows.mark.run(markOf(name))
        return 'done'
      }),
    of: ({ name, keepMs, now }) => {
      const refused = refusedFor(name)
      if (refused !== undefined) return { refused }
      const sealed = rows.get.get(name, now)?.['sealed']
      if (sealed instanceof Uint8Array) return { sealed }
      return now - rows.state().lost < keepMs ? { refused: 'forgot' } : { sealed: undefined }
    },
    fetched: ({ name }) => void rows.fetched.run(name),
    sweep: ({ now }) => {
      // Looked at without a lock: most often nothing has ended, and nobody is to wait for that.
      if (rows.ended.get(now) === undefined) return 0
      return within(db, () => {
        const unfetched = Number(rows.unfetched.get(now)?.['count'] ?? 0)
        rows.drop.run(now)
        return unfetched
      })
    },
  }
}

function prepare(db: DatabaseSync) {
  const state = db.prepare('SELECT lost, mark FROM records')
  const held = db.prepare('SELECT count(*) AS count, total(bytes) AS bytes FROM replies')
  return {
    state: () => {
      const { lost, mark } = state.get() ?? {}
      return { lost: Number(lost ?? Infinity), mark: String(mark ?? '') }
    },
    held: () => {
      const { count, bytes } = held.get() ?? {}
      return { count: Number(count), bytes: Number(bytes) }
    },
    mark: db.prepare("UPDATE records SET mark = ? WHERE mark = ''"),
    get: db.prepare('SELECT sealed FROM replies WHERE name = ? AND ends > ?'),
    // What has ended is no first of its name, though it is not swept yet.
    put: db.prepare('INSERT OR REPLACE INTO replies VALUES (?, ?, ?, ?, 0)'),
    fetched: db.prepare('UPDATE replies SET fetched = 1 WHERE name = ?'),
    unfetched: db.prepare('SELECT count(*) AS count FROM replies WHERE ends <= ? AND fetched = 0'),
    ended: db.prepare('SELECT 1 FROM replies WHERE ends <= ? LIMIT 1'),
    drop: db.prepare('DELETE FROM replies WHERE ends <= ?'),
  }
}
