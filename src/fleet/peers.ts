import { randomUUID } from 'node:crypto'
import { isIP } from 'node:net'
import {
  type PeerAddress,
  type PeerAddresses,
  readPeerAddresses,
  spokenPeer,
} from './peer-addresses.ts'
import { createPeerKey, type Disbelief, type PeerKey } from './peer-key.ts'
import type { Instances } from './instances.ts'
import { PEER_PATH, postTo, type Unanswered } from './peer-post.ts'
import {
  type PeerAnswer,
  type PeerMessage,
  readPeerAnswer,
  readFromPeer,
  readProven,
  writeFromPeer,
} from './peer-words.ts'

/** What came of telling one instance. */
export interface PeerTold {
  readonly address: string
  readonly isConfirmed: boolean
  /** Whether what it confirmed lies on its disk: else a restart forgets it. */
  readonly isKept: boolean
  /** How long it took until it confirmed, or until it was given up. */
  readonly ms: number
  /** Why it did not confirm, in a few words; undefined where it did. */
  readonly why: string | undefined
  /** Names the last halt that was laid over it, where it answered. */
  readonly last: string | undefined
}

/** What came of doing what another instance said. */
interface Done {
  readonly isDone: boolean
  readonly isKept: boolean
  /** How many halts were laid over this instance. */
  readonly laid: number
}

/** What was heard: why it is not believed, or what it says and how it is answered. */
export type PeerHeard =
  { readonly not: Disbelief } | { readonly message: PeerMessage; answer(done: Done): object }

/** Speaks to the other instances of a fleet, without the store. */
export interface Peers {
  /** Where they are now, as one types it: those that were named first, then every other that is known. */
  readonly addresses: readonly string[]
  /** Learns of the instances the store tells of: they are told besides those that were named. */
  know(instances: Pick<Instances, 'others' | 'hasLeft' | 'answered'>): void
  /** How many messages were not believed since the start, by why. */
  readonly refused: ReadonlyMap<Disbelief, number>
  /**
   * Tells all at once, each within the deadline; an address that turns out to be this instance's own is left out, and
   * so is one where nobody listens any more since its instance ended. The message may depend on the address, and be
   * none. Never throws.
   */
  tell(message: PeerMessage | MessageTo): Promise<readonly PeerTold[]>
  /**
   * Reads what came; one that is not believed is counted, and of its own this instance hears a look only: it has done
   * what it told the others. Throws {@link StoreError} `invalid` where one is no message.
   */
  hear(header: string | undefined, body: string): PeerHeard
  /** Names the last of so many halts that were laid over this instance, as no other is named here or elsewhere. */
  nameOf(laid: number): string
  close(): void
}

type Known = Parameters<Peers['know']>[0]

/** One who is to be told; without `at` nobody can from here. */
interface Target {
  readonly address: string
  readonly at?: PeerAddress
  /** When the store last heard of it, epoch milliseconds. */
  readonly seenAt?: number
}

type MessageTo = (address: string) => PeerMessage | undefined

/** What peers are spoken to with. */
export interface PeersOptions {
  readonly addresses: PeerAddresses
  readonly key: Uint8Array
  /** Epoch milliseconds. Default the clock. */
  readonly now?: () => number
  /** How long one is waited for. Default 700: who has not got a halt by then is named within the second. */
  readonly deadlineMs?: number
  /** Called for every message that is not believed. */
  refused?(why: Disbelief): void
}

/** Makes the way to the other instances. */
export const createPeers = (options: PeersOptions): Peers =>
  new Speaking(options, createPeerKey(options.key, options.now ?? Date.now))

class Speaking implements Peers {
  readonly refused = new Map<Disbelief, number>()
  readonly #options: PeersOptions
  readonly #key: PeerKey
  readonly #instance = randomUUID()
  #known: Known | undefined

  constructor(options: PeersOptions, key: PeerKey) {
    this.#options = options
    this.#key = key
  }

  get addresses(): readonly string[] {
    return this.#targets().map(({ address }) => address)
  }

  know(instances: Known): void {
    this.#known = instances
  }

