/** The service part of SOAPAction and eb:Service, by the short name Spine gives it. */
export const SERVICES = {
  pdsquery: 'urn:nhs:names:services:pdsquery',
  pds: 'urn:nhs:names:services:pds',
  psisquery: 'urn:nhs:names:services:psisquery',
  psis: 'urn:nhs:names:services:psis',
  lrs: 'urn:nhs:names:services:lrs',
  lrsquery: 'urn:nhs:names:services:lrsquery',
  alerts: 'urn:nhs:names:services:alerts',
  mm: 'urn:nhs:names:services:mm',
} as const
