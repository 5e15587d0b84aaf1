import type { Policy } from '../comparison/index.ts'
import { PDS_RETRIEVAL_POLICY } from './pds/policy.ts'

/** Lists how the answers of interactions are compared, each interaction in at most one of them. */
export const POLICIES: readonly Policy[] = Object.freeze([PDS_RETRIEVAL_POLICY])
