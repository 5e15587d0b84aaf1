import { emptyFleet, type Fleet, type Store, StoreError } from '../../src/fleet/index.ts'
import { readFleet, writeDocument } from '../../src/fleet/fleet-document.ts'
import type { Instance } from '../../src/fleet/instance-row.ts'
import { createInstances } from '../../src/fleet/instances.ts'
import { Known } from '../../src/fleet/known.ts'
import { readMoves } from '../../src/fleet/record-values.ts'
import { readBatch, readLine } from '../../src/fleet/store-values.ts'
import type { AuditLine } from '../../src/fleet/index.ts'
import { createMemoryCursors, memoryCursors, type MemoryCursors } from './memory-cursors.ts'
import { createMemoryReplies, memoryReplies, type MemoryReplies } from './memory-replies.ts'
import { createMemoryRecords, memoryRecords, type MemoryRecords } from './memory-records.ts'

/** What several connections share. */
export interface Memory {
  fleet: Fleet
  readonly lines: AuditLine[]
  readonly counts: Map<string, Map<string, number>>
  readonly batches: Map<string, number>
  readonly connections: Set<Known>
  readonly instances: Map<string, { readonly row: Instance; readonly at: number }>
  readonly records: MemoryRecords
  readonly replies: MemoryReplies
  readonly cursors: MemoryCursors
}

export const createMemory = (): Memory => ({
  fleet: emptyFleet(crypto.randomUUID()),
  lines: [],
  counts: new Map(),
  batches: new Map(),
  connections: new Set(),
  instances: new Map(),
  records: createMemoryRecords(),
  replies: createMemoryReplies(),
  cursors: createMemoryCursors(),
})

/** A store without a disk for tests that change much; what it fails with can be set. */
export interface MemoryStore extends Store {
  /** What every promise fails with from now on. */
  failure: StoreError | undefined
  /** Whether it says of what is held that it is on a disk. */
  isKept: boolean
  /** Called before each change, as somebody else's moment. */
  before: (() => void) | undefined
}

/** Connects to a memory. */
export function connectMemory(memory: Memory, keptMs?: number): MemoryStore {
  const known = new Known(memory.fleet)
  memory.connections.add(known)
  let isClosed = false
  const reached = async (): Promise<Memory> => {
    if (isClosed) throw new StoreError('silent', 'the store is closed')
    if (store.failure) throw store.failure
    return memory
  }
  const records = memoryRecords(async () => (await reached()).records)
  const store: MemoryStore = {
    ...records.doors,
    ...memoryCursors(async () => {
      const { cursors, fleet } = await reached()
      return { cursors, revision: fleet.revision }
    }),
    replies: memoryReplies(async () => (await reached()).replies),
    instances: createInstances({
      last: [],
      beside: undefined,
      now: Date.now,
      keptMs,
      post: async (own, keptMs) => {
        const { instances } = await reached()
        const now = Date.now()
        instances.set(own.id, { row: own, at: now })
        for (const [id, { at }] of instances) if (now - at > keptMs) instances.delete(id)
        return [...instances.values()].map(({ row, at }) => ({ row, ageMs: now - at }))
      },
    }),
    failure: undefined,
    before: undefined,
    get known() {
      return known.fleet
    },
    get held() {
      return known.held
    },
    isKept: true,
    unkept: 0,
    get heldHalts() {
      return known.heldHalts
    },
    get laid() {
      return known.laid
    },
    get trouble() {
      return store.failure
    },
    get forks() {
      return known.forks
    },
    read: async () => known.take((await reached()).fleet),
    change: async (expected, { next, line, pins = [], arePinsWhole }) => {
      const document = writeDocument(next)
      readLine(line)
      const moves = readMoves(pins)
      store.before?.()
      const { fleet, lines, connections } = await reached()
      if (fleet.revision !== expected) {
        throw new StoreError('conflict', `the fleet is at ${fleet.revision}`, fleet.revision)
      }
      if (fleet.head !== line.previous)
        throw new StoreError('invalid', 'the line continues nothing')
      records.move(memory.records, moves, arePinsWhole === true)
      const revision = expected + 1
      const epoch = fleet.epoch ?? ''
      lines.push({ revision, ...line })
      memory.fleet = readFleet({ revision, epoch, head: line.hash, document })
      for (const each of connections) each.take(memory.fleet)
      return memory.fleet
    },
    addCounts: async batch => {
      const { from, number, rows } = readBatch(batch)
      const { batches, counts } = await reached()
      if (number <= (batches.get(from) ?? -1)) return
      batches.set(from, number)
      for (const { route, epoch, name, count } of rows) {
        const key = `${route} ${epoch}`
        const names = counts.get(key) ?? new Map<string, number>()
        counts.set(key, names.set(name, (names.get(name) ?? 0) + count))
      }
    },
    readCounts: async (route, epoch) => new Map((await reached()).counts.get(`${route} ${epoch}`)),
    readAudit: async (from, most) =>
      (await reached()).lines.filter(line => line.revision >= from).slice(0, most),
    hold: (halt, routes, said) => known.hold(halt, routes, said),
    release: (routes, ids) => known.release(routes, ids),
    kept: async () => store.isKept,
    subscribe: listener => known.subscribe(listener),
    close: async () => {
      isClosed = true
    },
  }
  return store
}
