/** The families Spine's errors come in, each named by the tail of its code system's OID; `Tms` has no code system. */
export type Family = '1712' | '1722' | '1634' | '1732' | '1733' | '1742' | 'Tms'

/** How a message travels, as far as that decides in what an error of it comes. */
export type Envelope = 'soap' | 'ebxml' | 'none'

/** In what a sender is told of an error. */
export type ErrorLanguage =
  | 'SOAP fault'
  | 'ebXML MessageError'
  | 'SOAP fault or ebXML MessageError'
  | 'application acknowledgement'

interface FamilyRow {
  /** Whose errors they are. */
  readonly says: string
  /** Absent where they have no code system but their language's own. */
  readonly codeSystem?: string
}

const V3 = '2.16.840.1.113883.2.1.3.2.4'

/** What is known of each family (nhsdigitalmait/SPINE_schema, spine2_xslt: a validator names its errors by family). */
export const FAMILIES: Readonly<Record<Family, FamilyRow>> = Object.freeze({
  1712: { says: 'access control', codeSystem: `${V3}.17.12` },
  1722: { says: 'prescribing', codeSystem: `${V3}.17.22` },
  1634: { says: 'dispensing', codeSystem: `${V3}.16.34` },
  1732: { says: 'HL7 and TMS', codeSystem: `${V3}.17.32` },
  1733: { says: 'PSIS', codeSystem: `${V3}.17.33` },
  1742: { says: 'PDS', codeSystem: `${V3}.17.42` },
  Tms: { says: 'the message service' },
})

const SERVICE_LANGUAGES: Readonly<Record<Envelope, ErrorLanguage>> = {
  soap: 'SOAP fault',
  ebxml: 'ebXML MessageError',
  none: 'SOAP fault or ebXML MessageError',
}

/** Says in what an error of a family comes: what the message service refuses has no acknowledgement. */
export const languageOfFamily = (family: Family, envelope: Envelope): ErrorLanguage =>
  family === 'Tms' ? SERVICE_LANGUAGES[envelope] : 'application acknowledgement'
