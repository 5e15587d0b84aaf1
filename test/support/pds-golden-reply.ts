/**
 * Retrieval replies in both of their shapes, written out by hand: MIM 6 after recorded replies
 * (nhsconnect/prm-repo-gp2gp-messenger) and NHS MIM 6.3.01, MIM 7 after nhsdigitalmait/SPINE_schema's extractor.
 * Every value is given where it is used, as HL7v3 writes it; undefined is not written.
 */

export interface Held {
  readonly low?: string
  readonly high?: string
  readonly id?: string
}

export interface Name extends Held {
  readonly use: string
  readonly prefix?: string
  readonly given?: readonly string[]
  readonly family?: string
  readonly suffix?: string
}

export interface Address extends Held {
  readonly use: string
  /** All five, the empty ones too. */
  readonly lines: readonly [string, string, string, string, string]
  readonly postcode?: string
  readonly key?: string
  readonly desc?: string
}

export interface Telecom extends Held {
  readonly use: string
  readonly value: string
}

export interface Provider extends Held {
  readonly code: string
  readonly ods: string
}

export interface LegacyRecord {
  readonly number: string
  readonly version: string
  readonly confidentiality?: string
  readonly gender?: string
  readonly birth?: string
  readonly death?: string
  readonly deathStatus?: string
  readonly birthOrder?: string
  readonly language?: string
  readonly interpreter?: string
  readonly method?: string
  readonly times?: string
  readonly format?: string
  readonly city?: string
  readonly county?: string
  readonly country?: string
  readonly removal?: { readonly reason: string; readonly low?: string; readonly high?: string }
  readonly providers?: readonly Provider[]
  readonly addresses?: readonly Address[]
  readonly telecoms?: readonly Telecom[]
  readonly names?: readonly Name[]
}

export type ShapeName = 'mim6' | 'mim7'

const V3 = '2.16.840.1.113883.2.1.3.2.4'

export const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const when = (value: string | undefined, write: (value: string) => string): string =>
  value === undefined ? '' : write(escaped(value))

const element = (name: string, value: string | undefined): string =>
  when(value, text => (text === '' ? `<${name}/>` : `<${name}>${text}</${name}>`))

const attribute = (name: string, at: string, value: string | undefined): string =>
  when(value, text => `<${name} ${at}="${text}"/>`)

const period = (name: string, { low, high }: Held): string =>
  low === undefined && high === undefined
    ? ''
    : `<${name}>${attribute('low', 'value', low)}${attribute('high', 'value', high)}</${name}>`

const objectId = ({ id }: Held): string =>
  when(id, text => `<id root="${V3}.18.1" extension="${text}"/>`)

const PERSON = `<partPerson classCode="PSN" determinerCode="INSTANCE">`

const name = (each: Name, version: string): string =>
  `<COCT_MT000203${version}.PartOfWhole classCode="PART">${PERSON}<name use="${each.use}">` +
  element('prefix', each.prefix) +
  (each.given ?? []).map(given => element('given', given)).join('') +
  element('family', each.family) +
  element('suffix', each.suffix) +
  `${period('validTime', each)}${objectId(each)}</name></partPerson></COCT_MT000203${version}.PartOfWhole>`

const address = (each: Address, version: string): string =>
  `<COCT_MT000201${version}.PartOfWhole classCode="PART"><addr use="${each.use}">` +
  each.lines.map(line => element('streetAddressLine', line)).join('') +
  element('postalCode', each.postcode) +
  element('addressKey', each.key) +
  (version === 'UK03' ? element('desc', each.desc) : '') +
  `${period('useablePeriod', each)}${objectId(each)}</addr></COCT_MT000201${version}.PartOfWhole>`

const telecom = (each: Telecom, version: string): string =>
  `<COCT_MT000202${version}.PartOfWhole classCode="PART">` +
  `<telecom use="${each.use}" value="${escaped(each.value)}">` +
  `${period('useablePeriod', each)}${objectId(each)}</telecom></COCT_MT000202${version}.PartOfWhole>`

