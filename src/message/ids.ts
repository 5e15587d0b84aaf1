const SCHEME = /^(?:urn:)?uuid:/i

/** The one form in which ids are compared: without `uuid:`, without blanks around, in upper case. */
export function comparable(id: string): string {
  const own = id.trim()
  return (own.includes(':') ? own.replace(SCHEME, '') : own).toUpperCase()
}

/**
 * What stands where an answer should name its request and names none: the defaults of Spine's response builders,
 * seen in recorded answers (NHSDigital/electronic-prescription-service-clinical-prescription-tracker).
 */
const PLACEHOLDERS: ReadonlySet<string> = new Set(['', 'NONE', 'NOT KNOWN', 'EXAMPLE-REQUEST-GUID'])

/** Says whether an id, in comparable form, is one. */
export const isId = (id: string): boolean => !PLACEHOLDERS.has(id)
