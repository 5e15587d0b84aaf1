/** The list of what PSIS and the access control in front of it give as reasons. */
export const PSIS_ERRORS = '2.16.840.1.113883.2.1.3.2.4.17.33'

/** The SNOMED CT concept every GP summary is of. */
export const GP_SUMMARY = '196981000000101'

export const SNOMED = 'http://snomed.info/sct'
export const SNOMED_ROOT = '2.16.840.1.113883.2.1.3.2.4.15'

const FHIR = 'https://fhir.nhs.uk'

export const NHS_NUMBERS = `${FHIR}/Id/nhs-number`
export const SUMMARY_IDS = `${FHIR}/Id/nhsSCRUUID`

/** The list of permissions; answers have named it in the other way too (NHSDigital/summary-care-record-api). */
export const PERMISSIONS = `${FHIR}/CodeSystem/SCR-ACSPermission`
export const FORMER_PERMISSIONS = `${FHIR}/R4/CodeSystem/SCR-ACSPermission`
