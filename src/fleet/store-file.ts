import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Ask, AskName, Asks, Failure, ThreadSettings, Told } from './asks.ts'
import { type CursorTable, openCursorTable } from './cursor-table.ts'
import { type FleetRow, readFleet, writeDocument } from './fleet-document.ts'
import { emptyFleet } from './fleet.ts'
import { type InstanceTable, openInstanceTable } from './instance-table.ts'
import { keepLastKnown, lastKnownRow } from './last-known.ts'
import { openRecordTables, type RecordTables } from './record-tables.ts'
import { openReplyTable, type ReplyTable } from './reply-table.ts'
import { isStoreError, StoreError } from './store-error.ts'
import { openTables, type Tables } from './tables.ts'

type Answers = {
  readonly [Name in AskName]: (given: Asks[Name]['given']) => Asks[Name]['told']
}

/**
 * One file and what is asked of it, in the thread that may wait for it. Opens the file when it is first asked and
 * again after anything went wrong with it, so that it is back as soon as the file is.
 */
export class StoreFile {
  readonly #settings: ThreadSettings
  #db: DatabaseSync | undefined
  #tables: Tables | undefined
  #recordTables: RecordTables | undefined
  #instances: InstanceTable | undefined
  #replies: ReplyTable | undefined
  #cursors: CursorTable | undefined
  #version = -1
  #trouble: string | undefined
  readonly #answers: Answers = {
    read: () => this.#open().read(),
    change: ({ expected, document, line, pins, arePinsWhole }) => {
      const row = this.#open().change(expected, document, line, () =>
        this.#records().move(pins, arePinsWhole),
      )
      this.#keep(row)
      return row
    },
    add: batch => (this.#open().add(batch), null),
    counts: ({ route, epoch }) => this.#open().counts(route, epoch),
    lines: ({ from, most }) => this.#open().lines(from, most),
    bind: given => this.#records().bind(given),
    boundTo: given => this.#records().boundTo(given),
    acknowledge: given => (this.#records().acknowledge(given), null),
    pinOf: given => this.#records().pinOf(given),
    pin: given => this.#records().pin(given),
    pins: ({ cohort, most, from }) => this.#records().pins(cohort, most, from),
    tell: ({ own, keptMs }) => this.#told().tell(own, keptMs),
    keepReply: given => this.#waiting().keep(given),
    replyOf: given => this.#waiting().of(given),
    fetched: given => (this.#waiting().fetched(given), null),
    sweepReplies: given => this.#waiting().sweep(given),
    claimCursor: given => this.#reading().claim(given),
    moveCursor: given => this.#reading().move(given),
    close: () => (this.#shut(), null),
  }

  constructor(settings: ThreadSettings) {
    this.#settings = settings
  }

  /** Answers one question; throws nothing. */
  answer({ id, ask, given }: Ask): Told {
    try {
      const answer = this.#answers[ask] as (given: unknown) => Asks[AskName]['told'] // one row of one table
      return { id, told: answer(given) }
    } catch (error) {
      const failed = this.#failed(error)
      // The next look that succeeds tells whoever asked that the file is there again.
      if (failed.code !== 'conflict') this.#trouble = failed.says
      return { id, failed }
    }
  }

  /** Looks whether another process changed the file, or whether it cannot be looked at; undefined if nothing is new. */
  look(): Told | undefined {
    try {
      const tables = this.#open()
      const version = tables.version()
      const hasMoved = version !== this.#version || this.#trouble !== undefined
      this.#version = version
      this.#trouble = undefined
      if (!hasMoved) return undefined
      const row = tables.read()
      this.#keep(row)
      return { moved: row }
    } catch (error) {
      const trouble = this.#failed(error)
      if (this.#trouble === trouble.says) return undefined
      this.#trouble = trouble.says
      return { trouble }
    }
  }

  #keep(row: FleetRow): void {
    const { path, environment } = this.#settings
    keepLastKnown(path, row, environment)
  }

  #open(): Tables {
    if (this.#tables) return this.#tables
    const { path, busyMs, environment } = this.#settings
    mkdirSync(dirname(path), { recursive: true })
    this.#db = new DatabaseSync(path, { timeout: busyMs })
    const known = lastKnownRow(path, environment)
    const isKnown = known !== undefined
    this.#tables = openTables(this.#db, firstRow(known), { isKnown, environment })
    this.#recordTables = openRecordTables(this.#db)
    this.#instances = openInstanceTable(this.#db)
    this.#replies = openReplyTable(this.#db)
    this.#cursors = openCursorTable(this.#db)
    // A row that cannot be read is found now and not by the change that stands on it.
    readFleet(this.#tables.read())
    return this.#tables
  }

  #records(): RecordTables {
    this.#open()
    if (this.#recordTables) return this.#recordTables
    throw new StoreError('silent', 'the store is not open')
  }

  #told(): InstanceTable {
    this.#open()
    if (this.#instances) return this.#instances
    throw new StoreError('silent', 'the store is not open')
  }

  #waiting(): ReplyTable {
    this.#open()
    if (this.#replies) return this.#replies
    throw new StoreError('silent', 'the store is not open')
  }

  #reading(): CursorTable {
    this.#open()
    if (this.#cursors) return this.#cursors
    throw new StoreError('silent', 'the store is not open')
  }

  #shut(): void {
    const db = this.#db
    this.#tables = undefined
    this.#db = undefined
    if (db?.isOpen) db.close()
  }

  #failed(error: unknown): Failure {
    const { code, message, current } = isStoreError(error) ? error : fromSystem(error)
    if (code !== 'conflict') this.#shut()
    return { code, says: message, current }
  }
}

/** What an empty file begins with: the last known fleet, if one lies beside it, under a mark of its own. */
function firstRow(known: FleetRow | undefined): FleetRow {
  const epoch = crypto.randomUUID()
  if (known !== undefined) return { ...known, epoch }
  const { revision, head, ...content } = emptyFleet()
  return { revision, epoch, head, document: writeDocument(content) }
}

// https://www.sqlite.org/rescode.html, the primary codes.
const SQLITE_SAYS: Readonly<Record<number, string>> = {
  5: 'is locked by somebody else',
  6: 'is locked by somebody else',
  8: 'may not be written',
  10: 'cannot be read from or written to its disk',
  11: 'is damaged',
  13: 'has no room on its disk',
  14: 'cannot be opened',
  26: 'is no store but something else',
}

/** Translates what Node and SQLite throw; their own words may hold a value and are not passed on. */
function fromSystem(error: unknown): StoreError {
  const { errcode, code } = error as { readonly errcode?: number; readonly code?: string } // SQLite's, and Node's own
  if (errcode === undefined)
    return new StoreError('silent', `the store cannot be reached (${code ?? 'unknown'})`)
  const says = SQLITE_SAYS[errcode & 0xff] ?? `failed (SQLite ${errcode})`
  return new StoreError('silent', `the store ${says}`)
}
