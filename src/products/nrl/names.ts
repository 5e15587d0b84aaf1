/** Where a patient and an organisation are named in STU3, by what stands before their number or code. */
export const PATIENT = 'https://demographics.spineservices.nhs.uk/STU3/Patient/'
export const ORGANISATION = 'https://directory.spineservices.nhs.uk/STU3/Organization/'

/** Where Spine's pointers stand, as nhsconnect/FHIR-NRLS-API writes their addresses. */
export const POINTERS = 'https://psis-sync.national.ncrs.nhs.uk/DocumentReference'

export const NHS_NUMBER = 'https://fhir.nhs.uk/Id/nhs-number'
export const ODS = 'https://fhir.nhs.uk/Id/ods-organization-code'
export const ASID = 'https://fhir.nhs.uk/Id/nhsSpineASID'
export const SNOMED = 'http://snomed.info/sct'

/** Version 2.8’s profile of a pointer. */
export const POINTER_PROFILE =
  'https://fhir.nhs.uk/STU3/StructureDefinition/NRL-DocumentReference-1'
export const OUTCOME_PROFILE =
  'https://fhir.nhs.uk/STU3/StructureDefinition/Spine-OperationOutcome-1'
export const STU3_CODES = 'https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1'
