/** Answers to a search that are not one person who fits, and what each comes to. */
import type { CloudAnswer, Information } from '../../src/mapping/index.ts'
import { cloudAnswer, REQUEST_ID } from './pds-golden-about.ts'
import { type Json, outcome, patient, practice } from './pds-golden-cloud.ts'
import { FOUND } from './pds-trace-golden-pairs.ts'

/** An answer, and what a supplier would get of it. */
export interface TraceRefused {
  readonly title: string
  readonly cloud: CloudAnswer
  readonly comesTo: string
  /** What was asked for, where it is not the same person as everywhere. */
  readonly asked?: Information
}

const OTHER = '9990001014'
const NAME: Json = { use: 'usual', family: 'ZZTEST', given: ['ADA', 'ANNE'] }
const HOME: Json = { use: 'home', line: ['1'], postalCode: 'ZZ99 1AA' }

const person = (rest: Json = {}, id = FOUND, security = 'U'): Json =>
  patient(
    id,
    '7',
    { gender: 'female', birthDate: '1971-02-03', name: [NAME], address: [HOME], ...rest },
    security,
  )

const entryOf = (resource: Json, more: Json = {}): Json => ({
  fullUrl: `https://api.example.test/Patient/${String(resource['id'])}`,
  search: { score: 1 },
  resource,
  ...more,
})

const bundle = (entries: readonly Json[], more: Json = {}): Json => ({
  resourceType: 'Bundle',
  type: 'searchset',
  total: entries.length,
  ...(entries.length > 0 && { entry: entries }),
  ...more,
})

/** Anybody is asked for by no more than a family name, unless it is said. */
export const came = (
  title: string,
  comesTo: string,
  resource: Json,
  more: Partial<CloudAnswer> = {},
): TraceRefused => ({ title, comesTo, cloud: cloudAnswer(resource, more), asked: {} })

const entry = (title: string, comesTo: string, more: Json): TraceRefused =>
  came(title, comesTo, bundle([entryOf(person(), more)]))

const asking = (
  title: string,
  comesTo: string,
  asked: Information,
  rest: Json = {},
): TraceRefused => ({
  ...came(`asked for ${title}`, comesTo, bundle([entryOf(person(rest))])),
  asked,
})

const COUNTED: readonly TraceRefused[] = [
  came('nobody', 'answer not_found', bundle([])),
  came('nobody, in an empty list', 'answer not_found', bundle([], { entry: [] })),
  came('too many', 'answer app_error', outcome('TOO_MANY_MATCHES')),
  came('two', 'answer app_error', bundle([entryOf(person()), entryOf(person({}, OTHER))])),
  came('one where it says two', 'declined shape', bundle([entryOf(person())], { total: 2 })),
  came('one where it says none', 'declined shape', bundle([entryOf(person())], { total: 0 })),
  came('none where it says one', 'declined shape', bundle([], { total: 1 })),
  came('none where it says nothing', 'declined shape', bundle([], { total: undefined })),
  came('none in words', 'declined shape', bundle([], { total: '0' })),
  came('a history', 'declined shape', bundle([entryOf(person())], { type: 'history' })),
  came(
    'one and a further page',
    'declined shape',
    bundle([entryOf(person())], { link: [{ relation: 'next', url: 'x' }] }),
  ),
  came(
    'one and its own address',
    'answer',
    bundle([entryOf(person())], { id: 'b', link: [{ relation: 'self', url: 'x' }] }),
  ),
  came('a bundle that says more', 'declined unread', bundle([], { issues: [] })),
  came('a patient alone', 'failure bad-answer', person()),
  came('an outcome of another kind', 'failure bad-answer', outcome('SINGLE_MATCH')),
]

const SCORED: readonly TraceRefused[] = [
  entry('a score of one in decimals', 'answer', { search: { score: 1.0, mode: 'match' } }),
  entry('a score below one', 'declined disagrees score', { search: { score: 0.9999 } }),
  entry('a score above one', 'declined disagrees score', { search: { score: 10 } }),
  entry('no score', 'declined disagrees score', { search: { mode: 'match' } }),
  entry('nothing of the search', 'declined disagrees score', { search: undefined }),
  entry('a score in words', 'declined disagrees score', { search: { score: '1' } }),
  entry('a resource beside the search', 'declined shape', {
    search: { score: 1, mode: 'include' },
  }),
  entry('a search that says more', 'declined unread', { search: { score: 1, rank: 2 } }),
  entry('an entry that says more', 'declined unread', { response: { status: '200' } }),
  entry('another address', 'declined disagrees fullUrl', { fullUrl: `x/Patient/${OTHER}` }),
  entry('no address', 'answer', { fullUrl: undefined }),
  entry('another resource', 'declined shape', { resource: { resourceType: 'Person', id: FOUND } }),
  entry('no resource', 'declined shape', { resource: undefined }),
]

const WHO = { gender: 'female', birthDate: '1971-02-03' } as const

