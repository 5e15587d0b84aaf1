import {
  before,
  type Legacy,
  legacy,
  PERSON,
  person,
  provision,
  provisionAt,
  recorded,
  recordedLeaves,
  role,
  V3,
} from './pds-golden-legacy-record.ts'
import type { ShapeName } from './pds-golden-reply.ts'

const EVERY_ROLE = [
  'subjectOf',
  'subjectOf1',
  'subjectOf3',
  'subjectOf7',
  'subjectOf8',
  'subjectOf10',
  'subjectOf11',
  'subjectOf12',
  'subjectOf13',
  'subjectOf15',
  'recordTargetOf',
] as const

const BOTH: readonly ShapeName[] = ['mim6', 'mim7']

const UK = { mim6: 'UK02', mim7: 'UK03' } as const

/** Replies in either shape. */
export const IN_BOTH: readonly Legacy[] = BOTH.flatMap(shape => [
  legacy(
    shape,
    'a shared secret is let go unread',
    role(
      `<subjectOf6 typeCode="SBJ"><sharedSecret classCode="OBS" moodCode="EVN">` +
        `<code code="15" codeSystem="${V3}.17.35"/><value>SECRET</value></sharedSecret></subjectOf6>`,
    ),
    {
      lossy: [
        'subjectOf6/@typeCode',
        'subjectOf6/sharedSecret/@classCode',
        'subjectOf6/sharedSecret/@moodCode',
        'subjectOf6/sharedSecret/code/@code',
        'subjectOf6/sharedSecret/code/@codeSystem',
        'subjectOf6/sharedSecret/value/text()',
      ],
    },
  ),
  legacy(
    shape,
    'a number that was superseded',
    role(
      `<replacementOf typeCode="REPL"><oldVersion><id root="2.16.840.1.113883.2.1.4.1" extension="9990001472"/></oldVersion></replacementOf>`,
    ),
    {
      lossy: [
        'replacementOf/@typeCode',
        'replacementOf/oldVersion/id/@extension',
        'replacementOf/oldVersion/id/@root',
      ],
    },
  ),
  legacy(
    shape,
    'a related person',
    person(
      `<scopedRelatedPersonRole classCode="PRS"><id extension="r1"/></scopedRelatedPersonRole>`,
    ),
    {
      lossy: [
        `${PERSON}/scopedRelatedPersonRole/@classCode`,
        `${PERSON}/scopedRelatedPersonRole/id/@extension`,
      ],
    },
  ),
  ...EVERY_ROLE.map(name =>
    legacy(shape, `what ${name} says`, role(`<${name}><said code="1"/></${name}>`), {
      lossy: [`${name}/said/@code`],
    }),
  ),
  legacy(
    shape,
    'the code systems of wishes',
    {
      record: { method: '1', format: '12' },
      instead: [
        ['<value code="1"/>', `<value code="1" codeSystem="${V3}.16.16"/>`],
        ['<value code="12"/>', `<value code="12" codeSystem="${V3}.16.17"/>`],
      ],
    },
    {
      means: { contactMethod: 'letter', writtenFormat: 'braille' },
      lossy: [
        'subjectOf4/preferredContactMethod/value/@codeSystem',
        'subjectOf5/preferredWrittenCommunicationFormat/value/@codeSystem',
      ],
    },
  ),
  legacy(
    shape,
    'who recorded a name, an address and a telephone, and when',
    {
      record: {
        names: [{ use: 'L', family: 'X', id: 'n1' }],
        addresses: [{ use: 'H', lines: ['', '4 Fig Way', '', 'Figton', ''], id: 'a1' }],
        telecoms: [
          { use: 'PG', value: 'tel:1', id: 'c2' },
          { use: 'HP', value: 'tel:2', id: 'c1' },
        ],
      },
      instead: [
        before(`</COCT_MT000203${UK[shape]}.PartOfWhole>`, recorded(1)),
        before(`</COCT_MT000201${UK[shape]}.PartOfWhole>`, recorded(2)),
        before(`</COCT_MT000202${UK[shape]}.PartOfWhole>`, recorded(2)),
      ],
    },
    {
      means: {
        'name[0]/use': 'usual',
        'name[0]/family': 'X',
        'name[0]/id': 'n1',
        'address[0]/use': 'home',
        'address[0]/line[0]': '4 Fig Way',
        'address[0]/line[1]': 'Figton',
        'address[0]/id': 'a1',
        'pager[0]/value': '1',
        'pager[0]/id': 'c2',
        'telecom[0]/use': 'home',
        'telecom[0]/scheme': 'phone',
        'telecom[0]/value': '2',
        'telecom[0]/id': 'c1',
      },
      lossy: [
        `${PERSON}/COCT_MT000201${UK[shape]}.PartOfWhole/addr/streetAddressLine`,
        ...recordedLeaves(`${PERSON}/COCT_MT000201${UK[shape]}.PartOfWhole`, 2),
        ...recordedLeaves(`${PERSON}/COCT_MT000202${UK[shape]}.PartOfWhole`, 2),
        `${PERSON}/COCT_MT000202${UK[shape]}.PartOfWhole/telecom/@use`,
        ...recordedLeaves(`${PERSON}/COCT_MT000203${UK[shape]}.PartOfWhole`, 1),
      ],
    },
  ),
  legacy(
    shape,
    'who recorded the second telephone',
    {
      record: { telecoms: [{ use: 'MC', value: 'tel:2', id: 'c1' }] },
      instead: [before(`</COCT_MT000202${UK[shape]}.PartOfWhole>`, recorded(1))],
    },
    {
      means: {
        'telecom[0]/use': 'mobile',
        'telecom[0]/scheme': 'phone',
        'telecom[0]/value': '2',
        'telecom[0]/id': 'c1',
      },
      lossy: recordedLeaves(`${PERSON}/COCT_MT000202${UK[shape]}.PartOfWhole`, 1),
    },
  ),
  ...(
    [
      ['1', 'gp', { 'gp[0]/id': 'cppz' }, []],
      ['P1', 'pharmacy', {}, ['id/@extension', 'id/@root']],
      ['P2', 'appliance', {}, ['id/@extension', 'id/@root']],
      ['P3', 'dispenser', {}, ['id/@extension', 'id/@root']],
    ] as const
  ).map(([code, list, means, lossy]) =>
    legacy(
      shape,
      `who recorded a provider ${code} and when, and the id of what has none in the cloud`,
      {
        record: { providers: [{ code, ods: 'Z99001', id: 'cppz' }] },
        instead: [before(`</${provision[shape]}>`, recorded(1, 'SUBJ'))],
      },
      {
        means: { [`${list}[0]/ods`]: 'Z99001', ...means },
        lossy: [
          ...lossy.map(path => `${provisionAt(shape)}/${path}`),
          ...recordedLeaves(provisionAt(shape), 1),
        ],
      },
    ),
  ),
  legacy(
    shape,
    'a name at birth is a former name, and an empty given name none',
    {
      record: { names: [{ use: 'PREVIOUS-BIRTH', given: ['', 'ADA'], family: 'OLD', id: 'n1' }] },
    },
    {
      means: {
        'name[0]/use': 'former',
        'name[0]/given[0]': 'ADA',
        'name[0]/family': 'OLD',
        'name[0]/id': 'n1',
      },
      lossy: [
        `${PERSON}/COCT_MT000203${UK[shape]}.PartOfWhole/partPerson/name/@use`,
        `${PERSON}/COCT_MT000203${UK[shape]}.PartOfWhole/partPerson/name/given`,
      ],
    },
  ),
  legacy(
    shape,
    'a stop noted',
    { record: { confidentiality: 'Y' } },
    {
      means: { confidentiality: 'restricted' },
      lossy: ['confidentialityCode/@code'],
    },
  ),
  legacy(
    shape,
    'a language that is not preferred, and an attribute nobody knows',
    {
      record: { language: 'fr' },
      instead: [
        ['<preferenceInd value="true"/>', '<preferenceInd value="false"/>'],
        before('</patientPerson>', '<unheardOf value="1"/>'),
      ],
    },
    {
      means: { language: 'fr' },
      dropped: [
        `${PERSON}/languageCommunication/preferenceInd/@value`,
        `${PERSON}/unheardOf/@value`,
      ],
    },
  ),
  legacy(
    shape,
    'a birth to the minute, which only legacy knows',
    { record: { birth: '197312021011' } },
    { means: { birthDate: '1973-12-02T10:11' } },
  ),
  ...(
    [
      ['a gender nobody knows', { gender: '3' }, 'value'],
      ['a birth on a day there is not', { birth: '20230230' }, 'value'],
      ['a telephone without a scheme', { telecoms: [{ use: 'H', value: '01632' }] }, 'value'],
      [
        'a telephone of a scheme nobody knows',
        { telecoms: [{ use: 'H', value: 'telex:1' }] },
        'value',
      ],
      ['a use nobody knows', { telecoms: [{ use: 'EC', value: 'tel:1' }] }, 'value'],
      ['a pager that is no telephone', { telecoms: [{ use: 'PG', value: 'mailto:1' }] }, 'value'],
      ['a business reason to be careful', { confidentiality: 'B' }, 'value'],
      ['a number with a wrong check digit', { number: '9990001481' }, 'value'],
      ['a version that is no number', { version: 'x' }, 'value'],
    ] as const
  ).map(([title, record, code]): Legacy => ({
    ...legacy(shape, title, { record: record }, {}),
    means: { declined: code },
  })),
])
