import type { Side } from '../../src/exchange/index.ts'
import { type Change, MOVED, type Moved, type Systems } from './migration-stand.ts'
import type { Said, Sent } from './migration-supplier.ts'
import { createWitness, type SystemName, type Witness } from './migration-witness.ts'

/** The system on the cloud side of each route that has one. */
export const CLOUD_OF = {
  retrievals: 'pds-fhir',
  summaries: 'rehosted',
  prescribing: 'eps-fhir',
} as const satisfies Record<Moved, SystemName>

/** Of what is counted, which: every field given must hold. */
export interface Which {
  readonly route?: Sent['route']
  readonly side?: Side
  readonly step?: string
  readonly said?: Said
  readonly fellBack?: boolean
  readonly isPrompt?: boolean
}

/** One message, and what the systems behind the proxy say of it. */
export interface Told extends Sent {
  /** Whose answer its supplier got. */
  readonly side: Side
  /** Whether the cloud had it too, and legacy after it. */
  readonly fellBack: boolean
}

/** What happened, told by suppliers, by the systems behind the proxy and by whoever asked for changes. */
export interface Truth {
  readonly witness: Witness
  readonly sent: readonly Sent[]
  /** Changes that were made, and those that were refused. */
  readonly flips: readonly Change[]
  readonly refused: readonly Change[]
  /** Pairs in which a difference was planted: on purpose, for each pair there was. */
  readonly planted: Readonly<Record<string, number>>
  /** How often the routes file was loaded again. */
  readonly reloads: number
  told(which?: Which): readonly Told[]
  count(which?: Which): number
  /** How many copies of a route's messages came to the systems on one of its sides. */
  copies(route: keyof typeof CLOUD_OF, side: Side): number
}

/** What is entered while it happens. */
export interface Book extends Truth {
  enter(sent: Sent): void
  flipped(change: Change, isRefused: boolean): void
  plant(kind: string, pairs: number): void
  reloaded(): void
}

/** Opens a book nothing is entered in yet. */
export function openBook(systems: Systems): Book {
  const sent: Sent[] = []
  const [flips, refused]: [Change[], Change[]] = [[], []]
  const planted: Record<string, number> = {}
  let reloads = 0
  const ids = new Set<string>()
  const witness = createWitness(systems, id => ids.has(id))
  const told = (which: Which = {}): readonly Told[] => {
    const atLegacy = new Set(witness.cameTo('spine').ids)
    const atCloud = new Set(Object.values(CLOUD_OF).flatMap(name => witness.cameTo(name).ids))
    return sent
      .map(each => ({
        ...each,
        side: atLegacy.has(each.id) ? ('legacy' as const) : ('cloud' as const),
        fellBack: atLegacy.has(each.id) && atCloud.has(each.id),
      }))
      .filter(each => isOf(each, which))
  }
  return {
    ...{ witness, sent, flips, refused, planted, told },
    get reloads() {
      return reloads
    },
    count: which => told(which).length,
    copies: (route, side) =>
      side === 'cloud'
        ? witness.cameTo(CLOUD_OF[route]).copies.length
        : witness.cameTo('spine').copies.filter(text => text.includes(MOVED[route][0])).length,
    enter: one => {
      sent.push(one)
      ids.add(one.id)
    },
    flipped: (change, isRefused) => void (isRefused ? refused : flips).push(change),
    plant: (kind, pairs) => (planted[kind] = (planted[kind] ?? 0) + pairs),
    reloaded: () => void (reloads += 1),
  }
}

const isOf = (told: Told, which: Which): boolean =>
  Object.entries(which).every(([name, value]) => told[name as keyof Which] === value) // the keys of a Which
