import { bundleOf, goldenEntries } from './prescription-golden-fhir.ts'
import { goldenMessage, wrapped } from './prescription-golden-hl7.ts'
import { type Entries, NHS, ods, reference, type Resource } from './prescription-golden-laid.ts'
import { BASE, type Parts, SAID } from './prescription-golden-parts.ts'
import { GOLDEN_PRESCRIPTIONS } from './prescription-golden.ts'

// Written by hand from NHS MIM 4.2.00 and the FHIR API of NHSDigital/electronic-prescription-service-api.

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const ODS = '1.2.826.0.1285.0.1.10'
const DM = `${NHS}/StructureDefinition/Extension-DM`

/** What a golden cancellation says. */
export interface Cancelled {
  /** Of the patient. */
  readonly parts: Parts
  /** Who prescribed it: who cancels it, somebody else, or an organisation alone. */
  readonly by: 'same' | 'other' | 'organisation'
  readonly reasonText: boolean
  readonly telecomUse: readonly [hl7: string, fhir: string]
  readonly addressUse: readonly [hl7: string, fhir: string]
}

export const CANCELLED: Cancelled = {
  parts: BASE,
  by: 'same',
  reasonText: true,
  telecomUse: ['WP', 'work'],
  addressUse: ['WP', 'work'],
}

export const CANCELS = 'PORX_IN030101SM32'
const LINE_ITEM = SAID.lines[0]

/** Entries by their addresses, which a Bundle of ours makes of the message's id. */
export const AT = {
  header: '00000000-0000-4000-8000-000000000001',
  patient: '00000000-0000-4000-8000-000000000002',
  role: '00000000-0000-4000-8000-000000000003',
  person: '00000000-0000-4000-8000-000000000004',
  organisation: '00000000-0000-4000-8000-000000000005',
  otherRole: '00000000-0000-4000-8000-000000000006',
  otherPerson: '00000000-0000-4000-8000-000000000007',
  line: '00000000-0000-4000-8000-000000000008',
} as const

const NAME =
  '<prefix>PROF</prefix><prefix>DR</prefix><given>Ada</given><given>Bea</given><family>Madeupname</family><suffix>OBE</suffix><suffix>Esq</suffix>'

/** An organisation as HL7v3 represents it. */
export const organisationIn = ({ telecomUse, addressUse }: Cancelled): string =>
  `<representedOrganization classCode="ORG" determinerCode="INSTANCE"><id root="${ODS}" extension="Y00001"/>` +
  `<code code="999" codeSystem="${V3}.17.94"/><name>MADE UP SURGERY</name><telecom use="${telecomUse[0]}" value="tel:01632960002"/>` +
  `<addr use="${addressUse[0]}"><streetAddressLine>1 Nowhere Lane</streetAddressLine><streetAddressLine>Madeupton</streetAddressLine>` +
  `<postalCode>ZZ99 3WZ</postalCode></addr></representedOrganization>`

/** Somebody as HL7v3 names them. */
export const agentIn = (
  of: Cancelled,
  [role, job, name, id]: readonly [role: string, job: string, name: string, id: string],
): string =>
  `<AgentPerson classCode="AGNT"><id root="1.2.826.0.1285.0.2.0.67" extension="${role}"/>` +
  `<code code="${job}" codeSystem="1.2.826.0.1285.0.2.1.104"/><telecom use="${of.telecomUse[0]}" value="tel:01632960001"/>` +
  `<agentPerson classCode="PSN" determinerCode="INSTANCE">${id}<name>${name}</name></agentPerson>` +
  `${organisationIn(of)}</AgentPerson>`

const USER = '<id root="1.2.826.0.1285.0.2.0.65" extension="900000000001"/>'
const OTHER_USER = '<id root="1.2.826.0.1285.0.2.0.65" extension="900000000002"/>'

/** Who cancels, and who prescribed. */
export const agentsIn = (of: Cancelled): readonly [author: string, responsible: string] => {
  const author = agentIn(of, ['100000000001', 'R8000', NAME, USER])
  const responsible = {
    same: author,
    other: agentIn(of, ['100000000002', 'R8001', 'Somebody Else', OTHER_USER]),
    organisation: `<AgentPerson classCode="AGNT">${organisationIn(of)}</AgentPerson>`,
  }
  return [author, responsible[of.by]]
}

