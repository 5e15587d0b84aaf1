import { aFile, holdRows, withRoute, withRoutes, type Row, type RouteInput } from './given.ts'

const upstream = (fields: object): unknown => ({
  ...aFile(),
  upstreams: { ...aFile().upstreams, spine: { url: 'http://spine.example', ...fields } },
})

const cohort = (fields: object): unknown => ({
  ...aFile(),
  cohorts: { patients: { key: 'nhsNumber', records: 'shared', ...fields } },
})

const FORM: readonly Row[] = [
  {
    title: 'a field that is not there, nearly spelt as one that is',
    file: withRoute({ startAt: 'legacy' } as Partial<RouteInput>),
    path: 'routes[0].startAt',
    says: /no field `startAt`/,
    wayOut: /did you mean `startsAt`/,
  },
  {
    title: 'a field that is not there, like nothing that is',
    file: { ...aFile(), database: 1 },
    path: 'database',
    says: /no field `database`/,
    wayOut: /there are: environment, suppliers/,
  },
  {
    title: 'a name that cannot be a label',
    file: withRoute({ name: 'PDS retrieval' }),
    path: 'routes[0].name',
    says: /form/,
    wayOut: /lower-case/,
  },
  {
    title: 'a stage there is not',
    file: withRoute({ startsAt: 'live' as never }),
    path: 'routes[0].startsAt',
    says: /not one of the words/,
    wayOut: /legacy, shadow, canary, reverse-shadow, cloud/,
  },
  {
    title: 'a cohort that does not say where its records are',
    file: cohort({ records: undefined }),
    path: 'cohorts.patients.records',
    says: /missing/,
    wayOut: /shared.*apart.*copied/,
  },
  {
    title: 'a duration without a unit',
    file: cohort({ records: { copied: { within: '60' } } }),
    path: 'cohorts.patients.records.copied.within',
    says: /form/,
    wayOut: /60s/,
  },
  {
    title: 'a share above all',
    file: withRoute({ cloud: 'pds-fhir', shadow: { sample: 1.5 } }),
    path: 'routes[0].shadow.sample',
    says: /out of range/,
    wayOut: /to 1/,
  },
  {
    title: 'an ASID that is none',
    file: { ...aFile(), suppliers: { acme: 'Acme GP' } },
    path: 'suppliers.acme',
    says: /not an ASID/,
    wayOut: /twelve digits/,
  },
  {
    title: 'a match that asks nothing',
    file: withRoute({ match: {} }),
    path: 'routes[0].match',
    says: /asks nothing/,
    wayOut: /leave `match` out/,
  },
  {
    title: 'a private key in the file itself',
    file: upstream({ url: 'https://s.example', tls: { cert: 'c.pem', key: 'MIIEvQIBADANBg' } }),
    path: 'upstreams.spine.tls.key',
    says: /form/,
    wayOut: /never the key itself/,
  },
  {
    title: 'no routes',
    file: { ...aFile(), routes: [] },
    path: 'routes',
    says: /empty/,
    wayOut: /default/,
  },
  {
    title: 'a file that is a list',
    file: [aFile()],
    path: '',
    says: /not a group/,
    wayOut: /environment/,
  },
]

const NAMES: readonly Row[] = [
  {
    title: 'a route’s name given twice',
    file: withRoutes(
      { name: 'one', match: { product: 'pds' }, legacy: 'spine' },
      { name: 'one', match: { product: 'eps' }, legacy: 'spine' },
    ),
    path: 'routes[1].name',
    says: /name of routes\[0\] already/,
    wayOut: /of its own/,
  },
  {
    title: 'an upstream nobody defined',
    file: withRoute({ cloud: 'pds-fhri' }),
    path: 'routes[0].cloud',
    says: /no upstream `pds-fhri`/,
    wayOut: /did you mean `pds-fhir`/,
  },
  {
    title: 'a cohort nobody defined',
    file: withRoute({ cohort: 'x' }),
    path: 'routes[0].cohort',
    says: /no cohort `x`/,
    wayOut: /patients, prescriptions/,
  },
  {
    title: 'both sides one upstream',
    file: withRoute({ cloud: 'spine' }),
    path: 'routes[0].cloud',
    says: /legacy side too/,
    wayOut: /another upstream/,
  },
  {
    title: 'a rehearsal tenancy as the legacy side',
    file: withRoute({ legacy: 'sandbox' }),
    path: 'routes[0].legacy',
    says: /never serves/,
    wayOut: /shadow: \{ to/,
  },
  {
    title: 'a rehearsal tenancy as the cloud side',
    file: withRoute({ cloud: 'sandbox' }),
    path: 'routes[0].cloud',
    says: /never serves/,
    wayOut: /shadow: \{ to/,
  },
  {
    title: 'copies of anything to a system that serves',
    file: withRoute({ cloud: 'pds-fhir', shadow: { to: 'simulator' } }),
    path: 'routes[0].shadow.to',
    says: /serves/,
    wayOut: /rehearsal: true/,
  },
  {
    title: 'a simulator where changes must be confirmed',
    file: { ...aFile(), environment: { name: 'live', confirm: true } },
    path: 'upstreams.simulator.simulated',
    says: /nothing simulated/,
    wayOut: /take the simulator out/,
  },
]

holdRows([...FORM, ...NAMES])
