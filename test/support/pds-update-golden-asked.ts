/** General updates as suppliers write them, and the patches the cloud is sent for each. */
import type { Json } from './pds-golden-cloud.ts'
import {
  add,
  changed,
  type Changed,
  CORE,
  ID,
  PERIOD,
  replace,
  type Update,
  V3,
  when,
} from './pds-update-golden-message.ts'
import { PROVIDED, reach, REACHED } from './pds-update-golden-reach.ts'

export const gender = (mode: string, code?: string): Update => ({
  person: `<administrativeGenderCode updateMode="${mode}"${code === undefined ? '' : ` code="${code}"`}/>`,
})
const valued = (name: string, mode: string, value?: string): Update => ({
  person: `<${name} updateMode="${mode}"${value === undefined ? '' : ` value="${value}"`}/>`,
})

const twice = ({ person = '' }: Update): Update => ({ person: person.repeat(2) })

const ONCE: readonly Changed[] = [
  ...(
    [
      ['1', 'male'],
      ['2', 'female'],
      ['0', 'unknown'],
    ] as const
  ).map(([code, word]) => changed(word, gender('altered', code), [replace('/gender', word)])),
  changed('a gender added', gender('added', '1'), [add('/gender', 'male')]),
  changed('a gender nobody may set', gender('altered', '9'), 'asked code'),
  changed('a gender removed', gender('removed'), 'asked mode'),
  changed(
    'a gender of its code system',
    {
      person: `<administrativeGenderCode updateMode="altered" code="1" codeSystem="${V3}.16.25"/>`,
    },
    [replace('/gender', 'male')],
  ),
  changed(
    'a gender of another code system',
    {
      person: `<administrativeGenderCode updateMode="altered" code="1" codeSystem="${V3}.16.26"/>`,
    },
    'unread',
  ),
  changed('a gender removed that says one', gender('removed', '1'), 'asked mode'),
  changed('a gender altered that says none', gender('altered'), 'missing gender'),
  changed('a gender nobody knows', gender('altered', '3'), 'value code'),
  changed('a mode nobody knows', gender('changed', '1'), 'value mode'),
  changed(
    'a gender in no mode',
    { person: '<administrativeGenderCode code="1"/>' },
    'missing mode',
  ),
  changed(
    'a gender twice',
    { person: `${gender('altered', '1').person ?? ''}${gender('altered', '2').person ?? ''}` },
    'several gender',
  ),
  changed('a birth altered', valued('birthTime', 'altered', '19710203'), [
    replace('/birthDate', '1971-02-03'),
  ]),
  changed('a birth added', valued('birthTime', 'added', '19710203'), [
    add('/birthDate', '1971-02-03'),
  ]),
  changed('a year of birth', valued('birthTime', 'added', '1971'), 'value day'),
  changed('a month of birth', valued('birthTime', 'added', '197102'), 'value day'),
  changed('a birth removed', valued('birthTime', 'removed'), 'asked mode'),
  changed('a minute of birth', valued('birthTime', 'added', '197102030904'), 'value day'),
  changed('a birth altered to nothing', valued('birthTime', 'altered'), 'missing birthDate'),
  changed('a twin', valued('multipleBirthOrderNumber', 'added', '2'), [
    add('/multipleBirthInteger', 2),
  ]),
  changed('a twin no more', valued('multipleBirthOrderNumber', 'removed'), [
    { op: 'remove', path: '/multipleBirthInteger' },
  ]),
  changed(
    'the tenth of a birth',
    valued('multipleBirthOrderNumber', 'added', '10'),
    'value number',
  ),
  changed('none of a birth', valued('multipleBirthOrderNumber', 'added', '0'), 'value number'),
  changed('a twin in words', valued('multipleBirthOrderNumber', 'added', '2nd'), 'value number'),
  changed(
    'a birth order altered to none',
    valued('multipleBirthOrderNumber', 'altered'),
    'missing birthOrder',
  ),
]

