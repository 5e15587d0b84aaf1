import {
  claimResource,
  repeatInformation,
  type Resource,
  resourceBytes,
} from './claim-golden-fhir.ts'
import { CLAIM, CLAIM_SAID, type ClaimParts, FIRST } from './claim-golden-parts.ts'
import { laidOver } from './prescription-golden-laid.ts'

/** A Claim of somebody else's making, and the claim it is all the same. */
export interface OtherClaim {
  readonly claim: Buffer
  readonly parts: ClaimParts
}

/** A golden claim as somebody else would write it: null takes something away. */
export const claimOver = (parts: ClaimParts, over: Resource): OtherClaim => ({
  parts,
  claim: resourceBytes(laidOver(claimResource(parts), over) as Resource), // an object over an object is one
})

const NHS = 'https://fhir.nhs.uk'
const STRUCTURE = `${NHS}/StructureDefinition`

/** Lays something over the first line item. */
const line = (over: Resource): Resource => ({ item: [{ detail: [over] }] })
const first = (over: Resource): Resource => line({ subDetail: [over] })
const claimant = (over: Resource): Resource => ({ contained: [over] })
const pharmacy = (over: Resource): Resource => ({ contained: [{}, over] })

const named = (display: string): Resource => ({ coding: [{ display }] })
const period = { start: '2020-01-01' }

const ONE: ClaimParts = { ...CLAIM, lines: [FIRST] }

const CHATTY: Resource = {
  id: 'a-claim',
  meta: { versionId: '1' },
  extension: [
    {
      url: `${STRUCTURE}/Extension-Provenance-agent`,
      valueReference: { identifier: { value: '1' }, display: 'Somebody' },
    },
  ],
  type: named('Some type'),
  priority: named('Some priority'),
  payee: { type: named('Some payee') },
  prescription: { display: 'Some prescription' },
  contained: [
    {
      meta: { versionId: '1' },
      active: true,
      code: [named('Some role')],
      practitioner: { type: 'Practitioner' },
      organization: { display: 'Some pharmacy', type: 'Organization' },
      telecom: [{ rank: 1, period }],
    },
    {
      meta: { versionId: '1' },
      active: true,
      type: [named('Some kind')],
      telecom: [{ rank: 1, period }],
      address: [{ type: 'both', period, country: 'GB' }],
      extension: [
        {
          url: `${STRUCTURE}/Extension-ODS-OrganisationRelationships`,
          extension: [{ url: 'reimbursementAuthority', valueIdentifier: { value: 'T9999' } }],
        },
      ],
    },
  ],
  item: [
    {
      productOrService: named('Some prescription'),
      modifier: [named('Some status')],
      extension: [
        {},
        {
          url: `${STRUCTURE}/Extension-DM-SuppliedItemIdentifier`,
          valueIdentifier: { value: 'x' },
        },
      ],
      programCode: [named('Some exemption'), named('Some evidence')],
      detail: [
        {
          extension: [{}, { valueReference: { reference: 'urn:x', display: 'Some line item' } }],
          programCode: [named('Some charge'), named('Some endorsement')],
          subDetail: [
            {
              extension: [
                {
                  url: `${STRUCTURE}/Extension-ClaimMedicationDispenseReference`,
                  valueReference: { identifier: { value: 'y' } },
                },
              ],
            },
          ],
        },
      ],
    },
  ],
}

const elsewhere = (text: string): Resource => ({
  created: text,
})

const SIX: ClaimParts = {
  ...CLAIM,
  repeats: [2, 5],
  lines: [{ ...FIRST, repeats: [3, 7] }],
}

/** The same as it was said before: at the details for the whole, and at what was supplied for each. */
const SAID_BEFORE: OtherClaim = {
  parts: SIX,
  claim: claimOver(ONE, {
    item: [
      {
        detail: [
          {
            extension: [{}, {}, repeatInformation([2, 5])],
            subDetail: [{ extension: [repeatInformation([3, 7])] }],
          },
        ],
      },
    ],
  }).claim,
}

