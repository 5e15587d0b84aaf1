/** What a golden prescription says, in each language's own words. */
export interface Parts {
  readonly addressUse: Pair
  readonly nameUse: Pair
  readonly gender: Pair
  readonly telecomUse: Pair
  readonly practice: Pair
  readonly site: Pair
  readonly pharmacy: boolean
  readonly treatment: 'acute' | 'continuous' | 'continuous-repeat-dispensing'
  /** Of the author, who is responsible too but for the second code. */
  readonly registration: readonly [hl7: string, register: string, fhir: string]
  /** The responsible party's own code: where, and what. */
  readonly paidAs: readonly [place: 'spurious' | 'din' | 'none', code: string]
  /** Somebody else is responsible. */
  readonly other: boolean
  readonly quantity: string
  readonly instructions: boolean
  readonly validFrom: Pair
}

/** One thing in HL7v3's words and in FHIR's; undefined where it is not said. */
export type Pair = readonly [hl7: string | undefined, fhir: string | undefined]

export const BASE: Parts = {
  addressUse: ['H', 'home'],
  nameUse: ['L', 'usual'],
  gender: ['2', 'female'],
  telecomUse: ['HP', 'home'],
  practice: ['Y00001', 'Y00001'],
  site: ['P1', 'P1'],
  pharmacy: true,
  treatment: 'acute',
  registration: ['4123456', 'gmc-number', '4123456'],
  paidAs: ['none', '4123456'],
  other: false,
  quantity: '28',
  instructions: false,
  validFrom: ['20260102030405', undefined],
}

/** Ids and texts nobody has. */
export const SAID = {
  messageId: '3f0b9a1f-7c11-4b44-9b7b-b3d6c1e05f0a',
  prescriptionId: '5f0a4b44-9b7b-4f0b-9a1f-7c11b3d6c1e0',
  shortId: 'ABCDEF-Y00001-12345X',
  nhsNumber: '9990010005',
  lines: ['1a2b3c4d-0001-4000-8000-00000000000a', '1a2b3c4d-0002-4000-8000-00000000000b'],
  signedAt: ['20260102030405', '2026-01-02T03:04:05+00:00'],
  signature: '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>',
} as const
