import {
  type Instance,
  MOST_INSTANCES,
  readInstance,
  type SeenInstance,
  type StoredInstance,
} from './instance-row.ts'
import { keepInstances } from './last-instances.ts'
import { ownMachine } from './own-address.ts'
import { readPeerAddresses } from './peer-addresses.ts'
import { isStoreError } from './store-error.ts'

/**
 * Every instance of the fleet that is known, at hand without waiting: what the store told last, or what lay on this
 * machine. One that ends takes itself off; one that is only silent stays for an hour, since it may still serve.
 */
export interface Instances {
  /** This one, once it has told of itself, and every other that serves or may. */
  readonly all: readonly SeenInstance[]
  /** Of `all` every other. */
  readonly others: readonly OtherInstance[]
  /** How many of `all` there are by what they do: one that is silent did not tell the store when it last answered. */
  readonly lives: Readonly<Record<'serves' | 'drains' | 'silent', number>>
  /** What this instance told of itself last. */
  readonly own: Instance | undefined
  /** When the store last told of them, epoch milliseconds; undefined where it has not since the start. */
  readonly toldAt: number | undefined
  /** Says whether whoever was last heard of at an address ended, and took itself off. */
  hasLeft(address: string): boolean
  /** Takes note that somebody answers at an address. */
  answered(address: string): void
  /**
   * Tells the store of this instance, and hears of the others. Fails with {@link StoreError}; what is told of this
   * one is in `own` and `all` at once.
   */
  tell(own: Instance): Promise<void>
  /** Ends it once what is known lies on the disk. */
  close(): Promise<void>
}

/** Another instance as this one knows it. */
export interface OtherInstance extends SeenInstance {
  /** Whether it can be told anything from here: not what listens on the loopback of another machine. */
  readonly isReachable: boolean
  /** How long ago it was heard of, milliseconds. */
  readonly ageMs: number
  /** Whether it was so already when the store last answered, for longer than an instance that serves would be. */
  readonly isSilent: boolean
}

/** What the instances of one store are known through. */
export interface InstancesPlace {
  /** What was known when this machine last ran an instance. */
  readonly last: readonly SeenInstance[]
  /** The beginning of the path where what is known is kept; undefined for nowhere. */
  readonly beside: string | undefined
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Writes one row, lets go what nobody wrote for `keptMs`, and gives all that are there. */
  post(own: Instance, keptMs: number): Promise<readonly StoredInstance[]>
  /** How long one that is silent is known. Default an hour. */
  readonly keptMs?: number | undefined
}

const KEPT_MS = 3_600_000
/** Without a change what is known is written down so often: no more than when each was last heard of is older. */
const WRITTEN_EVERY_MS = 30_000

/** An instance that serves tells every two seconds. */
const SILENT_MS = 10_000
/** So long after a store is back every instance that serves has told it. */
const RETURNS_MS = 30_000

/** Says whether an address means something on its own machine alone. */
export const isLoopback = (address: string): boolean => {
  const [{ host } = { host: '' }] = readPeerAddresses(address)
  return host === '::1' || /^(?:::ffff:)?127\./.test(host)
}

/** Makes what the instances of one store are known by. */
export const createInstances = (place: InstancesPlace): Instances => new KnownInstances(place)

class KnownInstances implements Instances {
  readonly #place: InstancesPlace
  readonly #keptMs: number
  readonly #machine = ownMachine()
  #known: ReadonlyMap<string, SeenInstance>
  /** Since when the store, asked, does not tell of one that is known. */
  readonly #absent = new Map<string, number>()
  #own: Instance | undefined
  #toldAt: number | undefined
  #written = ''
  #writtenAt = -Infinity
  #writing: Promise<void> = Promise.resolve()

  constructor(place: InstancesPlace) {
    this.#place = place
    this.#keptMs = place.keptMs ?? KEPT_MS
    this.#known = new Map(place.last.map(each => [each.id, each]))
  }

  get own(): Instance | undefined {
    return this.#own
  }

  get toldAt(): number | undefined {
    return this.#toldAt
  }