  async tell(message: PeerMessage | MessageTo): Promise<readonly PeerTold[]> {
    const told = this.#targets().map(async target => {
      const meant = typeof message === 'function' ? message(target.address) : message
      return meant === undefined ? undefined : this.#tellOne(target, meant)
    })
    return (await Promise.all(told)).filter(each => each !== undefined)
  }

  hear(header: string | undefined, body: string): PeerHeard {
    const heard = this.#key.verify(header, { method: 'POST', path: PEER_PATH, body })
    if ('not' in heard) {
      this.refused.set(heard.not, (this.refused.get(heard.not) ?? 0) + 1)
      this.#options.refused?.(heard.not)
      return heard
    }
    const answer = ({ isDone, isKept, laid }: Done): object => {
      const own: PeerAnswer = { instance: this.#instance, isDone, isKept, last: this.nameOf(laid) }
      const told = JSON.stringify(own)
      return { told, proof: this.#key.prove(heard.nonce, told) }
    }
    const { from, message } = readFromPeer(body)
    return { message: from === this.#instance ? { says: 'look' } : message, answer }
  }

  nameOf(laid: number): string {
    return `${this.#instance} ${laid}`
  }

  close(): void {
    this.#options.addresses.close()
  }

  #targets(): readonly Target[] {
    const { addresses } = this.#options
    const others = this.#known?.others ?? []
    const known = others.flatMap(({ address, machine, isReachable, seenAt }): Target[] =>
      isReachable
        ? readPeerAddresses(address).map(at => ({ address, at, seenAt }))
        : [{ address: `${address} on ${machine}`, seenAt }],
    )
    const seen = new Map(known.map(({ address, seenAt }) => [address, seenAt]))
    const named = [...addresses.now, ...(addresses.before ?? []).filter(at => !this.#hasLeft(at))]
    const first = named.map((at): Target => {
      const [address, seenAt] = [spokenPeer(at), seen.get(spokenPeer(at))]
      return { address, at, ...(seenAt !== undefined && { seenAt }) }
    })
    return [...new Map([...known, ...first].map(each => [each.address, each])).values()]
  }

  #hasLeft(at: PeerAddress): boolean {
    return this.#known?.hasLeft(spokenPeer(at)) ?? false
  }

  async #tellOne(target: Target, message: PeerMessage): Promise<PeerTold | undefined> {
    const { address, at } = target
    const begun = performance.now()
    const came = await this.#ask(at, message)
    const common = { address, ms: Math.round(performance.now() - begun) }
    if ('why' in came) {
      const { why, isRefused } = came
      if (isRefused === true && this.#known?.hasLeft(address) === true) return undefined
      const not = { isConfirmed: false, isKept: false, last: undefined }
      return { ...common, ...not, why: why + lastSeen(target) }
    }
    this.#known?.answered(address)
    const { instance, isDone, isKept, last } = came
    if (instance === this.#instance) return undefined
    const why = isDone ? undefined : 'somebody halted it since it was looked at'
    return { ...common, isConfirmed: isDone, isKept, why, last }
  }

  async #ask(at: PeerAddress | undefined, message: PeerMessage): Promise<PeerAnswer | Unanswered> {
    if (at === undefined) return { why: 'it listens on its own machine alone' }
    if (isIP(at.host) === 0) return { why: 'nobody knows its address' }
    const body = writeFromPeer({ from: this.#instance, message })
    const { header, nonce } = this.#key.sign({ method: 'POST', path: PEER_PATH, body })
    const came = await postTo(at, { body, header, withinMs: this.#options.deadlineMs ?? 700 })
    if ('why' in came) return came
    if (came.status === 403) return { why: 'it does not believe us: another key, or another clock' }
    return this.#read(came.text, nonce) ?? { why: 'it is no instance of this fleet' }
  }

  /** Who has not the key cannot confirm: a stranger on that address would otherwise say that all is well. */
  #read(text: string, nonce: string): PeerAnswer | undefined {
    try {
      const { told, proof } = readProven(text)
      return this.#key.isProven(nonce, told, proof) ? readPeerAnswer(told) : undefined
    } catch {
      return undefined
    }
  }
}

const lastSeen = ({ seenAt }: Target): string =>
  seenAt === undefined ? '' : `; it was last seen at ${new Date(seenAt).toISOString()}`
