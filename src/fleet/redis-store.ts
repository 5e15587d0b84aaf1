import type { Side } from '../exchange/index.ts'
import type { Bindings, Bound } from './bindings.ts'
import type { Cursors } from './cursors.ts'
import { emptyFleet, type Fleet, type Held } from './fleet.ts'
import type { HaltSaid, HeldHalt } from './held-halts.ts'
import { HeldKeeper } from './held-keeper.ts'
import { createInstances, type Instances, type InstancesPlace } from './instances.ts'
import { type KeepingKnown, keepingKnown } from './keeping-known.ts'
import { Known } from './known.ts'
import { lastInstances } from './last-instances.ts'
import { keeping, lastHeld, lastKnownRow } from './last-known.ts'
import type { Name } from './naming.ts'
import type { Peers } from './peers.ts'
import type { PinPage, Pins } from './pins.ts'
import { invalid } from './reading.ts'
import type { RedisAddress } from './redis-address.ts'
import { changeCall, refusedChange } from './redis-change.ts'
import { createRedisCursors } from './redis-cursors.ts'
import { RedisFleet } from './redis-fleet.ts'
import { readToldOf, toldWith } from './redis-instances.ts'
import { keysOf, type RedisKeys } from './redis-keys.ts'
import { openLine, type RedisLine } from './redis-line.ts'
import { createRecords, replicated } from './redis-records.ts'
import { digits, pairsOf, readAnswer, readCountKey, readEntries } from './redis-replies.ts'
import { ADD, CHANGE, COUNTS, LINES, type Script, TELL } from './redis-scripts.ts'
import { createStoredReplies } from './redis-stored-replies.ts'
import type { StoredReplies } from './replies.ts'
import { isStoreError, StoreError } from './store-error.ts'
import type { StoreOptions } from './store-options.ts'
import { readBatch, readCounted, readLines } from './store-values.ts'
import type { AuditLine, Change, CountBatch, CountsByName, Store } from './store.ts'

interface Ways extends Pick<InstancesPlace, 'last' | 'keptMs'> {
  readonly address: RedisAddress
  readonly keys: RedisKeys
  readonly answerMs: number
  readonly requestMs: number
  readonly pollMs: number
  readonly beside: string | undefined
  readonly peers: Peers | undefined
  readonly heldMs: number | undefined
}

/**
 * Opens a store in Redis. Always resolves, within `openMs`: where it cannot be had, `trouble` says why, nothing is
 * known, so that legacy serves, and it is tried again until it can.
 *
 * It is spoken to on the loop that serves: its client waits for nothing, an answer is small, and a thread between
 * would cost each question of the request path two more hops and could end by itself.
 *
 * A change is one script: both its row and its line or neither, on the revision it was planned on. It is told to all
 * at once, and whoever misses that finds it when next looking. Replicas are written after the answer: a failover may
 * lose a change that was confirmed by fewer replicas than `replicas`, which is why that is `unknown`.
 */
export async function openRedis(address: RedisAddress, options: StoreOptions = {}): Promise<Store> {
  const { answerMs = 900, requestMs = 50, pollMs = 250, openMs = 10_000, beside } = options
  const keys = keysOf(options.environment ?? '')
  const held = beside === undefined ? [] : await lastHeld(beside)
  const last = beside === undefined ? [] : await lastInstances(beside)
  const { peers, keptMs, heldMs } = options
  const ways = { address, keys, answerMs, requestMs, pollMs, beside, peers, last, keptMs, heldMs }
  const store = new RedisStore(ways, new Known(emptyFleet(), held))
  await store.opened(Math.max(openMs, answerMs))
  return store
}

const unreached = (why: string): StoreError =>
  new StoreError('silent', `the store cannot be reached (${why})`)

class RedisStore implements Store {
  readonly #ways: Ways
  readonly #lines: Readonly<Record<'asking' | 'writing' | 'hearing', RedisLine>>
  readonly #fleet: RedisFleet
  readonly #records: Bindings & Pins
  readonly claimCursor: Cursors['claimCursor']
  readonly moveCursor: Cursors['moveCursor']
  readonly #keeper: HeldKeeper
  readonly instances: Instances
  readonly replies: StoredReplies
  #looking: Promise<void> | undefined
  #isToLookAgain = false
  #poll: NodeJS.Timeout | undefined
  #trouble: StoreError | undefined
  #isClosed = false
  readonly #keeping: KeepingKnown

