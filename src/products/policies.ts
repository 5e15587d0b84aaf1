import type { Policy } from '../comparison/index.ts'
import { GENERIC_POLICY } from './generic-policy.ts'
import { PDS_RETRIEVAL_POLICY } from './pds/policy.ts'

/** Lists how the answers of interactions are compared, each interaction in at most one of them. */
export const POLICIES: readonly Policy[] = Object.freeze([PDS_RETRIEVAL_POLICY])

/** Finds how the answers of an interaction are compared: strictly, where no product speaks of it. */
export const policyFor = (interaction: string | undefined): Policy =>
  POLICIES.find(({ interactions }) => interactions.includes(interaction ?? '')) ?? GENERIC_POLICY

/** Finds how what a mapping reads is compared, by the mapping's name; undefined where no product says. */
export const policyNamed = (name: string): Policy | undefined =>
  POLICIES.find(policy => policy.name === name)
