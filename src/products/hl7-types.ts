import type { Rule } from '../comparison/index.ts'

/** Declares how HL7v3 writes one value in several ways (HL7 v3 data types: CD, PN, AD). */
export const HL7_TYPES: readonly Rule[] = [
  {
    id: 'code-displays',
    path: '**/@displayName',
    why: 'a display repeats its code, which with its system says what is meant',
    does: 'cosmetic',
  },
  {
    id: 'parts-unordered',
    path: [
      ...['family', 'prefix', 'suffix'].map(part => `**/name/${part}`),
      ...['postalCode', 'addressKey', 'desc', 'useablePeriod'].map(part => `**/addr/${part}`),
    ],
    why: 'the parts of a name or an address are told apart by what they are; only those of one sort have an order',
    does: 'unordered',
  },
]
