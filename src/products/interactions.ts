import type { Interaction } from '../message/index.ts'
import { EPS_INTERACTIONS } from './eps/interactions.ts'
import { EPS_FHIR_INTERACTIONS } from './eps/fhir.ts'
import { MESH_INTERACTIONS } from './mesh/interactions.ts'
import { NRL_INTERACTIONS } from './nrl/interactions.ts'
import { PDS_INTERACTIONS } from './pds/interactions.ts'
import { PDS_FHIR_INTERACTIONS } from './pds/fhir.ts'
import { SCR_INTERACTIONS } from './scr/interactions.ts'
import { SCR_FHIR_INTERACTIONS } from './scr/fhir.ts'
import { SSP_INTERACTIONS } from './ssp/interactions.ts'

/** The names a route may give as `product`. */
export const PRODUCTS = ['pds', 'eps', 'scr', 'nrl', 'mesh', 'ssp'] as const

/**
 * Lists every interaction the products know, each full id once, the suppliers' own and their FHIR counterparts.
 * What is not in it is unknown, and unknown is treated as a write.
 */
export const INTERACTIONS: readonly Interaction[] = Object.freeze([
  ...PDS_INTERACTIONS,
  ...PDS_FHIR_INTERACTIONS,
  ...EPS_INTERACTIONS,
  ...EPS_FHIR_INTERACTIONS,
  ...SCR_INTERACTIONS,
  ...SCR_FHIR_INTERACTIONS,
  ...NRL_INTERACTIONS,
  ...MESH_INTERACTIONS,
  ...SSP_INTERACTIONS,
])
