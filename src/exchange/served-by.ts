import type { ExchangeRecord } from './record.ts'
import type { Side } from './route.ts'

/** Whose answer a supplier got: an upstream by name, and the side it played. */
export interface ServedBy {
  readonly upstream: string
  readonly side: Side | 'none'
}

const NOBODY: ServedBy = { upstream: 'none', side: 'none' }

/** Says who served an exchange: who was asked last, else who was to be; nobody before a side was decided. */
export function servedBy({
  assigned,
  attempts,
}: Pick<ExchangeRecord, 'assigned' | 'attempts'>): ServedBy {
  if (assigned === undefined) return NOBODY
  const { upstream } = attempts.at(-1) ?? assigned
  // Whoever is asked in the place of another is legacy.
  return {
    upstream: upstream.name,
    side: upstream === assigned.upstream ? assigned.side : 'legacy',
  }
}
