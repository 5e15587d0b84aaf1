import { Worker } from 'node:worker_threads'
import type { Side } from '../exchange/index.ts'
import { askingRecords } from './asking-records.ts'
import { askingCursors } from './asking-cursors.ts'
import { askingReplies } from './asking-replies.ts'
import type { Ask, AskName, Asks, Thread, ThreadSettings, Told } from './asks.ts'
import type { Bindings, Bound } from './bindings.ts'
import type { CursorClaim, CursorPlace, Cursors } from './cursors.ts'
import { readFleet, writeDocument } from './fleet-document.ts'
import { emptyFleet, type Fleet, type Held } from './fleet.ts'
import type { HaltSaid, HeldHalt } from './held-halts.ts'
import { HeldKeeper } from './held-keeper.ts'
import { createInstances, type Instances, type InstancesPlace } from './instances.ts'
import { Known } from './known.ts'
import { lastInstances } from './last-instances.ts'
import { keeping, lastHeld, lastKnownFleet } from './last-known.ts'
import type { Name } from './naming.ts'
import type { Peers } from './peers.ts'
import type { PinPage, Pins } from './pins.ts'
import { readMoves } from './record-values.ts'
import type { StoredReplies } from './replies.ts'
import { isStoreError, StoreError } from './store-error.ts'
import { readBatch, readCounted, readLine, readLines } from './store-values.ts'
import type { StoreOptions } from './store-options.ts'
import type { AuditLine, Change, CountBatch, CountsByName, Store } from './store.ts'

const startWorker = (settings: ThreadSettings): Thread =>
  new Worker(new URL('store-worker.ts', import.meta.url), {
    workerData: settings,
    // What the process was started with, and its secrets, are nothing to a thread that keeps a file.
    execArgv: [],
    env: {},
  })

/**
 * Opens a store in one file (SQLite), made where there is none. Always resolves, within `openMs`: where the file
 * cannot be had, `trouble` says why, `known` is what lay beside it, and it is tried again until it can. It keeps the
 * process alive until it is closed. Throws {@link StoreError} `address` where the file is of another environment.
 */
export async function openEmbedded(path: string, options: StoreOptions = {}): Promise<Store> {
  const { answerMs = 900, requestMs = 50, openMs = 10_000, busyMs = 500, pollMs = 250 } = options
  const start = options.start ?? startWorker
  const { peers, now = Date.now, keptMs, heldMs, environment } = options
  const last = await lastInstances(path)
  const ways = { answerMs, requestMs, start, now, peers, keptMs, heldMs, last }
  const fleet = (await lastKnownFleet(path, environment)) ?? emptyFleet()
  const known = new Known(fleet, await lastHeld(path))
  const store = new EmbeddedStore({ path, environment, busyMs, pollMs }, ways, known)
  await store.opened(Math.max(openMs, answerMs))
  const { trouble } = store
  if (trouble?.code !== 'address') return store
  await store.close()
  throw trouble
}

type Ways = Required<Pick<StoreOptions, 'answerMs' | 'requestMs' | 'start' | 'now'>> &
  Pick<StoreOptions, 'peers' | 'heldMs'> &
  Pick<InstancesPlace, 'last' | 'keptMs'>

interface Waiting {
  readonly name: AskName
  readonly settle: (told: Asks[AskName]['told'] | StoreError) => void
}

class EmbeddedStore implements Store {
  readonly #settings: ThreadSettings
  readonly #ways: Ways
  readonly #known: Known
  readonly #records: Bindings & Pins
  readonly #cursors: Cursors
  readonly #keeper: HeldKeeper
  readonly instances: Instances
  readonly replies: StoredReplies
  readonly #waiting = new Map<number, Waiting>()
  #thread: Thread | undefined
  #restart: NodeJS.Timeout | undefined
  #asked = 0
  #trouble: StoreError | undefined
  #isClosed = false

