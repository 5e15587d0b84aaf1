import {
  CARE,
  coded,
  CONTACT,
  CUSTODIAN,
  DOCUMENT,
  DYNAMIC,
  NHS_NUMBER,
  ORGANISATION,
  organisationOf,
  PATIENT,
  PLAIN_R4,
  PLAIN_STU3,
  type Pointer,
  BASE,
  SNOMED,
  SPINES_ID,
  STATIC,
} from './nrl-golden-plain.ts'

const TEXTS = {
  text: 'plan of 2018',
  coding: [
    {
      system: SNOMED,
      version: '20180401',
      code: '736253002',
      display: 'Mental health crisis plan',
    },
    { system: 'http://read.info/ctv3', code: 'XaJJt', display: 'Crisis plan' },
  ],
}

const SHARED = {
  masterIdentifier: { system: 'urn:ietf:rfc:3986', value: 'urn:oid:1.3.6.1.4.1.21367.2005.3.10' },
  identifier: [{ system: 'urn:ietf:rfc:3986', value: 'urn:oid:1.3.6.1.4.1.21367.2005.3.7.1134' }],
  docStatus: 'final',
  type: TEXTS,
  description: 'Crisis plan, as agreed with the family',
  securityLabel: [
    {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality',
          version: '2018-08-12',
          code: 'V',
          display: 'very restricted',
        },
      ],
      text: 'very restricted',
    },
  ],
}

const OF_DOCUMENT = {
  contentType: 'application/pdf',
  language: 'en-GB',
  data: 'U29tZXRoaW5n',
  size: 9,
  hash: 'W3qGPb0=',
  title: 'Crisis plan report',
  creation: '2016-03-08T15:26:00+01:00',
}

const OF_CONTEXT = {
  event: [coded('867871000000100', 'Review of mental health care plan')],
  period: { start: '2016-03-07T13:34:00+01:00', end: '2017-02-13T14:11:00Z' },
  facilityType: coded('443750004', 'Nonacute hospital'),
}

const SETTING = {
  coding: [
    { system: SNOMED, version: '20180401', code: '708168004', display: 'Mental health service' },
  ],
  text: 'crisis team',
}

const SETTING_R4 = {
  coding: [
    {
      system: SNOMED,
      version: '20180401',
      code: '788002001',
      display: 'Adult mental health service',
    },
  ],
  text: 'crisis team',
}

/** All that either says of one: what stands in each edition. */
export const FULL_STU3: Pointer = {
  ...PLAIN_STU3,
  ...SHARED,
  class: { ...CARE, text: 'plan' },
  authenticator: { reference: `${ORGANISATION}8HV66` },
  relatesTo: [{ code: 'replaces', target: { reference: `${BASE}/${SPINES_ID}` } }],
  content: [
    {
      extension: [STATIC[0]],
      attachment: { ...OF_DOCUMENT, url: 'https://p1.nhs.uk/CrisisPlan.pdf' },
      format: DOCUMENT[0],
    },
    {
      extension: [DYNAMIC[0]],
      attachment: { contentType: 'text/html', url: 'https://p1.nhs.uk/CrisisTeam' },
      format: CONTACT[0],
    },
  ],
  context: {
    ...OF_CONTEXT,
    practiceSetting: SETTING,
    sourcePatientInfo: { reference: `${PATIENT}${NHS_NUMBER}` },
  },
}

export const FULL_R4: Pointer = {
  ...PLAIN_R4,
  ...SHARED,
  category: [{ ...CARE, text: 'plan' }],
  authenticator: organisationOf('8HV66'),
  relatesTo: [{ code: 'replaces', target: { identifier: { value: `${CUSTODIAN}-${SPINES_ID}` } } }],
  content: [
    {
      attachment: { ...OF_DOCUMENT, url: 'ssp://p1.nhs.uk/CrisisPlan.pdf' },
      format: DOCUMENT[1],
      extension: [STATIC[1]],
    },
    {
      attachment: { contentType: 'text/html', url: 'https://p1.nhs.uk/CrisisTeam' },
      format: CONTACT[1],
      extension: [DYNAMIC[1]],
    },
  ],
  context: {
    ...OF_CONTEXT,
    practiceSetting: SETTING_R4,
    sourcePatientInfo: {
      identifier: { system: 'https://fhir.nhs.uk/Id/nhs-number', value: NHS_NUMBER },
    },
  },
}
