import type { AnswerAbout, DocumentMapping, RequestAbout } from '../../src/mapping/index.ts'
import { wrapped } from './prescription-golden-hl7.ts'
import { SAID } from './prescription-golden-parts.ts'

// Written by hand from NHS MIM 4.2.00 and the FHIR API of NHSDigital/electronic-prescription-service-api.

const V3 = '2.16.840.1.113883.2.1.3.2.4'
const ODS = '1.2.826.0.1285.0.1.10'
const NHS = 'https://fhir.nhs.uk'

/** The id of the request's own payload, which its reply names. */
export const PAYLOAD_ID = '7C11B3D6-4B44-4F0B-9A1F-5F0A9B7BC1E0'

/** What a golden request says, in each language's own words. */
export interface AskedParts {
  readonly interaction: string
  /** Whether a prescription is named. */
  readonly names: boolean
  readonly licence: boolean
  readonly ods: string
}

export const ASKED: AskedParts = {
  interaction: 'PORX_IN132004UK30',
  names: true,
  licence: true,
  ods: 'F0001',
}
export const NOMINATED: AskedParts = {
  interaction: 'PORX_IN060102UK30',
  names: false,
  licence: false,
  ods: 'F0001',
}

const licence = `<healthCareProviderLicense classCode="PROV"><Organization classCode="ORG" determinerCode="INSTANCE"><id extension="Y99" root="${ODS}"/><code code="999" codeSystem="${V3}.17.94"/><name>MADE UP BOARD</name></Organization></healthCareProviderLicense>`

const author = ({ ods, licence: isLicensed }: AskedParts): string =>
  `<author typeCode="AUT"><AgentPerson classCode="AGNT"><id extension="100000000003" root="1.2.826.0.1285.0.2.0.67"/><code code="R8003" codeSystem="1.2.826.0.1285.0.2.1.104"/>` +
  `<telecom use="WP" value="tel:01632960005"/><agentPerson classCode="PSN" determinerCode="INSTANCE"><id extension="900000000003" root="1.2.826.0.1285.0.2.1.54"/><name>Made Up</name></agentPerson>` +
  `<representedOrganization classCode="ORG" determinerCode="INSTANCE"><id extension="${ods}" root="${ODS}"/><code code="999" codeSystem="${V3}.17.94"/><name>MADE UP PHARMACY</name>` +
  `<telecom use="WP" value="tel:01632960006"/><addr use="WP"><streetAddressLine>3 Nowhere Lane</streetAddressLine><streetAddressLine>Madeupton</streetAddressLine><postalCode>ZZ99 3WZ</postalCode></addr>` +
  `${isLicensed ? licence : ''}</representedOrganization></AgentPerson></author>`

const named = `<pertinentInformation contextConductionInd="true" typeCode="PERT"><seperatableInd value="false"/><pertinentPrescriptionID classCode="OBS" moodCode="EVN"><code code="PID" codeSystem="${V3}.17.30"/><value extension="${SAID.shortId}" root="${V3}.18.8"/></pertinentPrescriptionID></pertinentInformation>`

/** A golden request as HL7v3. */
export function askedMessage(parts: AskedParts): Buffer {
  const name = `${parts.names ? 'Patient' : 'Nominated'}PrescriptionReleaseRequest`
  return Buffer.from(
    wrapped(
      `<${name} classCode="INFO" moodCode="RQO"><id root="${PAYLOAD_ID}"/><effectiveTime value="20260102030406"/>` +
        `${author(parts)}${parts.names ? named : ''}</${name}>`,
      parts.interaction,
    ),
  )
}

type Resource = Readonly<Record<string, unknown>>

const phone = (value: string): Resource => ({ system: 'phone', use: 'work', value })
const identifier = (system: string, value: string): Resource => ({
  system: `${NHS}/Id/${system}`,
  value,
})

const owner = ({ ods, licence: isLicensed }: AskedParts): Resource => ({
  resourceType: 'Organization',
  identifier: [identifier('ods-organization-code', ods)],
  name: 'MADE UP PHARMACY',
  telecom: [phone('01632960006')],
  address: [{ use: 'work', line: ['3 Nowhere Lane', 'Madeupton'], postalCode: 'ZZ99 3WZ' }],
  ...(isLicensed
    ? {
        partOf: {
          identifier: identifier('ods-organization-code', 'Y99'),
          display: 'MADE UP BOARD',
        },
      }
    : {}),
})

const agent: Resource = {
  resourceType: 'PractitionerRole',
  identifier: [identifier('sds-role-profile-id', '100000000003')],
  code: [{ coding: [{ system: `${NHS}/CodeSystem/NHSDigital-SDS-JobRoleCode`, code: 'R8003' }] }],
  telecom: [phone('01632960005')],
  practitioner: { identifier: identifier('sds-user-id', '900000000003'), display: 'Made Up' },
}

/** A golden request as FHIR, as it is written. */
export const askedParameters = (parts: AskedParts): Resource => ({
  resourceType: 'Parameters',
  parameter: [
    { name: 'owner', resource: owner(parts) },
    { name: 'status', valueCode: 'accepted' },
    { name: 'agent', resource: agent },
    ...(parts.names
      ? [
          {
            name: 'group-identifier',
            valueIdentifier: identifier('prescription-order-number', SAID.shortId),
          },
        ]
      : []),
  ],
})

/** What a golden request's translation is about. */
export const aboutAsked = ({ interaction }: AskedParts): RequestAbout => ({
  interaction,
  messageId: SAID.messageId,
  payloadId: SAID.messageId.toUpperCase(),
  fromAsid: '200000000001',
  toAsid: '200000000002',
  newId: () => '1f0c8f3e-6a5d-4c1b-8c7e-2b9d6f4a3e10',
  now: new Date('2026-01-03T04:05:06Z'),
})

/** The same, once the cloud was asked. */
export function aboutAnswer(document: DocumentMapping, parts: AskedParts): AnswerAbout {
  const asked = document.request(askedMessage(parts), aboutAsked(parts))
  if (asked.kind === 'declined') throw new Error(asked.says)
  return { ...aboutAsked(parts), request: asked.value }
}