  constructor(settings: ThreadSettings, ways: Ways, known: Known) {
    this.#settings = settings
    this.#ways = ways
    this.#known = known
    this.#records = askingRecords((name, given) => this.#ask(name, given, ways.requestMs), ways.now)
    this.#cursors = askingCursors((name, given) => this.#ask(name, given))
    this.replies = askingReplies((...asked) => this.#ask(...asked), ways)
    this.instances = createInstances({
      ...ways,
      beside: settings.path,
      post: (own, keptMs) => this.#ask('tell', { own, keptMs }),
    })
    ways.peers?.know(this.instances)
    this.#keeper = new HeldKeeper(keeping(settings.path, ways.heldMs), known.heldHalts)
    known.subscribe(() => this.#keeper.keep(known.heldHalts))
    this.#start()
  }

  get peers(): Peers | undefined {
    return this.#ways.peers
  }

  get known(): Fleet {
    return this.#known.fleet
  }

  get held(): Held {
    return this.#known.held
  }

  get heldHalts(): readonly HeldHalt[] {
    return this.#known.heldHalts
  }

  get unkept(): number {
    return this.#keeper.unkept
  }

  get laid(): number {
    return this.#known.laid
  }

  get trouble(): StoreError | undefined {
    return this.#trouble
  }

  get forks(): number {
    return this.#known.forks
  }

  /** Reads for the first time; what goes wrong is in `trouble`. */
  async opened(withinMs: number): Promise<void> {
    try {
      this.#take(await this.#ask('read', null, withinMs))
    } catch (error) {
      if (!isStoreError(error)) throw error
    }
  }

  async read(): Promise<Fleet> {
    return this.#take(await this.#ask('read', null))
  }

  async change(expected: number, change: Change): Promise<Fleet> {
    const given = {
      expected,
      document: writeDocument(change.next),
      line: readLine(change.line),
      pins: readMoves(change.pins ?? []),
      arePinsWhole: change.arePinsWhole === true,
    }
    return this.#take(await this.#ask('change', given))
  }

  async addCounts(batch: CountBatch): Promise<void> {
    await this.#ask('add', readBatch(batch))
  }

  async readCounts(route: string, epoch: string): Promise<CountsByName> {
    return readCounted(await this.#ask('counts', { route, epoch }))
  }

  async readAudit(from: number, most: number): Promise<readonly AuditLine[]> {
    return readLines(await this.#ask('lines', { from, most }))
  }

  bind(names: readonly Name[], side: Side, keepMs: number): Promise<Bound> {
    return this.#records.bind(names, side, keepMs)
  }

  boundTo(names: readonly Name[], keepMs: number): Promise<Side | undefined> {
    return this.#records.boundTo(names, keepMs)
  }

  acknowledge(names: readonly Name[], acknowledgement: Uint8Array): Promise<void> {
    return this.#records.acknowledge(names, acknowledgement)
  }

  pinOf(cohort: string, names: readonly Name[]): Promise<Side | undefined> {
    return this.#records.pinOf(cohort, names)
  }

  pin(cohort: string, names: readonly Name[], side: Side): Promise<Side> {
    return this.#records.pin(cohort, names, side)
  }

  listPins(cohort: string, most: number, from?: string): Promise<PinPage> {
    return this.#records.listPins(cohort, most, from)
  }

  claimCursor(name: string, claim: CursorClaim): Promise<CursorPlace | undefined> {
    return this.#cursors.claimCursor(name, claim)
  }

  moveCursor(name: string, by: string, to: number): Promise<boolean> {
    return this.#cursors.moveCursor(name, by, to)
  }

  hold(halt: HeldHalt['halt'], routes: HeldHalt['routes'], said?: HaltSaid): HeldHalt {
    return this.#known.hold(halt, routes, said)
  }

  release(routes: readonly string[] | 'all', ids?: readonly string[]): void {
    this.#known.release(routes, ids)
  }

  kept(): Promise<boolean> {
    return this.#keeper.kept()
  }

  subscribe(listener: () => void): () => void {
    return this.#known.subscribe(listener)
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    clearTimeout(this.#restart)
    this.#ways.peers?.close()
    await this.#ask('close', null).catch(() => undefined)
    this.#isClosed = true
    await this.#thread?.terminate()
    await this.#keeper.close()
    await this.instances.close()
  }

  #take(row: unknown): Fleet {
    try {
      return this.#known.take(readFleet(row))
    } catch (error) {
      if (isStoreError(error)) this.#trouble = error
      throw error
    }
  }

  #start(): void {
    const thread = this.#ways.start(this.#settings)
    this.#thread = thread
    thread.on('message', told => this.#hear(told))
    // A thread that failed ends too, and then another is started.
    thread.on('error', error => {
      this.#trouble = new StoreError('silent', `the store's thread failed: ${codeOf(error)}`)
    })
    thread.on('exit', () => this.#lost())
  }

  #lost(): void {
    this.#thread = undefined
    const gone = new StoreError('unknown', 'the store’s thread ended before it answered')
    for (const { settle } of this.#waiting.values()) settle(gone)
    this.#waiting.clear()
    if (this.#isClosed) return
    this.#trouble ??= gone
    this.#restart = setTimeout(() => this.#start(), this.#settings.pollMs)
  }

  #hear(told: Told): void {
    if ('trouble' in told) {
      this.#trouble = new StoreError(told.trouble.code, told.trouble.says)
    } else if ('moved' in told) {
      this.#trouble = undefined
      this.#takeUnasked(told.moved)
    } else {
      this.#answered(told)
    }
  }

  #answered(told: Extract<Told, { readonly id: number }>): void {
    const waiting = this.#waiting.get(told.id)
    this.#waiting.delete(told.id)
    if (waiting === undefined) return
    if ('told' in told) {
      this.#trouble = undefined
      waiting.settle(told.told)
      // An answer nobody waits for any longer is taken over all the same: the change stands.
      if (waiting.name === 'change') this.#takeUnasked(told.told)
      return
    }
    const { code, says, current } = told.failed
    const error = new StoreError(code, says, current)
    if (code !== 'conflict') this.#trouble = error
    waiting.settle(error)
  }

  #takeUnasked(row: unknown): void {
    try {
      this.#take(row)
    } catch (error) {
      if (!isStoreError(error)) throw error
    }
  }

  #ask<Name extends AskName>(
    name: Name,
    given: Asks[Name]['given'],
    withinMs: number = this.#ways.answerMs,
  ): Promise<Asks[Name]['told']> {
    const { promise, resolve, reject } = Promise.withResolvers<Asks[Name]['told']>()
    const thread = this.#thread
    if (this.#isClosed || thread === undefined) {
      const why = this.#isClosed ? 'the store is closed' : 'the store’s thread is starting again'
      return Promise.reject(new StoreError('silent', why))
    }
    this.#asked += 1
    const id = this.#asked
    const late = setTimeout(() => {
      const error = new StoreError('unknown', `the store has not answered within ${withinMs} ms`)
      this.#trouble = error
      reject(error)
    }, withinMs)
    const settle: Waiting['settle'] = told => {
      clearTimeout(late)
      if (told instanceof StoreError) reject(told)
      else resolve(told)
    }
    this.#waiting.set(id, { name, settle })
    thread.postMessage({ id, ask: name, given } as Ask) // a row of the table of asks
    return promise
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown' // Node's own errors carry a code
