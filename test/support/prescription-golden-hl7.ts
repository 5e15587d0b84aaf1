import { type Parts, SAID } from './prescription-golden-parts.ts'

// Written by hand from NHS MIM 4.2.00 (PORX_MT132004UK31) and the public examples' order of elements.

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const ODS = '1.2.826.0.1285.0.1.10'
const ASID = '1.2.826.0.1285.0.2.0.107'
const ADMINISTRATION = `<code code="225426007" codeSystem="${V3}.15" displayName="Administration of therapeutic substance (procedure)"/><effectiveTime nullFlavor="NA"/>`
const DISPENSING = `<code code="373784005" codeSystem="${V3}.15" displayName="Dispensing medication (procedure)"/>`

const observation = (
  [slot, name, code]: readonly string[],
  value: string,
  separable = 'false',
): string =>
  `<${slot} contextConductionInd="true" typeCode="PERT"><seperatableInd value="${separable}"/>` +
  `<${name} classCode="OBS" moodCode="EVN"><code code="${code}" codeSystem="${V3}.17.30"/>${value}</${name}></${slot}>`

const organisation = (code: string, name: string): string =>
  `<id root="${ODS}" extension="${code}"/><code code="999" codeSystem="${V3}.17.94"/><name>${name}</name>`

interface Agent {
  readonly role: string
  readonly code: string
  readonly name: string
  readonly code54: string
}

const agent = ({ role, code, name, code54 }: Agent): string =>
  `<AgentPerson classCode="AGNT"><id root="1.2.826.0.1285.0.2.0.67" extension="${role}"/>` +
  `<code code="${code}" codeSystem="1.2.826.0.1285.0.2.1.104"/><telecom use="WP" value="tel:01632960001"/>` +
  `<agentPerson classCode="PSN" determinerCode="INSTANCE"><id root="1.2.826.0.1285.0.2.1.54" extension="${code54}"/>` +
  `<name>${name}</name></agentPerson>` +
  `<representedOrganization classCode="ORG" determinerCode="INSTANCE">${organisation('Y00001', 'MADE UP SURGERY')}` +
  `<telecom use="WP" value="tel:01632960002"/><addr use="WP"><streetAddressLine>1 Nowhere Lane</streetAddressLine>` +
  `<streetAddressLine>Madeupton</streetAddressLine><postalCode>ZZ99 3WZ</postalCode></addr>` +
  `<healthCareProviderLicense classCode="PROV"><Organization classCode="ORG" determinerCode="INSTANCE">` +
  `${organisation('Y99', 'MADE UP BOARD')}</Organization></healthCareProviderLicense></representedOrganization></AgentPerson>`

const AUTHOR_NAME =
  '<prefix>PROF</prefix><prefix>DR</prefix><given>Ada</given><given>Bea</given><family>Madeupname</family><suffix>OBE</suffix><suffix>Esq</suffix>'

const author = ({ registration: [code54] }: Parts): string =>
  agent({ role: '100000000001', code: 'R8000', name: AUTHOR_NAME, code54 })

const responsible = ({ other, paidAs: [place, paid], registration: [own] }: Parts): string =>
  other
    ? agent({ role: '100000000002', code: 'R8001', name: 'Somebody Else', code54: paid })
    : agent({
        role: '100000000001',
        code: 'R8000',
        name: AUTHOR_NAME,
        code54: place === 'none' ? own : paid,
      })

const patient = ({ addressUse, telecomUse, nameUse, gender, practice }: Parts): string =>
  `<recordTarget typeCode="RCT"><Patient classCode="PAT"><id root="2.16.840.1.113883.2.1.4.1" extension="${SAID.nhsNumber}"/>` +
  `<addr use="${addressUse[0] ?? ''}"><streetAddressLine>2 Nowhere Lane</streetAddressLine><streetAddressLine>Madeupton</streetAddressLine><postalCode>ZZ99 3WZ</postalCode></addr>` +
  `<telecom use="${telecomUse[0] ?? ''}" value="tel:01632960003"/>` +
  `<patientPerson classCode="PSN" determinerCode="INSTANCE"><name use="${nameUse[0] ?? ''}"><prefix>DR</prefix><prefix>MS</prefix><given>Cleo</given><given>Dora</given><family>Testperson</family><suffix>Jr</suffix><suffix>Esq</suffix></name>` +
  `<administrativeGenderCode code="${gender[0] ?? ''}" codeSystem="${V3}.16.25"/><birthTime value="19700203"/>` +
  `<playedProviderPatient classCode="PAT"><subjectOf typeCode="SBJ"><patientCareProvision classCode="PCPR" moodCode="EVN">` +
  `<code code="1" codeSystem="${V3}.17.37"/><responsibleParty typeCode="RESP"><healthCareProvider classCode="PROV">` +
  (practice[0] === undefined
    ? '<id nullFlavor="UNK"/>'
    : `<id root="${ODS}" extension="${practice[0]}"/>`) +
  `</healthCareProvider></responsibleParty></patientCareProvision></subjectOf></playedProviderPatient></patientPerson></Patient></recordTarget>`