  constructor(ways: Ways, known: Known) {
    const { address, keys, answerMs, requestMs, beside } = ways
    const open = (): RedisLine => openLine({ address, key: keys.fleet, answerMs })
    this.#ways = ways
    // What waits for replicas holds up what comes after it, so what only asks goes another way.
    this.#lines = { asking: open(), writing: open(), hearing: open() }
    const { asking, writing } = this.#lines
    const floor = beside === undefined ? undefined : lastKnownRow(beside)
    const place = { keys, asking, writing, instance: crypto.randomUUID(), answerMs }
    this.#fleet = new RedisFleet({ ...place, floor }, known)
    const records = {
      ...place,
      requestMs,
      replicas: address.replicas,
      known: () => ({ fleet: this.known, wrote: this.#fleet.wrote }),
      wrote: (count: number) => this.#fleet.hasWritten(count),
      differs: () => void this.#look(),
    }
    this.#records = createRecords(records)
    this.replies = createStoredReplies(records)
    const cursors = createRedisCursors(keys, (script, call) => this.#write(script, call))
    this.claimCursor = (name, claim) => cursors.claimCursor(name, claim)
    this.moveCursor = (name, by, to) => cursors.moveCursor(name, by, to)
    this.instances = createInstances({
      ...ways,
      now: Date.now,
      post: async (own, keptMs) => {
        const call = { keys: [keys.instances], with: toldWith(own, keptMs) }
        return readToldOf(await this.#write(TELL, call))
      },
    })
    ways.peers?.know(this.instances)
    this.#keeping = keepingKnown(beside, () => {
      this.#trouble ??= new StoreError('silent', 'what is known is in memory only')
    })
    const disk = beside === undefined ? undefined : keeping(beside, ways.heldMs)
    this.#keeper = new HeldKeeper(disk, known.heldHalts)
    known.subscribe(() => {
      this.#keeper.keep(known.heldHalts)
      this.#keeping.keep(this.known)
    })
    asking.watch({
      isThere: () => void this.#look(),
      isGone: why => this.#gone(why),
    })
    this.#lines.hearing.listen(keys.moved, () => void this.#look())
  }

  get known(): Fleet {
    return this.#fleet.known.fleet
  }

  get held(): Held {
    return this.#fleet.known.held
  }

  get heldHalts(): readonly HeldHalt[] {
    return this.#fleet.known.heldHalts
  }

  get unkept(): number {
    return this.#keeper.unkept
  }

  get laid(): number {
    return this.#fleet.known.laid
  }

  get trouble(): StoreError | undefined {
    return this.#trouble
  }

  get forks(): number {
    return this.#fleet.known.forks
  }

  get peers(): Peers | undefined {
    return this.#ways.peers
  }

  /** Waits until the store was read and can be written, or is known not to be there. */
  async opened(withinMs: number): Promise<void> {
    const { asking, writing } = this.#lines
    let late: NodeJS.Timeout | undefined
    await new Promise<void>(resolve => {
      late = setTimeout(() => {
        this.#trouble ??= new StoreError('silent', `the store has not answered in ${withinMs} ms`)
        resolve()
      }, withinMs)
      const there = [asking, writing].map(
        line =>
          new Promise<void>(isThere => {
            const isGone = (why: string): void => {
              // The line that writes may hear of it before the one whose troubles are the store's.
              this.#trouble ??= unreached(why)
              resolve()
            }
            line.watch({ isThere, isGone })
          }),
      )
      void Promise.all(there)
        .then(() => this.#look())
        .then(resolve)
    })
    clearTimeout(late)
    this.#pollLater()
  }

  async read(): Promise<Fleet> {
    this.#refuseClosed()
    return this.#noting(this.#fleet.look())
  }

  async change(expected: number, change: Change): Promise<Fleet> {
    const { keys, answerMs, address } = this.#ways
    const { document, hash, ...call } = changeCall(expected, change, keys)
    const [word, value] = readAnswer(await this.#write(CHANGE, call))
    if (word !== 'done') {
      void this.#look()
      throw refusedChange(word, value)
    }
    const row = { revision: expected + 1, epoch: String(value), head: hash, document }
    const fleet = this.#fleet.changed(row)
    await replicated(this.#lines.writing, address.replicas, answerMs / 2)
    return fleet
  }

  async addCounts(batch: CountBatch): Promise<void> {
    const { from, number, rows } = readBatch(batch)
    const { keys } = this.#ways
    const told = await this.#write(ADD, {
      keys: [keys.batches, ...rows.map(({ route, epoch }) => keys.counts(route, epoch))],
      with: [from, number, ...rows.flatMap(({ name, count }) => [name, count])],
    })
    if (told === 'garbage') throw invalid('a stored count', 'a number')
  }

  async readCounts(route: string, epoch: string): Promise<CountsByName> {
    const at = this.#ways.keys.counts(...readCountKey(route, epoch))
    const told = pairsOf(await this.#ask(COUNTS, [at], []), 'the stored counts')
    return readCounted(told.map(([name, count]) => [name, digits(count, 'a count')]))
  }

  async readAudit(from: number, most: number): Promise<readonly AuditLine[]> {
    return readLines(readEntries(await this.#ask(LINES, [this.#ways.keys.audit], [from, most])))
  }

  async bind(names: readonly Name[], side: Side, keepMs: number): Promise<Bound> {
    this.#refuseClosed()
    return this.#records.bind(names, side, keepMs)
  }

  async boundTo(names: readonly Name[], keepMs: number): Promise<Side | undefined> {
    this.#refuseClosed()
    return this.#records.boundTo(names, keepMs)
  }

  async acknowledge(names: readonly Name[], acknowledgement: Uint8Array): Promise<void> {
    this.#refuseClosed()
    return this.#records.acknowledge(names, acknowledgement)
  }

  async pinOf(cohort: string, names: readonly Name[]): Promise<Side | undefined> {
    this.#refuseClosed()
    return this.#records.pinOf(cohort, names)
  }

  async pin(cohort: string, names: readonly Name[], side: Side): Promise<Side> {
    this.#refuseClosed()
    return this.#records.pin(cohort, names, side)
  }

  async listPins(cohort: string, most: number, from?: string): Promise<PinPage> {
    this.#refuseClosed()
    return this.#records.listPins(cohort, most, from)
  }

  hold(halt: HeldHalt['halt'], routes: HeldHalt['routes'], said?: HaltSaid): HeldHalt {
    return this.#fleet.known.hold(halt, routes, said)
  }

  release(routes: readonly string[] | 'all', ids?: readonly string[]): void {
    this.#fleet.known.release(routes, ids)
  }

  kept(): Promise<boolean> {
    return this.#keeper.kept()
  }

  subscribe(listener: () => void): () => void {
    return this.#fleet.known.subscribe(listener)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#poll)
    this.#ways.peers?.close()
    for (const line of Object.values(this.#lines)) line.close()
    await this.#looking
    await this.#keeper.close()
    await this.#keeping.done()
    await this.instances.close()
  }

  /** Looks, once more afterwards where it is asked to meanwhile; what goes wrong is in `trouble`. */
  #look(): Promise<void> {
    if (this.#isClosed) return Promise.resolve()
    this.#isToLookAgain = this.#looking !== undefined
    this.#looking ??= this.#noting(this.#fleet.look())
      .then(
        () => undefined,
        (error: unknown) => {
          if (!isStoreError(error)) throw error
        },
      )
      .finally(() => {
        this.#looking = undefined
        if (this.#isToLookAgain) void this.#look()
      })
    return this.#looking
  }

  #pollLater(): void {
    if (this.#isClosed) return
    this.#poll = setTimeout(() => {
      void this.#look().finally(() => this.#pollLater())
    }, this.#ways.pollMs)
  }

  async #noting(look: Promise<Fleet>): Promise<Fleet> {
    try {
      const fleet = await look
      this.#trouble = undefined
      return fleet
    } catch (error) {
      if (isStoreError(error) && !this.#isClosed) this.#trouble = error
      throw error
    }
  }

  #gone(why: string): void {
    // Where one of them found nobody, what the others stand on is not to be believed.
    this.#lines.writing.renew()
    this.#lines.hearing.renew()
    this.#trouble = unreached(why)
  }

  #refuseClosed(): void {
    if (this.#isClosed) throw new StoreError('silent', 'the store is closed')
  }

  #ask(script: Script, keys: string[], given: (string | number)[]): Promise<unknown> {
    this.#refuseClosed()
    const { answerMs: withinMs } = this.#ways
    return this.#lines.asking.run(script, { keys, with: given, withinMs })
  }

  #write(
    script: Script,
    call: { readonly keys: readonly string[]; readonly with: readonly (string | number)[] },
  ): Promise<unknown> {
    this.#refuseClosed()
    return this.#lines.writing.run(script, { ...call, withinMs: this.#ways.answerMs })
  }
}
