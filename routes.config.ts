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
  //
  // { name: 'Acme GP', reply: 'poll' } says that it fetches the answers to its ebXML messages (202, Content-Location)
  // instead of having them brought. Only for such a supplier may the cloud answer an asynchronous message that is
  // translated; everybody else's goes to legacy, and a route that could serve nobody so is a mistake.
  suppliers: {},

  // The systems behind Ficus. `env:` takes the address from the environment; where none of the four is set,
  // `npm start` on this machine puts simulators there. Take out what you have not, or not yet. An https upstream
  // may have tls: { ca: 'certs/spine-ca.pem', cert: 'certs/own.pem', key: 'file:certs/own.key' }.
  //
  // What a mapping asks for stands below the address: PDS_FHIR_URL ends in /personal-demographics/FHIR/R4.
  //
  // version: '1.42.0' says what runs there. Write another with each release: what was found equal before it is no
  // evidence of what runs now, so the gate begins to count anew.
  //
  // maintenance: [{ every: 'sun 02:00', for: '2h', zone: 'Europe/London', why: 'patches' }], or { from, to, why }, says
  // when it is worked on: it gets no copies then, and nothing is learnt from it. Suppliers are served as ever.
  upstreams: {
    spine: { url: 'env:SPINE_URL' },
    'pds-fhir': { url: 'env:PDS_FHIR_URL', timeoutMs: 10_000 },
    'eps-fhir': { url: 'env:EPS_FHIR_URL' },
    'scr-fhir': { url: 'env:SCR_FHIR_URL' },
  },

  // freeze: [{ from: '2026-12-18T17:00:00Z', to: '2027-01-04', why: 'winter', routes: ['pds-retrieval'] }] says when
  // nothing leads forward, on every route where none is named. A rollback and a halt always may.

  // Who moves together: at `canary` an entity is served by one side, whichever route its messages take.
  // `records: 'shared'` says that both sides stand before one store, as the FHIR APIs of PDS, EPS and SCR do.
  cohorts: {
    patients: { key: 'nhsNumber', records: 'shared' },
    prescriptions: { key: 'prescriptionId', records: 'shared' },
    suppliers: { key: 'fromAsid', records: 'shared' },
  },

  // The first route that owns a request has it, so what is particular stands above what is general.
  //
  // `translate` names the mapping between what suppliers send and what the cloud speaks. Without one bytes pass
  // untouched, so a route whose mapping is not there yet has no `cloud` here: name one where the cloud speaks what
  // suppliers send.
  //
  // Writes have no cloud side: `check` refuses one until who a supplier is, and which reply belongs to which
  // request, are proven at the edge.
  routes: [
    {
      // Retrievals name their patient, so they can move by patient.
      name: 'pds-retrieval',
      match: { interaction: ['QUPA_IN000008UK02', 'QUPA_IN000008UK05', 'QUPA_IN000008SM13'] },
      legacy: 'spine',
      cloud: 'pds-fhir',
      translate: 'pds.retrieval',
      cohort: 'patients',
      startsAt: 'legacy',
      // Spine writes down who retrieved a record. A copy would stand there in the supplier's name, so none is sent
      // until an identity of your own is agreed for them; `sample` is the share of retrievals that are copied.
      //   shadow: { as: 'the name of that identity', sample: 0.01 },
      //
      // What `ficus promote` asks for. Left out, it is this: fewer than one answer in a thousand may differ, and
      // that with nineteen parts in twenty of certainty. A difference that could hurt somebody closes the gate
      // whatever the numbers are. The other two ask nothing until they are written.
      //   gate: { divergenceBelow: 0.001, confidence: 0.95, latencyRatioBelow: 1.25, soak: '24h' },
      //
      // What its suppliers are promised. Left out, it is this: of a thousand requests one may go unanswered, by a
      // fault, an application's error or no answer, and of a hundred replies one may take longer than `within`, which
      // is a bound that durations are measured by. Alerts count how fast what may go wrong is used up.
      //   slo: { answered: 0.999, inTime: 0.99, within: '1s' },
      //
      // Differences that are expected until a day. None may cover whom an answer is about, what is prescribed,
      // dosed or permitted, or how the request ended.
      //   ignore: [{ path: '**/contactTimes', why: '…', owner: 'pds-team', expires: '2027-03-31' }],
      //
      // After another name: what the fleet knows of the old one comes along.
      //   was: 'retrieval',
    },
    {
      // Traces look for a patient and name none: they move supplier by supplier.
      name: 'pds-trace',
      match: { interaction: ['QUPA_IN000005UK01', 'QUPA_IN000005UK03'] },
      legacy: 'spine',
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
      cohort: 'prescriptions',
      startsAt: 'legacy',
    },
    // Prescriptions, releases, dispensing and claims: a release is a write, whatever its name says.
    { name: 'eps', match: { product: 'eps' }, legacy: 'spine' },
    {
      name: 'scr-queries',
      match: { interaction: ['QUPC_IN180000UK04', 'QUPC_IN180000SM04', 'QUPC_IN190000UK04'] },
      legacy: 'spine',
      cohort: 'patients',
      startsAt: 'legacy',
    },
    // Uploads, permissions, alerts, and the document queries, whose reply is pushed to the supplier.
    { name: 'scr', match: { product: 'scr' }, legacy: 'spine' },
    // Whatever else a supplier sends. Without this route, say `unmatched: 'refuse'`.
    { name: 'default', legacy: 'spine' },
  ],
})
