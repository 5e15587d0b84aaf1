import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { StoreError } from './store-error.ts'

/** Where one instance is spoken to. */
export interface PeerAddress {
  readonly host: string
  readonly port: number
}

/** Where the other instances are, at hand without waiting. */
export interface PeerAddresses {
  /** IP addresses; what could not be resolved yet stands by its name. */
  readonly now: readonly PeerAddress[]
  /** Those found under a name lately and no longer. */
  readonly before?: readonly PeerAddress[]
  close(): void
}

const ADDRESS = /^(?:\[([0-9a-fA-F:.]+)\]|([\w.-]+)):(\d{1,5})$/

/** Reads `host:port` or `[v6]:port`, several divided by commas. Throws {@link StoreError} `address`. */
export function readPeerAddresses(written: string): readonly PeerAddress[] {
  return written
    .split(',')
    .map(each => each.trim())
    .filter(each => each !== '')
    .map(each => {
      const [, v6, name, digits = ''] = ADDRESS.exec(each) ?? []
      const [host, port] = [v6 ?? name, Number(digits)]
      if (host !== undefined && port >= 1 && port <= 65_535) return { host, port }
      throw new StoreError('address', `${each} is not an address; write host:port,host:port`)
    })
}

/** Writes an address as one types it. */
export const spokenPeer = ({ host, port }: PeerAddress): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

const LOOK_EVERY_MS = 5_000
/** One that is no longer named may still serve: it is told for so long. */
const REMEMBERED_MS = 30_000

/** Gives every address of a name. */
export type Resolve = (name: string) => Promise<readonly string[]>

const byDns: Resolve = async name =>
  (await lookup(name, { all: true })).map(({ address }) => address)

/**
 * Follows the names of the other instances: looks again every five seconds and keeps what it found last, so that a
 * halt never waits for a name service.
 */
export function followPeers(
  named: readonly PeerAddress[],
  resolve: Resolve = byDns,
  now: () => number = Date.now,
): PeerAddresses & { look(): Promise<void> } {
  const found = new Map<PeerAddress, Found>(named.map(each => [each, NOWHERE]))
  const names = named.filter(({ host }) => isIP(host) === 0)
  const lookAt = async (each: PeerAddress): Promise<void> => {
    const { seen: before } = found.get(each) ?? NOWHERE
    try {
      const there = await resolve(each.host)
      const at = now()
      const seen = new Map([...before].filter(([, last]) => at - last <= REMEMBERED_MS))
      for (const address of there) seen.set(address, at)
      found.set(each, { there, seen })
    } catch {
      // Nobody says where they are now: they are where they were.
    }
  }
  let looking: Promise<unknown> | undefined
  const look = async (): Promise<void> => {
    looking ??= Promise.all(names.map(lookAt)).finally(() => (looking = undefined))
    await looking
  }
  const timer = names.length === 0 ? undefined : setInterval(() => void look(), LOOK_EVERY_MS)
  timer?.unref()
  void look()
  const all = (addressesOf: (found: Found, host: string) => readonly string[]): PeerAddress[] => {
    const listed = named.flatMap(each => {
      const { host, port } = each
      return addressesOf(found.get(each) ?? NOWHERE, host).map(at => ({ host: at, port }))
    })
    return [...new Map(listed.map(each => [spokenPeer(each), each])).values()]
  }
  return {
    get now() {
      return all(({ there, seen }, host) => (seen.size === 0 ? [host] : there))
    },
    get before() {
      return all(({ there, seen }) => [...seen.keys()].filter(each => !there.includes(each)))
    },
    look,
    close: () => clearInterval(timer),
  }
}

/** What was found under a name: its addresses now, and each it had lately with when it last had it. */
interface Found {
  readonly there: readonly string[]
  readonly seen: ReadonlyMap<string, number>
}

const NOWHERE: Found = { there: [], seen: new Map() }
