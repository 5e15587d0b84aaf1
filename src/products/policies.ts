import type { Policy } from '../comparison/index.ts'
import { EPS_ACKNOWLEDGEMENT_POLICY } from './eps/acknowledgement-policy.ts'
import { EPS_CLINICAL_VIEW_POLICY } from './eps/clinical-view-policy.ts'
import { EPS_RELEASE_POLICY } from './eps/release-policy.ts'
import { EPS_SEARCH_POLICY } from './eps/search-policy.ts'
import { GENERIC_POLICY } from './generic-policy.ts'
import { MESH_CONTENTS_POLICY, MESH_POLICY } from './mesh/policy.ts'
import { NRL_POLICY } from './nrl/policy.ts'
import { PDS_RETRIEVAL_POLICY } from './pds/policy.ts'
import { PDS_TRACE_POLICY } from './pds/trace-policy.ts'
import { PDS_UPDATE_POLICY } from './pds/update-policy.ts'
import {
  SCR_ALERT_POLICY,
  SCR_LIST_POLICY,
  SCR_PERMISSION_POLICY,
  SCR_SUMMARY_POLICY,
  SCR_UPLOAD_POLICY,
} from './scr/policies.ts'
import { SSP_POLICY } from './ssp/policy.ts'

/** Lists how the answers of interactions are compared, each interaction in at most one of them. */
export const POLICIES: readonly Policy[] = Object.freeze([
  PDS_RETRIEVAL_POLICY,
  PDS_TRACE_POLICY,
  PDS_UPDATE_POLICY,
  EPS_RELEASE_POLICY,
  EPS_CLINICAL_VIEW_POLICY,
  EPS_SEARCH_POLICY,
  EPS_ACKNOWLEDGEMENT_POLICY,
  SCR_LIST_POLICY,
  SCR_SUMMARY_POLICY,
  SCR_UPLOAD_POLICY,
  SCR_PERMISSION_POLICY,
  SCR_ALERT_POLICY,
  NRL_POLICY,
  MESH_POLICY,
  MESH_CONTENTS_POLICY,
  SSP_POLICY,
])

/** Finds how the answers of an interaction are compared: strictly, where no product speaks of it. */
export const policyFor = (interaction: string | undefined): Policy =>
  POLICIES.find(({ interactions }) => interactions.includes(interaction ?? '')) ?? GENERIC_POLICY

/** Finds how what a mapping reads is compared, by the mapping's name; undefined where no product says. */
export const policyNamed = (name: string): Policy | undefined =>
  POLICIES.find(policy => policy.name === name)
