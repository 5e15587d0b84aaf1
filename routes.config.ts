/**
 * What moves from legacy to cloud, and how far it may. This is the one file an operator writes.
 *
 * `npx ficus check` prints what it comes to, or every mistake in it. A running instance takes a saved file over at
 * once, whole; a file with a mistake changes nothing.
 *
 * It says what may happen. Where each route is right now (its stage, its percentage, a halt) the fleet knows, and
 * commands change it: this file only says where a route starts.
 *
 * A route's stages, in order:
 *   legacy          legacy serves everyone, and nobody gets a copy
 *   shadow          legacy serves everyone, the cloud gets copies
 *   canary          the cloud serves a percentage of a cohort, the other side gets copies
 *   reverse-shadow  the cloud serves everyone, legacy gets copies
 *   cloud           the cloud serves everyone, and nobody gets a copy
 */
import { defineRoutes } from 'ficus'

export default defineRoutes({
  // For live: { name: 'live', confirm: true }. Changes must then name it, and no simulator may serve.
  environment: { name: 'local' },

  // ASID to name, for metrics: suppliers: { '200000000115': 'Acme GP' }. Others are counted together.
  suppliers: {},

  // The systems behind Ficus. `env:` takes the address from the environment; where none of the four is set,
  // `npm start` on this machine puts simulators there. An https upstream may have
  // tls: { ca: 'certs/spine-ca.pem', cert: 'certs/own.pem', key: 'file:certs/own.key' }.
  upstreams: {
    spine: { url: 'env:SPINE_URL' },
    'pds-fhir': { url: 'env:PDS_FHIR_URL', timeoutMs: 10_000 },
    'eps-fhir': { url: 'env:EPS_FHIR_URL' },
    'scr-fhir': { url: 'env:SCR_FHIR_URL' },
  },

  // Who moves together: at `canary` an entity is served by one side, whichever route its messages take.
  // `records: 'shared'` says that both sides stand before one store, as the FHIR APIs of PDS, EPS and SCR do.
  cohorts: {
    patients: { key: 'nhsNumber', records: 'shared' },
    prescriptions: { key: 'prescriptionId', records: 'shared' },
    suppliers: { key: 'fromAsid', records: 'shared' },
  },

  // The first route that owns a request has it, so what is particular stands above what is general.
  //
  // No route names a mapping (`translate`) yet: bytes pass untouched, so a cloud side must speak what suppliers
  // send. Until then leave these routes at legacy.
  //
  // Writes have no cloud side: `check` refuses one until who a supplier is, and which reply belongs to which
  // request, are proven at the edge.
  routes: [
    {
      // Retrievals name their patient, so they can move by patient.
      name: 'pds-retrieval',
      match: { interaction: ['QUPA_IN000008UK02', 'QUPA_IN000008UK05'] },
      legacy: 'spine',
      cloud: 'pds-fhir',
      cohort: 'patients',
      startsAt: 'legacy',
    },
    {
      // Traces look for a patient and name none: they move supplier by supplier.
      name: 'pds-trace',
      match: { interaction: ['QUPA_IN000005UK01', 'QUPA_IN000005UK03'] },
      legacy: 'spine',
      cloud: 'pds-fhir',
      cohort: 'suppliers',
      startsAt: 'legacy',
    },
    // Updates, births, allocations, and the advanced trace, whose reply is pushed to the supplier.
    { name: 'pds', match: { product: 'pds' }, legacy: 'spine' },
    {
      name: 'eps-queries',
      match: {
        interaction: [
          'QURX_IN000005UK98',
          'QURX_IN000005UK99',
          'GET_PRESCRIPTION_DOCUMENT_INUK01',
          'PrescriptionSearchSyncAsync_1_0',
        ],
      },
      legacy: 'spine',
      cloud: 'eps-fhir',
      cohort: 'prescriptions',
      startsAt: 'legacy',
    },
    // Prescriptions, releases, dispensing and claims: a release is a write, whatever its name says.
    { name: 'eps', match: { product: 'eps' }, legacy: 'spine' },
    {
      name: 'scr-queries',
      match: { interaction: ['QUPC_IN180000UK04', 'QUPC_IN180000SM04', 'QUPC_IN190000UK04'] },
      legacy: 'spine',
      cloud: 'scr-fhir',
      cohort: 'patients',
      startsAt: 'legacy',
    },
    // Uploads, permissions, alerts, and the document queries, whose reply is pushed to the supplier.
    { name: 'scr', match: { product: 'scr' }, legacy: 'spine' },
    // Whatever else a supplier sends. Without this route, say `unmatched: 'refuse'`.
    { name: 'default', legacy: 'spine' },
  ],
})
