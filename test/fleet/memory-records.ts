import type { Side } from '../../src/exchange/index.ts'
import type { Bindings, Name, PinMove, Pins } from '../../src/fleet/index.ts'
import { StoreError } from '../../src/fleet/index.ts'
import { routeName } from '../../src/fleet/fleet-document.ts'
import { readAcknowledged, readKept, readNames, readSide } from '../../src/fleet/record-values.ts'

interface Binding {
  readonly side: Side
  readonly ends: number
}

/** Pins and bindings as plainly as they can be written down: what the stores are held against. */
export interface MemoryRecords {
  now: () => number
  isWhole: boolean
  mark: string | undefined
  readonly bound: Map<Name, Binding>
  /** By the names of a message in their order. */
  readonly told: Map<string, Uint8Array>
  /** By cohort, then name: its side and all the names of its entity. */
  readonly pins: Map<string, Map<Name, { readonly side: Side; readonly names: readonly Name[] }>>
}

export const createMemoryRecords = (): MemoryRecords => ({
  now: Date.now,
  isWhole: true,
  mark: undefined,
  bound: new Map(),
  told: new Map(),
  pins: new Map(),
})

function marked(records: MemoryRecords, names: readonly Name[]): void {
  for (const name of names) {
    const [mark] = name.split('.')
    records.mark ??= mark
    if (records.mark !== mark) throw new StoreError('invalid', 'another key')
  }
}

function pinned(records: MemoryRecords, cohort: string, names: readonly Name[]) {
  const pins = records.pins.get(cohort) ?? new Map<Name, never>()
  const there = names.map(name => pins.get(name)).filter(pin => pin !== undefined)
  const all = [...new Set([...names, ...there.flatMap(pin => pin.names)])]
  return { sides: [...new Set(there.map(({ side }) => side))], all, pins }
}

function setPins(records: MemoryRecords, cohort: string, names: readonly Name[], side?: Side) {
  const { all, pins } = pinned(records, cohort, names)
  for (const name of all) {
    if (side === undefined) pins.delete(name)
    else pins.set(name, { side, names: all })
  }
  records.pins.set(cohort, pins)
}

/** The doors on such records, behind something that may fail. */
export function memoryRecords(reached: () => Promise<MemoryRecords>) {
  const doors: Bindings & Pins = {
    bind: async (given, side, keepMs) => {
      const names = readNames(given, 'the names')
      readKept(keepMs, 'how long')
      readSide(side, 'the side')
      const records = await reached()
      marked(records, names)
      const now = records.now()
      const there = names.map(name => records.bound.get(name)).filter(each => each !== undefined)
      const live = there.filter(({ ends }) => ends > now)
      const sides = [...new Set(live.map(each => each.side))]
      if (sides.length > 1) throw new StoreError('invalid', 'two sides')
      const holds = sides[0] ?? side
      for (const name of names) {
        const before = records.bound.get(name)
        if ((before?.ends ?? 0) <= now && name === names[0]) dropTold(records, name)
        records.bound.set(name, { side: holds, ends: Math.max(before?.ends ?? 0, now + keepMs) })
      }
      const acknowledgement = records.told.get(names.join(' '))
      return { side: holds, isNew: live.length === 0, acknowledgement }
    },
    boundTo: async (given, keepMs) => {
      const names = readNames(given, 'the names')
      readKept(keepMs, 'how long')
      const records = await reached()
      marked(records, names)
      const now = records.now()
      const there = names.map(name => records.bound.get(name)).filter(each => each !== undefined)
      const sides = new Set(there.filter(({ ends }) => ends > now).map(({ side }) => side))
      if (sides.size > 1) throw new StoreError('invalid', 'two sides')
      return [...sides][0]
    },
    acknowledge: async (given, acknowledgement) => {
      const names = readNames(given, 'the names')
      readAcknowledged(acknowledgement)
      const records = await reached()
      const [first] = names
      const isBound = (records.bound.get(first as Name)?.ends ?? 0) > records.now()
      const isTold = [...records.told.keys()].some(key => key.split(' ')[0] === first)
      if (isBound && !isTold) records.told.set(names.join(' '), acknowledgement)
    },
    pinOf: async (cohort, given) => {
      routeName(cohort, 'the cohort')
      const names = readNames(given, 'the names')
      const records = await reached()
      marked(records, names)
      const { sides } = pinned(records, cohort, names)
      if (sides.length > 1) throw new StoreError('invalid', 'two sides')
      if (sides.length === 0 && !records.isWhole) throw new StoreError('silent', 'not whole')
      return sides[0]
    },
    pin: async (cohort, given, side) => {
      routeName(cohort, 'the cohort')
      const names = readNames(given, 'the names')
      const records = await reached()
      marked(records, names)
      const { sides } = pinned(records, cohort, names)
      if (sides.length > 1) throw new StoreError('invalid', 'two sides')
      if (sides.length === 0 && !records.isWhole) throw new StoreError('silent', 'not whole')
      const holds = sides[0] ?? side
      setPins(records, cohort, names, holds)
      return holds
    },
    listPins: async (cohort, most, from = '') => {
      routeName(cohort, 'the cohort')
      const pins = [...((await reached()).pins.get(cohort) ?? [])]
        .filter(([name, { names }]) => name === names.toSorted()[0] && name > from)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, most)
        .map(([, { side, names }]) => ({ side, names: names.toSorted() }))
      return { pins, next: pins.length < most ? undefined : pins.at(-1)?.names[0] }
    },
  }
  const move = (records: MemoryRecords, moves: readonly PinMove[], isWhole: boolean): void => {
    for (const { cohort, names, side } of moves) {
      marked(records, names)
      setPins(records, cohort, names, side)
    }
    if (isWhole) records.isWhole = true
  }
  return { doors, move }
}

function dropTold(records: MemoryRecords, first: Name): void {
  for (const key of records.told.keys()) if (key.split(' ')[0] === first) records.told.delete(key)
}
