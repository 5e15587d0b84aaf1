import { servesCloud, type Stage } from '../exchange/index.ts'
import type { Refusal } from './stages.ts'

/** Says why a route may not stand where suppliers are given what its mapping only reads; undefined where it may. */
export function refusalToServe(because: string | undefined, stage: Stage): Refusal | undefined {
  if (because === undefined || !servesCloud(stage)) return undefined
  return {
    field: 'startsAt',
    says: `stage ${stage} would give suppliers what its mapping only compares: ${because}`,
    wayOut: 'it may stand at legacy and at shadow',
  }
}
