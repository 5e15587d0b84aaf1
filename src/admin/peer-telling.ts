import type { Peers, PeerTold, Store } from '../fleet/index.ts'
import {
  flip,
  type Flip,
  type FlipContext,
  type Flipped,
  type Refused,
  type Requested,
  routesMeant,
} from '../flips/index.ts'
import type { PeerView } from './peer-shapes.ts'

/** What came of a change, and of telling it to the other instances where they are told. */
export interface ToldChange {
  readonly came: Flipped | Requested | Refused
  readonly peers: readonly PeerView[] | null
}

/** What a change that is told to the others is made with. */
interface Means {
  readonly store: Store
  readonly flips: FlipContext
  readonly peers: Peers
}

/**
 * Makes a change, and tells the other instances of a halt and of its end.
 *
 * A halt is told at once, beside the store and not behind it. The end of one is told when the store has it: it is an
 * audited change, and what it takes off was looked at before it was made, so that a halt somebody lays meanwhile stays.
 */
export async function flipAndTell(
  asked: Flip,
  { store, flips }: Omit<Means, 'peers'>,
): Promise<ToldChange> {
  const { peers } = store
  const isTold = asked.isDryRun !== true && peers !== undefined && peers.addresses.length > 0
  if (isTold && asked.verb === 'halt') return halting(asked, { store, flips, peers })
  if (isTold && asked.verb === 'resume') return resuming(asked, { store, flips, peers })
  return { came: await flip(store, asked, flips), peers: null }
}

async function halting(
  asked: Extract<Flip, { readonly verb: 'halt' }>,
  { store, flips, peers }: Means,
): Promise<ToldChange> {
  const before = store.heldHalts
  // A flip lays a halt over this instance before it waits for anything: one it refuses is laid over nobody.
  const coming = flip(store, asked, flips)
  const held = store.heldHalts.find(each => !before.includes(each))
  if (held === undefined) return { came: await coming, peers: null }
  const telling = peers.tell({ says: 'halt', ...held })
  const [came, told] = await Promise.all([coming, telling])
  return { came, peers: told.map(shown) }
}

async function resuming(
  asked: Extract<Flip, { readonly verb: 'resume' }>,
  { store, flips, peers }: Means,
): Promise<ToldChange> {
  const looked = await peers.tell({ says: 'look' })
  const came = await flip(store, asked, flips)
  if (came.kind === 'refused') return { came, peers: null }
  const seen = new Map(looked.map(({ address, last }) => [address, last]))
  const [routes, { revision }] = [routesMeant(asked, flips), came]
  const told = await peers.tell(address => {
    const last = seen.get(address)
    return last === undefined ? undefined : { says: 'resume', routes, revision, seen: last }
  })
  const silent = looked.filter(({ last }) => last === undefined)
  return { came, peers: [...told, ...silent].map(shown) }
}

const shown = ({ address, isConfirmed, isKept, ms, why }: PeerTold): PeerView => ({
  address,
  isConfirmed,
  isKept,
  ms,
  why: why ?? null,
})
