import type { CareProvider } from './patient.ts'
import { fhirDate } from './times.ts'

export const UKCORE = 'https://fhir.hl7.org.uk'

/** Writes a coded value of a UK Core code system. */
export const concept = (system: string, code: string, display: string): object => ({
  coding: [{ system: `${UKCORE}/CodeSystem/UKCore-${system}`, version: '1.0.0', code, display }],
})

/** Writes an organisation by its ODS code, and since when. */
export const identifier = ({ ods, from, to }: CareProvider): object => ({
  system: 'https://fhir.nhs.uk/Id/ods-organization-code',
  value: ods,
  period: { start: fhirDate(from), ...(to === undefined ? {} : { end: fhirDate(to) }) },
})
