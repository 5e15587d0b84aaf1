import type { Held, Patient, PatientAddress, PatientName, PatientTelecom } from './patient.ts'
import { escape } from './xml-text.ts'

// What the shapes PDS has given its record over the years have in common.

const V3 = '2.16.840.1.113883.2.1.3.2.4'
/** The system that is said to have recorded everything; in the cloud nothing says who did. */
const SOURCE = '990000000777'

export const NHS_NUMBER = '2.16.840.1.113883.2.1.4.1'
export const OBJECT_ID = `${V3}.18.1`

/** Writes an element with the text it holds; an empty one is closed in its tag, as PDS does. */
export const element = (name: string, text: string): string =>
  text === '' ? `<${name}/>` : `<${name}>${escape(text)}</${name}>`

/** Writes a period: low, and high where it has ended or is known to end. */
export const period = (name: string, { from, to }: { from: string; to?: string }): string =>
  `<${name}><low value="${from}"/>${to === undefined ? '' : `<high value="${to}"/>`}</${name}>`

export const objectIdOf = ({ id }: Held): string => `<id root="${OBJECT_ID}" extension="${id}"/>`

/** Writes one observation about the patient: its kind in code, what it says in value. */
export const observation = (name: string, code: string, value: string): string =>
  `<${name} classCode="OBS" moodCode="EVN"><code code="${code}" codeSystem="${V3}.17.35"/>${value}</${name}>`

export const codedValue = (code: string, system: string): string =>
  `<value code="${escape(code)}" codeSystem="${V3}.${system}"/>`

export const lines = (address: PatientAddress): string =>
  address.lines.map(line => element('streetAddressLine', line)).join('') +
  element('postalCode', address.postcode) +
  (address.key === undefined ? '' : element('addressKey', address.key))

export const nameParts = (name: PatientName): string =>
  (name.prefix === undefined ? '' : element('prefix', name.prefix)) +
  name.given.map(given => element('given', given)).join('') +
  element('family', name.family) +
  (name.suffix === undefined ? '' : element('suffix', name.suffix))

export const telecomValue = (telecom: PatientTelecom): string =>
  `use="${telecom.use}" value="${telecom.scheme}:${escape(telecom.value)}"`

export const serialChangeNumber = (version: number): string =>
  `<pertinentInformation typeCode="PERT">` +
  observation('pertinentSerialChangeNumber', '2', `<value value="${version}"/>`) +
  `</pertinentInformation>`

export const source = (): string =>
  `<sourceSourceIdentified classCode="OBS" moodCode="EVN">` +
  `<code codeSystem="${V3}.17.170" code="01"/>` +
  `<value root="1.2.826.0.1285.0.2.0.107" extension="${SOURCE}"/></sourceSourceIdentified>`

export const systemEffective = (held: Held): string =>
  `<systemEffectiveDate classCode="OBS" moodCode="EVN">` +
  `<code codeSystem="${V3}.17.170" code="02"/>` +
  `<value><low value="${held.from}093721"/></value></systemEffectiveDate>`

/** Wraps in the part that each address, telecom and name of a record is; which of the two comes first varies. */
const part = (template: string, content: string, held: Held): string => {
  const [first, second] =
    held.id.length === 4 ? [source(), systemEffective(held)] : [systemEffective(held), source()]
  return (
    `<${template} classCode="PART">${content}` +
    `<subjectOf1 typeCode="SBJ">${first}</subjectOf1>` +
    `<subjectOf2 typeCode="SBJ">${second}</subjectOf2></${template}>`
  )
}

/** Writes the addresses, telecoms and names, which the two shapes only template differently. */
export function parts(patient: Patient, withHistory: boolean, version: 'UK02' | 'UK03'): string {
  const addresses = shown(patient.addresses, withHistory).map(each => {
    const content = lines(each) + period('useablePeriod', each) + objectIdOf(each)
    return part(
      `COCT_MT000201${version}.PartOfWhole`,
      `<addr use="${each.use}">${content}</addr>`,
      each,
    )
  })
  const telecoms = shown(patient.telecoms, withHistory).map(each => {
    const content = period('useablePeriod', each) + objectIdOf(each)
    const telecom = `<telecom ${telecomValue(each)}>${content}</telecom>`
    return part(`COCT_MT000202${version}.PartOfWhole`, telecom, each)
  })
  const names = shown(patient.names, withHistory).map(each => {
    const content = nameParts(each) + period('validTime', each) + objectIdOf(each)
    const name = `<name use="${each.use}">${content}</name>`
    return part(
      `COCT_MT000203${version}.PartOfWhole`,
      `<partPerson classCode="PSN" determinerCode="INSTANCE">${name}</partPerson>`,
      each,
    )
  })
  return [...addresses, ...telecoms, ...names].join('')
}

