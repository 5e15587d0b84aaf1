import type { DocumentMapping } from '../../src/mapping/index.ts'
import { type Fact, hashOf } from './release-facts.ts'
import {
  aboutAsked,
  askedMessage,
  askedParameters,
  type AskedParts,
} from './release-golden-asked.ts'

const TRANSMISSION = {
  id: '3F0B9A1F-7C11-4B44-9B7B-B3D6C1E05F0A',
  creationTime: '20260102030406',
  versionCode: 'V3NPfIT4.2.00',
  fromAsid: '200000000001',
  toAsid: '200000000002',
}

type Change = readonly [from: string | RegExp, to: string]

const PHONE = /"system":"phone","use":"work"/g
const ADDRESS = /"use":"work","line"/g

/** A request somebody else writes, or writes in part: as FHIR. */
const OTHERS: readonly Change[] = [
  ...['home', 'temp', 'mobile'].map((use): Change => [PHONE, `"system":"phone","use":"${use}"`]),
  [PHONE, '"system":"phone","rank":1,"period":{"start":"2026"}'],
  [',"value":"01632960005"', ''],
  [',"value":"01632960006"', ''],
  ...['home', 'temp', 'billing'].map((use): Change => [ADDRESS, `"use":"${use}","line"`]),
  [ADDRESS, '"city":"C","district":"D","state":"S","line"'],
  [ADDRESS, '"type":"both","period":{"start":"2026"},"country":"GBR","line"'],
  ['"resourceType":"Parameters"', '"resourceType":"Parameters","id":"x"'],
  [
    '"resourceType":"Organization"',
    '"resourceType":"Organization","id":"x","active":true,"type":[{"coding":[{"code":"182"}]}]',
  ],
  [
    '"resourceType":"PractitionerRole"',
    '"resourceType":"PractitionerRole","id":"x","organization":{"reference":"#x"}',
  ],
  ['"code":"R8003"', '"code":"R8003","display":"x"'],
  [
    'https://fhir.nhs.uk/CodeSystem/NHSDigital-SDS-JobRoleCode',
    'https://fhir.hl7.org.uk/CodeSystem/UKCore-SDSJobRoleName',
  ],
  [/"telecom":\[[^\]]*\],"address"/, '"address"'],
  ['"accepted"', '"requested"'],
  ['"display":"Made Up"', '"display":""'],
  ['"resourceType":"Organization"', '"resourceType":"Practitioner"'],
  ['"resourceType":"PractitionerRole"', '"resourceType":"Practitioner"'],
  [/,"partOf":\{.*?\}[^}]*\}/, ''],
  [/"identifier":\{[^}]*\},"display":"MADE/, '"display":"MADE'],
  ...['owner', 'agent', 'status', 'group-identifier'].map((name): Change => [
    `"name":"${name}"`,
    '"name":"other"',
  ]),
  ...[
    'ods-organization-code',
    'sds-role-profile-id',
    'sds-user-id',
    'prescription-order-number',
  ].map((system): Change => [`Id/${system}`, 'Id/other']),
]

/** The same as HL7v3. */
const OTHER_MESSAGES: readonly Change[] = [
  [
    '<name>Made Up</name>',
    '<name><prefix>Dr</prefix><given>Made</given><family>Up</family><suffix>x</suffix></name>',
  ],
  ['<name>Made Up</name>', ''],
  [/<id extension="F0001"[^>]*>/, ''],
  [/<id extension="Y99"[^>]*>/, ''],
  [/<id extension="100000000003"[^>]*>/, ''],
  [/<id extension="900000000003"[^>]*>/, ''],
  [/(Request [^>]*>)<id root="[^"]*"\/>/, '$1'],
  [/(Request [^>]*><id root=")[^"]*/, '$1x'],
  [/(Request [^>]*><id [^>]*>)<effectiveTime [^>]*>/, '$1'],
  [/(Request [^>]*><id [^>]*><effectiveTime value=")2026/, '$12026-'],
  [/<author typeCode="AUT"><AgentPerson .*<\/AgentPerson><\/author>/, ''],
  [/<representedOrganization .*<\/representedOrganization>/, ''],
  [/<pertinentInformation .*<\/pertinentInformation>/, ''],
  ['.18.8', '.18.9'],
  ...['given', 'prefix', 'family', 'suffix'].map((part): Change => [
    '<name>Made Up</name>',
    `<name><${part}>x</${part}></name>`,
  ]),
]

const change = (text: string, [from, to]: Change): Buffer => Buffer.from(text.replace(from, to))

/** What is said of golden requests, and of others. */
export function requestFacts(parts: readonly AskedParts[]): readonly Fact<DocumentMapping>[] {
  const asked =
    (message: Buffer, of: AskedParts): Fact<DocumentMapping> =>
    mapping => {
      const came = mapping.request(message, aboutAsked(of))
      if (came.kind === 'declined') return came.says
      const { body, subject, loss, said } = came.value
      return hashOf(body.toString()) + JSON.stringify([subject, loss, said])
    }
  const written =
    (parameters: Buffer, { interaction }: AskedParts): Fact<DocumentMapping> =>
    mapping => {
      const told = mapping.readCloud(parameters)
      if (told.kind === 'declined') return told.says
      const message = mapping.writeLegacy(told.information, { ...TRANSMISSION, interaction })
      if (message.kind === 'declined') return message.says
      return JSON.stringify(told.source) + hashOf(message.value)
    }
  return parts.flatMap(of => {
    const message = askedMessage(of).toString()
    const parameters = JSON.stringify(askedParameters(of))
    return [
      asked(Buffer.from(message), of),
      written(Buffer.from(parameters), of),
      ...OTHER_MESSAGES.map(each => asked(change(message, each), of)),
      ...OTHERS.map(each => written(change(parameters, each), of)),
    ]
  })
}
