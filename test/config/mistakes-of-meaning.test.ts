import { aFile, holdRows, withCloud, withRoute, withRoutes, type Row } from './given.ts'

const upstream = (fields: object): unknown => ({
  ...aFile(),
  upstreams: { ...aFile().upstreams, spine: { url: 'http://spine.example', ...fields } },
})

const cohort = (fields: object): unknown => ({
  ...aFile(),
  cohorts: { patients: { key: 'nhsNumber', records: 'shared', ...fields } },
})

const MATCHES: readonly Row[] = [
  {
    title: 'an interaction no product knows',
    file: withRoute({ match: { interaction: 'QUPA_IN000008UK2' } }),
    path: 'routes[0].match.interaction[0]',
    says: /treated as a write/,
    wayOut: /did you mean `QUPA_IN000008UK02`\? If not, say `class: "write"`/,
  },
  {
    title: 'a product there is not',
    file: withRoute({ match: { product: ['pds', 'pdq'] } }),
    path: 'routes[0].match.product[1]',
    says: /no product `pdq`/,
    wayOut: /pds/,
  },
  {
    title: 'fields that exclude each other',
    file: withRoute({ match: { interaction: 'QUPA_IN000008UK02', product: 'eps' } }),
    path: 'routes[0].match',
    says: /never matches/,
    wayOut: /leave one/,
  },
  {
    title: 'a word on the class of what is known',
    file: withRoute({ class: 'read' }),
    path: 'routes[0].class',
    says: /known/,
    wayOut: /leave `class` out/,
  },
  {
    title: 'a word on the class of what nobody has thought of',
    file: { ...aFile(), routes: [{ name: 'default', legacy: 'spine', class: 'read' }] },
    path: 'routes[0].class',
    says: /write until proven otherwise/,
    wayOut: /route of their own/,
  },
  {
    title: 'a file that leaves requests without a route',
    file: { ...aFile(), routes: [{ name: 'one', match: { product: 'pds' }, legacy: 'spine' }] },
    path: 'routes',
    says: /nowhere to go/,
    wayOut: /unmatched: "refuse"/,
  },
  {
    title: 'a default route and a refusal of what is unmatched',
    file: { ...aFile(), unmatched: 'refuse' },
    path: 'unmatched',
    says: /nothing is left unmatched/,
    wayOut: /leave out one/,
  },
  {
    title: 'a route without a match above others',
    file: withRoutes({ name: 'one', legacy: 'spine' }),
    path: 'routes[0]',
    says: /owns everything/,
    wayOut: /`match`/,
  },
  {
    title: 'a default route under another name',
    file: { ...aFile(), routes: [{ name: 'rest', legacy: 'spine' }] },
    path: 'routes[0].name',
    says: /`default`/,
    wayOut: /call it `default`/,
  },
  {
    title: 'a route called default that asks something',
    file: {
      ...aFile(),
      routes: [{ name: 'default', match: { product: 'pds' }, legacy: 'spine' }],
      unmatched: 'refuse',
    },
    path: 'routes[0].name',
    says: /of no other/,
    wayOut: /another name/,
  },
]

const COHORTS: readonly Row[] = [
  {
    title: 'records apart and nobody who remembers the side',
    file: cohort({ records: 'apart' }),
    path: 'cohorts.patients.pin',
    says: /remembers the side/,
    wayOut: /pin: true/,
  },
  {
    title: 'a message that never carries the cohort’s key',
    file: withRoute({ cohort: 'patients', match: { interaction: ['QUPA_IN000005UK01'] } }),
    path: 'routes[0].cohort',
    says: /QUPA_IN000005UK01 never carries the key of `patients` \(nhsNumber\)/,
    wayOut: /withoutKey/,
  },
  {
    title: 'several that never carry it',
    file: withRoute({
      cohort: 'patients',
      match: { interaction: ['PORX_IN090101UK31', 'PORX_IN060102UK30', 'PORX_IN080101UK31'] },
    }),
    path: 'routes[0].cohort',
    says: /^PORX_IN060102UK30, PORX_IN090101UK31 never carry/,
    wayOut: /another key, which it carries \(fromAsid or messageId\)/,
  },
  {
    title: 'what no product knows, which names nobody',
    file: withRoute({ cohort: 'patients', match: { path: '/sync' }, withoutKey: undefined }),
    path: 'routes[0].cohort',
    says: /and \d+ more never carry/,
    wayOut: /withoutKey/,
  },
  {
    title: 'an answer to a question nobody asks',
    file: withRoute({ cohort: 'patients', withoutKey: { side: 'legacy', why: 'to be sure' } }),
    path: 'routes[0].withoutKey',
    says: /carries its cohort’s key/,
    wayOut: /leave `withoutKey` out/,
  },
  {
    title: 'an answer without a cohort',
    file: withRoute({ withoutKey: { side: 'legacy', why: 'to be sure' } }),
    path: 'routes[0].withoutKey',
    says: /no cohort/,
    wayOut: /leave `withoutKey` out/,
  },
]

const NOT_BUILT: readonly Row[] = [
  {
    title: 'credentials nobody uses',
    file: upstream({ credentials: 'apim' }),
    path: 'upstreams.spine.credentials',
    says: /asked without a token/,
    wayOut: /leave it out/,
  },
  {
    title: 'access nobody checks',
    file: upstream({ access: 'application' }),
    path: 'upstreams.spine.access',
    says: /nobody would check/,
    wayOut: /leave it out/,
  },
  {
    title: 'an identity per supplier nobody shows',
    file: upstream({ as: { '200000000115': { cert: 'a.pem', key: 'file:a.key' } } }),
    path: 'upstreams.spine.as',
    says: /one certificate/,
    wayOut: /leave it out/,
  },
  {
    title: 'records that are copied so late that nobody remembers the write',
    file: cohort({ records: { copied: { within: '6m' } } }),
    path: 'cohorts.patients.records.copied.within',
    says: /not remembered/,
    wayOut: /at most 5 minutes/,
  },
  {
    title: 'copies that would name the organisation of a supplier',
    file: withCloud({
      match: { interaction: 'nrl-stu3-search' },
      translate: 'nrl.pointers',
      shadow: { as: '200000000999' },
    }),
    path: 'routes[0].shadow',
    says: /a copy may not name a supplier’s/,
    wayOut: /`organisation`, an ODS code/,
  },
  {
    title: 'what carries no key where records are copied',
    file: {
      ...withRoute({
        cohort: 'patients',
        match: { interaction: 'QUPA_IN000005UK01' },
        withoutKey: { side: 'legacy', why: 'it is seldom sent' },
      }),
      cohorts: { patients: { key: 'nhsNumber', records: { copied: { within: '60s' } } } },
    },
    path: 'routes[0].cohort',
    says: /QUPA_IN000005UK01 never carries a key by which a write/,
    wayOut: /without a cohort/,
  },
  {
    title: 'a message without its key served by the cloud',
    file: withRoute({
      cohort: 'patients',
      match: { interaction: 'QUPA_IN000005UK01' },
      withoutKey: { side: 'cloud', why: 'there is nothing to lose' },
    }),
    path: 'routes[0].withoutKey',
    says: /served by legacy/,
    wayOut: /side: "legacy"/,
  },
]

holdRows([...MATCHES, ...COHORTS, ...NOT_BUILT])
