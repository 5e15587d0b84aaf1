import type { Patient } from './patient.ts'
import { element } from './pds-parts.ts'
import type { Draft } from './request-message.ts'
import { uuidOf } from './random.ts'
import { hl7Time } from './times.ts'

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const ODS = '1.2.826.0.1285.0.1.10'

/** What a prescription is known by, in every message about it. */
export interface PrescriptionIds {
  readonly shortId: string
  readonly longId: string
  readonly lineIds: readonly [string, string]
}

// ISO 7064, MOD 37-2: the last character of a prescription's short id checks the others.
function checked(id: string): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+'
  let sum = 0
  for (const character of id.replaceAll('-', '')) {
    sum = ((sum + alphabet.indexOf(character)) * 2) % 37
  }
  return id + alphabet.charAt((38 - sum) % 37)
}

/** Gives the ids of a patient's n-th prescription: always the same. */
export function prescriptionIds(patient: Patient, n: number): PrescriptionIds {
  const longId = uuidOf(`prescription|${patient.nhsNumber}|${n}`)
  const hex = longId.replaceAll('-', '')
  return {
    shortId: checked(`${hex.slice(0, 6)}-Z99001-${hex.slice(6, 11)}`),
    longId,
    lineIds: [uuidOf(`line|${longId}|1`), uuidOf(`line|${longId}|2`)],
  }
}

/** Gives the ids of the prescription a message is about. */
export const idsIn = (draft: Draft, patient: Patient): PrescriptionIds =>
  prescriptionIds(patient, draft.ids.prescription ?? 0)

/** Gives the ODS code of the dispenser a patient's prescription is nominated to; undefined for nobody. */
export function nominatedBy({ ids }: Draft, patient: Patient): string | undefined {
  const own = patient.providers.find(each => each.code === 'P1' && !each.past)?.ods
  const asked = ids.eps?.nominated ?? own ?? 'ZPH01'
  return asked === 'nobody' ? undefined : asked
}

/** Writes a slot of an EPS message: its name, the code that says what it holds, and what it holds. */
export const slot = (relation: string, name: string, code: string, value: string): string =>
  `<${relation} typeCode="PERT" contextConductionInd="true"><seperatableInd value="false"/>` +
  `<${name} classCode="OBS" moodCode="EVN"><code code="${code}" codeSystem="${V3}.17.30"/>${value}</${name}>` +
  `</${relation}>`

/** Writes a slot that holds also without the rest of the message. */
export const separableSlot = (...[relation, name, code, value]: Parameters<typeof slot>): string =>
  slot(relation, name, code, value).replace('value="false"', 'value="true"')

/** Writes a coded value of one of EPS's own code systems. */
export const coded = (code: string, system: string, says?: string): string =>
  `<value code="${code}" codeSystem="${V3}.${system}"` +
  (says === undefined ? '/>' : ` displayName="${says}"/>`)

/** Writes which prescription a message is about. */
export const prescriptionId = (relation: string, { shortId }: PrescriptionIds): string =>
  slot(
    relation,
    'pertinentPrescriptionID',
    'PID',
    `<value root="${V3}.18.8" extension="${shortId}"/>`,
  )

/** Writes what an item or a prescription was, that something was supplied for. */
export const inFulfillmentOf = (name: string, id: string): string =>
  `<inFulfillmentOf typeCode="FLFS" inversionInd="false" negationInd="false"><seperatableInd value="true"/>` +
  `<templateId root="${V3}.18.2" extension="CSAB_RM-NPfITUK10.sourceOf1"/>` +
  `<${name} classCode="SBADM" moodCode="RQO"><id root="${id}"/></${name}></inFulfillmentOf>`

/** Writes which items of a prescription a message is about, as care record elements. */
export const careRecordElements = (ids: readonly string[], moodCode: 'RQO' | 'PRMS'): string =>
  `<pertinentInformation2 typeCode="PERT">` +
  `<templateId root="${V3}.18.2" extension="CSAB_RM-NPfITUK10.pertinentInformation1"/>` +
  `<pertinentCareRecordElementCategory classCode="CATEGORY" moodCode="EVN">` +
  `<code code="185361000000102" codeSystem="${V3}.15" displayName="Medication - care record element (record artifact)"/>` +
  ids
    .map(
      id =>
        `<component typeCode="COMP"><actRef classCode="SBADM" moodCode="${moodCode}">` +
        `<id root="${id}"/></actRef></component>`,
    )
    .join('') +
  `</pertinentCareRecordElementCategory></pertinentInformation2>`