const TWICE: readonly Changed[] = [
  changed('a birth twice', twice(valued('birthTime', 'altered', '1971')), 'several birthDate'),
  changed('a twin altered', valued('multipleBirthOrderNumber', 'altered', '1'), [
    replace('/multipleBirthInteger', 1),
  ]),
  changed(
    'a birth order twice',
    twice(valued('multipleBirthOrderNumber', 'altered', '1')),
    'several birthOrder',
  ),
]

const notified = (mode: string, code: string): string =>
  `<subjectOf2 typeCode="SBJ"><deathNotification classCode="OBS" moodCode="EVN" updateMode="${mode}">` +
  `<code code="3" codeSystem="${V3}.17.35"/><value code="${code}" codeSystem="${V3}.16.5"/>` +
  `</deathNotification></subjectOf2>`
const died = (mode: string, at: string): string =>
  `<deceasedTime updateMode="${mode}" value="${at}"/>`

const status = (code: string): Json =>
  add('/extension/-', {
    url: `${CORE}/StructureDefinition/Extension-UKCore-DeathNotificationStatus`,
    extension: [
      {
        url: 'deathNotificationStatus',
        valueCodeableConcept: {
          coding: [{ system: `${CORE}/CodeSystem/UKCore-DeathNotificationStatus`, code }],
        },
      },
    ],
  })

const DEATHS: readonly Changed[] = [
  changed('a death', { role: notified('added', '1'), person: died('added', '20191225') }, [
    add('/deceasedDateTime', '2019-12-25T00:00:00+00:00'),
    status('1'),
  ]),
  changed(
    'a minute of death, formally',
    { role: notified('added', '2'), person: died('added', '201912250930') },
    'asked code',
  ),
  changed(
    'a minute of death',
    { role: notified('added', '1'), person: died('added', '201912250930') },
    [add('/deceasedDateTime', '2019-12-25T09:30:00+00:00'), status('1')],
  ),
  changed(
    'a death at no time',
    { role: notified('added', '1'), person: '<deceasedTime updateMode="added"/>' },
    'missing deceased',
  ),
  changed(
    'a death of no status',
    { role: notified('added', '1').replace(/<value[^>]*>/, ''), person: died('added', '2019') },
    'missing deathStatus',
  ),
  changed(
    'a death in no mode',
    { role: notified('added', '1'), person: '<deceasedTime value="2019"/>' },
    'missing mode',
  ),
  changed('a death nobody notified', { person: died('added', '2019') }, 'missing deathStatus'),
  changed('a death without a day', { role: notified('added', '1') }, 'missing deceased'),
  changed(
    'a death altered',
    { role: notified('added', '1'), person: died('altered', '2019') },
    'asked mode',
  ),
  changed(
    'how it was notified altered',
    { role: notified('altered', '1'), person: died('added', '2019') },
    'asked mode',
  ),
  changed(
    'a death notified twice',
    { role: notified('added', '1').repeat(2), person: died('added', '2019') },
    'several deathStatus',
  ),
  changed(
    'a death nobody knows the status of',
    { role: notified('added', '3'), person: died('added', '2019') },
    'value code',
  ),
  changed(
    'two deaths',
    { role: notified('added', '1'), person: died('added', '2019').repeat(2) },
    'several deceased',
  ),
]

const name = (content: string, use = 'A', mode = 'added'): Update => ({
  person: `<name updateMode="${mode}" use="${use}">${content}</name>`,
})
const FAMILY = '<family>ZZTEST</family>'

