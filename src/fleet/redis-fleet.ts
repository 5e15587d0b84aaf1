import { type FleetRow, readFleet, writeDocument } from './fleet-document.ts'
import { emptyFleet, type Fleet } from './fleet.ts'
import { Known } from './known.ts'
import type { RedisKeys } from './redis-keys.ts'
import type { RedisLine } from './redis-line.ts'
import { type Looked, readEntries, readLooked } from './redis-replies.ts'
import { LAST_LINES, LOOK, MAKE } from './redis-scripts.ts'
import { StoreError } from './store-error.ts'
import { readLines } from './store-values.ts'

/** So much a fleet's document may hold, bytes: a key somebody else wrote is not read into memory. */
const MOST_DOCUMENT = 16 * 1024 * 1024
/** So many lines of the audit are learnt at the start, by which an older store is known to be of the same line. */
const RECALLED = 500
const TRIES = 8

/** What one instance follows the fleet in Redis with. */
export interface FollowerPlace {
  readonly keys: RedisKeys
  readonly asking: RedisLine
  readonly writing: RedisLine
  readonly instance: string
  readonly answerMs: number
  /** What was last known on this machine, when it last ran. */
  readonly floor: FleetRow | undefined
}

/**
 * Follows the fleet in Redis: takes over what continues the fleet that is known, and puts back what is known where
 * the store was emptied or is behind, under another epoch, so that what went with it is not taken for never there.
 */
export class RedisFleet {
  readonly known: Known
  readonly #place: FollowerPlace
  #wrote = 0

  constructor(place: FollowerPlace, known: Known) {
    this.#place = place
    this.known = known
  }

  /** How much of what this instance asked to be relied on the store told was stored. */
  get wrote(): number {
    return this.#wrote
  }

  /** Takes note of how much was stored; answers may overtake each other. */
  hasWritten(count: number): void {
    this.#wrote = Math.max(this.#wrote, count)
  }

  /** Looks at the store, and gives the fleet. Fails with {@link StoreError} `silent` or `invalid`. */
  async look(): Promise<Fleet> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const { fleet } = this.known
      const wrote = this.#wrote
      const looked = readLooked(await this.#ask(fleet))
      // What was learnt while the answer was on its way is newer than it.
      if (this.known.fleet !== fleet) continue
      this.#standOnFloor(looked)
      const why = this.#mends(looked, wrote)
      if (why === undefined) return await this.#taken(looked)
      await this.#make(looked, why)
    }
    throw new StoreError('silent', 'the store changes faster than it can be read')
  }

  /** Gives the fleet a change came to, and takes it over unless a later one is known already. */
  changed(row: FleetRow): Fleet {
    const fleet = readFleet(row)
    return this.known.fleet.revision >= fleet.revision
      ? this.#sameOr(fleet)
      : this.known.take(fleet)
  }

  #sameOr(fleet: Fleet): Fleet {
    const { fleet: known } = this.known
    return known.revision === fleet.revision && known.head === fleet.head ? known : fleet
  }

  #ask({ revision, epoch = '', head }: Fleet): Promise<unknown> {
    const { keys, asking, instance, answerMs } = this.#place
    return asking.run(LOOK, {
      keys: [keys.fleet, keys.audit, keys.writers],
      with: [revision, epoch, head, instance, MOST_DOCUMENT, revision + 1],
      withinMs: answerMs,
    })
  }

  /** Where nothing was read yet and the store is behind what this machine knew, that is what is known. */
  #standOnFloor(looked: Looked): void {
    const { floor } = this.#place
    if (floor === undefined || this.known.fleet.epoch !== undefined) return
    if (looked.kind === 'absent' || Number(looked.revision) < floor.revision) {
      this.known.take(readFleet(floor))
    }
  }

  /** Says why the store is to be mended: it was emptied, is behind, or lost something else; undefined if it is well. */
  #mends(looked: Looked, wrote: number): 'put back' | 'mark' | undefined {
    if (looked.kind === 'absent') return 'put back'
    const { epoch } = this.known.fleet
    if (epoch === undefined) return undefined
    if (looked.kind === 'there' && this.known.isBehind(readFleet(looked.row))) return 'put back'
    // Made anew by somebody who did not know what was there before.
    const wasRemade = looked.epoch !== epoch && !looked.hasLost
    return looked.wrote < wrote || wasRemade ? 'mark' : undefined
  }

  async #make(looked: Looked, why: 'put back' | 'mark'): Promise<void> {
    const { keys, writing, instance, answerMs } = this.#place
    const { fleet } = this.known
    const { revision, head, ...content } = fleet.epoch === undefined ? emptyFleet() : fleet
    const seen = looked.kind === 'absent' ? ['', ''] : [looked.revision, looked.epoch]
    const kind = fleet.epoch === undefined ? 'first' : 'again'
    const back = why === 'put back' ? [revision, head, writeDocument(content)] : []
    const given = [...seen, crypto.randomUUID(), instance, this.#wrote, kind, keys.moved, ...back]
    const call = { keys: [keys.fleet, keys.writers], with: given, withinMs: answerMs }
    await writing.run(MAKE, call)
  }

  async #taken(looked: Exclude<Looked, { readonly kind: 'absent' }> | Looked): Promise<Fleet> {
    if (looked.kind !== 'there') return this.#still(looked)
    const fleet = readFleet(looked.row)
    const { revision, epoch } = this.known.fleet
    if (epoch === undefined) {
      await this.#recall()
      return this.known.take(fleet)
    }
    // A store that was emptied begins its audit anew, under another epoch.
    const isGone = looked.before === '' && looked.epoch !== epoch
    const before = isGone || revision === 0 ? undefined : looked.before
    return this.known.take(fleet, before)
  }

  #still(looked: Looked): Fleet {
    if (looked.kind === 'known') return this.known.fleet
    throw new StoreError('silent', 'the store is empty')
  }

  async #recall(): Promise<void> {
    const { keys, asking, answerMs } = this.#place
    const call = { keys: [keys.audit], with: [RECALLED], withinMs: answerMs }
    this.known.recall(readLines(readEntries(await asking.run(LAST_LINES, call))))
  }
}
