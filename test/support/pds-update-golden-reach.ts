/** Where people live, how they are reached and who cares for them, added to a record. */
import type { Json } from './pds-golden-cloud.ts'
import {
  add,
  changed,
  type Changed,
  CORE,
  ID,
  PERIOD,
  type Update,
  V3,
  when,
} from './pds-update-golden-message.ts'

export const reach = (use: string, value: string, mode = 'added', more = ''): Update => ({
  role: `<telecom updateMode="${mode}" use="${use}" value="${value}">${more}</telecom>`,
})
const home = (content: string, use = 'PST', mode = 'added'): Update => ({
  role: `<addr updateMode="${mode}" use="${use}">${content}</addr>`,
})
const HELD = when('useablePeriod')
const until = (edge: string): string => `<useablePeriod><${edge} value="20310405"/></useablePeriod>`
const line = (text: string): string => `<streetAddressLine>${text}</streetAddressLine>`

export const REACHED: readonly Changed[] = [
  changed('an address for letters', home(line('1') + HELD), [
    add('/address/-', { use: 'billing', line: ['1'], ...PERIOD }),
  ]),
  changed('a second home', home(line('1') + HELD, 'H'), 'asked use'),
  changed('an address for a while', home(line('1') + HELD, 'TMP'), 'asked use'),
  changed('an address that begins at no time', home(line('1') + until('high')), 'missing from'),
  changed('an address that ends at no time', home(line('1') + until('low')), 'missing to'),
  changed(
    'all that an address says',
    home(
      `<streetAddressLine/>${line('Z2')}${line('3')}<streetAddressLine/>${line('5')}` +
        `<postalCode>ZZ99 1AA</postalCode><addressKey>A1234567</addressKey>${when('useablePeriod')}${ID}`,
    ),
    [
      add('/address/-', {
        use: 'billing',
        line: ['Z2', '3', '5'],
        postalCode: 'ZZ99 1AA',
        extension: [
          {
            url: `${CORE}/StructureDefinition/Extension-UKCore-AddressKey`,
            extension: [
              {
                url: 'type',
                valueCoding: { system: `${CORE}/CodeSystem/UKCore-AddressKeyType`, code: 'PAF' },
              },
              { url: 'value', valueString: 'A1234567' },
            ],
          },
        ],
        ...PERIOD,
      }),
    ],
  ),
  changed(
    'two addresses',
    { role: (home(line('1') + HELD).role ?? '').repeat(2) },
    'several address',
  ),
  changed(
    'an address that names no place',
    home(`<postalCode>ZZ99</postalCode>${HELD}`),
    'missing address',
  ),
  changed('an address altered', home(`${line('1')}${HELD}${ID}`, 'PST', 'altered'), 'asked mode'),
  changed('an address of another use', home(line('1') + HELD, 'WP'), 'value use'),
  changed(
    'an address of no use',
    { role: `<addr updateMode="added">${line('1')}${HELD}</addr>` },
    'missing use',
  ),
  changed(
    'two keys of an address',
    home(`<addressKey>1</addressKey><addressKey>2</addressKey>${HELD}`),
    'several key',
  ),
  changed(
    'a minute from which one lives there',
    home(
      `${line('1')}<useablePeriod><low value="200102030904"/><high value="20310405"/></useablePeriod>`,
    ),
    'value from',
  ),
  changed(
    'a minute to which one lives there',
    home(
      `${line('1')}<useablePeriod><low value="20010203"/><high value="203104050904"/></useablePeriod>`,
    ),
    'value to',
  ),
  ...(
    [
      ['H', 'home', 'tel', 'phone'],
      ['HV', 'temp', 'mailto', 'email'],
      ['MC', 'mobile', 'fax', 'fax'],
      ['WP', 'work', 'tel', 'phone'],
    ] as const
  ).map(([use, fhir, scheme, system]) =>
    changed(
      `a ${system} for ${fhir}`,
      reach(use, `${scheme}:01:2`, 'added', `${when('useablePeriod')}${ID}`),
      [add('/telecom/-', { use: fhir, system, value: '01:2', ...PERIOD })],
    ),
  ),
  changed(
    'two telephones',
    { role: `${reach('H', 'tel:1').role ?? ''}${reach('MC', 'tel:2').role ?? ''}` },
    [
      add('/telecom/-', { use: 'home', system: 'phone', value: '1' }),
      add('/telecom/-', { use: 'mobile', system: 'phone', value: '2' }),
    ],
  ),
  changed('a telephone altered', reach('H', 'tel:1', 'altered'), 'asked mode'),
  changed('a textphone', reach('H', 'textphone:1'), 'value scheme'),
  changed('a telephone without a scheme', reach('H', '1'), 'value scheme'),
  changed('a telephone that says nothing', reach('H', 'tel:'), 'value value'),
  changed(
    'a telephone of no use',
    { role: '<telecom updateMode="added" value="tel:1"/>' },
    'missing use',
  ),
  changed(
    'a telephone of no value',
    { role: '<telecom updateMode="added" use="H"/>' },
    'missing scheme',
  ),
  changed('a primary home', reach('HP', 'tel:1'), 'asked subject/patientRole/telecom[@use=HP]'),
  changed('a pager', reach('PG', 'tel:1'), 'asked subject/patientRole/telecom[@use=PG]'),
  changed(
    'a minute from which one is reached',
    reach('H', 'tel:1', 'added', '<useablePeriod><low value="200102030904"/></useablePeriod>'),
    'value from',
  ),
  changed(
    'a minute to which one is reached',
    reach('H', 'tel:1', 'added', '<useablePeriod><high value="200102030904"/></useablePeriod>'),
    'value to',
  ),
]

