/** A medicine that does not exist, and how much of it is prescribed. */
export interface Medicine {
  /** Looks like a SNOMED CT code and is none. */
  readonly code: string
  readonly name: string
  /** Decimal text, as it stands in either language. */
  readonly quantity: string
  readonly unit: string
  readonly dose: string
}

/** What the items of every prescription are of, in their order. */
export const MEDICINES: readonly [Medicine, Medicine] = [
  {
    code: '990000000000001',
    name: 'Figroot 5mg tablets',
    quantity: '28',
    unit: 'tablet',
    dose: 'One to be taken each day',
  },
  {
    code: '990000000000002',
    name: 'Barkwater 2.5mg/5ml linctus',
    quantity: '0.5',
    unit: 'ml',
    dose: 'Half a millilitre at night & not more',
  },
]

/** Code of the unit of every quantity. */
export const UNIT = '428673006'

/**
 * How often a prescription is issued, by code system …16.36 and by FHIR's medicationrequest-course-of-therapy, and
 * how many issues it has.
 */
export const THERAPIES = {
  acute: { treatment: '0001', course: 'acute', issues: 1 },
  repeat: { treatment: '0002', course: 'continuous', issues: 1 },
  'repeat-dispensing': {
    treatment: '0003',
    course: 'continuous-repeat-dispensing',
    issues: 6,
  },
} as const
/** How often a prescription is issued. */
export type Therapy = keyof typeof THERAPIES

/**
 * What a notification says: the prescription's status (…16.35), and of each item its status (…17.23). `part`
 * owes the second item.
 */
export const SUPPLIES = {
  all: { status: '0006', says: 'Dispensed', items: ['0001', '0001'] },
  part: { status: '0003', says: 'With Dispenser - Active', items: ['0001', '0004'] },
  none: { status: '0007', says: 'Not Dispensed', items: ['0002', '0002'] },
} as const
/** How much of a prescription was handed out. */
export type Supply = keyof typeof SUPPLIES

/** What an item's status code means. */
export const ITEM_STATUSES = {
  '0001': 'Item fully dispensed',
  '0002': 'Item not dispensed',
  '0004': 'Item not dispensed - owing',
} as const