const TREATMENTS = { acute: '0001', continuous: '0002', 'continuous-repeat-dispensing': '0003' }
const ISSUES = { acute: '', continuous: '1', 'continuous-repeat-dispensing': '6' }

const repeatNumber = ({ treatment }: Parts): string =>
  ISSUES[treatment] === ''
    ? ''
    : `<repeatNumber><low value="1"/><high value="${ISSUES[treatment]}"/></repeatNumber>`

const INSTRUCTIONS = [
  '&lt;medication&gt;Madeupine 5mg &amp;amp; more&lt;/medication&gt;&lt;patientInfo&gt;Come &amp;lt; soon&lt;/patientInfo&gt;CD: twenty eight\nA note',
  'Only a note',
]

const line = (parts: Parts, n: 0 | 1): string => {
  const { quantity, instructions } = parts
  const { dosage, endorsement } = LINES[n]
  return (
    `<pertinentInformation2 contextConductionInd="true" inversionInd="false" negationInd="false" typeCode="PERT"><seperatableInd value="true"/>` +
    `<templateId extension="CSAB_RM-NPfITUK10.sourceOf2" root="${V3}.18.2"/><pertinentLineItem classCode="SBADM" moodCode="RQO">` +
    `<id root="${SAID.lines[n].toUpperCase()}"/>${ADMINISTRATION}${repeatNumber(parts)}` +
    `<product contextControlCode="OP" typeCode="PRD"><manufacturedProduct classCode="MANU"><manufacturedRequestedMaterial classCode="MMAT" determinerCode="KIND">` +
    `<code code="39113611000001102" codeSystem="${V3}.15" displayName="Madeupine 5mg tablets"/></manufacturedRequestedMaterial></manufacturedProduct></product>` +
    `<component typeCode="COMP"><seperatableInd value="false"/><lineItemQuantity classCode="SPLY" moodCode="RQO">${DISPENSING}` +
    `<quantity unit="1" value="${quantity}"><translation code="428673006" codeSystem="${V3}.15" displayName="tablet" value="${quantity}"/></quantity></lineItemQuantity></component>` +
    (instructions
      ? observation(
          ['pertinentInformation1', 'pertinentAdditionalInstructions', 'AI'],
          `<value>${INSTRUCTIONS[n] ?? ''}</value>`,
        )
      : '') +
    endorsement
      .map(code =>
        observation(
          ['pertinentInformation3', 'pertinentPrescriberEndorsement', 'PE'],
          `<value code="${code}" codeSystem="${V3}.16.32"/>`,
        ),
      )
      .join('') +
    observation(
      ['pertinentInformation2', 'pertinentDosageInstructions', 'DI'],
      `<value>${dosage}</value>`,
    ) +
    `</pertinentLineItem></pertinentInformation2>`
  )
}

const LINES = [
  { dosage: 'One &amp; only  one', endorsement: ['SLS', 'FS'] },
  { dosage: 'Two', endorsement: [] },
] as const

const supply = ({ treatment }: Parts): string =>
  treatment === 'continuous-repeat-dispensing'
    ? `<component1 typeCode="COMP"><seperatableInd value="true"/><daysSupply classCode="SPLY" moodCode="RQO">${DISPENSING}` +
      `<effectiveTime><low value="20260110"/><high value="20260710"/></effectiveTime><expectedUseTime><width unit="d" value="28"/></expectedUseTime></daysSupply></component1>` +
      observation(
        ['pertinentInformation7', 'pertinentReviewDate', 'RD'],
        '<value value="20261231"/>',
      )
    : ''

