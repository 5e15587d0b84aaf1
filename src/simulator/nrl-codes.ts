// Codes of both locators, side by side: the code systems NRL-RecordType-1, NRL-RecordClass-1, NRL-FormatCode-1 and
// NRL-ContentStability-1 of nhsconnect/FHIR-NRLS-API, and those NHSDigital/nrl-producer-api names in their place.

/** A code with its system and the words for it. */
export interface Coding {
  readonly system: string
  readonly code: string
  readonly display: string
}

export const SNOMED = 'http://snomed.info/sct'

const CARE_PLAN = ['734163000', 'Care plan'] as const
const OBSERVATIONS = ['1102421000000108', 'Observations'] as const

/** What a record may be, each with the class it belongs to; the same codes on both sides. */
const TYPES = {
  '736253002': ['Mental health crisis plan', CARE_PLAN],
  '887701000000100': ['Emergency health care plan', CARE_PLAN],
  '861421000000109': ['End of life care coordination summary', CARE_PLAN],
  '1363501000000100': [
    'Royal College of Physicians NEWS2 (National Early Warning Score 2) chart',
    OBSERVATIONS,
  ],
} as const

/** The SNOMED code of a kind of record. */
export type RecordType = keyof typeof TYPES
export const RECORD_TYPES = Object.keys(TYPES) as readonly RecordType[] // the keys of a table of this type

const isRecordType = (code: string): code is RecordType => Object.hasOwn(TYPES, code)

/** Finds a kind of record by its code. */
export const recordType = (code: string | undefined): RecordType | undefined =>
  code !== undefined && isRecordType(code) ? code : undefined

/** Writes a kind of record. */
export const typeCoding = (code: RecordType): Coding => ({
  system: SNOMED,
  code,
  display: TYPES[code][0],
})

/** Writes the class a kind of record belongs to. */
export function classCoding(type: RecordType): Coding {
  const [code, display] = TYPES[type][1]
  return { system: SNOMED, code, display }
}

/** How a record can be fetched; unstructured documents lie behind the Secure Proxy, contact details do not. */
const FORMATS = {
  'urn:nhs-ic:record-contact': 'Contact details (HTTP Unsecured)',
  'urn:nhs-ic:unstructured': 'Unstructured Document',
} as const

export type FormatCode = keyof typeof FORMATS

const isFormat = (code: string): code is FormatCode => Object.hasOwn(FORMATS, code)

/** Finds a format by its code. */
export const formatCode = (code: string | undefined): FormatCode | undefined =>
  code !== undefined && isFormat(code) ? code : undefined

/** Says whether what has this format is fetched through the Secure Proxy. */
export const isBehindProxy = (format: FormatCode): boolean => format === 'urn:nhs-ic:unstructured'

/** Writes a format in the code system of one side. */
export const formatCoding = (system: string, code: FormatCode): Coding => ({
  system,
  code,
  display: FORMATS[code],
})

const STABILITIES = { static: 'Static', dynamic: 'Dynamic' } as const

/** Whether a record is made anew each time it is fetched. */
export type Stability = keyof typeof STABILITIES

const isStability = (code: string): code is Stability => Object.hasOwn(STABILITIES, code)

/** Finds a stability by its code. */
export const stability = (code: string | undefined): Stability | undefined =>
  code !== undefined && isStability(code) ? code : undefined

/** Writes a stability in the code system of one side. */
export const stabilityCoding = (system: string, code: Stability): Coding => ({
  system,
  code,
  display: STABILITIES[code],
})

/** Where a record was made: the two sides' sets of SNOMED codes differ. */
const SETTINGS = {
  mental: {
    STU3: ['708168004', 'Mental health service'],
    R4: ['788002001', 'Adult mental health service'],
  },
  palliative: {
    STU3: ['395092004', 'Specialist palliative care'],
    R4: ['395092004', 'Specialist palliative care'],
  },
} as const

/** A setting under a name of our own. */
export type Setting = keyof typeof SETTINGS
export const ALL_SETTINGS = Object.keys(SETTINGS) as readonly Setting[] // the keys of a table of this type

/** Finds a setting by the code one side has for it. */
export const settingOf = (side: 'STU3' | 'R4', code: string | undefined): Setting | undefined =>
  ALL_SETTINGS.find(each => SETTINGS[each][side][0] === code)

/** Writes a setting as one side does. */
export function settingCoding(side: 'STU3' | 'R4', setting: Setting): Coding {
  const [code, display] = SETTINGS[setting][side]
  return { system: SNOMED, code, display }
}