const NAMES: readonly Changed[] = [
  ...(
    [
      ['A', 'temp'],
      ['PREFERRED', 'nickname'],
      ['PREVIOUS', 'old'],
      ['PREVIOUS-MAIDEN', 'maiden'],
    ] as const
  ).map(([use, fhir]) =>
    changed(`a name for ${fhir}`, name(FAMILY, use), [
      add('/name/-', { use: fhir, family: 'ZZTEST' }),
    ]),
  ),
  changed(
    'all that a name says',
    name(
      `<prefix>DR</prefix><given>ADA</given><given/><given>MAY</given>${FAMILY}<suffix>X</suffix>` +
        `${when('validTime')}${ID}`,
    ),
    [
      add('/name/-', {
        use: 'temp',
        prefix: ['DR'],
        given: ['ADA', 'MAY'],
        family: 'ZZTEST',
        suffix: ['X'],
        ...PERIOD,
      }),
    ],
  ),
  changed('a second usual name', name(FAMILY, 'L'), 'asked use'),
  changed(
    'a former name of birth',
    name(FAMILY, 'PREVIOUS-BIRTH'),
    `asked subject/patientRole/patientPerson/name[@use=PREVIOUS-BIRTH]`,
  ),
  changed('a name altered', name(`${FAMILY}${ID}`, 'A', 'altered'), 'asked mode'),
  changed('a name removed', name(ID, 'A', 'removed'), 'asked mode'),
  changed(
    'a name of no use',
    { person: `<name updateMode="added">${FAMILY}</name>` },
    'missing use',
  ),
  changed('two names', twice(name(FAMILY)), [
    add('/name/-', { use: 'temp', family: 'ZZTEST' }),
    add('/name/-', { use: 'temp', family: 'ZZTEST' }),
  ]),
  changed('a name that names no family', name('<given>ADA</given>'), 'missing name'),
  changed('two prefixes', name(`<prefix>A</prefix><prefix>B</prefix>${FAMILY}`), 'several prefix'),
  changed(
    'a minute from which a name is held',
    name(`${FAMILY}<validTime><low value="200102030904"/></validTime>`),
    'value from',
  ),
  changed(
    'a minute to which a name is held',
    name(`${FAMILY}<validTime><high value="200102030904"/></validTime>`),
    'value to',
  ),
  changed('what JSON is made of', name('<family>&quot;}],&quot;patches&quot;:[]</family>'), [
    add('/name/-', { use: 'temp', family: '"}],"patches":[]' }),
  ]),
]

const REFUSED: readonly Changed[] = [
  ...[1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15].map(number =>
    changed(
      `subjectOf${number}`,
      { role: `<subjectOf${number}/>`, ...gender('altered', '1') },
      `asked subject/patientRole/subjectOf${number}`,
    ),
  ),
  ...['languageCommunication', 'scopedRelatedPersonRole'].map(part =>
    changed(part, { person: `<${part}/>` }, `asked subject/patientRole/patientPerson/${part}`),
  ),
  changed('nothing changed', {}, 'missing change'),
  changed('no version', { ...gender('altered', '1'), version: '' }, 'value serialChangeNumber'),
  changed(
    'a version in words',
    { ...gender('altered', '1'), version: 'x1' },
    'value serialChangeNumber',
  ),
  changed(
    'a number that is none',
    { ...gender('altered', '1'), number: '9990001007' },
    'value nhsNumber',
  ),
  changed(
    'a path for a number',
    { ...gender('altered', '1'), number: '../999000100' },
    'value nhsNumber',
  ),
  changed(
    'what no row reads',
    { person: '<maritalStatusCode code="M"/>', role: reach('H', 'tel:1').role ?? '' },
    'unread',
  ),
  changed('another interaction', { ...gender('altered', '1'), root: 'PRPA_IN000204UK03' }, 'shape'),
  changed('the same as UK06', { ...gender('altered', '1'), root: 'PRPA_IN000203UK06' }, [
    replace('/gender', 'male'),
  ]),
]

/** What is changed, and what it comes to. */
export const CHANGED: readonly Changed[] = [
  ...ONCE,
  ...TWICE,
  ...DEATHS,
  ...NAMES,
  ...REACHED,
  ...PROVIDED,
  ...REFUSED,
]