const prescription = (parts: Parts): string =>
  `<pertinentPrescription classCode="SBADM" moodCode="RQO"><id root="${SAID.prescriptionId.toUpperCase()}"/><id root="${V3}.18.8" extension="${SAID.shortId}"/>` +
  `${ADMINISTRATION}${repeatNumber(parts)}` +
  (parts.pharmacy
    ? `<performer contextControlCode="OP" typeCode="PRF"><AgentOrgSDS classCode="AGNT"><agentOrganizationSDS classCode="ORG" determinerCode="INSTANCE"><id root="${ODS}" extension="F0001"/></agentOrganizationSDS></AgentOrgSDS></performer>`
    : '') +
  `<author contextControlCode="OP" typeCode="AUT"><time value="${SAID.signedAt[0]}"/><signatureText>${SAID.signature}</signatureText>${author(parts)}</author>` +
  `<responsibleParty contextControlCode="OP" typeCode="RESP">${responsible(parts)}</responsibleParty>${supply(parts)}` +
  observation(
    ['pertinentInformation5', 'pertinentPrescriptionTreatmentType', 'PTT'],
    `<value code="${TREATMENTS[parts.treatment]}" codeSystem="${V3}.16.36"/>`,
  ) +
  observation(
    ['pertinentInformation1', 'pertinentDispensingSitePreference', 'DSP'],
    `<value code="${parts.site[0] ?? ''}" codeSystem="${V3}.17.21"/>`,
    'true',
  ) +
  line(parts, 0) +
  line(parts, 1) +
  observation(['pertinentInformation8', 'pertinentTokenIssued', 'TI'], '<value value="false"/>') +
  observation(
    ['pertinentInformation4', 'pertinentPrescriptionType', 'PT'],
    `<value code="0101" codeSystem="${V3}.17.25"/>`,
  ) +
  `</pertinentPrescription>`

const device = (asid: string): string =>
  `<device classCode="DEV" determinerCode="INSTANCE"><id root="${ASID}" extension="${asid}"/></device>`

/** Puts a subject in the wrapper every message has. */
export const wrapped = (subject: string, interaction = 'PORX_IN020101UK31'): string =>
  `<${interaction} xmlns="urn:hl7-org:v3"><id root="${SAID.messageId.toUpperCase()}"/><creationTime value="20260102030406"/>` +
  `<versionCode code="V3NPfIT4.2.00"/><interactionId root="${V3}.12" extension="${interaction}"/><processingCode code="P"/><processingModeCode code="T"/><acceptAckCode code="NE"/>` +
  `<communicationFunctionRcv typeCode="RCV">${device('200000000002')}</communicationFunctionRcv><communicationFunctionSnd typeCode="SND">${device('200000000001')}</communicationFunctionSnd>` +
  `<ControlActEvent classCode="CACT" moodCode="EVN"><author typeCode="AUT"><AgentPersonSDS classCode="AGNT"><id root="1.2.826.0.1285.0.2.0.67" extension="100000000001"/>` +
  `<agentPersonSDS classCode="PSN" determinerCode="INSTANCE"><id root="1.2.826.0.1285.0.2.0.65" extension="900000000001"/></agentPersonSDS>` +
  `<part typeCode="PART"><partSDSRole classCode="ROL"><id root="1.2.826.0.1285.0.2.1.104" extension="R8000"/></partSDSRole></part></AgentPersonSDS></author>` +
  `<author1 typeCode="AUT"><AgentSystemSDS classCode="AGNT"><agentSystemSDS classCode="DEV" determinerCode="INSTANCE"><id root="${ASID}" extension="200000000001"/></agentSystemSDS></AgentSystemSDS></author1>` +
  `<subject typeCode="SUBJ">${subject}</subject></ControlActEvent></${interaction}>`

/** A golden prescription's subject. */
export const goldenSubject = (parts: Parts): string =>
  `<ParentPrescription classCode="INFO" moodCode="EVN"><id root="${SAID.messageId.toUpperCase()}"/>` +
  `<code code="163501000000109" codeSystem="${V3}.15" displayName="Prescription - FocusActOrEvent (record artifact)"/>` +
  `<effectiveTime value="${parts.validFrom[0] ?? ''}"/><typeId extension="PORX_MT132004UK31" root="${V3}.18.7"/>${patient(parts)}` +
  `<pertinentInformation1 contextConductionInd="true" typeCode="PERT"><templateId extension="CSAB_RM-NPfITUK10.pertinentInformation" root="${V3}.18.2"/>${prescription(parts)}</pertinentInformation1>` +
  `<pertinentInformation2 typeCode="PERT"><templateId extension="CSAB_RM-NPfITUK10.pertinentInformation1" root="${V3}.18.2"/>` +
  `<pertinentCareRecordElementCategory classCode="CATEGORY" moodCode="EVN"><code code="185361000000102" codeSystem="${V3}.15" displayName="Medication - care record element (record artifact)"/>` +
  SAID.lines
    .map(
      id =>
        `<component typeCode="COMP"><actRef classCode="SBADM" moodCode="RQO"><id root="${id.toUpperCase()}"/></actRef></component>`,
    )
    .join('') +
  `</pertinentCareRecordElementCategory></pertinentInformation2></ParentPrescription>`

/** A golden prescription as HL7v3. */
export const goldenMessage = (parts: Parts): Buffer => Buffer.from(wrapped(goldenSubject(parts)))
