import { SAID as MESSAGE } from './prescription-golden-parts.ts'
import { wrapped } from './prescription-golden-hl7.ts'

// Written by hand from NHS MIM 4.2.00 (PORX_MT100101UK31) and the public examples' order of elements.

/** One thing in HL7v3's words and in FHIR's. */
type Pair = readonly [hl7: string, fhir: string]

/** What a golden return says, beside what each says. */
export interface ReturnParts {
  readonly addressUse: Pair
  readonly telecomUse: Pair
  /** The issue it is about, as each language counts it. */
  readonly issued: readonly [hl7: string, fhir: number] | undefined
  readonly reasonText: string | undefined
  readonly name: string | undefined
  readonly organisation: string | undefined
  readonly hasAddress: boolean
}

/** What every golden return says. */
export const RETURNED = {
  messageId: MESSAGE.messageId,
  releaseId: 'c0ffee00-4b44-4b7b-8f0b-9a1f7c110001',
  shortId: 'ABCDEF-Y00001-12345C',
  at: ['20260102030405', '2026-01-02T03:04:05+00:00'],
  roleProfile: '100000000003',
  user: '900000000003',
  odsCode: 'F0001',
} as const

export const BASE_RETURN: ReturnParts = {
  addressUse: ['WP', 'work'],
  telecomUse: ['WP', 'work'],
  issued: undefined,
  reasonText: 'Nobody came',
  name: 'Zed Madeupname',
  organisation: 'MADE UP CHEMIST',
  hasAddress: true,
}

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const ODS = '1.2.826.0.1285.0.1.10'

const slot = (
  [name, inside, code]: readonly string[],
  value: string,
  isInContext = 'true',
): string =>
  `<${name} contextConductionInd="${isInContext}" typeCode="PERT"><seperatableInd value="false"/>` +
  `<${inside} classCode="OBS" moodCode="EVN"><code code="${code}" codeSystem="${V3}.17.30"/>${value}</${inside}></${name}>`

const telecom = ({ telecomUse: [use] }: ReturnParts, number: string): string =>
  `<telecom use="${use}" value="tel:${number}"/>`

const author = (parts: ReturnParts): string =>
  `<author typeCode="AUT"><AgentPerson classCode="AGNT"><id root="1.2.826.0.1285.0.2.0.67" extension="${RETURNED.roleProfile}"/>` +
  `<code code="R8003" codeSystem="1.2.826.0.1285.0.2.1.104"/>${telecom(parts, '01632960004')}` +
  `<agentPerson classCode="PSN" determinerCode="INSTANCE"><id root="1.2.826.0.1285.0.2.1.54" extension="${RETURNED.user}"/>` +
  (parts.name === undefined ? '' : `<name>${parts.name}</name>`) +
  `</agentPerson><representedOrganization classCode="ORG" determinerCode="INSTANCE"><id root="${ODS}" extension="${RETURNED.odsCode}"/>` +
  `<code code="999" codeSystem="${V3}.17.94"/>` +
  (parts.organisation === undefined ? '' : `<name>${parts.organisation}</name>`) +
  telecom(parts, '01632960005') +
  (parts.hasAddress
    ? `<addr use="${parts.addressUse[0]}"><streetAddressLine>3 Nowhere Lane</streetAddressLine><streetAddressLine>Madeupton</streetAddressLine><postalCode>ZZ99 3WZ</postalCode></addr>`
    : '') +
  `</representedOrganization></AgentPerson></author>`

const subject = (parts: ReturnParts): string =>
  `<DispenseProposalReturn classCode="INFO" moodCode="EVN"><id root="${RETURNED.messageId.toUpperCase()}"/>` +
  `<effectiveTime value="${RETURNED.at[0]}"/>${author(parts)}` +
  slot(
    ['pertinentInformation1', 'pertinentPrescriptionID', 'PID'],
    `<value root="${V3}.18.8" extension="${RETURNED.shortId}"/>`,
  ) +
  (parts.issued === undefined
    ? ''
    : slot(
        ['pertinentInformation2', 'pertinentRepeatInstanceInfo', 'RPI'],
        `<value value="${parts.issued[0]}"/>`,
      )) +
  slot(
    ['pertinentInformation3', 'pertinentReturnReason', 'RR'],
    `<value code="0001" codeSystem="${V3}.16.28"${parts.reasonText === undefined ? '' : ` displayName="${parts.reasonText}"`}/>`,
    'false',
  ) +
  `<reversalOf inversionInd="true" negationInd="false" typeCode="REV"><seperatableInd value="true"/>` +
  `<priorPrescriptionReleaseResponseRef classCode="INFO" moodCode="EVN"><id root="${RETURNED.releaseId.toUpperCase()}"/></priorPrescriptionReleaseResponseRef></reversalOf></DispenseProposalReturn>`

