import type { DatabaseSync } from 'node:sqlite'
import type { ToClaim, ToMove } from './cursor-values.ts'
import { type CursorPlace, MOST_CLAIM_MS } from './cursors.ts'
import { within } from './tables.ts'

/** The cursors in one file, by the one clock all who share it have. */
export interface CursorTable {
  claim(claim: ToClaim): CursorPlace | undefined
  move(move: ToMove): boolean
}

// Beside the tables of the file's version, as the instances are.
const TABLE = `
  CREATE TABLE IF NOT EXISTS cursors (
    name TEXT PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, ends INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;`

/** Makes the table where there is none and gives it. */
export function openCursorTable(db: DatabaseSync): CursorTable {
  const there = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'cursors'").get()
  if (there === undefined) db.exec(TABLE)
  const rows = prepare(db)
  const now = (): number => Number(rows.now.get()?.['now'])
  // An end further off than any claim may be is that of a clock that was put back since.
  const isHeld = (ends: unknown, at: number): boolean =>
    Number(ends) > at && Number(ends) <= at + MOST_CLAIM_MS
  return {
    claim: ({ name, by, forMs }) =>
      within(db, () => {
        const at = now()
        const row = rows.get.get(name)
        if (row && row['by'] !== by && isHeld(row['ends'], at)) return undefined
        const stands = Number((row ?? rows.fleet.get())?.['at'])
        rows.put.run(name, stands, by, at + forMs)
        return { at: stands, isNew: row === undefined }
      }),
    move: ({ name, by, to }) =>
      within(db, () => {
        const row = rows.get.get(name)
        const isOwn = row?.['by'] === by && isHeld(row['ends'], now())
        if (!isOwn || to < Number(row['at'])) return false
        rows.move.run(to, name)
        return true
      }),
  }
}

const prepare = (db: DatabaseSync) => ({
  now: db.prepare("SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now"),
  fleet: db.prepare('SELECT revision AS at FROM fleet'),
  get: db.prepare('SELECT at, by, ends FROM cursors WHERE name = ?'),
  put: db.prepare('INSERT OR REPLACE INTO cursors VALUES (?, ?, ?, ?)'),
  move: db.prepare('UPDATE cursors SET at = ? WHERE name = ?'),
})
