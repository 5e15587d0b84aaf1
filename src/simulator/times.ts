/** Writes a moment as HL7v3 does: YYYYMMDDHHmmss, UTC. */
export const hl7Time = (at: number): string =>
  new Date(at).toISOString().slice(0, 19).replace(/\D/g, '')

/** Writes a moment as ebXML does: YYYY-MM-DDTHH:mm:ssZ. */
export const ebxmlTime = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/** Writes an HL7v3 day, month or year as FHIR does: YYYY-MM-DD, YYYY-MM or YYYY. */
export const fhirDate = (hl7: string): string =>
  [hl7.slice(0, 4), hl7.slice(4, 6), hl7.slice(6, 8)].filter(part => part !== '').join('-')

/** Writes an HL7v3 day or time as a FHIR dateTime, midnight where no time was given. */
export function fhirDateTime(hl7: string): string {
  const time = hl7.slice(8).padEnd(6, '0')
  return `${fhirDate(hl7)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4, 6)}+00:00`
}

/** Writes a moment as a FHIR instant with its offset spelt out. */
export const fhirInstant = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 19)}+00:00`
