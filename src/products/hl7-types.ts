import type { Rule } from '../comparison/index.ts'

type Below = Rule & { readonly path: readonly string[] }

const inAddress = ['city', 'county', 'country', 'postalCode', 'addressKey', 'desc', 'useablePeriod']

/** The values of HL7v3 that are points in time, by the elements that hold them. */
const TIMES = [
  ...['birthTime', 'deceasedTime', 'effectiveTime', 'time', 'low', 'high', 'center'],
  ...['availabilityTime', 'persistenceDate'],
]

/** The same for every message, each path below the places it holds in. */
const TYPES: readonly Below[] = [
  {
    id: 'code-displays',
    path: ['@displayName', '@codeSystemName'],
    why: 'a display repeats its code, which with its system says what is meant',
    does: 'cosmetic',
  },
  {
    id: 'translations-unordered',
    path: ['translation'],
    why: 'a code or a quantity has a set of translations, not a list',
    does: 'unordered',
  },
  {
    id: 'parts-unordered',
    path: [
      ...['family', 'prefix', 'suffix', 'validTime', 'id'].map(part => `name/${part}`),
      ...[...inAddress, 'id'].map(part => `addr/${part}`),
    ],
    why: 'the parts of a name or an address are told apart by what they are; only given names and lines have an order',
    does: 'unordered',
  },
  {
    id: 'bags-unordered',
    path: ['name', 'addr', 'telecom'],
    why: 'whoever has several names, addresses or telecoms has them in a bag, not in a list',
    does: 'unordered',
  },
  {
    id: 'key-uses',
    path: ['name', 'addr', 'telecom'],
    why: 'of several each is known by what it is used for, where no two are used for one thing',
    does: 'key',
    key: ['@use'],
  },
  {
    id: 'blank-parts',
    path: ['addr/streetAddressLine', 'name/given'],
    why: 'a line or a name without content says nothing but how many places a form had',
    does: 'empty-is-absent',
  },
  {
    id: 'telecom-scheme',
    path: ['telecom/@value'],
    why: 'the scheme tel: may be left out',
    does: 'type',
    type: 'telecom',
  },
  {
    id: 'decimals',
    path: ['quantity', 'quantity/translation', 'doseQuantity', 'width'].map(at => `${at}/@value`),
    why: 'one amount is written with more zeros or fewer: .5, 0.5 and 0.50 are the same',
    does: 'type',
    type: 'decimal',
  },
  {
    id: 'times-in-one-way',
    path: TIMES.map(name => `${name}/@value`),
    why: 'one moment to one precision may be written in another zone',
    does: 'type',
    type: 'time',
  },
]

/**
 * Declares how HL7v3 writes one value in several ways (HL7 v3 data types CD, PN, AD, TEL, TS and PQ; the RIM's bags
 * of names, addresses and telecoms). A code is its `code` with its `codeSystem`; what a coder typed, the order of
 * qualifiers and a nullFlavor are part of what is said, and no rule here speaks of them.
 *
 * @param within - patterns of the places it holds in, each as a path without an end
 */
export const hl7TypesIn = (within: readonly string[]): readonly Rule[] =>
  TYPES.map(rule => ({
    ...rule,
    path: within.flatMap(place => rule.path.map(path => `${place}/${path}`)),
  }))

/** Declares how HL7v3 writes one value in several ways, wherever it stands. */
export const HL7_TYPES: readonly Rule[] = hl7TypesIn(['**'])