export const language = ({ language: spoken }: Patient): string =>
  spoken === undefined
    ? ''
    : `<languageCommunication><languageCode code="${spoken.code}"/><preferenceInd value="true"/>` +
      `<proficiencyLevelCode codeSystem="${V3}.16.39" code="${spoken.interpreter ? '1' : '0'}"/>` +
      `</languageCommunication>`

/** What a reader who asks for history or does not is shown. */
export const shown = <T extends Held>(all: readonly T[], withHistory: boolean): readonly T[] =>
  all.filter(each => withHistory || !each.past)

/** The record as anyone may see it: a restricted one says nothing of where the person is. */
export function visible(patient: Patient): Patient {
  if (!patient.restricted) return patient
  const unsaid = { secret: undefined, contact: undefined, removal: undefined }
  return { ...patient, ...unsaid, addresses: [], telecoms: [], providers: [] }
}

/** The numbered roles a patient plays in what PDS also knows, the same in both shapes. */
export function roles(patient: Patient): string {
  const { formerNumber, death, contact, secret } = patient
  return [
    formerNumber === undefined
      ? ''
      : `<replacementOf typeCode="REPL"><oldVersion classCode="PAT">` +
        `<id root="${NHS_NUMBER}" extension="${formerNumber}"/></oldVersion></replacementOf>`,
    death === undefined
      ? ''
      : subjectOf(2, observation('deathNotification', '3', codedValue(death.status, '16.5'))),
    contact === undefined
      ? ''
      : subjectOf(
          4,
          observation(
            'preferredContactMethod',
            '9',
            codedValue(contact.method, '16.16') + times(contact.times),
          ),
        ) +
        subjectOf(
          5,
          observation(
            'preferredWrittenCommunicationFormat',
            '13',
            codedValue(contact.format, '16.17'),
          ),
        ),
    secret === undefined
      ? ''
      : subjectOf(6, observation('sharedSecret', '15', element('value', secret))),
  ].join('')
}

const times = (text: string): string =>
  `<pertinentInformation typeCode="PERT">` +
  observation('pertinentPreferredContactTimes', '10', element('value', text)) +
  `</pertinentInformation>`

const subjectOf = (number: number, content: string): string =>
  `<subjectOf${number} typeCode="SBJ">${content}</subjectOf${number}>`

/** Why the patient left their GP: only in the newer shape. */
export const removal = ({ removal: left }: Patient): string =>
  left === undefined
    ? ''
    : subjectOf(
        9,
        `<pCRemovalRegistrationEvent classCode="REG" moodCode="EVN">` +
          `<code code="04" codeSystem="${V3}.17.165"/>${period('effectiveTime', left)}` +
          `<reasonCode code="${left.reason}" codeSystem="${V3}.17.168"/></pCRemovalRegistrationEvent>`,
      )

/** Wraps the person in what every retrieval reply puts around them. */
export function pdsResponse(patient: Patient, person: string, more: string): string {
  const sensitive = patient.restricted
    ? `<confidentialityCode codeSystem="${V3}.16.1" code="Y"/>`
    : ''
  return (
    `<PDSResponse xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" classCode="OBS" moodCode="EVN">` +
    serialChangeNumber(patient.version) +
    `<subject typeCode="SBJ"><patientRole classCode="PAT">${sensitive}` +
    `<id root="${NHS_NUMBER}" extension="${patient.nhsNumber}"/>` +
    `<patientPerson classCode="PSN" determinerCode="INSTANCE">${person}</patientPerson>` +
    `${more}</patientRole></subject></PDSResponse>`
  )
}
