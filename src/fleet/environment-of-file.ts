import type { DatabaseSync } from 'node:sqlite'
import { StoreError } from './store-error.ts'

// Beside the tables of the file's version, as the instances are: what was there before says no environment.
const TABLE = `
  CREATE TABLE IF NOT EXISTS environment (
    id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL
  ) STRICT;`

/**
 * Holds a file to its environment, as the names of its keys hold a Redis. One that says none is given this one, so
 * that whoever opens it first names it; undefined asks nothing. Throws {@link StoreError} `address` for a file of another.
 */
export function holdEnvironment(db: DatabaseSync, name: string | undefined): void {
  if (name === undefined) return
  const there = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'environment'").get()
  if (there === undefined) db.exec(TABLE)
  const select = db.prepare('SELECT name FROM environment')
  // Of two that open a new file at once one names it, and the other reads that.
  if (select.get() === undefined) {
    db.prepare('INSERT OR IGNORE INTO environment VALUES (1, ?)').run(name)
  }
  const other = select.get()?.['name']
  if (other !== name) throw ofAnother(String(other), name)
}

const ofAnother = (other: string, name: string): StoreError =>
  new StoreError(
    'address',
    `the store holds the fleet of environment ${other} and this instance is of ${name}: give each a store of its own`,
  )
