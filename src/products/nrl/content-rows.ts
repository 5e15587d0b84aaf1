import { type FhirPlaces, readOnly, type Row } from '../../mapping/index.ts'
import { FORMATS, STABILITIES } from './codes.ts'

const OLD_FORMATS = 'https://fhir.nhs.uk/STU3/CodeSystem/NRL-FormatCode-1'
const FORMAT_CODES = 'https://fhir.nhs.uk/England/CodeSystem/England-NRLFormatCode'

const OLD_STABILITY =
  'extension*[url=https://fhir.nhs.uk/STU3/StructureDefinition/Extension-NRL-ContentStability-1]/valueCodeableConcept/coding*[system=https://fhir.nhs.uk/STU3/CodeSystem/NRL-ContentStability-1]'

const stability = (codes: string): string =>
  `extension*[url=https://fhir.nhs.uk/England/StructureDefinition/Extension-England-ContentStability]/valueCodeableConcept/coding*[system=${codes}]`

const STABILITY_CODES = 'https://fhir.nhs.uk/England/CodeSystem/England-NRLContentStability'

/** The service’s own examples of answers have a comma behind the name (NHSDigital/nrl-producer-api). */
const stabilityAt = (leaf: string): FhirPlaces => [
  `${stability(STABILITY_CODES)}/${leaf}`,
  readOnly(`${stability(`${STABILITY_CODES},`)}/${leaf}`),
]

const MECHANISM =
  'extension*[url=https://fhir.nhs.uk/England/StructureDefinition/Extension-England-NRLRetrievalMechanism]'

const both = (leaf: string): { readonly hl7: string; readonly fhir: string } => ({
  hl7: `attachment/${leaf}`,
  fhir: `attachment/${leaf}`,
})

/** A record a pointer leads to: what it is, where it lies and how it is retrieved. */
const CONTENT_ROWS: readonly Row[] = [
  { fact: 'contentType', type: 'text', ...both('contentType') },
  { fact: 'language', type: 'token', ...both('language') },
  { fact: 'bytes', type: 'text', ...both('data') },
  { fact: 'url', type: 'token', ...both('url') },
  { fact: 'size', type: 'integer', json: 'number', ...both('size') },
  { fact: 'hash', type: 'text', ...both('hash') },
  { fact: 'title', type: 'text', ...both('title') },
  { fact: 'creation', type: 'zoned', ...both('creation') },
  {
    fact: 'format',
    type: 'code',
    codes: FORMATS,
    hl7: `format[system=${OLD_FORMATS}]/code`,
    fhir: `format[system=${FORMAT_CODES}]/code`,
  },
  {
    fact: 'formatName',
    type: 'text',
    hl7: `format[system=${OLD_FORMATS}]/display`,
    fhir: `format[system=${FORMAT_CODES}]/display`,
  },
]

/** Whether what it leads to may change, by the places R4 says it in. */
const stabilityRows = (at: (leaf: string) => FhirPlaces): readonly Row[] => [
  {
    fact: 'stability',
    type: 'code',
    codes: STABILITIES,
    hl7: `${OLD_STABILITY}/code`,
    fhir: at('code'),
  },
  {
    fact: 'stabilityName',
    type: 'text',
    hl7: `${OLD_STABILITY}/display`,
    fhir: at('display'),
  },
]

/** Of a new pointer. */
export const NEW_CONTENT_ROWS: readonly Row[] = [
  ...CONTENT_ROWS,
  ...stabilityRows(leaf => `${stability(STABILITY_CODES)}/${leaf}`),
]

/** Of a pointer that is read. */
export const READ_CONTENT_ROWS: readonly Row[] = [
  ...CONTENT_ROWS,
  ...stabilityRows(stabilityAt),
  {
    fhir: `${MECHANISM}[valueCodeableConcept/coding*/code=SSP]`,
    lossy: 'that it is retrieved through the Spine Secure Proxy its address says',
  },
  {
    fhir: `${MECHANISM}[valueCodeableConcept/coding*/code=Direct]`,
    lossy: 'that it is retrieved directly its address says',
  },
]
