import type { ExchangeRecord } from './record.ts'
import type { Side, Upstream } from './route.ts'

type Served = Pick<ExchangeRecord, 'assigned' | 'attempts'>

/** Whose answer a supplier got: an upstream by name, and the side it played. */
export interface ServedBy {
  readonly upstream: string
  readonly side: Side | 'none'
}

/** Gives who was asked last, else who was to be; nobody before a side was decided. */
export const servingUpstream = ({ assigned, attempts }: Served): Upstream | undefined =>
  attempts.at(-1)?.upstream ?? assigned?.upstream

/** Gives the side an upstream played in an exchange: whoever is asked in the place of another is legacy. */
export function sideOf({ assigned }: Served, upstream: Upstream | undefined): Side | 'none' {
  if (assigned === undefined) return 'none'
  return upstream === assigned.upstream ? assigned.side : 'legacy'
}

/** Says who served an exchange. */
export function servedBy(record: Served): ServedBy {
  const upstream = servingUpstream(record)
  return { upstream: upstream?.name ?? 'none', side: sideOf(record, upstream) }
}
