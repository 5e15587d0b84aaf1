/** A general update as a supplier writes it, and how what it comes to is told. */
import type { Json } from './pds-golden-cloud.ts'

export const V3 = '2.16.840.1.113883.2.1.3.2.4'
export const CORE = 'https://fhir.hl7.org.uk'

/** What stands in the role and in the person of an update, and what a test may want otherwise. */
export interface Update {
  readonly role?: string
  readonly person?: string
  readonly version?: string
  readonly number?: string
  readonly root?: string
}

/** An update's message. */
export function updateMessage(update: Update): string {
  const { role = '', person = '', version = '137', number = '9990001006' } = update
  const root = update.root ?? 'PRPA_IN000203UK03'
  return (
    `<${root} xmlns="urn:hl7-org:v3"><id root="B4AABF1A-D1EF-46B2-B754-1726B2BE90E3"/>` +
    `<ControlActEvent classCode="CACT" moodCode="EVN"><subject typeCode="SUBJ">` +
    `<PdsUpdateRequest classCode="REG" moodCode="RQO"><code code="1" codeSystem="${V3}.17.40"/>` +
    `<pertinentInformation typeCode="PERT"><pertinentSerialChangeNumber classCode="OBS" moodCode="EVN">` +
    `<code code="2" codeSystem="${V3}.17.35"/><value value="${version}"/>` +
    `</pertinentSerialChangeNumber></pertinentInformation><subject typeCode="SBJ">` +
    `<patientRole classCode="PAT"><id root="2.16.840.1.113883.2.1.4.1" extension="${number}"/>${role}` +
    `<patientPerson classCode="PSN" determinerCode="INSTANCE">${person}</patientPerson>` +
    `</patientRole></subject></PdsUpdateRequest></subject></ControlActEvent></${root}>`
  )
}

/** What is changed: the patches behind the tests, or the code and place it is declined by. */
export interface Changed {
  readonly title: string
  readonly update: Update
  readonly comesTo: readonly Json[] | string
}

export const changed = (title: string, update: Update, comesTo: Changed['comesTo']): Changed => ({
  title,
  update,
  comesTo,
})

export const ID = `<id root="${V3}.18.1" extension="cppz"/>`
export const add = (path: string, value: unknown): Json => ({ op: 'add', path, value })
export const replace = (path: string, value: unknown): Json => ({ op: 'replace', path, value })

export const when = (name: string): string =>
  `<${name}><low value="20010203"/><high value="20310405"/></${name}>`
export const PERIOD = { period: { start: '2001-02-03', end: '2031-04-05' } }
