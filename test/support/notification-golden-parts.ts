/** One thing in HL7v3's words and in FHIR's; undefined where it is not said. */
export type Pair = readonly [hl7: string | undefined, fhir: string | undefined]

/** A code, and what it is called; undefined where nobody says. */
export type Coded = readonly [code: string, display?: string]

/** One supply of an item. */
export interface Supply {
  readonly product: string
  readonly quantity: string
  readonly dosage: string
}

/** One item of a notification: what was asked for and what became of it. */
export interface Item {
  readonly requested: string
  readonly supplies: readonly Supply[]
  readonly status: Coded
  /** The word FHIR has beside it. */
  readonly state: string
  readonly reason?: Coded
}

/** What a golden notification says, in each language's own words. */
export interface Parts {
  readonly items: readonly Item[]
  readonly status: Coded
  /** Why none of it was dispensed. */
  readonly reason?: Coded
  /** The second of six issues, which is the first repeat of five. */
  readonly isRepeat: boolean
  readonly isAmendment: boolean
  readonly telecomUse: Pair
  /** Of the pharmacy's. */
  readonly pharmacyUse: Pair
  readonly addressUse: Pair
  /** Whether codes, names and units are called something beside their codes. */
  readonly isNamed: boolean
}

const SUPPLY: Supply = { product: 'Madeupine 5mg tablets', quantity: '28', dosage: 'One a day' }

const ITEM: Item = {
  requested: '28',
  supplies: [SUPPLY],
  status: ['0001', 'Item fully dispensed'],
  state: 'completed',
}

export const BASE: Parts = {
  items: [ITEM],
  status: ['0006', 'Dispensed'],
  isRepeat: false,
  isAmendment: false,
  telecomUse: ['WP', 'work'],
  pharmacyUse: ['WP', 'work'],
  addressUse: ['WP', 'work'],
  isNamed: true,
}

/** Ids and texts nobody has. */
export const SAID = {
  messageId: '3f0b9a1f-7c11-4b44-9b7b-b3d6c1e05f0b',
  prescriptionId: '5f0a4b44-9b7b-4f0b-9a1f-7c11b3d6c1e0',
  shortId: 'ABCDEF-Y00001-12345X',
  release: '7c11b3d6-c1e0-4b44-9b7b-5f0a4b449b7b',
  replaced: 'b3d6c1e0-5f0a-4b44-9b7b-3f0b9a1f7c10',
  nhsNumber: '9990010005',
  itemId: (n: number): string => `1a2b3c4d-000${n}-4000-8000-00000000000a`,
  originalItem: (n: number): string => `1a2b3c4d-000${n}-4000-8000-00000000000b`,
  handedOver: ['20260102030405', '2026-01-02T03:04:05+00:00'],
} as const

const cases = <K extends keyof Parts>(
  name: K,
  values: readonly Parts[K][],
): readonly (readonly [title: string, parts: Parts])[] =>
  values.map(value => [`${name}: ${JSON.stringify(value)}`, { ...BASE, [name]: value }])

const PARTIAL: Item = {
  ...ITEM,
  supplies: [{ ...SUPPLY, quantity: '14' }],
  status: ['0003', 'Item dispensed - partial'],
}

const NOT_DISPENSED: Item = {
  ...ITEM,
  supplies: [{ ...SUPPLY, quantity: '0' }],
  status: ['0002', 'Item not dispensed'],
  state: 'unknown',
  reason: ['0001', 'Not required as instructed by the patient'],
}

const OWED: Item = {
  ...ITEM,
  status: ['0004', 'Item not dispensed owing'],
  state: 'on-hold',
  reason: ['0003', 'Owings note issued to patient'],
}

const CANCELLED: Item = {
  ...ITEM,
  status: ['0005', 'Item cancelled'],
  state: 'cancelled',
  reason: ['0004', 'Prescription cancellation'],
}

const TWO_BRANDS: Item = {
  ...ITEM,
  supplies: [
    { product: 'Madeupine 5mg tablets (Maker A)', quantity: '13', dosage: 'One & only  one' },
    { product: 'Madeupine 5mg tablets (Maker B)', quantity: '15', dosage: 'Two' },
  ],
}

const quantities = (quantity: string): Item => ({
  ...ITEM,
  requested: quantity,
  supplies: [{ ...SUPPLY, quantity }],
})

/** Notifications that say everything a table has a row for, each in both languages, by a title. */
export const GOLDEN_NOTIFICATIONS: ReadonlyMap<string, Parts> = new Map([
  ['as most are', BASE],
  ['several items', { ...BASE, items: [ITEM, TWO_BRANDS, PARTIAL] }],
  ['two supplies of one item', { ...BASE, items: [TWO_BRANDS] }],
  ['a partial supply', { ...BASE, items: [PARTIAL], status: ['0003', 'With Dispenser - Active'] }],
  ['an item not dispensed', { ...BASE, items: [ITEM, NOT_DISPENSED] }],
  ['an item owed', { ...BASE, items: [OWED, ITEM] }],
  ['a cancelled item', { ...BASE, items: [CANCELLED] }],
  [
    'nothing dispensed',
    {
      ...BASE,
      items: [NOT_DISPENSED, NOT_DISPENSED],
      status: ['0007', 'Not Dispensed'],
      reason: ['0008', 'Item or prescription expired'],
    },
  ],
  [
    'reasons that are codes alone',
    { ...BASE, items: [NOT_DISPENSED], reason: ['0004'], isNamed: false },
  ],
  ['codes alone', { ...BASE, isNamed: false }],
  ['a repeat', { ...BASE, items: [ITEM, PARTIAL], isRepeat: true }],
  ['an amendment', { ...BASE, isAmendment: true }],
  ...['0.5', '20.0', '0', '123456789012345'].map(
    quantity => [`a quantity of ${quantity}`, { ...BASE, items: [quantities(quantity)] }] as const,
  ),
  ...cases('telecomUse', [
    ['HP', 'home'],
    ['TMP', 'temp'],
    ['MC', 'mobile'],
  ]),
  ...cases('pharmacyUse', [
    ['TMP', 'temp'],
    ['MC', 'mobile'],
  ]),
  ...cases('addressUse', [
    ['TMP', 'temp'],
    ['PST', 'billing'],
  ]),
])
