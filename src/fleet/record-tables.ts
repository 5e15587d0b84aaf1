import type { DatabaseSync } from 'node:sqlite'
import type { PinPlace, RecordAnswer, ToBind, ToTell } from './asks.ts'
import { markOf, type Name } from './naming.ts'
import type { PinMove } from './pins.ts'
import type { RefusedRecord } from './record-answers.ts'
import { readPin, writePin } from './record-values.ts'
import { StoreError } from './store-error.ts'
import { within } from './tables.ts'

/** Pins and bindings in one file, through one connection. Every call is done when it returns, or throws. */
export interface RecordTables {
  bind(message: ToBind): RecordAnswer
  boundTo(message: Omit<ToBind, 'side'>): RecordAnswer
  acknowledge(told: ToTell): void
  pinOf(place: PinPlace): RecordAnswer
  pin(place: PinPlace & { readonly side: string }): RecordAnswer
  /** Moves pins inside the transaction of a change. */
  move(moves: readonly PinMove[], arePinsWhole: boolean): void
  /** The pins of a cohort whose first name comes after one. */
  pins(cohort: string, most: number, from: string): string[]
}

// So many ended bindings go with each that comes: they never grow, and nobody waits for a sweep.
const SWEPT = 16

/** Gives the tables of pins and bindings of a file whose tables are made. */
export function openRecordTables(db: DatabaseSync): RecordTables {
  const rows = prepare(db)
  const pinned = pinsOf(rows)
  return {
    bind: message => within(db, () => bind(rows, message)),
    boundTo: message => boundTo(rows, message),
    acknowledge: ({ name, told, now }) => void rows.tell.run(told, name, now),
    pinOf: ({ cohort, names }) => {
      const refused = refusedFor(rows, names)
      if (refused !== undefined) return { refused }
      const { side } = pinned.of(cohort, names)
      return side === '' && !rows.state().isWhole ? { refused: 'forgot' } : answer(side)
    },
    pin: ({ cohort, names, side: asked }) =>
      within(db, () => {
        const refused = refusedFor(rows, names)
        if (refused !== undefined) return { refused }
        const { side, all } = pinned.of(cohort, names)
        if (side === 'torn') return { refused: 'torn' }
        if (side === '' && !rows.state().isWhole) return { refused: 'forgot' }
        const holds = side === '' ? asked : side
        pinned.set(cohort, all, holds)
        rows.marked(names)
        return answer(holds)
      }),
    move: (moves, arePinsWhole) => {
      for (const { cohort, names, side = '' } of moves) {
        const refused = refusedFor(rows, names)
        if (refused !== undefined)
          throw new StoreError('invalid', 'a pin is named with another key')
        pinned.set(cohort, pinned.of(cohort, names).all, side)
        rows.marked(names)
      }
      if (arePinsWhole) rows.whole.run()
    },
    pins: (cohort, most, from) => rows.page.all(cohort, from, most).map(row => String(row['pin'])),
  }
}

const answer = (side: string): RecordAnswer =>
  side === 'torn' ? { refused: 'torn' } : { side, isNew: false, told: '' }

type Rows = ReturnType<typeof prepare>

function bind(rows: Rows, { names, side, keepMs, now }: ToBind): RecordAnswer {
  const refused = refusedFor(rows, names)
  if (refused !== undefined) return { refused }
  const there = names.map(name => rows.bound.get(name, now))
  const { before, refused: unsaid } = sideOf(rows, there, { keepMs, now })
  if (unsaid !== undefined) return { refused: unsaid }
  rows.sweep.run(now, SWEPT)
  const holds = before ?? side
  names.forEach((name, i) => {
    const ends = Math.max(now + keepMs, Number(there[i]?.['ends'] ?? 0))
    rows.bind.run(name, holds, String(there[i]?.['told'] ?? ''), ends)
  })
  rows.marked(names)
  const told = String(there[0]?.['told'] ?? '')
  return { side: holds, isNew: before === undefined, told }
}

