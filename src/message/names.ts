/** The namespaces messages are read and written in. Elements are known by these and a local name, never by prefix. */
export const NS = {
  soap: 'http://schemas.xmlsoap.org/soap/envelope/',
  wsa: 'http://schemas.xmlsoap.org/ws/2004/08/addressing',
  wsse: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
  hl7: 'urn:hl7-org:v3',
  eb: 'http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd',
  xlink: 'http://www.w3.org/1999/xlink',
  nasp: 'http://national.carerecords.nhs.uk/schema/',
  crs: 'http://national.carerecords.nhs.uk/schema/crs/',
  psis: 'urn:npfit:psisqr',
  hl7ebxml: 'urn:hl7-org:transport/ebXML/DSTUv1.0',
  fhir: 'http://hl7.org/fhir',
} as const

/** The root under which an ASID stands in a device's id. */
export const ASID = '1.2.826.0.1285.0.2.0.107'

/** The root of every interactionId. */
export const INTERACTION_ID = '2.16.840.1.113883.2.1.3.2.4.12'

/** What an eb:PartyId says it is (NHSDigital/integration-adaptor-mhs, its ebXML templates). */
export const PARTY_TYPE = 'urn:nhs:names:partyType:ocs+serviceInstance'

/** The eb:Service of acknowledgements and errors (ebXML Message Service 2.0 §4.2.4). */
export const EBXML_SIGNALS = 'urn:oasis:names:tc:ebxml-msg:service'

/** Whom an acknowledgement is asked of, and comes from: the other party's message service (ebXML Message Service 2.0 §6.3.1). */
export const TO_PARTY = 'urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH'

/** Whom a synchronous reply is asked of: whoever gets the message next (ebXML Message Service 2.0 §4.3.1). */
export const NEXT = 'http://schemas.xmlsoap.org/soap/actor/next'