  get all(): readonly SeenInstance[] {
    return [...this.#last().values()].filter(({ life }) => life !== 'left')
  }

  get others(): readonly OtherInstance[] {
    const own = this.#own?.id
    const now = this.#place.now()
    const isReachable = ({ address, machine }: Instance): boolean =>
      !isLoopback(address) || machine === this.#machine
    return this.all
      .filter(({ id }) => id !== own)
      .map(each => ({
        ...each,
        isReachable: isReachable(each),
        ageMs: Math.max(0, now - each.seenAt),
        isSilent: this.#isSilent(each),
      }))
  }

  get lives(): Instances['lives'] {
    const count = { serves: 0, drains: 0, silent: 0 }
    for (const each of this.all) {
      const { id, life } = each
      const isSilent = id !== this.#own?.id && this.#isSilent(each)
      if (life !== 'left') count[isSilent ? 'silent' : life] += 1
    }
    return count
  }

  // While the store is away nobody is heard of, and nobody is more silent for it.
  #isSilent({ seenAt }: SeenInstance): boolean {
    return this.#toldAt === undefined || this.#toldAt - seenAt > SILENT_MS
  }

  hasLeft(address: string): boolean {
    return this.#last().get(placeOf({ address, machine: this.#machine }))?.life === 'left'
  }

  answered(address: string): void {
    for (const [id, each] of this.#known) {
      if (each.life === 'left' && each.address === address) this.#without(id)
    }
  }

  async tell(own: Instance): Promise<void> {
    const told = readInstance(own)
    this.#own = told
    this.#known = new Map([...this.#known, [told.id, { ...told, seenAt: this.#place.now() }]])
    this.#take(await this.#place.post(told, this.#keptMs))
  }

  close(): Promise<void> {
    this.#write()
    return this.#writing
  }

  /** Of all that were heard of at one place the last: no two listen there, and who started again is another. */
  #last(): ReadonlyMap<string, SeenInstance> {
    const own = this.#own?.id
    const known = [...this.#known.values()].toSorted(
      // Whatever a clock said before it was put right: at its own place this one is the last.
      (a, b) => Number(a.id === own) - Number(b.id === own) || lastSeen(a) - lastSeen(b),
    )
    return new Map(known.map(each => [placeOf(each), each]))
  }

  #take(stored: readonly StoredInstance[]): void {
    const now = this.#place.now()
    this.#toldAt = now
    const heard = new Map(stored.flatMap(each => seenIn(each, now)).map(each => [each.id, each]))
    for (const [id, each] of this.#known) {
      if (heard.has(id)) this.#absent.delete(id)
      else if (this.#isKept(each, now)) heard.set(id, each)
      else this.#absent.delete(id)
    }
    this.#known = new Map(
      [...heard].toSorted(([, a], [, b]) => b.seenAt - a.seenAt).slice(0, MOST_INSTANCES),
    )
    if (now - this.#writtenAt > WRITTEN_EVERY_MS || this.#who() !== this.#written) this.#write()
  }

  // A store that was emptied says nothing of one that still serves, and one that was away for long lets go first of
  // those that tell it a moment later.
  #isKept({ id, seenAt }: SeenInstance, now: number): boolean {
    const since = this.#absent.get(id) ?? now
    this.#absent.set(id, since)
    return now - seenAt <= this.#keptMs || now - since <= Math.min(this.#keptMs, RETURNS_MS)
  }

  #without(id: string): void {
    this.#known = new Map([...this.#known].filter(([other]) => other !== id))
  }

  #who(): string {
    return [...this.#known.values()]
      .map(({ id, life }) => `${id} ${life}`)
      .toSorted()
      .join()
  }

  // One after the other: two at once would write over each other's file.
  #write(): void {
    const { beside, now } = this.#place
    if (beside === undefined) return
    this.#written = this.#who()
    this.#writtenAt = now()
    const known = [...this.#known.values()]
    this.#writing = this.#writing
      .then(() => keepInstances(beside, known))
      .catch(() => {
        // It is a second copy: without it a cold start knows those of FICUS_PEERS alone.
        this.#written = ''
      })
  }
}

/** Ages are told in whole milliseconds, and whoever comes in the place of one that left may come within the same. */
const lastSeen = ({ seenAt, life }: SeenInstance): number => seenAt - (life === 'left' ? 2 : 0)

const placeOf = ({ address, machine }: Pick<Instance, 'address' | 'machine'>): string =>
  isLoopback(address) ? `${address} on ${machine}` : address

/** What cannot be read is told of by nobody who could be told anything. */
function seenIn({ row, ageMs }: StoredInstance, now: number): readonly SeenInstance[] {
  try {
    const seenAt = Math.round(now - Math.max(0, ageMs))
    return [Object.freeze({ ...readInstance(row), seenAt })]
  } catch (error) {
    if (isStoreError(error)) return []
    throw error
  }
}