/** The patient of a golden prescription. */
export const recordTargetIn = ({ parts }: Cancelled): string =>
  /<recordTarget .*<\/recordTarget>/.exec(goldenMessage(parts).toString())?.[0] ?? ''

/** Which line item of which prescription. */
export const ITEM_IN =
  `<pertinentInformation2 contextConductionInd="true" typeCode="PERT"><seperatableInd value="false"/><pertinentPrescriptionID classCode="OBS" moodCode="EVN">` +
  `<code code="PID" codeSystem="${V3}.17.30"/><value extension="${SAID.shortId}" root="${V3}.18.8"/></pertinentPrescriptionID></pertinentInformation2>` +
  `<pertinentInformation1 inversionInd="false" negationInd="false" typeCode="PERT"><seperatableInd value="true"/>` +
  `<pertinentLineItemRef classCode="SBADM" moodCode="RQO"><id root="${LINE_ITEM.toUpperCase()}"/></pertinentLineItemRef></pertinentInformation1>`

/** A golden cancellation as HL7v3. */
export const cancellationMessage = (of: Cancelled): Buffer => {
  const [author, responsible] = agentsIn(of)
  const reason = of.reasonText ? '<text>Prescribed &amp; in error</text>' : ''
  return Buffer.from(
    wrapped(
      `<CancellationRequest classCode="INFO" moodCode="EVN"><id root="${SAID.messageId.toUpperCase()}"/><effectiveTime value="20260102030406"/>` +
        recordTargetIn(of) +
        `<author typeCode="AUT">${author}</author><responsibleParty typeCode="RESP">${responsible}</responsibleParty>${ITEM_IN}` +
        `<pertinentInformation contextConductionInd="true" typeCode="PERT"><seperatableInd value="false"/><pertinentCancellationReason classCode="OBS" moodCode="EVN">` +
        `<code code="CR" codeSystem="${V3}.17.30"/>${reason}<value code="0001" codeSystem="${V3}.16.27"/></pertinentCancellationReason></pertinentInformation>` +
        `<pertinentInformation3 contextConductionInd="false" typeCode="PERT"><seperatableInd value="true"/><pertinentOriginalPrescriptionRef classCode="SBADM" moodCode="RQO">` +
        `<id root="${SAID.prescriptionId.toUpperCase()}"/></pertinentOriginalPrescriptionRef></pertinentInformation3></CancellationRequest>`,
      CANCELS,
    ),
  )
}

const coding = (list: string, code: string): Resource => ({
  system: `${NHS}/CodeSystem/${list}`,
  code,
})

const header = (): Resource => ({
  resourceType: 'MessageHeader',
  eventCoding: coding('message-event', 'prescription-order-update'),
  reason: { coding: [coding('message-reason-prescription', 'cancel')] },
  sender: { identifier: ods('Y00001') },
  source: { endpoint: 'https://directory.spineservices.nhs.uk/STU3/Organization/Y00001' },
  focus: [reference(AT.line), reference(AT.patient)],
})

/** How the prescription of a line item is named. */
export const GROUP: Resource = {
  system: `${NHS}/Id/prescription-order-number`,
  value: SAID.shortId,
  extension: [
    {
      url: `${DM}-PrescriptionId`,
      valueIdentifier: { system: `${NHS}/Id/prescription`, value: SAID.prescriptionId },
    },
  ],
}

/** What every medication request says that says nothing of what was prescribed. */
export const ITEM: Resource = {
  resourceType: 'MedicationRequest',
  identifier: [{ system: `${NHS}/Id/prescription-order-item-number`, value: LINE_ITEM }],
  intent: 'order',
  medicationCodeableConcept: {
    coding: [{ system: 'http://snomed.info/sct', code: '763158003', display: 'Medicinal product' }],
  },
  subject: reference(AT.patient),
  requester: reference(AT.role),
}

const line = ({ by, reasonText }: Cancelled): Resource => ({
  ...ITEM,
  groupIdentifier: GROUP,
  status: 'cancelled',
  statusReason: {
    coding: [
      {
        ...coding('medicationrequest-status-reason', '0001'),
        ...(reasonText && { display: 'Prescribed & in error' }),
      },
    ],
  },
  ...(by !== 'same' && {
    extension: [{ url: `${DM}-ResponsiblePractitioner`, valueReference: reference(AT.otherRole) }],
  }),
})

