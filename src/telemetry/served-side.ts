import type { ExchangeRecord, Side, Upstream } from '../exchange/index.ts'

/** Gives who was asked last, or would have been. */
export const servedBy = (record: ExchangeRecord): Upstream | undefined =>
  record.attempts.at(-1)?.upstream ?? record.assigned?.upstream

/** Gives the side an upstream played in an exchange: legacy where the one that was to serve did not. */
export function sideOf({ assigned }: ExchangeRecord, served: Upstream | undefined): Side | 'none' {
  if (assigned === undefined) return 'none'
  return served === assigned.upstream ? assigned.side : 'legacy'
}
