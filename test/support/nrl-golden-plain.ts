/** Pointers as STU3 and R4 say them, written by hand from the tables of both. */
export type Pointer = Readonly<Record<string, unknown>>

export const NHS_NUMBER = '9990000018'
export const OTHER_NUMBER = '9990000026'
export const CUSTODIAN = 'RR8'
/** As Spine makes them: a UUID and a tail. */
export const SPINES_ID = 'e87816c5-1fc9-11ed-bd8d-000c290de2c0-58504e523530384b5851'
export const CLOUDS_ID = '0f5d1c3a-6b1e-4a53-9f0e-2f4f3b1c7d10'
export const PATIENT = 'https://demographics.spineservices.nhs.uk/STU3/Patient/'
export const ORGANISATION = 'https://directory.spineservices.nhs.uk/STU3/Organization/'
export const BASE = 'https://psis-sync.national.ncrs.nhs.uk/DocumentReference'
export const PROFILE = 'https://fhir.nhs.uk/STU3/StructureDefinition/NRL-DocumentReference-1'

export const SNOMED = 'http://snomed.info/sct'
const ODS = 'https://fhir.nhs.uk/Id/ods-organization-code'

export const coded = (code: string, display: string): Pointer => ({
  coding: [{ system: SNOMED, code, display }],
})

const PLAN = coded('736253002', 'Mental health crisis plan')
export const CARE = coded('734163000', 'Care plan')

export const organisationOf = (code: string): Pointer => ({
  identifier: { system: ODS, value: code },
})

const stability = (code: string, display: string): readonly [stu3: Pointer, r4: Pointer] => {
  const extension = (url: string, system: string): Pointer => ({
    url,
    valueCodeableConcept: { coding: [{ system, code, display }] },
  })
  return [
    extension(
      'https://fhir.nhs.uk/STU3/StructureDefinition/Extension-NRL-ContentStability-1',
      'https://fhir.nhs.uk/STU3/CodeSystem/NRL-ContentStability-1',
    ),
    extension(
      'https://fhir.nhs.uk/England/StructureDefinition/Extension-England-ContentStability',
      'https://fhir.nhs.uk/England/CodeSystem/England-NRLContentStability',
    ),
  ]
}

export const STATIC = stability('static', 'Static')
export const DYNAMIC = stability('dynamic', 'Dynamic')

const format = (code: string, display: string): readonly [stu3: Pointer, r4: Pointer] => [
  { system: 'https://fhir.nhs.uk/STU3/CodeSystem/NRL-FormatCode-1', code, display },
  { system: 'https://fhir.nhs.uk/England/CodeSystem/England-NRLFormatCode', code, display },
]

export const CONTACT = format('urn:nhs-ic:record-contact', 'Contact details (HTTP Unsecured)')
export const DOCUMENT = format('urn:nhs-ic:unstructured', 'Unstructured Document')

/** All that version 2.8 asks of a pointer, of a record whose keeper is to be rung up. */
export const PLAIN_STU3: Pointer = {
  resourceType: 'DocumentReference',
  status: 'current',
  type: PLAN,
  class: CARE,
  subject: { reference: `${PATIENT}${NHS_NUMBER}` },
  indexed: '2018-07-01T15:26:01+01:00',
  author: [{ reference: `${ORGANISATION}RGD` }],
  custodian: { reference: `${ORGANISATION}${CUSTODIAN}` },
  content: [
    {
      extension: [STATIC[0]],
      attachment: { contentType: 'text/html', url: 'https://p1.nhs.uk/CrisisTeam' },
      format: CONTACT[0],
    },
  ],
  context: { practiceSetting: coded('708168004', 'Mental health service') },
}

export const PLAIN_R4: Pointer = {
  resourceType: 'DocumentReference',
  status: 'current',
  type: PLAN,
  category: [CARE],
  subject: { identifier: { system: 'https://fhir.nhs.uk/Id/nhs-number', value: NHS_NUMBER } },
  date: '2018-07-01T15:26:01+01:00',
  author: [organisationOf('RGD')],
  custodian: organisationOf(CUSTODIAN),
  content: [
    {
      attachment: { contentType: 'text/html', url: 'https://p1.nhs.uk/CrisisTeam' },
      format: CONTACT[1],
      extension: [STATIC[1]],
    },
  ],
  context: { practiceSetting: coded('788002001', 'Adult mental health service') },
}
