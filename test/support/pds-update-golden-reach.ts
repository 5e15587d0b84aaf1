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
const home = (content: string, use = 'H', mode = 'added'): Update => ({
  role: `<addr updateMode="${mode}" use="${use}">${content}</addr>`,
})
const line = (text: string): string => `<streetAddressLine>${text}</streetAddressLine>`

export const REACHED: readonly Changed[] = [
  ...(
    [
      ['H', 'home'],
      ['TMP', 'temp'],
      ['PST', 'billing'],
    ] as const
  ).map(([use, fhir]) =>
    changed(`an address for ${fhir}`, home(line('1'), use), [
      add('/address/-', { use: fhir, line: ['1'] }),
    ]),
  ),
  changed(
    'all that an address says',
    home(
      `<streetAddressLine/>${line('Z2')}${line('3')}<streetAddressLine/>${line('5')}` +
        `<postalCode>ZZ99 1AA</postalCode><addressKey>A1234567</addressKey>${when('useablePeriod')}${ID}`,
    ),
    [
      add('/address/-', {
        use: 'home',
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
  changed('two addresses', { role: (home(line('1')).role ?? '').repeat(2) }, [
    add('/address/-', { use: 'home', line: ['1'] }),
    add('/address/-', { use: 'home', line: ['1'] }),
  ]),
  changed(
    'an address that names no place',
    home('<postalCode>ZZ99</postalCode>'),
    'missing address',
  ),
  changed('an address altered', home(`${line('1')}${ID}`, 'H', 'altered'), 'asked mode'),
  changed('an address of another use', home(line('1'), 'WP'), 'value use'),
  changed(
    'an address of no use',
    { role: `<addr updateMode="added">${line('1')}</addr>` },
    'missing use',
  ),
  changed(
    'two keys of an address',
    home('<addressKey>1</addressKey><addressKey>2</addressKey>'),
    'several key',
  ),
  changed(
    'a minute from which one lives there',
    home(`${line('1')}<useablePeriod><low value="200102030904"/></useablePeriod>`),
    'value from',
  ),
  changed(
    'a minute to which one lives there',
    home(`${line('1')}<useablePeriod><high value="200102030904"/></useablePeriod>`),
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

const KINDS = [
  ['gp', '1', ''],
  ['pharmacy', 'P1', 'NominatedPharmacy'],
  ['appliance', 'P2', 'MedicalApplianceSupplier'],
  ['dispenser', 'P3', 'PreferredDispenserOrganization'],
] as const

const nominated = (extension: string, identifier: Json): Json =>
  extension === ''
    ? add('/generalPractitioner/-', { type: 'Organization', identifier })
    : add('/extension/-', {
        url: `${CORE}/StructureDefinition/Extension-UKCore-${extension}`,
        valueReference: { identifier },
      })

export const PROVIDED: readonly Changed[] = KINDS.flatMap(([list, code, extension]) => [
  changed(`a ${list} added`, { person: provision(code, 'added', ID) }, [
    nominated(extension, ORGANISATION),
  ]),
  changed(
    `a ${list} from when to when`,
    { person: provision(code, 'added', when('effectiveTime')) },
    [nominated(extension, { ...ORGANISATION, ...PERIOD })],
  ),
  changed(`a ${list} altered`, { person: provision(code, 'altered', ID) }, 'asked mode'),
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
  ...(['low', 'high'] as const).map(edge =>
    changed(
      `a minute of a ${list}, ${edge}`,
      {
        person: provision(
          code,
          'added',
          `<effectiveTime><${edge} value="200102030904"/></effectiveTime>`,
        ),
      },
      `value ${edge === 'low' ? 'from' : 'to'}`,
    ),
  ),
])
