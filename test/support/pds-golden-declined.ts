import { cloudAnswer, REQUEST_ID } from './pds-golden-about.ts'
import {
  addressKey,
  birthPlace,
  contactWishes,
  death,
  type Json,
  nominated,
  patient,
  practice,
  removed,
  spoken,
} from './pds-golden-cloud.ts'
import { answered, ASKED_FOR, headed, onlyInMim7, type Refused } from './pds-golden-refusals.ts'

/** Answers that say what no reply can. */
export const DECLINED: readonly Refused[] = [
  answered('a very restricted record', 'declined value', {}, 'V'),
  answered('a redacted record', 'declined value', {}, 'REDACTED'),
  {
    title: 'a record that does not say how restricted it is',
    comesTo: 'declined missing',
    cloud: cloudAnswer({ ...patient(ASKED_FOR, '7'), meta: { versionId: '7' } }),
  },
  {
    title: 'a record without a version',
    comesTo: 'declined missing',
    cloud: cloudAnswer({
      ...patient(ASKED_FOR, '7'),
      meta: {
        security: [
          { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'U' },
        ],
      },
    }),
  },
  headed('an ETag of another version', 'declined disagrees', [
    'X-Request-ID',
    REQUEST_ID,
    'ETag',
    'W/"8"',
  ]),
  headed('an ETag of this version and one of another', 'declined disagrees', [
    'X-Request-ID',
    REQUEST_ID,
    'ETag',
    'W/"7"',
    'ETag',
    'W/"6"',
  ]),
  headed('an ETag of this version', 'answer ok', ['X-Request-ID', REQUEST_ID, 'ETag', 'W/"7"']),
  answered('a property no row reads', 'declined unread', { active: true }),
  answered('an emergency contact', 'declined unread', { contact: [{ id: 'C1' }] }),
  answered('a modifier extension', 'declined unread', {
    modifierExtension: [{ url: 'https://example.org/not-this-one', valueBoolean: true }],
  }),
  answered('an extension nobody knows', 'declined unread', {
    extension: [{ url: 'https://example.org/x', valueString: 'y' }],
  }),
  answered('a number that is not verified', 'declined unread', {
    identifier: [
      {
        system: 'https://fhir.nhs.uk/Id/nhs-number',
        value: ASKED_FOR,
        extension: [
          {
            url: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus',
            valueCodeableConcept: {
              coding: [
                {
                  system: 'https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus',
                  code: '02',
                },
              ],
            },
          },
        ],
      },
    ],
  }),
  answered('a birth to the minute in a date', 'declined value', {
    birthDate: '1973-12-02T10:11:00+00:00',
  }),
  answered('a birth on a day there is not', 'declined value', { birthDate: '2023-02-30' }),
  answered('a death in another zone', 'declined value', {
    deceasedDateTime: '2022-07-07T10:00:00+01:00',
  }),
  answered('a death that is a truth', 'declined unread', { deceasedBoolean: true }),
  answered('a death notice that was removed', 'declined value', {
    extension: [death('U' as '1', '2022-08-08T00:00:00+00:00')],
  }),
  answered('a birth order that is a text', 'declined value', { multipleBirthInteger: '1' }),
  answered('a birth order with a fraction', 'declined value', { multipleBirthInteger: 1.5 }),
  answered('an interpreter without a language', 'declined missing', {
    extension: [
      {
        ...spoken('fr', true),
        extension: [{ url: 'interpreterRequired', valueBoolean: true }],
      },
    ],
  }),
  answered('times to be reached without a method', 'declined missing', {
    extension: [contactWishes(undefined, undefined, 'Mornings')],
  }),
  answered('a method that came later than HL7v3', 'declined value', {
    extension: [contactWishes('9', undefined, undefined)],
  }),
  answered('a gender that is none', 'declined value', { gender: 'neither' }),
  answered('a name for a use there is not', 'declined value', {
    name: [{ id: 'n1', use: 'official', family: 'X' }],
  }),
  answered('a name for no use', 'declined missing', { name: [{ id: 'n1', family: 'X' }] }),
  answered('two titles', 'declined several', {
    name: [{ id: 'n1', use: 'usual', family: 'X', prefix: ['DR', 'MRS'] }],
  }),
  answered('two honours', 'declined several', {
    name: [{ id: 'n1', use: 'usual', family: 'X', suffix: ['MBE', 'PhD'] }],
  }),
  answered('an empty family name', 'declined value', {
    name: [{ id: 'n1', use: 'usual', family: '' }],
  }),
  answered('an id with a blank in it', 'declined value', {
    name: [{ id: 'n 1', use: 'usual', family: 'X' }],
  }),
  answered('a name that XML cannot hold', 'declined characters', {
    name: [{ id: 'n1', use: 'usual', family: 'X\u0001' }],
  }),
  answered('six address lines', 'declined several', {
    address: [{ id: 'a1', use: 'home', line: ['1', '2', '3', '4', '5', '6'] }],
  }),
  answered('an address for work', 'declined value', {
    address: [{ id: 'a1', use: 'work', line: ['1'] }],
  }),
  answered('an address for no use', 'declined missing', { address: [{ id: 'a1', line: ['1'] }] }),
  answered('an address with a town of its own', 'declined unread', {
    address: [{ id: 'a1', use: 'home', line: ['1'], city: 'Figton' }],
  }),
  answered('an address key of a sort nobody knows', 'declined unread', {
    address: [
      { id: 'a1', use: 'home', line: ['1'], extension: [addressKey('OTHER' as 'PAF', '12345678')] },
    ],
  }),
  answered('another system of contact that is no textphone', 'declined value', {
    telecom: [{ id: 'c1', system: 'other', value: '1', use: 'home' }],
  }),
  answered('a telephone marked as a textphone', 'declined unread', {
    telecom: [
      {
        id: 'c1',
        system: 'phone',
        value: '1',
        use: 'home',
        extension: [
          {
            url: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-OtherContactSystem',
            valueCoding: {
              system: 'https://fhir.hl7.org.uk/CodeSystem/UKCore-OtherContactSystem',
              code: 'textphone',
            },
          },
        ],
      },
    ],
  }),
  answered('a telephone for no use', 'declined missing', {
    telecom: [{ id: 'c1', system: 'phone', value: '1' }],
  }),
  answered('a use without a number', 'declined missing', {
    telecom: [{ id: 'c1', system: 'phone', use: 'home' }],
  }),
  answered('a number of no system', 'declined missing', {
    telecom: [{ id: 'c1', value: '1', use: 'home' }],
  }),
  answered('a pager without a number', 'declined missing', {
    telecom: [{ id: 'c1', system: 'pager' }],
  }),
  answered('a practice without a code', 'declined missing', {
    generalPractitioner: [{ id: 'g1', type: 'Organization' }],
  }),
  answered('a practice of another code system', 'declined missing', {
    generalPractitioner: [{ id: 'g1', identifier: { system: 'https://example.org', value: 'X' } }],
  }),
  ...(
    ['NominatedPharmacy', 'MedicalApplianceSupplier', 'PreferredDispenserOrganization'] as const
  ).map(name =>
    answered(`a nomination of nobody: ${name}`, 'declined missing', {
      extension: [{ url: nominated(name, 'X')['url'] }],
    }),
  ),
  answered('a version that is no number', 'declined value', {
    meta: { ...(patient(ASKED_FOR, '7')['meta'] as Json), versionId: 'seven' },
  }),
  answered('a practice whose code holds a blank', 'declined value', {
    generalPractitioner: [practice('g1', 'Z 9', '2020-01-01')],
  }),
  onlyInMim7('a removal whose start is known and its reason not', 'declined missing', {
    extension: [
      {
        ...removed('SCT', '2020-01-01T00:00:00+00:00'),
        extension: [{ url: 'effectiveTime', valuePeriod: { start: '2020-01-01T00:00:00+00:00' } }],
      },
    ],
  }),
  onlyInMim7('a removal whose end is known and its reason not', 'declined missing', {
    extension: [
      {
        ...removed('SCT', '2020-01-01T00:00:00+00:00'),
        extension: [{ url: 'effectiveTime', valuePeriod: { end: '2020-01-01T00:00:00+00:00' } }],
      },
    ],
  }),
  ...(
    [
      ['an address', { address: [{ id: 'a1', use: 'home', line: ['1'] }] }],
      ['a telephone', { telecom: [{ id: 'c1', system: 'phone', value: '1', use: 'home' }] }],
      ['a pager', { telecom: [{ id: 'c1', system: 'pager', value: '1' }] }],
      ['a practice', { generalPractitioner: [practice('g1', 'Z99001', '2020-01-01')] }],
      ['a pharmacy', { extension: [nominated('NominatedPharmacy', 'FZ901')] }],
      ['a supplier', { extension: [nominated('MedicalApplianceSupplier', 'FZ901')] }],
      ['a dispenser', { extension: [nominated('PreferredDispenserOrganization', 'FZ901')] }],
      ['a town of birth', { extension: [birthPlace({ city: 'Figton' })] }],
      ['a county of birth', { extension: [birthPlace({ district: 'Figshire' })] }],
      ['a country of birth', { extension: [birthPlace({ country: 'GBR' })] }],
    ] as const
  ).map(([what, rest]) =>
    answered(`a restricted record that tells of ${what}`, 'declined withheld', rest, 'R'),
  ),
]
