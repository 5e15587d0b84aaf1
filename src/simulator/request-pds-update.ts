import type { Patient } from './patient.ts'
import { NHS_NUMBER, OBJECT_ID, serialChangeNumber } from './pds-parts.ts'
import { ebxmlRequest } from './request-ebxml.ts'
import { requestMessage } from './request-message.ts'
import type { Draft, SupplierRequest } from './request-message.ts'
import { SERVICES } from './services.ts'

// Moves the patient to another GP: the one change every GP system sends.
const newGp = (patient: Patient): string => {
  const gp = patient.providers.find(each => each.code === '1' && !each.past)
  const id = gp === undefined ? '' : `<id root="${OBJECT_ID}" extension="${gp.id}"/>`
  return (
    `<PdsUpdateRequest classCode="REG" moodCode="RQO">` +
    `<code code="1" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.40"/>` +
    serialChangeNumber(patient.version) +
    `<subject typeCode="SBJ"><patientRole classCode="PAT">` +
    `<id root="${NHS_NUMBER}" extension="${patient.nhsNumber}"/>` +
    `<patientPerson classCode="PSN" determinerCode="INSTANCE"><playedOtherProviderPatient classCode="PAT">` +
    `<subjectOf typeCode="SBJ"><patientCareProvision classCode="PCPR" moodCode="EVN"` +
    ` updateMode="${gp === undefined ? 'added' : 'altered'}">${id}` +
    `<code code="1" codeSystem="2.16.840.1.113883.2.1.3.2.4.17.37"/><performer typeCode="PRF">` +
    `<assignedOrganization classCode="ASSIGNED"><id root="2.16.840.1.113883.2.1.4.3" extension="Z99005"/>` +
    `</assignedOrganization></performer></patientCareProvision></subjectOf></playedOtherProviderPatient>` +
    `</patientPerson></patientRole></subject></PdsUpdateRequest>`
  )
}

const update =
  (interaction: string, version: string) =>
  (draft: Draft, patient: Patient): SupplierRequest =>
    ebxmlRequest(
      draft,
      requestMessage(
        draft,
        interaction,
        version,
        `<subject typeCode="SUBJ">${newGp(patient)}</subject>`,
      ),
      { service: SERVICES.pds, interaction, path: '/reliablemessaging/reliablerequest' },
    )

/** How each PDS update is written. */
export const PDS_UPDATES = {
  PRPA_IN000203UK03: update('PRPA_IN000203UK03', '3NPfIT6.3.01'),
  PRPA_IN000203UK06: update('PRPA_IN000203UK06', '3NPfIT7.2.02'),
} as const
