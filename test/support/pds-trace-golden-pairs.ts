/** People the cloud finds, and the whole of what a supplier is told of each. */
import {
  addressKey,
  birthPlace,
  contactWishes,
  death,
  type Json,
  nominated,
  patient,
  period,
  practice,
  removed,
  spoken,
  TEXTPHONE,
} from './pds-golden-cloud.ts'
import type { Traced } from './pds-trace-golden-reply.ts'

export const FOUND = '9990001006'

/** A person found, what a reply says of them, and what both mean by it. */
export interface TracePair {
  readonly title: string
  readonly cloud: Json
  readonly says: Traced
  readonly means: Readonly<Record<string, string>>
  /** What of the resource is let go, without what a display is. */
  readonly lossy?: readonly string[]
}

const NAME = { id: 'n1', use: 'usual', family: 'ZZTEST', given: ['ADA'] }

const found = (rest: Json = {}): Json =>
  patient(FOUND, '7', { gender: 'female', birthDate: '1971-02-03', name: [NAME], ...rest })

const SAYS: Traced = {
  number: FOUND,
  gender: '2',
  birth: '19710203',
  name: '<given>ADA</given><family>ZZTEST</family>',
}

const MEANS = {
  nhsNumber: FOUND,
  confidentiality: 'unrestricted',
  gender: 'female',
  birthDate: '1971-02-03',
  'name[0]/given[0]': 'ADA',
  'name[0]/family': 'ZZTEST',
}

const pair = (
  title: string,
  rest: Json,
  says: Partial<Traced>,
  means: Readonly<Record<string, string>>,
): TracePair => ({
  title,
  cloud: found(rest),
  says: { ...SAYS, ...says },
  means: { ...MEANS, ...means },
})

const HELD = period('2001-02-03', '2031-04-05')
const since = (name: string): string =>
  `<${name}><low value="20010203"/><high value="20310405"/></${name}>`

const telecom = (rest: Json): Json => ({ id: 't1', ...rest })

const TELECOMS: readonly (readonly [use: string, hl7: string, fhir: string])[] = [
  ['home', 'H', 'home'],
  ['holiday', 'HV', 'temp'],
  ['mobile', 'MC', 'mobile'],
  ['work', 'WP', 'work'],
]
const SCHEMES: readonly (readonly [scheme: string, hl7: string, fhir: string])[] = [
  ['phone', 'tel', 'phone'],
  ['email', 'mailto', 'email'],
  ['fax', 'fax', 'fax'],
]

const line = (text: string): string => `<streetAddressLine>${text}</streetAddressLine>`

