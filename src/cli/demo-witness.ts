import type { SeenRequest } from '../simulator/index.ts'
import type { DemoStage } from './demo-routes.ts'
import { isMoving, POLL, rowOf } from './demo-rows.ts'
import type { Spines } from './demo-spines.ts'

/** How many requests each side was asked. */
export type Shares = Readonly<Record<DemoStage, number>>

/** What the Spines saw, asked of them and not of the proxy. */
export interface Witness {
  /** Reads what came since it last looked; to be called before a thousand more have come. */
  look(): void
  /** How many requests of a row each side got, from a moment on; epoch milliseconds. */
  row(name: string, from?: number): Shares
  /** How many requests of the moving route each side got between two moments. */
  moving(from: number, to: number): Shares
  /** When the re-hosted Spine first and last got one between two moments; undefined where it got none. */
  onCloud(from: number, to: number): { readonly first: number; readonly last: number } | undefined
  /** How many reliable messages reached a Spine more than once. */
  sentTwice(): number
}

interface Sighting {
  readonly at: number
  readonly side: DemoStage
  readonly row: string
}

const SIDES = ['legacy', 'cloud'] as const

/** Creates a witness of both Spines. */
export function createWitness(spines: Spines): Witness {
  const sightings: Sighting[] = []
  const looked: Record<DemoStage, number> = { legacy: 0, cloud: 0 }
  const writes = new Map<string, number>()
  const sharesOf = (seen: readonly Sighting[]): Shares => {
    const cloud = seen.filter(each => each.side === 'cloud').length
    return { legacy: seen.length - cloud, cloud }
  }
  const moving = (from: number, to: number): readonly Sighting[] =>
    sightings.filter(({ at, row }) => at >= from && at < to && isMoving(row))

  const take = (seen: SeenRequest, side: DemoStage): void => {
    sightings.push({ at: seen.at, side, row: rowSeen(seen) })
    const id = reliableIdIn(seen)
    if (id !== undefined) writes.set(id, (writes.get(id) ?? 0) + 1)
  }

  return {
    look: () => {
      for (const side of SIDES) {
        for (const seen of spines[side].seen()) if (seen.number > looked[side]) take(seen, side)
        looked[side] = spines[side].count()
      }
    },
    row: (name, from = 0) =>
      sharesOf(sightings.filter(({ at, row }) => at >= from && row === name)),
    moving: (from, to) => sharesOf(moving(from, to)),
    onCloud: (from, to) => {
      const times = moving(from, to).flatMap(({ at, side }) => (side === 'cloud' ? [at] : []))
      const [first, last] = [times[0], times.at(-1)]
      return first === undefined || last === undefined ? undefined : { first, last }
    },
    sentTwice: () => [...writes.values()].filter(count => count > 1).length,
  }
}

function rowSeen({ method, headers }: SeenRequest): string {
  if (method === 'GET') return POLL
  const action = headers.find(([name]) => name.toLowerCase() === 'soapaction')?.[1] ?? ''
  return rowOf(/([^/"]*)"?$/.exec(action)?.[1] ?? '')
}

/** The id of a message that changes something, whatever it is wrapped in. */
const reliableIdIn = ({ body }: SeenRequest): string | undefined =>
  /<eb:MessageId>([^<]*)</.exec(body.toString('utf8'))?.[1]?.toUpperCase()