const provider = (each: Provider, provision: string): string =>
  `<playedOtherProviderPatient classCode="PAT"><subjectOf typeCode="SBJ">` +
  `<${provision} classCode="PCPR" moodCode="EVN"><code codeSystem="${V3}.17.37" code="${each.code}"/>` +
  `${period('effectiveTime', each)}${objectId(each)}` +
  `<performer typeCode="PRF"><assignedEntity classCode="ASSIGNED">` +
  `<id root="2.16.840.1.113883.2.1.4.3" extension="${each.ods}"/></assignedEntity></performer>` +
  `</${provision}></subjectOf></playedOtherProviderPatient>`

const language = (record: LegacyRecord): string =>
  record.language === undefined
    ? ''
    : `<languageCommunication>${attribute('languageCode', 'code', record.language)}` +
      `<preferenceInd value="true"/>` +
      when(
        record.interpreter,
        code => `<proficiencyLevelCode codeSystem="${V3}.16.39" code="${code}"/>`,
      ) +
      `</languageCommunication>`

const observation = (named: string, code: string, content: string): string =>
  `<${named} classCode="OBS" moodCode="EVN"><code code="${code}" codeSystem="${V3}.17.35"/>${content}</${named}>`

const roles = (record: LegacyRecord): string =>
  when(
    record.deathStatus,
    status =>
      `<subjectOf2 typeCode="SBJ">${observation('deathNotification', '3', `<value codeSystem="${V3}.16.5" code="${status}"/>`)}</subjectOf2>`,
  ) +
  when(
    record.method,
    method =>
      `<subjectOf4 typeCode="SBJ">${observation('preferredContactMethod', '9', `<value code="${method}"/>${times(record)}`)}</subjectOf4>`,
  ) +
  when(
    record.format,
    format =>
      `<subjectOf5 typeCode="SBJ">${observation('preferredWrittenCommunicationFormat', '13', `<value code="${format}"/>`)}</subjectOf5>`,
  )

const times = (record: LegacyRecord): string =>
  when(
    record.times,
    text =>
      `<pertinentInformation typeCode="PERT">${observation('pertinentPreferredContactTimes', '10', `<value>${text}</value>`)}</pertinentInformation>`,
  )

const parts = (record: LegacyRecord, version: string): string =>
  (record.addresses ?? []).map(each => address(each, version)).join('') +
  (record.telecoms ?? []).map(each => telecom(each, version)).join('') +
  (record.names ?? []).map(each => name(each, version)).join('')

const mim6Person = (record: LegacyRecord): string =>
  attribute('administrativeGenderCode', 'code', record.gender) +
  attribute('birthTime', 'value', record.birth) +
  attribute('deceasedTime', 'value', record.death) +
  attribute('multipleBirthOrderNumber', 'value', record.birthOrder) +
  language(record) +
  (record.providers ?? []).map(each => provider(each, 'patientCareProvisionEvent')).join('') +
  parts(record, 'UK02')

const fact = (template: string, content: string): string =>
  content === ''
    ? ''
    : `<${template} classCode="PART">${PERSON}${content}</partPerson></${template}>`

const birthPlace = ({ city, county, country }: LegacyRecord): string => {
  const coded = when(country, code => `<country><code code="${code}"/></country>`)
  const said = element('city', city) + element('county', county) + coded
  const template = 'COCT_MT000208UK01.BirthPlace'
  return said === '' ? '' : `<${template} classCode="BIRTHPL"><addr>${said}</addr></${template}>`
}

const mim7Person = (record: LegacyRecord): string =>
  attribute('multipleBirthOrderNumber', 'value', record.birthOrder) +
  language(record) +
  (record.providers ?? []).map(each => provider(each, 'patientCareProvision')).join('') +
  birthPlace(record) +
  fact(
    'COCT_MT000209UK01.PartAdminGenderCode',
    attribute('administrativeGenderCode', 'code', record.gender),
  ) +
  fact('COCT_MT000210UK01.PartBirthTime', attribute('birthTime', 'value', record.birth)) +
  fact('COCT_MT000211UK01.PartDeceasedTime', attribute('deceasedTime', 'value', record.death)) +
  parts(record, 'UK03')

