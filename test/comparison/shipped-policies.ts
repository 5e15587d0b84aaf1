import type { Policy } from '../../src/comparison/index.ts'
import { policyFor, policyNamed } from '../../src/products/index.ts'
import type { Changeable } from './documents.ts'

/** By which policy a published message is held: the first row of its product that knows it. */
const ROWS: readonly (readonly [product: string, begins: RegExp, policy: string])[] = [
  ['PDS', /^/, 'pds.retrieval'],
  ['EPS', /PrescriptionJsonQueryResponse|RequestGroup/, 'eps.clinical-view'],
  ['EPS', /^\s*\{\s*"Response"/, 'eps.search'],
  ['EPS', /PrescriptionRelease|passed-?[pP]rescriptions|"Parameters"/, 'eps.release'],
  ['EPS', /^/, 'eps.acknowledgement'],
  ['SCR', /queryResponseEventList|"DocumentReference"/, 'scr.list'],
  ['SCR', /queryResponseEvent|GPSummary|"Bundle"/, 'scr.summary'],
  ['SCR', /AuditEvent/, 'scr.alert'],
  ['SCR', /RESOURCE_PERMISSIONS|setPermission|setResourcePermissions/, 'scr.permission'],
  ['SCR', /^/, 'scr.upload'],
  ['NRL', /^/, 'nrl.pointers'],
  ['MESH', /^/, 'mesh.messages'],
  ['SSP', /^/, 'ssp.records'],
]

/** Finds the policy a product ships for such a message; the strict one where it ships none. */
export function shippedPolicy({ product, bytes }: Pick<Changeable, 'product' | 'bytes'>): Policy {
  const text = bytes.toString('utf8')
  const row = ROWS.find(([own, begins]) => own === product && begins.test(text))
  return (row && policyNamed(row[2])) ?? policyFor(undefined)
}
