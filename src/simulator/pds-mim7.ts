import type { CareProvider, Patient } from './patient.ts'
import {
  element,
  language,
  objectIdOf,
  observation,
  parts,
  pdsResponse,
  period,
  removal,
  roles,
  shown,
  visible,
} from './pds-parts.ts'
import { escape } from './xml-text.ts'

// The shape of QUPA_IN000009UK06 (MIM 7): gender and the dates are parts of their own with the time each was
// notified, a provider is a patientCareProvision, the other parts are of the UK03 templates.

const notified = (day: string): string =>
  `<subjectOf typeCode="SBJ">${observation('notificationTime', '45', `<value value="${day}"/>`)}</subjectOf>`

const fact = (template: string, content: string, day: string): string =>
  `<${template} classCode="PART"><partPerson classCode="PSN" determinerCode="INSTANCE">${content}</partPerson>` +
  `${notified(day)}</${template}>`

const provider = (each: CareProvider): string =>
  `<playedOtherProviderPatient classCode="PAT"><subjectOf typeCode="SBJ">` +
  `<patientCareProvision classCode="PCPR" moodCode="EVN">` +
  `<code code="${each.code}" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.37"/>` +
  period('effectiveTime', each) +
  objectIdOf(each) +
  `<performer typeCode="PRF"><assignedEntity classCode="ASSIGNED">` +
  `<id root="2.16.840.1.113883.2.1.4.3" extension="${each.ods}"/></assignedEntity></performer>` +
  `</patientCareProvision></subjectOf></playedOtherProviderPatient>`

const birthPlace = ({ birthPlace: place }: Patient): string =>
  place === undefined
    ? ''
    : `<COCT_MT000208UK01.BirthPlace classCode="BIRTHPL"><addr>` +
      element('city', place.city) +
      element('county', place.county) +
      `<country><code code="${escape(place.country)}"/></country>` +
      `</addr></COCT_MT000208UK01.BirthPlace>`

/** Writes a record as MIM 7 does. */
export function mim7Record(record: Patient, withHistory: boolean): string {
  const patient = visible(record)
  const { gender, birth, death, birthOrder } = patient
  const since = birth.padEnd(8, '01')
  const person =
    (birthOrder === undefined ? '' : `<multipleBirthOrderNumber value="${birthOrder}"/>`) +
    language(patient) +
    shown(patient.providers, withHistory).map(provider).join('') +
    birthPlace(patient) +
    fact(
      'COCT_MT000209UK01.PartAdminGenderCode',
      `<administrativeGenderCode code="${gender}"/>`,
      since,
    ) +
    fact('COCT_MT000210UK01.PartBirthTime', `<birthTime value="${birth}"/>`, since) +
    (death === undefined
      ? ''
      : fact(
          'COCT_MT000211UK01.PartDeceasedTime',
          `<deceasedTime value="${death.at}"/>`,
          death.notified.slice(0, 8),
        )) +
    parts(patient, withHistory, 'UK03')
  return pdsResponse(patient, person, roles(patient) + removal(patient))
}