const user = (value: string): Resource => ({ system: `${NHS}/Id/sds-user-id`, value })

const person = (id: string, name: Resource): Resource => ({
  resourceType: 'Practitioner',
  identifier: [user(id)],
  name: [name],
})

const role = (of: Cancelled, id: string, job: string, who: string): Resource => ({
  resourceType: 'PractitionerRole',
  identifier: [{ system: `${NHS}/Id/sds-role-profile-id`, value: id }],
  code: [{ coding: [coding('NHSDigital-SDS-JobRoleCode', job)] }],
  telecom: [{ system: 'phone', use: of.telecomUse[1], value: '01632960001' }],
  practitioner: reference(who),
  organization: reference(AT.organisation),
})

const organisation = ({ telecomUse, addressUse }: Cancelled): Resource => ({
  resourceType: 'Organization',
  identifier: [ods('Y00001')],
  name: 'MADE UP SURGERY',
  telecom: [{ system: 'phone', use: telecomUse[1], value: '01632960002' }],
  address: [{ use: addressUse[1], line: ['1 Nowhere Lane', 'Madeupton'], postalCode: 'ZZ99 3WZ' }],
})

/** Who cancels, for whom, and who prescribed, as resources. */
export const agents = (of: Cancelled): Entries => {
  const name = {
    prefix: ['PROF', 'DR'],
    given: ['Ada', 'Bea'],
    family: 'Madeupname',
    suffix: ['OBE', 'Esq'],
  }
  const other: Entries = [
    [AT.otherRole, role(of, '100000000002', 'R8001', AT.otherPerson)],
    [AT.otherPerson, person('900000000002', { text: 'Somebody Else' })],
  ]
  const alone: Entries = [
    [AT.otherRole, { resourceType: 'PractitionerRole', organization: reference(AT.organisation) }],
  ]
  return [
    [AT.role, role(of, '100000000001', 'R8000', AT.person)],
    [AT.person, person('900000000001', name)],
    [AT.organisation, organisation(of)],
    ...{ same: [], other, organisation: alone }[of.by],
  ]
}

/** The patient of a golden prescription, as a resource. */
export const patientOf = ({ parts }: Cancelled): Resource =>
  goldenEntries(parts).find(([, { resourceType }]) => resourceType === 'Patient')?.[1] ?? {}

/** A golden cancellation's resources, by their addresses. */
export const cancellationEntries = (of: Cancelled): Entries => [
  [AT.header, header()],
  [AT.line, line(of)],
  [AT.patient, patientOf(of)],
  ...agents(of),
]

/** A golden cancellation as FHIR, as it is written. */
export const cancellationBundle = (of: Cancelled): Buffer => bundleOf(cancellationEntries(of))

/** What of a golden prescription is its patient’s. */
const OF_PATIENT = /^(?:as most are|addressUse|nameUse|gender|telecomUse|practice)/

const USES = [
  ['TMP', 'temp'],
  ['HP', 'home'],
  ['MC', 'mobile'],
] as const
const ADDRESSES = [
  ['H', 'home'],
  ['TMP', 'temp'],
  ['PST', 'billing'],
] as const

/** Cancellations that say everything a table has a row for, each in both languages, by a title. */
export const GOLDEN_CANCELLATIONS: ReadonlyMap<string, Cancelled> = new Map([
  ...[...GOLDEN_PRESCRIPTIONS]
    .filter(([title]) => OF_PATIENT.test(title))
    .map(([title, parts]) => [title, { ...CANCELLED, parts }] as const),
  ['somebody else prescribed it', { ...CANCELLED, by: 'other' }],
  ['an organisation prescribed it', { ...CANCELLED, by: 'organisation' }],
  ['a reason without words', { ...CANCELLED, reasonText: false }],
  ...USES.map(use => [`telephone ${use[0]}`, { ...CANCELLED, telecomUse: use }] as const),
  ...ADDRESSES.map(use => [`address ${use[0]}`, { ...CANCELLED, addressUse: use }] as const),
])
