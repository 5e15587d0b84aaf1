import { AT } from './prescription-golden-fhir.ts'
import {
  at,
  type Entries,
  ods,
  type OtherBundle,
  over,
  reference,
  type Resource,
  UK,
} from './prescription-golden-laid.ts'
import { BASE, type Parts } from './prescription-golden-parts.ts'

const OTHER: Parts = { ...BASE, other: true, paidAs: ['none', '12A3456B'] }

/** Somebody who is only named, by the number of each register. */
export const NAMED_ONLY = [
  ['gmc-number', '4123456'],
  ['gphc-number', '2123456'],
  ['nmc-number', '12A3456B'],
  ['gmp-number', 'G1234567'],
  ['hcpc-number', 'PT123456'],
  ['professional-code', 'ANYTHING'],
].map(([register = '', value = '']): readonly [string, OtherBundle] => [
  `somebody who is only named, ${register}`,
  over(
    { ...OTHER, paidAs: ['none', value] },
    {
      [AT.otherRole]: {
        practitioner: {
          reference: null,
          identifier: { system: `${UK}/Id/${register}`, value },
          display: 'Somebody Else',
        },
      },
      [AT.otherPerson]: null,
    },
  ),
])

const PLACE: Entries = [
  [
    at('08'),
    {
      resourceType: 'Location',
      address: { use: 'work', line: ['1 Nowhere Lane', 'Madeupton'], postalCode: 'ZZ99 3WZ' },
    },
  ],
]

/** An organisation that is only named has the telephone of who acts for it, where they act. */
const named = (code: string, display: string): Resource => ({
  reference: null,
  type: 'Organization',
  identifier: ods(code),
  display,
})

const ROLE_TELEPHONE = { 'organisation[0]/telecoms[0]/number': '01632960001' }
const OWN_LICENCE = {
  'licence[0]/code': 'Y00001',
  'licence[0]/name': 'MADE UP SURGERY',
}

/** Organisations that are only named, are nobody’s part, or have what somebody else has not. */
export const NAMED_ORGANISATIONS: readonly (readonly [string, OtherBundle])[] = [
  [
    'an organisation that is only named',
    over(
      BASE,
      {
        [AT.role]: {
          organization: named('Y00001', 'MADE UP SURGERY'),
          location: [reference(at('08'))],
        },
        [AT.organisation]: null,
      },
      PLACE,
      { differs: { ...ROLE_TELEPHONE, ...OWN_LICENCE } },
    ),
  ],
  [
    'a service that is only named',
    over(
      BASE,
      {
        [AT.role]: {
          healthcareService: [named('Y00001', 'MADE UP SURGERY')],
          organization: named('Y99', 'MADE UP BOARD'),
          location: [reference(at('08'))],
        },
        [AT.organisation]: null,
      },
      PLACE,
      { differs: ROLE_TELEPHONE },
    ),
  ],
  [
    'an organisation that is nobody’s part',
    over(BASE, { [AT.organisation]: { partOf: null } }, [], { differs: OWN_LICENCE }),
  ],
  [
    'a telephone of the organisation',
    over(BASE, { [AT.role]: { telecom: null } }, [], {
      differs: {
        'author[0]/telecoms[0]/number': '01632960002',
        'responsible[0]/telecoms[0]/number': '01632960002',
      },
    }),
  ],
  [
    'who is responsible, as it is displayed',
    over(OTHER, {
      [AT.lines[0]]: { extension: [{}, {}, {}, { valueReference: { display: 'Somebody Else' } }] },
    }),
  ],
]
