import { IN_BOTH } from './pds-golden-legacy-both.ts'
import {
  before,
  type Legacy,
  legacy,
  PERSON,
  provisionAt,
  RECORD,
  reply,
  V3,
} from './pds-golden-legacy-record.ts'
import { who } from './pds-golden-pairs.ts'
import { subjectOf } from './pds-golden-reply.ts'

const REMOVED = 'subjectOf9/pCRemovalRegistrationEvent'

const IN_MIM7: readonly Legacy[] = [
  legacy(
    'mim7',
    'when facts were notified',
    {
      record: { gender: '1', birth: '19310101', death: '19990101', city: 'Figton' },
      instead: [
        '208UK01.BirthPlace',
        '209UK01.PartAdminGenderCode',
        '210UK01.PartBirthTime',
        '211UK01.PartDeceasedTime',
      ].map(template =>
        before(
          `</COCT_MT000${template}>`,
          '<subjectOf><notificationTime value="20030930"/></subjectOf>',
        ),
      ),
    },
    {
      means: {
        gender: 'male',
        birthDate: '1931-01-01',
        deceased: '1999-01-01',
        birthCity: 'Figton',
      },
      lossy: [
        '208UK01.BirthPlace',
        '209UK01.PartAdminGenderCode',
        '210UK01.PartBirthTime',
        '211UK01.PartDeceasedTime',
      ].map(template => `${PERSON}/COCT_MT000${template}/subjectOf/notificationTime/@value`),
    },
  ),
  legacy(
    'mim7',
    'a country of birth as a text',
    {
      record: { city: 'Figton' },
      instead: [before('</addr></COCT_MT000208UK01', '<country>GBR</country>')],
    },
    { means: { birthCity: 'Figton', birthCountry: 'GBR' } },
  ),
  legacy(
    'mim7',
    'the code system of a country of birth',
    {
      record: { country: 'GBR' },
      instead: [before('/></country>', ` codeSystem="${V3}.16.20"`)],
    },
    {
      means: { birthCountry: 'GBR' },
      lossy: [`${PERSON}/COCT_MT000208UK01.BirthPlace/addr/country/code/@codeSystem`],
    },
  ),
  legacy(
    'mim7',
    'all that is said of a removal',
    {
      record: { removal: { reason: 'SCT', low: '20200101' } },
      instead: [
        before('<effectiveTime>', `<code code="04" codeSystem="${V3}.17.165"/>`),
        before(
          '</pCRemovalRegistrationEvent>',
          '<availabilityTime value="20200102"/><component><x v="1"/></component>' +
            '<subjectOf><x v="2"/></subjectOf><subjectOf1><x v="3"/></subjectOf1>',
        ),
      ],
    },
    {
      means: { removalReason: 'SCT', removedFrom: '2020-01-01' },
      lossy: [
        `${REMOVED}/availabilityTime/@value`,
        `${REMOVED}/code/@code`,
        `${REMOVED}/code/@codeSystem`,
        `${REMOVED}/component/x/@v`,
        `${REMOVED}/subjectOf/x/@v`,
        `${REMOVED}/subjectOf1/x/@v`,
      ],
    },
  ),
  legacy(
    'mim7',
    'the code system of a reason for removal',
    {
      record: { removal: { reason: 'SCT' } },
      instead: [before('/></pCRemovalRegistrationEvent>', ` codeSystem="${V3}.17.168"`)],
    },
    { means: { removalReason: 'SCT' }, lossy: [`${REMOVED}/reasonCode/@codeSystem`] },
  ),
  ...(
    [
      ['1', 'gp', { 'gp[0]/id': 'cppz' }],
      ['P1', 'pharmacy', {}],
      ['P2', 'appliance', {}],
      ['P3', 'dispenser', {}],
    ] as const
  ).map(([code, list, means]) =>
    legacy(
      'mim7',
      `who recorded a provider ${code}, in every place, and what it is paid for`,
      {
        record: { providers: [{ code, ods: 'Z99001', ...(code === '1' ? { id: 'cppz' } : {}) }] },
        instead: [
          before(
            '</patientCareProvision>',
            '<subjectOf><pDSSourceData v="1"/></subjectOf><subjectOf1><x v="1"/></subjectOf1>' +
              '<subjectOf2><x v="1"/></subjectOf2><pertinentInformation><x v="1"/></pertinentInformation>',
          ),
        ],
      },
      {
        means: { [`${list}[0]/ods`]: 'Z99001', ...means },
        lossy: [
          'subjectOf/pDSSourceData',
          'subjectOf1/x',
          'subjectOf2/x',
          'pertinentInformation/x',
        ].map(path => `${provisionAt('mim7')}/${path}/@v`),
      },
    ),
  ),
]

const WARNING: readonly [string, string, string] = ['9', 'limited', 'WG']

const ACKNOWLEDGED: readonly Legacy[] = [
  {
    ...legacy('mim6', 'a success with a warning', { record: { confidentiality: 'S' } }, {}),
    message: reply('mim6', subjectOf('mim6', { ...RECORD, confidentiality: 'S' }), {
      reasons: [WARNING],
    }),
    outcome: 'warning',
    means: { ...who(RECORD.number, RECORD.version), confidentiality: 'restricted' },
  },
  ...(
    [
      ['no match', 'AE', [['1', 'No match', 'ER']], 'not_found'],
      [
        'no match, said twice',
        'AE',
        [
          ['1', 'No match', 'ER'],
          ['ST004', 'No match', 'ER'],
        ],
        'not_found',
      ],
      [
        'another failure',
        'AE',
        [
          ['0', 'Invalid', 'ER'],
          ['AT002', 'Invalid', 'ER'],
        ],
        'app_error',
      ],
      ['a rejection', 'AR', [], 'rejected'],
    ] as const
  ).map(([title, type, reasons, outcome]): Legacy => ({
    title,
    shape: 'mim6',
    message: reply('mim6', '', { root: 'QUQI_IN010000UK14', type, reasons, response: 'ID' }),
    outcome,
    means: {},
    lossy: [],
    dropped: [],
  })),
  {
    title: 'a message id that was used before',
    shape: 'mim6',
    message: reply('mim6', '', { root: 'MCCI_IN010000UK13', type: 'AR' }).replace(
      '<messageRef>',
      `<acknowledgementDetail typeCode="ER"><code code="202" codeSystem="${V3}.17.32"/></acknowledgementDetail><messageRef>`,
    ),
    outcome: 'duplicate',
    means: {},
    lossy: [],
    dropped: [],
  },
  ...(
    [
      ['a success without a subject', reply('mim6', '')],
      [
        'a success in a shape nobody asked for',
        reply('mim6', subjectOf('mim6', RECORD), { root: 'QUPA_IN000011UK02' }),
      ],
      ['a success with two subjects', reply('mim6', subjectOf('mim6', RECORD).repeat(2))],
      [
        'an acknowledgement of no sort',
        reply('mim6', subjectOf('mim6', RECORD)).replace('typeCode="AA"', 'typeCode="CA"'),
      ],
    ] as const
  ).map(([title, message]): Legacy => ({
    title,
    shape: 'mim6',
    message,
    outcome: 'declined shape',
    means: {},
    lossy: [],
    dropped: [],
  })),
]

/** Replies of legacy that the cloud could not have given. */
export const LEGACY: readonly Legacy[] = [...IN_BOTH, ...IN_MIM7, ...ACKNOWLEDGED]
