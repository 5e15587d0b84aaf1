import { SUPPLIERS } from './parties.ts'
import type { Patient } from './patient.ts'
import { pick } from './random.ts'
import { createDraft } from './request-message.ts'
import type { RequestIds, SupplierRequest } from './request-message.ts'
import { EPS_MESSAGES } from './request-eps.ts'
import { FHIR_EPS } from './request-eps-fhir.ts'
import { FHIR_READS } from './request-fhir.ts'
import { PDS_QUERIES, PDS_TRACES } from './request-pds.ts'
import { PDS_UPDATES } from './request-pds-update.ts'
import { SCR_CLINICAL_ALERT, SCR_FHIR } from './request-scr-fhir.ts'
import { SCR_ALERTS, SCR_PERMISSIONS } from './request-scr-permission.ts'
import { SCR_MESSAGES } from './request-scr.ts'
import { drawStyle } from './request-style.ts'

const WRITERS = {
  ...PDS_QUERIES,
  ...PDS_TRACES,
  ...PDS_UPDATES,
  ...SCR_MESSAGES,
  ...SCR_PERMISSIONS,
  ...SCR_ALERTS,
  ...SCR_CLINICAL_ALERT,
  ...SCR_FHIR,
  ...EPS_MESSAGES,
  ...FHIR_READS,
  ...FHIR_EPS,
} as const

/** What a request can be written for: by full interaction id, or where a system speaks FHIR by a name of ours. */
export type RequestKind = keyof typeof WRITERS

/**
 * Creates one well-formed request of an interaction about a patient, as a supplier's system would send it. A
 * patient with a former number is asked for under that one.
 */
export function createRequest(
  kind: RequestKind,
  patient: Patient,
  ids: RequestIds,
): SupplierRequest {
  const style = drawStyle(ids.random)
  const supplier = ids.supplier ?? pick(ids.random, SUPPLIERS)
  return WRITERS[kind](createDraft(ids, style, supplier), patient)
}
