import type { DatabaseSync } from 'node:sqlite'
import { type Instance, MOST_INSTANCES, type StoredInstance } from './instance-row.ts'
import { within } from './tables.ts'

// Beside the tables of the file's version, which stays: whoever does not know this one passes it over.
const TABLE = `
  CREATE TABLE IF NOT EXISTS instances (
    id TEXT PRIMARY KEY, row TEXT NOT NULL, seen INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;`

/** The instances that told of themselves in one file, by its own clock. */
export interface InstanceTable {
  /** Writes one, lets go those nobody wrote for so long, and gives all that are there. */
  tell(own: Instance, keptMs: number): readonly StoredInstance[]
}

/** Makes the table where there is none and gives it. */
export function openInstanceTable(db: DatabaseSync): InstanceTable {
  const there = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'instances'").get()
  if (there === undefined) db.exec(TABLE)
  const rows = prepare(db)
  return {
    tell: (own, keptMs) => {
      const now = Number(rows.now.get()?.['now'])
      within(db, () => {
        rows.write.run(own.id, JSON.stringify(own), now)
        rows.prune.run(now, keptMs, MOST_INSTANCES)
      })
      return rows.all.all().map(({ row, seen }) => ({
        row: parsed(String(row)),
        ageMs: now - Number(seen),
      }))
    },
  }
}

const prepare = (db: DatabaseSync) => ({
  // The one clock all who share a file have: what an instance takes the time to be is its own affair.
  now: db.prepare("SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now"),
  write: db.prepare('INSERT OR REPLACE INTO instances VALUES (?, ?, ?)'),
  prune: db.prepare(
    'DELETE FROM instances WHERE abs(? - seen) > ? OR id NOT IN ' +
      '(SELECT id FROM instances ORDER BY seen DESC LIMIT ?)',
  ),
  all: db.prepare('SELECT row, seen FROM instances'),
})

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
