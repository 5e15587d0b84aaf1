import type { DatabaseSync } from 'node:sqlite'
import { holdEnvironment } from './environment-of-file.ts'
import type { FleetRow } from './fleet-document.ts'
import { StoreError } from './store-error.ts'
import type { AuditLine, CountBatch } from './store.ts'

/** What the tables are; a file of another version is not touched. */
const VERSION = 2

const TABLES = `
  CREATE TABLE IF NOT EXISTS fleet (
    id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL, epoch TEXT NOT NULL, head TEXT NOT NULL,
    document TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS audit (
    revision INTEGER PRIMARY KEY, previous TEXT NOT NULL, hash TEXT NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS counts (
    route TEXT NOT NULL, epoch TEXT NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (route, epoch, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS batches (instance TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS records (
    id INTEGER PRIMARY KEY CHECK (id = 1), whole INTEGER NOT NULL, lost INTEGER NOT NULL, mark TEXT NOT NULL
  ) STRICT;
  INSERT OR IGNORE INTO records VALUES (1, 1, 0, '');
  CREATE TABLE IF NOT EXISTS pins (
    cohort TEXT NOT NULL, name TEXT NOT NULL, pin TEXT NOT NULL, first INTEGER NOT NULL,
    PRIMARY KEY (cohort, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS bindings (
    name TEXT PRIMARY KEY, side TEXT NOT NULL, told TEXT NOT NULL, ends INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS bindings_by_end ON bindings (ends);
  PRAGMA user_version = ${VERSION};`

/** The tables of one file, through one connection. Every call is done when it returns, or throws. */
export interface Tables {
  read(): FleetRow
  /** Writes the row and its line together, if the revision is still the expected one; `also` is done with them. */
  change(
    expected: number,
    document: string,
    line: Omit<AuditLine, 'revision'>,
    also?: () => void,
  ): FleetRow
  add(batch: CountBatch): void
  counts(route: string, epoch: string): [name: string, count: number][]
  lines(from: number, most: number): AuditLine[]
  /** Another number than before once another connection has written. */
  version(): number
}

/** What is known of a file before it is opened. */
export interface FileOf {
  /** Whether the row it is opened with was known before. */
  readonly isKnown?: boolean
  /** The environment it is to be of. */
  readonly environment?: string | undefined
}

/**
 * Makes the tables where there are none and gives them. `first` is the row an empty file begins with; where the
 * file lies behind it (emptied, or put back from an older copy) it is written over the one there. Where it is one that
 * was known, what else the file held is lost, and is marked so.
 *
 * Throws what SQLite throws, {@link StoreError} `invalid` for a file of another version, and `address` for one of
 * another environment, before anything of it is changed.
 */
export function openTables(db: DatabaseSync, first: FleetRow, file: FileOf = {}): Tables {
  prepareFile(db)
  holdEnvironment(db, file.environment)
  const statements = prepareStatements(db)
  const read = (): FleetRow => {
    const row = statements.read.get()
    if (row === undefined) throw new StoreError('invalid', 'the store holds no fleet')
    return { ...row } as unknown as FleetRow // checked by whoever reads it into a fleet
  }
  const isBehind = (): boolean => Number(statements.read.get()?.['revision'] ?? -1) < first.revision
  // Asked twice, so that a file in order is opened without a lock, also while somebody writes to it.
  if (isBehind()) {
    within(db, () => {
      if (!isBehind()) return
      statements.write.run(first.revision, first.epoch, first.head, first.document)
      if (file.isKnown === true) statements.lost.run(Date.now())
    })
  }
  return {
    read,
    change: (expected, document, { previous, hash, body }, also) =>
      within(db, () => {
        const { revision, epoch, head } = read()
        if (revision !== expected) {
          throw new StoreError('conflict', `the fleet is at revision ${revision}`, revision)
        }
        if (head !== previous) {
          throw new StoreError('invalid', 'the line is not one that continues the audit')
        }
        also?.()
        const next = { revision: revision + 1, epoch, head: hash, document }
        statements.write.run(next.revision, epoch, hash, document)
        statements.line.run(next.revision, previous, hash, body)
        return next
      }),
    add: ({ from, number, rows }) =>
      within(db, () => {
        // Changes nothing where this batch, or one after it, was added already.
        if (statements.batch.run(from, number).changes === 0) return
        for (const row of rows) statements.add.run(row.route, row.epoch, row.name, row.count)
      }),
    counts: (route, epoch) =>
      statements.counts
        .all(route, epoch)
        .map(row => [String(row['name']), Number(row['count'])] as [string, number]),
    lines: (from, most) =>
      statements.lines.all(from, most).map(row => ({ ...row }) as unknown as AuditLine), // columns are STRICT
    version: () => Number(statements.version.get()?.['data_version']),
  }
}

function prepareFile(db: DatabaseSync): void {
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
  if (version > VERSION) {
    throw new StoreError('invalid', `the store is of version ${version}, this reads ${VERSION}`)
  }
  // In a write-ahead log a reader never waits for a writer; FULL, because a change that was told must be there
  // after the power failed.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
  const check = Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? {})[0]
  if (check !== 'ok') throw new StoreError('invalid', 'the store is damaged')
  if (version < VERSION) db.exec(TABLES)
}

function prepareStatements(db: DatabaseSync) {
  return {
    read: db.prepare('SELECT revision, epoch, head, document FROM fleet'),
    write: db.prepare('INSERT OR REPLACE INTO fleet VALUES (1, ?, ?, ?, ?)'),
    lost: db.prepare('UPDATE records SET whole = 0, lost = ?'),
    line: db.prepare('INSERT INTO audit VALUES (?, ?, ?, ?)'),
    batch: db.prepare(
      'INSERT INTO batches VALUES (?, ?) ON CONFLICT DO UPDATE SET number = excluded.number ' +
        'WHERE excluded.number > batches.number',
    ),
    add: db.prepare(
      'INSERT INTO counts VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
    ),
    counts: db.prepare('SELECT name, count FROM counts WHERE route = ? AND epoch = ?'),
    lines: db.prepare('SELECT * FROM audit WHERE revision >= ? ORDER BY revision LIMIT ?'),
    version: db.prepare('PRAGMA data_version'),
  }
}

/** Does all of something or nothing. IMMEDIATE takes the lock first, so that what is read cannot change before the write. */
export function within<Value>(db: DatabaseSync, work: () => Value): Value {
  db.exec('BEGIN IMMEDIATE')
  try {
    const value = work()
    db.exec('COMMIT')
    return value
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