/** Somebody found, in every way that matters. */
export const TRACE_PAIRS: readonly TracePair[] = [
  pair('a name alone', {}, {}, {}),
  ...(
    [
      ['male', '1', 'male'],
      ['unknown', '0', 'unknown'],
      ['other', '9', 'other'],
    ] as const
  ).map(([word, code, fhir]) =>
    pair(`a person whose gender is ${word}`, { gender: fhir }, { gender: code }, { gender: word }),
  ),
  pair(
    'a day of death',
    { deceasedDateTime: '2019-12-25T00:00:00+00:00' },
    { death: '20191225' },
    { deceased: '2019-12-25' },
  ),
  pair(
    'a minute of death',
    { deceasedDateTime: '2019-12-25T09:30:00+00:00', extension: [death('2', '2020')] },
    { death: '201912250930' },
    { deceased: '2019-12-25T09:30' },
  ),
  pair(
    'all that a name says',
    {
      name: [
        { ...NAME, prefix: ['DR'], given: ['ADA', 'ANNE'], suffix: ['ZZ'], ...HELD },
        { id: 'n2', use: 'nickname', given: ['AD'] },
        { id: 'n3', use: 'temp', family: 'ZZALIAS', ...HELD },
        { id: 'n4', use: 'old', family: 'ZZOLD' },
        { id: 'n5', use: 'maiden', family: 'ZZMAIDEN' },
      ],
    },
    {
      name:
        '<prefix>DR</prefix><given>ADA</given><given>ANNE</given><family>ZZTEST</family>' +
        `<suffix>ZZ</suffix>${since('validTime')}`,
    },
    {
      'name[0]/prefix': 'DR',
      'name[0]/given[1]': 'ANNE',
      'name[0]/suffix': 'ZZ',
      'name[0]/from': '2001-02-03',
      'name[0]/to': '2031-04-05',
    },
  ),
  pair(
    'all that an address says',
    {
      address: [
        { id: 'a2', use: 'temp', line: ['AWAY'], postalCode: 'ZZ99 9ZZ', text: 'at work' },
        {
          ...{ id: 'a1', use: 'home', line: ['1', 'THE ROW'], postalCode: 'ZZ99 1AA', ...HELD },
          extension: [addressKey('PAF', 'A1234567'), addressKey('UPRN', '123456789012')],
        },
        { id: 'a3', use: 'billing', line: ['BOX 1'] },
      ],
    },
    {
      address:
        `${line('1')}${line('THE ROW')}${'<streetAddressLine/>'.repeat(3)}` +
        `<postalCode>ZZ99 1AA</postalCode><addressKey>A1234567</addressKey>${since('useablePeriod')}`,
    },
    {
      'address[0]/line[0]': '1',
      'address[0]/line[1]': 'THE ROW',
      'address[0]/postcode': 'ZZ99 1AA',
      'address[0]/key': 'A1234567',
      'address[0]/from': '2001-02-03',
      'address[0]/to': '2031-04-05',
    },
  ),
  ...TELECOMS.flatMap(([use, hl7, fhir]) =>
    SCHEMES.map(([scheme, before, system]) =>
      pair(
        `a ${scheme} at ${use}`,
        { telecom: [telecom({ use: fhir, system, value: '01632:96' })] },
        { telecoms: `<telecom use="${hl7}" value="${before}:01632:96"/>` },
        {
          'telecom[0]/use': use,
          'telecom[0]/scheme': scheme,
          'telecom[0]/value': '01632:96',
        },
      ),
    ),
  ),
  pair(
    'a pager and a textphone, from when to when',
    {
      telecom: [
        telecom({ use: 'home', system: 'other', value: '2', extension: [TEXTPHONE], ...HELD }),
        telecom({ system: 'pager', value: '01632:1', ...HELD }),
      ],
    },
    {
      telecoms:
        `<telecom use="PG" value="tel:01632:1">${since('useablePeriod')}</telecom>` +
        `<telecom use="H" value="textphone:2">${since('useablePeriod')}</telecom>`,
    },
    {
      'pager[0]/value': '01632:1',
      'pager[0]/from': '2001-02-03',
      'pager[0]/to': '2031-04-05',
      'telecom[0]/use': 'home',
      'telecom[0]/scheme': 'textphone',
      'telecom[0]/value': '2',
      'telecom[0]/from': '2001-02-03',
      'telecom[0]/to': '2031-04-05',
    },
  ),
  pair(
    'a general practice',
    { generalPractitioner: [practice('g1', 'Z99001', '2001-02-03', '2031-04-05')] },
    { practice: ['Z99001', since('effectiveTime')] },
    { 'gp[0]/ods': 'Z99001', 'gp[0]/from': '2001-02-03', 'gp[0]/to': '2031-04-05' },
  ),
  pair(
    'the rest of a record, which a trace does not show',
    {
      multipleBirthInteger: 2,
      contact: [{ id: 'c1', telecom: [{ system: 'phone', value: '1' }] }],
      extension: [
        death('1', '2020-01-01'),
        nominated('NominatedPharmacy', 'FZZ01'),
        nominated('MedicalApplianceSupplier', 'FZZ02'),
        nominated('PreferredDispenserOrganization', 'FZZ03'),
        spoken('fr', true),
        contactWishes('3', '11', 'never'),
        birthPlace({ city: 'Figton' }),
        removed('SCT', '2001-01-01'),
      ],
    },
    {},
    {},
  ),
]