const UNLIKE: readonly TraceRefused[] = [
  {
    ...came(
      'asked for another gender, of a restricted record',
      'crossed subject',
      bundle([entryOf(person({}, FOUND, 'R'))]),
    ),
    asked: { ...WHO, gender: 'male' },
  },
  asking('all of it', 'answer', {
    ...WHO,
    family: 'zz test',
    given: ['ada', 'Anne'],
    postcode: 'zz991aa',
  }),
  asking('the first given name', 'answer', { family: 'ZZTEST', given: ['ADA'] }),
  asking('the second given name', 'declined disagrees family, given', {
    family: 'ZZTEST',
    given: ['ANNE'],
  }),
  asking('three given names', 'declined disagrees family, given', {
    family: 'ZZTEST',
    given: ['ADA', 'ANNE', 'MAY'],
  }),
  asking('another family name', 'declined disagrees family, given', { family: 'ZZTESTS' }),
  asking('another postcode', 'declined disagrees postcode', {
    family: 'ZZTEST',
    postcode: 'ZZ99 1AB',
  }),
  asking('another gender', 'crossed subject', { ...WHO, gender: 'male' }),
  asking('another birth', 'crossed subject', { ...WHO, birthDate: '1971-03-02' }),
  asking(
    'a birth, and only its year is known',
    'crossed subject',
    { ...WHO },
    { birthDate: '1971' },
  ),
  asking(
    'a name that is an alias',
    'declined disagrees family, given',
    { family: 'ZZALIAS' },
    {
      name: [NAME, { use: 'temp', family: 'ZZALIAS' }],
    },
  ),
  asking(
    'a postcode of an address for a while',
    'declined disagrees postcode',
    { postcode: 'ZZ1' },
    {
      address: [HOME, { use: 'temp', postalCode: 'ZZ1' }],
    },
  ),
]

const RECORDS = (
  [
    ['two usual names', 'declined several name', { name: [NAME, NAME] }],
    ['two homes', 'declined several address', { address: [HOME, HOME] }],
    [
      'two general practices',
      'declined several gp',
      { generalPractitioner: [practice('1', 'A', '2001'), practice('2', 'B', '2002')] },
    ],
    ['a name that names no family', 'declined missing family', { name: [{ use: 'usual' }] }],
    ['no gender', 'declined missing gender', { gender: undefined }],
    ['no birth', 'declined missing birthDate', { birthDate: undefined }],
    ['a use of a name no row has', 'declined unread', { name: [NAME, { use: 'anonymous' }] }],
    ['an extension no row has', 'declined unread', { extension: [{ url: 'x', valueString: 'y' }] }],
    ['a status no row has', 'declined unread', { active: false }],
    ['a telecom of no use', 'declined missing use', { telecom: [{ system: 'phone', value: '1' }] }],
    [
      'a telecom of another kind',
      'declined value scheme',
      { telecom: [{ use: 'home', system: 'sms', value: '1' }] },
    ],
    ['a telecom of no kind', 'declined missing scheme', { telecom: [{ use: 'home', value: '1' }] }],
    [
      'a telecom that says nothing',
      'declined missing value',
      { telecom: [{ use: 'home', system: 'phone' }] },
    ],
    ['a pager that says nothing', 'declined missing value', { telecom: [{ system: 'pager' }] }],
    [
      'a textphone nothing marks',
      'declined value textphone',
      { telecom: [{ use: 'home', system: 'other', value: '1' }] },
    ],
    [
      'a general practice without a code',
      'declined missing ods',
      { generalPractitioner: [{ id: '1', type: 'Organization' }] },
    ],
    [
      'a number nobody verified',
      'declined unread',
      {
        identifier: [
          {
            system: 'https://fhir.nhs.uk/Id/nhs-number',
            value: FOUND,
            extension: [{ url: 'x' }],
          },
        ],
      },
    ],
  ] as const
).map(([title, comesTo, rest]) => came(title, comesTo, bundle([entryOf(person(rest))])))

const TIME = '2001-02-03T09:04:00+00:00'

const timed = (edge: 'start' | 'end'): readonly TraceRefused[] => {
  const period = { [edge]: TIME }
  const identifier = {
    ...{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'Z99001' },
    period,
  }
  const places: readonly Json[] = [
    { name: [{ ...NAME, period }] },
    { address: [{ ...HOME, period }] },
    { telecom: [{ use: 'home', system: 'phone', value: '1', period }] },
    { telecom: [{ system: 'pager', value: '1', period }] },
    { generalPractitioner: [{ identifier }] },
  ]
  const at = edge === 'start' ? 'from' : 'to'
  return places.map(rest =>
    came(
      `a minute where a day is meant, in ${Object.keys(rest).join()}`,
      `declined value ${at}`,
      bundle([entryOf(person(rest))]),
    ),
  )
}

const TIMED: readonly TraceRefused[] = [
  ...timed('start'),
  ...timed('end'),
  came(
    'a minute of birth',
    'declined value birthDate',
    bundle([entryOf(person({ birthDate: TIME }))]),
  ),
]

const BOUND: readonly TraceRefused[] = [
  came(
    'a restricted record',
    'declined withheld confidentiality',
    bundle([entryOf(person({}, FOUND, 'R'))]),
  ),
  came(
    'no confidentiality',
    'declined missing confidentiality',
    bundle([entryOf({ ...person(), meta: {} })]),
  ),
  came(
    'a number that is none',
    'declined value nhsNumber',
    bundle([entryOf(person({}, '9990001007'))]),
  ),
  came(
    'a number of another beside one’s own',
    'crossed subject',
    bundle([
      entryOf(
        person({ identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: OTHER }] }),
      ),
    ]),
  ),
  came(
    'no number at all',
    'crossed subject',
    bundle([{ search: { score: 1 }, resource: { resourceType: 'Patient' } }]),
  ),
  came('the answer of no request', 'crossed request', bundle([]), { headers: [] }),
  came('the answer of another request', 'crossed request', bundle([]), {
    headers: ['X-Request-ID', REQUEST_ID.replace('6', '7')],
  }),
  came('nobody, of the own request', 'answer not_found', bundle([]), {
    headers: ['X-Request-ID', REQUEST_ID],
  }),
]

/** What a searchset that is not simply translated comes to. */
export const TRACE_REFUSED: readonly TraceRefused[] = [
  ...COUNTED,
  ...SCORED,
  ...UNLIKE,
  ...RECORDS,
  ...TIMED,
  ...BOUND,
]