const provision = (code: string, mode: string, more = ''): string =>
  `<playedOtherProviderPatient classCode="PAT"><subjectOf typeCode="SBJ">` +
  `<patientCareProvision classCode="PCPR" moodCode="EVN" updateMode="${mode}">${more}` +
  `<code code="${code}" codeSystem="${V3}.17.37"/><performer typeCode="PRF">` +
  `<assignedOrganization classCode="ASSIGNED"><id root="2.16.840.1.113883.2.1.4.3" extension="FZZ01"/>` +
  `</assignedOrganization></performer></patientCareProvision></subjectOf></playedOtherProviderPatient>`

const ORGANISATION = {
  system: 'https://fhir.nhs.uk/Id/ods-organization-code',
  value: 'FZZ01',
}

const NOMINATED = [
  ['pharmacy', 'P1', 'NominatedPharmacy'],
  ['appliance', 'P2', 'MedicalApplianceSupplier'],
  ['dispenser', 'P3', 'PreferredDispenserOrganization'],
] as const

const nominated = (extension: string): Json =>
  add('/extension/-', {
    url: `${CORE}/StructureDefinition/Extension-UKCore-${extension}`,
    valueReference: { identifier: ORGANISATION },
  })

const ALL = [['gp', '1'], ...NOMINATED.map(([list, code]) => [list, code] as const)] as const

const EACH: readonly Changed[] = ALL.flatMap(([list, code]) => [
  changed(`two of ${list}`, { person: provision(code, 'added').repeat(2) }, `several ${list}`),
  changed(
    `a ${list} of nobody`,
    { person: provision(code, 'added').replace(/<performer.*<\/performer>/, '') },
    `missing ${list}`,
  ),
  changed(
    `a ${list} with a blank in its code`,
    { person: provision(code, 'added').replace('FZZ01', 'FZZ 01') },
    'value ods',
  ),
])

const SINCE = '<effectiveTime><low value="20010203"/></effectiveTime>'
const FROM = { period: { start: '2001-02-03' } }
const practice = (identifier: Json): Json => ({ type: 'Organization', identifier })
const altered = (more = '', id = ID): Update => ({ person: provision('1', 'altered', id + more) })

const PRACTICES: readonly Changed[] = [
  changed('a gp added', { person: provision('1', 'added', ID) }, [
    add('/generalPractitioner/-', practice(ORGANISATION)),
  ]),
  changed('a gp from when', { person: provision('1', 'added', SINCE) }, [
    add('/generalPractitioner/-', practice({ ...ORGANISATION, ...FROM })),
  ]),
  changed('a gp to when', { person: provision('1', 'added', when('effectiveTime')) }, 'unread'),
  changed('a gp altered', altered(), [
    { op: 'test', path: '/generalPractitioner/0/id', value: 'cppz' },
    {
      op: 'replace',
      path: '/generalPractitioner/0',
      value: { type: 'Organization', id: 'cppz', identifier: ORGANISATION },
    },
  ]),
  changed('a gp altered, from when', altered(SINCE), [
    { op: 'test', path: '/generalPractitioner/0/id', value: 'cppz' },
    {
      op: 'replace',
      path: '/generalPractitioner/0',
      value: { type: 'Organization', id: 'cppz', identifier: { ...ORGANISATION, ...FROM } },
    },
  ]),
  changed('a gp altered, to when', altered(when('effectiveTime')), 'unread'),
  changed('a gp altered of no id', altered('', ''), 'missing id'),
  changed(
    'a gp altered of an id of another sort',
    altered('', ID.replace('.18.1', '.18.2')),
    'missing id',
  ),
  changed(
    'a gp altered to nobody',
    { person: provision('1', 'altered', ID).replace(/<performer.*<\/performer>/, '') },
    'missing gpAltered',
  ),
  changed('two of gp altered', { person: provision('1', 'altered', ID).repeat(2) }, 'several gpId'),
  changed(
    'a gp altered with a blank in its code',
    { person: provision('1', 'altered', ID).replace('FZZ01', 'FZZ 01') },
    'value ods',
  ),
  changed(
    'a gp removed',
    { person: provision('1', 'removed', ID) },
    'asked subject/patientRole/patientPerson/playedOtherProviderPatient/subjectOf/patientCareProvision[code/@code=1][@updateMode=removed]',
  ),
  ...(['added', 'altered'] as const).map(mode =>
    changed(
      `a minute from which a gp is ${mode}`,
      {
        person: provision(
          '1',
          mode,
          `${ID}<effectiveTime><low value="200102030904"/></effectiveTime>`,
        ),
      },
      'value from',
    ),
  ),
]

export const PROVIDED: readonly Changed[] = [
  ...EACH,
  ...PRACTICES,
  ...NOMINATED.flatMap(([list, code, extension]) => [
    changed(`a ${list} added`, { person: provision(code, 'added', ID) }, [nominated(extension)]),
    changed(
      `a ${list} from when to when`,
      { person: provision(code, 'added', when('effectiveTime')) },
      'unread',
    ),
    changed(`a ${list} altered`, { person: provision(code, 'altered', ID) }, 'asked mode'),
  ]),
]