/** What was not supplied has its product and its charge in FHIR alone. */
const UNSUPPLIED: OtherClaim = {
  parts: {
    ...CLAIM,
    status: ['0007', 'Not Dispensed'],
    lines: [{ ...FIRST, isPaid: false, endorsements: [], supplied: [] }],
  },
  claim: claimOver(
    { ...CLAIM, status: ['0007', 'Not Dispensed'], lines: [{ ...FIRST, isPaid: false }] },
    line({ subDetail: null }),
  ).claim,
}

/** Everything that is not the first way to say a thing, by a title. */
export const OTHER_CLAIMS: ReadonlyMap<string, OtherClaim> = new Map([
  ['everything HL7v3 has no place for', claimOver(ONE, CHATTY)],
  [
    'a patient who is named',
    claimOver(ONE, {
      patient: {
        extension: null,
        identifier: { system: `${NHS}/Id/nhs-number`, value: CLAIM_SAID.nhsNumber },
      },
    }),
  ],
  ['nobody is said to be paid', claimOver(ONE, { payee: { party: null } })],
  ['made in a part of a second', claimOver(ONE, elsewhere('2026-01-02T03:04:05.999Z'))],
  ['made in another time zone', claimOver(ONE, elsewhere('2026-01-02T08:34:05+05:30'))],
  [
    'a job role of the other code system',
    claimOver(
      ONE,
      claimant({
        code: [
          { coding: [{ system: 'https://fhir.hl7.org.uk/CodeSystem/UKCore-SDSJobRoleName' }] },
        ],
      }),
    ),
  ],
  [
    'more telephones and addresses than one',
    claimOver(ONE, {
      contained: [
        { telecom: [{}, { system: 'phone', use: 'home', value: '01632960009' }] },
        {
          telecom: [{}, { system: 'phone', use: 'home', value: '01632960009' }],
          address: [{}, { use: 'home', line: ['9 Nowhere Lane'] }],
        },
      ],
    }),
  ],
  [
    'a telephone with blanks, an address in its parts',
    claimOver(
      ONE,
      pharmacy({
        telecom: [{ value: '01632 960002' }],
        address: [{ line: null, city: '1 Nowhere Lane', state: 'Madeupton' }],
      }),
    ),
  ],
  [
    'a district and a county',
    claimOver(
      ONE,
      pharmacy({ address: [{ line: null, district: '1 Nowhere Lane', state: 'Madeupton' }] }),
    ),
  ],
  ['paid twice', claimOver(ONE, line({ programCode: [{ coding: [{ code: 'paid-twice' }] }] }))],
  [
    'prescribed as something else',
    claimOver(
      ONE,
      line({
        sequence: 7,
        productOrService: { coding: [{ code: '1', display: 'Something' }] },
        quantity: { value: 30, unit: 'pack', code: '2' },
      }),
    ),
  ],
  ['numbered otherwise', claimOver(ONE, first({ sequence: 4 }))],
  ['a repeat as it was said before', SAID_BEFORE],
  ['a repeat said before too', claimOver(SIX, first({ extension: [repeatInformation([9, 9])] }))],
  ['not supplied', UNSUPPLIED],
  [
    'not supplied, and nothing said of a charge',
    {
      ...UNSUPPLIED,
      claim: Buffer.from(
        UNSUPPLIED.claim
          .toString()
          .replace(
            /"programCode":\[\{"coding":\[\{"system":"[^"]*DM-prescription-charge.*?\}\]\}\],/,
            '',
          ),
      ),
    },
  ],
])

/** Claims that say what is no value of its row, by a title. */
export const WRONG_CLAIMS: ReadonlyMap<string, Buffer> = new Map(
  (
    [
      [
        'an NHS number whose check digit is wrong',
        {
          patient: {
            extension: null,
            identifier: { system: `${NHS}/Id/nhs-number`, value: '9990010006' },
          },
        },
      ],
      ['half an issue', first({ extension: [repeatInformation([0.5, 7])] })],
      ['half an issue more', first({ extension: [repeatInformation([1, 7.5])] })],
    ] as const
  ).map(([title, over]) => [title, claimOver(SIX, over).claim]),
)
