import type { Patient } from './patient.ts'
import { lines, nameParts, NHS_NUMBER, period, telecomValue } from './pds-parts.ts'

// Traces show one address, the telecoms and the usual name directly under the role and the person, without
// object ids or serial change number.

/** Writes a person as a trace or a cross-check shows them; `response` is the subject's own element. */
export function tracedPerson(patient: Patient, response: 'PdsTraceMatch' | 'PDSResponse'): string {
  const address = patient.addresses.find(each => each.use === 'H' && !each.past)
  const name = patient.names.find(each => each.use === 'L' && !each.past)
  const gp = patient.providers.find(each => each.code === '1' && !each.past)
  return (
    `<${response} classCode="OBS" moodCode="EVN"><subject typeCode="SBJ"><patientRole classCode="PAT">` +
    (address === undefined
      ? ''
      : `<addr use="H">${lines(address)}${period('useablePeriod', address)}</addr>`) +
    `<id root="${NHS_NUMBER}" extension="${patient.nhsNumber}"/>` +
    patient.telecoms
      .filter(each => !each.past)
      .map(each => `<telecom ${telecomValue(each)}>${period('useablePeriod', each)}</telecom>`)
      .join('') +
    `<patientPerson classCode="PSN" determinerCode="INSTANCE">` +
    `<administrativeGenderCode code="${patient.gender}"/>` +
    `<birthTime value="${patient.birth}"/>` +
    (patient.death === undefined ? '' : `<deceasedTime value="${patient.death.at}"/>`) +
    (name === undefined
      ? ''
      : `<name use="L">${nameParts(name)}${period('validTime', name)}</name>`) +
    (gp === undefined ? '' : provider(gp.ods, gp.from)) +
    `</patientPerson></patientRole></subject></${response}>`
  )
}

const provider = (ods: string, from: string): string =>
  `<playedOtherProviderPatient classCode="PAT"><subjectOf typeCode="SBJ">` +
  `<patientCareProvision classCode="PCPR" moodCode="EVN">` +
  `<code code="1" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.37"/>${period('effectiveTime', { from })}` +
  `<performer typeCode="PRF"><assignedOrganization classCode="ASSIGNED">` +
  `<id root="2.16.840.1.113883.2.1.4.3" extension="${ods}"/></assignedOrganization></performer>` +
  `</patientCareProvision></subjectOf></playedOtherProviderPatient>`

/** Says whether two texts are the same name or postcode: without regard to case or spaces. */
export const alike = (a: string, b: string): boolean =>
  a.replace(/\s/g, '').toLowerCase() === b.replace(/\s/g, '').toLowerCase()
