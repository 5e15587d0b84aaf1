/** The namespace of HL7v3 messages. */
export const HL7 = 'urn:hl7-org:v3'

/** Namespaces of Spine's beside that one, by the prefix rows name their elements with. */
const SPACES: Readonly<Record<string, string>> = {
  psis: 'urn:npfit:psisqr',
  crs: 'http://national.carerecords.nhs.uk/schema/crs/',
}

const PREFIXES: ReadonlyMap<string, string> = new Map(
  Object.entries(SPACES).map(([prefix, ns]) => [ns, prefix]),
)

/** Hints to whoever holds a message against a schema (XML Schema Part 1 §2.6). */
const SCHEMA_HINTS = 'http://www.w3.org/2001/XMLSchema-instance'

/** Gives what rows call an attribute of a namespace. */
export const attributeLabelOf = (ns: string, name: string): string =>
  `@${ns === SCHEMA_HINTS ? 'xsi' : 'other'}:${name}`

/** Gives what rows call an element of a namespace; what is of no namespace they know is in no row's path. */
export function labelOf(ns: string, name: string): string {
  if (ns === HL7) return name
  return `${PREFIXES.get(ns) ?? 'other'}:${name}`
}

/** Gives the prefix an element is written with, and its namespace; undefined for one of HL7v3. */
export function spaceOf(label: string): readonly [prefix: string, ns: string] | undefined {
  const [prefix = ''] = label.split(':')
  const ns = SPACES[prefix]
  return ns === undefined || prefix === label ? undefined : [prefix, ns]
}