const LICENCE =
  `<healthCareProviderLicense classCode="PROV"><Organization classCode="ORG" determinerCode="INSTANCE">` +
  `<id root="${ODS}" extension="ZCB01"/><code code="999" codeSystem="${V3}.17.94"/>` +
  `<name>Arborshire</name></Organization></healthCareProviderLicense>`

/** Writes the person and the organisation behind a prescription: who pays for what they prescribe is said. */
export const prescriber = (draft: Draft): string => {
  const end = '</representedOrganization>'
  return agentPerson(draft).replace(end, LICENCE + end)
}

/** Writes the person and the organisation behind a message. */
export const agentPerson = ({ supplier }: Draft): string =>
  `<AgentPerson classCode="AGNT"><id root="1.2.826.0.1285.0.2.0.67" extension="990000000671"/>` +
  `<code code="R8000" codeSystem="1.2.826.0.1285.0.2.1.104"/><telecom use="WP" value="tel:01632960001"/>` +
  `<agentPerson classCode="PSN" determinerCode="INSTANCE">` +
  `<id root="1.2.826.0.1285.0.2.1.54" extension="999999"/><name>Made Up</name></agentPerson>` +
  `<representedOrganization classCode="ORG" determinerCode="INSTANCE">` +
  `<id root="${ODS}" extension="${supplier.ods}"/><code code="999" codeSystem="${V3}.17.94"/>` +
  `<name>${supplier.name}</name><telecom use="WP" value="tel:01632960001"/>` +
  `<addr use="WP"><streetAddressLine>1 Bark Lane</streetAddressLine><postalCode>ZZ99 1AA</postalCode></addr>` +
  `</representedOrganization></AgentPerson>`

/** Writes the person behind a cancellation: known by who they are to the system, not by their registration. */
export const user = (draft: Draft): string =>
  agentPerson(draft).replace(
    '<id root="1.2.826.0.1285.0.2.1.54" extension="999999"/>',
    '<id root="1.2.826.0.1285.0.2.0.65" extension="990000000651"/>',
  )

/** Writes an EPS message's own id and time. */
export const head = (draft: Draft): string =>
  `<id root="${draft.payloadId}"/><effectiveTime value="${hl7Time(draft.ids.now)}"/>`

/** Writes who sends a message. */
export const author = (draft: Draft): string =>
  `<author typeCode="AUT">${agentPerson(draft)}</author>`

/** Writes whom a message is about, as a prescriber's system does: in full. */
export function recordTarget(patient: Patient): string {
  const name = patient.names.find(each => each.use === 'L' && !each.past)
  const address = patient.addresses.find(each => each.use === 'H' && !each.past)
  const gp = patient.providers.find(each => each.code === '1' && !each.past)
  return (
    `<recordTarget typeCode="RCT"><Patient classCode="PAT">` +
    `<id root="2.16.840.1.113883.2.1.4.1" extension="${patient.nhsNumber}"/><addr use="H">` +
    (address?.lines ?? [])
      .filter(line => line !== '')
      .map(line => element('streetAddressLine', line))
      .join('') +
    element('postalCode', address?.postcode ?? '') +
    `</addr><patientPerson classCode="PSN" determinerCode="INSTANCE"><name use="L">` +
    (name?.prefix === undefined ? '' : element('prefix', name.prefix)) +
    (name?.given ?? [])
      .filter(given => given !== '')
      .map(given => element('given', given))
      .join('') +
    element('family', name?.family ?? '') +
    `</name><administrativeGenderCode code="${patient.gender}" codeSystem="${V3}.16.25"/>` +
    `<birthTime value="${patient.birth}"/><playedProviderPatient classCode="PAT">` +
    `<subjectOf typeCode="SBJ"><patientCareProvision classCode="PCPR" moodCode="EVN">` +
    `<code code="1" codeSystem="${V3}.17.37"/><responsibleParty typeCode="RESP">` +
    `<healthCareProvider classCode="PROV"><id root="${ODS}" extension="${gp?.ods ?? 'V81999'}"/>` +
    `</healthCareProvider></responsibleParty></patientCareProvision></subjectOf>` +
    `</playedProviderPatient></patientPerson></Patient></recordTarget>`
  )
}

/** Writes whom a message is about, as a dispenser's system does: by number. */
export const recordTargetNumber = ({ nhsNumber }: Patient): string =>
  `<recordTarget typeCode="RCT"><patient classCode="PAT">` +
  `<id root="2.16.840.1.113883.2.1.4.1" extension="${nhsNumber}"/></patient></recordTarget>`
