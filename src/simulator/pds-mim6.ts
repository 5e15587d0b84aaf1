import type { CareProvider, Patient } from './patient.ts'
import {
  language,
  objectIdOf,
  parts,
  pdsResponse,
  period,
  roles,
  shown,
  source,
  systemEffective,
  visible,
} from './pds-parts.ts'

// The shape of QUPA_IN000009UK03 (MIM 6): gender and the dates stand directly under patientPerson, a provider
// is a patientCareProvisionEvent, the parts are of the UK02 templates.

const provider = (each: CareProvider): string =>
  `<playedOtherProviderPatient classCode="PAT"><subjectOf typeCode="SBJ">` +
  `<patientCareProvisionEvent classCode="PCPR" moodCode="EVN">` +
  `<code codeSystem="2.16.840.1.113883.2.1.3.2.4.17.37" code="${each.code}"/>` +
  period('effectiveTime', each) +
  objectIdOf(each) +
  `<performer typeCode="PRF"><assignedEntity classCode="ASSIGNED">` +
  `<id root="2.16.840.1.113883.2.1.4.3" extension="${each.ods}"/></assignedEntity></performer>` +
  `<subjectOf1 typeCode="SUBJ">${systemEffective(each)}</subjectOf1>` +
  `<subjectOf2 typeCode="SUBJ">${source()}</subjectOf2>` +
  `</patientCareProvisionEvent></subjectOf></playedOtherProviderPatient>`

/** Writes a record as MIM 6 does. */
export function mim6Record(record: Patient, withHistory: boolean): string {
  const patient = visible(record)
  const { gender, birth, death, birthOrder } = patient
  const person =
    `<administrativeGenderCode code="${gender}"/><birthTime value="${birth}"/>` +
    (death === undefined ? '' : `<deceasedTime value="${death.at}"/>`) +
    (birthOrder === undefined ? '' : `<multipleBirthOrderNumber value="${birthOrder}"/>`) +
    language(patient) +
    shown(patient.providers, withHistory).map(provider).join('') +
    parts(patient, withHistory, 'UK02')
  return pdsResponse(patient, person, roles(patient))
}