type BoundRow = ReturnType<Rows['bound']['get']>

/** The one side of what is bound; undefined where nothing is, which is not said of what may have been lost. */
function sideOf(
  rows: Rows,
  there: readonly BoundRow[],
  { keepMs, now }: Pick<ToBind, 'keepMs' | 'now'>,
): { readonly before?: string | undefined; readonly refused?: RefusedRecord } {
  const sides = new Set(there.filter(row => row !== undefined).map(row => String(row['side'])))
  if (sides.size > 1) return { refused: 'torn' }
  const [before] = sides
  if (before === undefined && now - rows.state().lost < keepMs) return { refused: 'forgot' }
  return { before }
}

function boundTo(rows: Rows, { names, keepMs, now }: Omit<ToBind, 'side'>): RecordAnswer {
  const there = names.map(name => rows.bound.get(name, now))
  const { before, refused } = sideOf(rows, there, { keepMs, now })
  const unsaid = refusedFor(rows, names) ?? refused
  return unsaid === undefined ? answer(before ?? '') : { refused: unsaid }
}

function refusedFor({ state }: Rows, names: readonly Name[]): RefusedRecord | undefined {
  const { mark } = state()
  return mark === '' || names.every(name => markOf(name) === mark) ? undefined : 'mark'
}

/** Pins under every name of an entity, and all the names of it. */
function pinsOf({ pin, setPin, dropPin }: Rows) {
  return {
    of: (
      cohort: string,
      names: readonly Name[],
    ): { readonly side: string; readonly all: readonly Name[] } => {
      const rows = names.map(name => pin.get(cohort, name)).filter(row => row !== undefined)
      const pins = rows.map(row => readPin(row['pin']))
      const sides = new Set(pins.map(({ side }) => side))
      const [side = ''] = sides
      const all = [...new Set([...names, ...pins.flatMap(each => each.names)])]
      return { side: sides.size > 1 ? 'torn' : side, all }
    },
    set: (cohort: string, names: readonly Name[], side: string): void => {
      const [first] = names.toSorted()
      for (const name of names) {
        if (side === 'legacy' || side === 'cloud') {
          setPin.run(cohort, name, writePin({ names, side }), Number(name === first))
        } else dropPin.run(cohort, name)
      }
    },
  }
}

function prepare(db: DatabaseSync) {
  const state = db.prepare('SELECT whole, lost, mark FROM records')
  const mark = db.prepare("UPDATE records SET mark = ? WHERE mark = ''")
  return {
    state: () => {
      const { whole, lost, mark } = state.get() ?? {}
      return { isWhole: whole === 1, lost: Number(lost ?? Infinity), mark: String(mark ?? '') }
    },
    marked: ([name]: readonly Name[]) => name !== undefined && mark.run(markOf(name)),
    whole: db.prepare('UPDATE records SET whole = 1'),
    bound: db.prepare('SELECT side, told, ends FROM bindings WHERE name = ? AND ends > ?'),
    bind: db.prepare('INSERT OR REPLACE INTO bindings VALUES (?, ?, ?, ?)'),
    tell: db.prepare("UPDATE bindings SET told = ? WHERE name = ? AND ends > ? AND told = ''"),
    sweep: db.prepare(
      'DELETE FROM bindings WHERE name IN (SELECT name FROM bindings WHERE ends <= ? ORDER BY ends LIMIT ?)',
    ),
    pin: db.prepare('SELECT pin FROM pins WHERE cohort = ? AND name = ?'),
    setPin: db.prepare('INSERT OR REPLACE INTO pins VALUES (?, ?, ?, ?)'),
    dropPin: db.prepare('DELETE FROM pins WHERE cohort = ? AND name = ?'),
    // Each stands under all its names, and is listed under the first.
    page: db.prepare(
      'SELECT pin FROM pins WHERE cohort = ? AND first = 1 AND name > ? ORDER BY name LIMIT ?',
    ),
  }
}
