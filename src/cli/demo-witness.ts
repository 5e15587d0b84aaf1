import type { SeenRequest } from '../simulator/index.ts'
import { COPIES_AS } from './demo-routes.ts'
import { isMoving, POLL, rowOf } from './demo-rows.ts'
import type { Sides } from './demo-sides.ts'

/** How many requests each side served. */
export type Shares = Readonly<Record<'legacy' | 'cloud', number>>

/** What the two sides saw, asked of them and not of the proxy. */
export interface Witness {
  /** A supplier sends a message of the moving route. */
  sent(id: string, row: string, hasFormerNumber: boolean): void
  /** That supplier has its answer. */
  answered(id: string): void
  /** Reads what came since it last looked, as every question does; to be called before a thousand more have come. */
  look(): void
  /** How many requests of a row each side served, of those sent from a moment on; epoch milliseconds. */
  row(name: string, from?: number): Shares
  /** How many requests of the moving route each side served, of those sent between two moments. */
  moving(from: number, to: number): Shares
  /** How many of those that legacy served were asked under a number that has been replaced. */
  former(from: number, to: number): number
  /** How many copies each side got, as far as it can be told: at the cloud whatever no supplier waited for. */
  copies(): Shares
  /** How many reliable messages reached legacy more than once. */
  sentTwice(): number
  /** How many messages reached legacy in a supplier's name that no supplier sent. */
  strangers(): number
}

interface Exchange {
  readonly at: number
  readonly row: string
  readonly hasFormerNumber: boolean
  isAnswered: boolean
  isAtLegacy: boolean
}

/** Creates a witness of both sides; `own` are the ids under which legacy was asked past the proxy. */
export const createWitness = (
  sides: Sides,
  own: ReadonlySet<string>,
  now: () => number = Date.now,
): Witness => new BothSides(sides, own, now)

class BothSides implements Witness {
  readonly #sides: Sides
  readonly #own: ReadonlySet<string>
  readonly #now: () => number
  readonly #exchanges = new Map<string, Exchange>()
  readonly #writes = new Map<string, number>()
  readonly #atLegacy: { readonly at: number; readonly row: string }[] = []
  #looked = 0
  #strangers = 0
  #copiesAtLegacy = 0

  constructor(sides: Sides, own: ReadonlySet<string>, now: () => number) {
    this.#sides = sides
    this.#own = own
    this.#now = now
  }

  sent(id: string, row: string, hasFormerNumber: boolean): void {
    const at = this.#now()
    const exchange = { at, row, hasFormerNumber, isAnswered: false, isAtLegacy: false }
    this.#exchanges.set(id.toUpperCase(), exchange)
  }

  answered(id: string): void {
    const exchange = this.#exchanges.get(id.toUpperCase())
    if (exchange !== undefined) exchange.isAnswered = true
  }

  look(): void {
    const { legacy } = this.#sides
    const count = legacy.count()
    if (count === this.#looked) return
    for (const seen of legacy.seen()) if (seen.number > this.#looked) this.#take(seen)
    this.#looked = count
  }

  row(name: string, from = 0): Shares {
    if (isMoving(name)) return this.#served(({ at, row }) => at >= from && row === name)
    this.look()
    const legacy = this.#atLegacy.filter(({ at, row }) => at >= from && row === name).length
    return { legacy, cloud: 0 }
  }

  moving(from: number, to: number): Shares {
    return this.#served(({ at }) => at >= from && at < to)
  }

  former(from: number, to: number): number {
    return this.#served(({ at, hasFormerNumber }) => hasFormerNumber && at >= from && at < to)
      .legacy
  }

  copies(): Shares {
    const served = this.#served(() => true).cloud
    return { legacy: this.#copiesAtLegacy, cloud: this.#sides.cloud.count() - served }
  }

  sentTwice(): number {
    return [...this.#writes.values()].filter(count => count > 1).length
  }

  strangers(): number {
    return this.#strangers
  }

  #take(seen: SeenRequest): void {
    const row = rowSeen(seen)
    const body = seen.body.toString('utf8')
    const id = idIn(body)
    if (id !== undefined && this.#own.has(id)) return
    if (isCopy(body)) {
      this.#copiesAtLegacy += 1
    } else if (!isMoving(row)) {
      this.#atLegacy.push({ at: seen.at, row })
      if (id !== undefined && isReliable(body)) {
        this.#writes.set(id, (this.#writes.get(id) ?? 0) + 1)
      }
    } else {
      const exchange = id === undefined ? undefined : this.#exchanges.get(id)
      if (exchange === undefined) this.#strangers += 1
      else exchange.isAtLegacy = true
    }
  }

  #served(is: (exchange: Exchange) => boolean): Shares {
    this.look()
    const those = [...this.#exchanges.values()].filter(each => each.isAnswered && is(each))
    const legacy = those.filter(each => each.isAtLegacy).length
    return { legacy, cloud: those.length - legacy }
  }
}

const isCopy = (body: string): boolean => new RegExp(`extension=["']${COPIES_AS}["']`).test(body)
const isReliable = (body: string): boolean => body.includes('<eb:MessageId>')

function rowSeen({ method, headers }: SeenRequest): string {
  if (method === 'GET') return POLL
  const action = headers.find(([name]) => name.toLowerCase() === 'soapaction')?.[1] ?? ''
  return rowOf(/([^/"]*)"?$/.exec(action)?.[1] ?? '')
}

/** The id of a message, whatever it is wrapped in. */
const idIn = (body: string): string | undefined =>
  /<(?:eb:MessageId|wsa:MessageID)>(?:uuid:)?([^<]*)</.exec(body)?.[1]?.toUpperCase()