/** A golden return as HL7v3. */
export const goldenReturn = (parts: ReturnParts, interaction = 'PORX_IN100101UK31'): Buffer =>
  Buffer.from(wrapped(subject(parts), interaction))

const NHS = 'https://fhir.nhs.uk'
const UUID = 'https://tools.ietf.org/html/rfc4122'
const defined = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined))

const phone = ({ telecomUse: [, use] }: ReturnParts, value: string): object => ({
  system: 'phone',
  use,
  value,
})

const role = (parts: ReturnParts): object => ({
  resourceType: 'PractitionerRole',
  id: 'who',
  identifier: [{ system: `${NHS}/Id/sds-role-profile-id`, value: RETURNED.roleProfile }],
  code: [{ coding: [{ system: `${NHS}/CodeSystem/NHSDigital-SDS-JobRoleCode`, code: 'R8003' }] }],
  telecom: [phone(parts, '01632960004')],
  practitioner: defined({
    identifier: { system: `${NHS}/Id/sds-user-id`, value: RETURNED.user },
    display: parts.name,
  }),
  organization: { reference: '#for' },
})

const organisation = (parts: ReturnParts): object =>
  defined({
    resourceType: 'Organization',
    id: 'for',
    identifier: [{ system: `${NHS}/Id/ods-organization-code`, value: RETURNED.odsCode }],
    name: parts.organisation,
    telecom: [phone(parts, '01632960005')],
    address: parts.hasAddress
      ? [
          {
            use: parts.addressUse[1],
            line: ['3 Nowhere Lane', 'Madeupton'],
            postalCode: 'ZZ99 3WZ',
          },
        ]
      : undefined,
  })

/** The issue a Task is about. */
export const issuedIn = (count: number): object => ({
  url: `${NHS}/StructureDefinition/Extension-EPS-RepeatInformation`,
  extension: [{ url: 'numberOfRepeatsIssued', valueInteger: count }],
})

/** A golden return as a Task. */
export const goldenReturnTask = (parts: ReturnParts): Readonly<Record<string, unknown>> => ({
  resourceType: 'Task',
  contained: [role(parts), organisation(parts)],
  ...(parts.issued && { extension: [issuedIn(parts.issued[1])] }),
  identifier: [{ system: UUID, value: RETURNED.messageId }],
  groupIdentifier: { system: `${NHS}/Id/prescription-order-number`, value: RETURNED.shortId },
  status: 'rejected',
  statusReason: {
    coding: [
      defined({
        system: `${NHS}/CodeSystem/EPS-task-dispense-return-status-reason`,
        code: '0001',
        display: parts.reasonText,
      }),
    ],
  },
  intent: 'order',
  code: { coding: [{ system: 'http://hl7.org/fhir/CodeSystem/task-code', code: 'change' }] },
  focus: { identifier: { system: UUID, value: RETURNED.releaseId } },
  authoredOn: RETURNED.at[1],
  requester: { reference: '#who' },
})

/** Returns that say everything the table has a row for, each in both languages, by a title. */
export const GOLDEN_RETURNS: ReadonlyMap<string, ReturnParts> = new Map([
  ['as most are', BASE_RETURN],
  ['of an issue', { ...BASE_RETURN, issued: ['3', 2] }],
  ['of the first issue', { ...BASE_RETURN, issued: ['1', 0] }],
  ['at home', { ...BASE_RETURN, addressUse: ['H', 'home'], telecomUse: ['HP', 'home'] }],
  ['for now', { ...BASE_RETURN, addressUse: ['TMP', 'temp'], telecomUse: ['TMP', 'temp'] }],
  ['by mobile', { ...BASE_RETURN, addressUse: ['PST', 'billing'], telecomUse: ['MC', 'mobile'] }],
  [
    'by nobody who is named',
    {
      ...BASE_RETURN,
      reasonText: undefined,
      name: undefined,
      organisation: undefined,
      hasAddress: false,
    },
  ],
])
