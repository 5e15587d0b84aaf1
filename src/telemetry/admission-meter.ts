import type { Metrics } from './metrics.ts'

/** Why a request to the API can be turned away before anything is done. */
export const TURNED_BY = ['foreign', 'without_token', 'token', 'issuer', 'rate', 'role'] as const

/** Counts who is turned away, and shows how the file of tokens stands. */
export interface AdmissionMeter {
  turned(by: (typeof TURNED_BY)[number]): void
  /** Shows whether the file of tokens is in force as it is now. */
  show(isInForce: boolean): void
}

/** Builds it, with every count at 0. */
export function createAdmissionMeter({ apiRefused, tokensTaken }: Metrics): AdmissionMeter {
  const cells = TURNED_BY.map(by => [by, apiRefused.cell(by)] as const)
  const cellOf = Object.fromEntries(cells)
  const taken = tokensTaken.cell()
  return {
    turned: by => {
      const cell = cellOf[by]
      if (cell !== undefined) apiRefused.add(cell)
    },
    show: isInForce => tokensTaken.set(taken, isInForce ? 1 : 0),
  }
}
