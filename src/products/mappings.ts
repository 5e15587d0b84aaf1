import type { Mapping } from '../mapping/index.ts'
import { EPS_PRESCRIPTION } from './eps/prescription.ts'
import { PDS_RETRIEVAL } from './pds/retrieval.ts'
import { PDS_TRACE } from './pds/trace.ts'
import { PDS_UPDATE } from './pds/update.ts'

/** Lists every mapping a route may name in `translate`. */
export const MAPPINGS: readonly Mapping[] = Object.freeze([
  PDS_RETRIEVAL,
  PDS_TRACE,
  PDS_UPDATE,
  EPS_PRESCRIPTION,
])
