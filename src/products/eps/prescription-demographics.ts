import type { CodeRow, ListRow, Row } from '../../mapping/index.ts'

export const NHS = 'https://fhir.nhs.uk'
export const UK = 'https://fhir.hl7.org.uk'
export const ODS_CODE = `${NHS}/Id/ods-organization-code`

const BLANK_LINE = 'a blank line says nothing'
const BLANK_NAME = 'a blank name says nothing'
export const NOT_IN_HL7 = 'a prescription in HL7v3 has no place for it'
export const OWN_ID = 'only this Bundle knows it by that'

/** Places of FHIR that are let go, for one reason. */
export const lossy = (why: string, ...places: readonly string[]): readonly Row[] =>
  places.map(fhir => ({ lossy: why, fhir }))

/** NHS Data Dictionary, PDS address use; FHIR R4 AddressUse. */
const ADDRESS_USES: readonly CodeRow[] = [
  ['home', 'H', 'home'],
  ['work', 'WP', 'work'],
  ['temporary', 'TMP', 'temp'],
  ['postal', 'PST', 'billing'],
]

/** FHIR R4 ContactPointUse. */
const TELECOM_USES: readonly CodeRow[] = [
  ['home', 'HP', 'home'],
  ['work', 'WP', 'work'],
  ['temporary', 'TMP', 'temp'],
  ['mobile', 'MC', 'mobile'],
]

/** NHS MIM 4.2.00, name use; FHIR R4 NameUse. */
const NAME_USES: readonly CodeRow[] = [
  ['usual', 'L', 'usual'],
  ['alias', 'A', 'temp'],
  ['preferred', 'PREFERRED', 'nickname'],
  ['previous', 'PREVIOUS', 'old'],
  ['maiden', 'PREVIOUS-MAIDEN', 'maiden'],
]

/** Addresses: FHIR's lines, city, district and state are HL7v3's lines, in that order. */
export const addresses = (at: {
  readonly hl7: string
  readonly fhir: readonly string[]
}): ListRow => ({
  list: 'addresses',
  hl7: at.hl7,
  fhir: at.fhir,
  rows: [
    { fact: 'use', type: 'code', codes: ADDRESS_USES, hl7: '@use', fhir: 'use' },
    {
      fact: 'lines',
      type: 'text',
      many: { blank: BLANK_LINE },
      hl7: 'streetAddressLine*/text()',
      fhir: ['line*', 'city', 'district', 'state'],
    },
    { fact: 'postalCode', type: 'text', hl7: 'postalCode/text()', fhir: 'postalCode' },
    { lossy: NOT_IN_HL7, fhir: 'type' },
    { lossy: NOT_IN_HL7, fhir: 'period' },
    { lossy: NOT_IN_HL7, fhir: 'country' },
  ],
})

/** Telephone numbers. */
export const telecoms = (at: { readonly hl7: string; readonly fhir: readonly string[] }): Row => ({
  list: 'telecoms',
  hl7: at.hl7,
  fhir: at.fhir,
  rows: [
    { fixed: 'phone', fhir: 'system' },
    { fact: 'use', type: 'code', codes: TELECOM_USES, hl7: '@use', fhir: 'use' },
    {
      fact: 'number',
      type: 'phone',
      after: 'tel:',
      hl7: '@value',
      fhir: 'value',
      required: true,
    },
    { lossy: NOT_IN_HL7, fhir: 'rank' },
    { lossy: NOT_IN_HL7, fhir: 'period' },
  ],
})

const several = (fact: string, element: string, hl7: string, fhir: string): Row => ({
  fact,
  type: 'text',
  many: { blank: BLANK_NAME },
  hl7: `${hl7}${element}*/text()`,
  fhir: `${fhir}${element}*`,
})

/** A name in its parts, below a place of either language. */
export const nameParts = (hl7: string, fhir: string): readonly Row[] => [
  several('prefixes', 'prefix', hl7, fhir),
  several('given', 'given', hl7, fhir),
  { fact: 'family', type: 'text', hl7: `${hl7}family/text()`, fhir: `${fhir}family` },
  several('suffixes', 'suffix', hl7, fhir),
]

/** Names, each with what it is used for. */
export const names = (at: { readonly hl7: string; readonly fhir: string }): Row => ({
  list: 'names',
  ...at,
  required: true,
  rows: [
    {
      fact: 'use',
      type: 'code',
      codes: NAME_USES,
      mergedFhir: [['usual', 'official', 'HL7v3 has one word for both']],
      hl7: '@use',
      fhir: 'use',
    },
    ...nameParts('', ''),
    { lossy: 'its parts say it', fhir: 'text' },
    { lossy: NOT_IN_HL7, fhir: 'period' },
  ],
})