const removal = ({ removal: left }: LegacyRecord): string =>
  left === undefined
    ? ''
    : `<subjectOf9 typeCode="SBJ"><pCRemovalRegistrationEvent classCode="REG" moodCode="EVN">` +
      `${period('effectiveTime', left)}<reasonCode code="${left.reason}"/>` +
      `</pCRemovalRegistrationEvent></subjectOf9>`

/** The subject of a reply: what PDS says of one record. */
export function subjectOf(shape: ShapeName, record: LegacyRecord): string {
  const person = shape === 'mim6' ? mim6Person(record) : mim7Person(record)
  return (
    `<PDSResponse classCode="OBS" moodCode="EVN"><pertinentInformation typeCode="PERT">` +
    observation('pertinentSerialChangeNumber', '2', `<value value="${record.version}"/>`) +
    `</pertinentInformation><subject typeCode="SBJ"><patientRole classCode="PAT">` +
    when(
      record.confidentiality,
      code => `<confidentialityCode codeSystem="${V3}.16.1" code="${code}"/>`,
    ) +
    `<id root="2.16.840.1.113883.2.1.4.1" extension="${record.number}"/>` +
    `<patientPerson classCode="PSN" determinerCode="INSTANCE">${person}</patientPerson>` +
    `${roles(record)}${shape === 'mim7' ? removal(record) : ''}</patientRole></subject></PDSResponse>`
  )
}

/** What is around the subject of every reply. */
export interface Wrapping {
  readonly root: string
  readonly version: string
  readonly id: string
  readonly time: string
  readonly type: 'AA' | 'AE' | 'AR'
  readonly ref: string
  readonly to: string
  readonly from: string
  readonly response?: 'OK' | 'ID'
  readonly reasons?: readonly (readonly [code: string, display: string, severity: string])[]
}

const ASID = '1.2.826.0.1285.0.2.0.107'

const device = (named: string, asid: string): string =>
  `<${named} classCode="DEV" determinerCode="INSTANCE"><id root="${ASID}" extension="${asid}"/></${named}>`

const reason = ([code, display, severity]: readonly [string, string, string]): string =>
  `<reason typeCode="RSON"><justifyingDetectedIssueEvent classCode="ALRT" moodCode="EVN">` +
  `<code code="${code}" codeSystem="${V3}.17.42" displayName="${display}"><qualifier code="${severity}"/></code>` +
  `</justifyingDetectedIssueEvent></reason>`

/** A whole reply message: the transmission wrapper with a subject, or with none. */
export const replyMessage = (wrapping: Wrapping, subject = ''): string =>
  `<${wrapping.root} xmlns="urn:hl7-org:v3"><id root="${wrapping.id}"/>` +
  `<creationTime value="${wrapping.time}"/><versionCode code="${wrapping.version}"/>` +
  `<interactionId root="${V3}.12" extension="${wrapping.root}"/>` +
  `<processingCode code="P"/><processingModeCode code="T"/><acceptAckCode code="NE"/>` +
  `<acknowledgement typeCode="${wrapping.type}"><messageRef><id root="${wrapping.ref}"/></messageRef></acknowledgement>` +
  `<communicationFunctionRcv typeCode="RCV">${device('device', wrapping.to)}</communicationFunctionRcv>` +
  `<communicationFunctionSnd typeCode="SND">${device('device', wrapping.from)}</communicationFunctionSnd>` +
  `<ControlActEvent classCode="CACT" moodCode="EVN"><author1 typeCode="AUT"><AgentSystemSDS classCode="AGNT">` +
  `${device('agentSystemSDS', wrapping.from)}</AgentSystemSDS></author1>` +
  (wrapping.reasons ?? []).map(reason).join('') +
  (subject === '' ? '' : `<subject typeCode="SUBJ">${subject}</subject>`) +
  `<queryAck type="QueryAck"><queryResponseCode code="${wrapping.response ?? 'OK'}"/></queryAck>` +
  `</ControlActEvent></${wrapping.root}>`
