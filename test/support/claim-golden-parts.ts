/** A code and what it is called, where that is said. */
export type Coded = readonly [code: string, name?: string]

/** Which issue, of how many: counted as FHIR does, from nought. */
export type Repeats = readonly [issued: number, allowed: number]

export interface Supplied {
  readonly medication: readonly [code: string, name: string]
  /** As it is written. */
  readonly quantity: string
  readonly unit: readonly [code: string, name: string]
}

export interface ClaimLine {
  readonly id: string
  readonly prescribed: string
  readonly status: Coded
  readonly reason?: Coded
  readonly repeats?: Repeats
  readonly isPaid: boolean
  readonly endorsements: readonly (readonly [code: string, text?: string])[]
  readonly supplied: readonly Supplied[]
}

/** What a golden claim says, whatever the language. */
export interface ClaimParts {
  readonly replaces?: string
  readonly exemption?: string
  readonly evidence?: 'seen' | 'notSeen'
  readonly status: Coded
  readonly reason?: Coded
  readonly repeats?: Repeats
  readonly telecomUse: readonly [hl7: string, fhir: string]
  readonly addressUse: readonly [hl7: string, fhir: string]
  readonly lines: readonly ClaimLine[]
}

/** Ids and names nobody has. */
export const CLAIM_SAID = {
  prescriptionId: '5f0a4b44-9b7b-4f0b-9a1f-7c11b3d6c1e0',
  shortId: 'ABCDEF-Y00001-12345X',
  created: ['20260102030405', '2026-01-02T03:04:05+00:00'],
  replaced: '7c11b3d6-4b44-4f0b-9b7b-5f0a9a1fc1e0',
  noRelease: 'FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF',
  nhsNumber: '9990010005',
} as const

export const TABLETS: Supplied = {
  medication: ['39113611000001102', 'Madeupine 5mg tablets'],
  quantity: '28',
  unit: ['428673006', 'tablet'],
}

const LIQUID: Supplied = {
  medication: ['39113711000001107', 'Madeupol 5mg/5ml oral solution'],
  quantity: '0.5',
  unit: ['258773002', 'ml'],
}

const FULL: Coded = ['0001', 'Item fully dispensed']

export const FIRST: ClaimLine = {
  id: '1a2b3c4d-0001-4000-8000-00000000000a',
  prescribed: '1a2b3c4d-0001-4000-8000-00000000000b',
  status: FULL,
  isPaid: true,
  endorsements: [['NDEC']],
  supplied: [TABLETS],
}

const SECOND: ClaimLine = {
  id: '1a2b3c4d-0002-4000-8000-00000000000a',
  prescribed: '1a2b3c4d-0002-4000-8000-00000000000b',
  status: FULL,
  isPaid: false,
  endorsements: [['XP', 'Two &amp; a half'], ['BB'], ['XP']],
  supplied: [LIQUID],
}

export const CLAIM: ClaimParts = {
  exemption: '0001',
  evidence: 'seen',
  status: ['0006', 'Dispensed'],
  telecomUse: ['WP', 'work'],
  addressUse: ['WP', 'work'],
  lines: [FIRST, SECOND],
}

const of = (quantity: string): ClaimParts => ({
  ...CLAIM,
  lines: [{ ...FIRST, supplied: [{ ...TABLETS, quantity }] }],
})

const without = <K extends keyof ClaimParts>(...names: readonly K[]): Omit<ClaimParts, K> =>
  Object.fromEntries(
    Object.entries(CLAIM).filter(([name]) => !names.includes(name as K)), // its own names
  ) as unknown as Omit<ClaimParts, K> // the same, but for some

/** Claims that say everything their table has a row for, each in both languages, by a title. */
export const GOLDEN_CLAIMS: ReadonlyMap<string, ClaimParts> = new Map<string, ClaimParts>([
  ['as most are', CLAIM],
  ['made instead of another', { ...CLAIM, replaces: CLAIM_SAID.replaced }],
  ['nobody is exempt', without('exemption', 'evidence')],
  ['exempt, and nobody says by what evidence', { ...without('evidence'), exemption: '9182' }],
  ['exempt, no evidence seen', { ...CLAIM, exemption: '9182', evidence: 'notSeen' }],
  [
    'a status without its name',
    { ...CLAIM, status: ['0003'], lines: [{ ...FIRST, status: ['0003'] }] },
  ],
  [
    'an issue of a repeat prescription',
    {
      ...CLAIM,
      repeats: [2, 5],
      lines: [
        { ...FIRST, repeats: [2, 5] },
        { ...SECOND, repeats: [0, 11] },
      ],
    },
  ],
  [
    'not wholly dispensed',
    {
      ...CLAIM,
      status: ['0003', 'Dispensed - Partial'],
      reason: ['0004', 'Some reason'],
      lines: [
        { ...FIRST, status: ['0003', 'Item dispensed - partial'], reason: ['0001', 'No reason'] },
      ],
    },
  ],
  [
    'supplied in two packs',
    {
      ...CLAIM,
      lines: [{ ...FIRST, supplied: [TABLETS, { ...TABLETS, quantity: '14' }] }],
    },
  ],
  ...(
    [
      ['HP', 'home'],
      ['TMP', 'temp'],
      ['MC', 'mobile'],
    ] as const
  ).map(use => [`a telephone: ${use[1]}`, { ...CLAIM, telecomUse: use }] as const),
  ...(
    [
      ['H', 'home'],
      ['TMP', 'temp'],
      ['PST', 'billing'],
    ] as const
  ).map(use => [`an address: ${use[1]}`, { ...CLAIM, addressUse: use }] as const),
  ...['0.5', '20.0', '0', '123456789012345'].map(each => [`of ${each}`, of(each)] as const),
])
