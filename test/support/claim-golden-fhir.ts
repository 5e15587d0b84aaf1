import {
  CLAIM_SAID,
  type ClaimLine,
  type ClaimParts,
  type Coded,
  type Repeats,
  type Supplied,
} from './claim-golden-parts.ts'
import { SAID } from './prescription-golden-parts.ts'

// Written by hand from the FHIR API of NHSDigital/electronic-prescription-service-api.

const NHS = 'https://fhir.nhs.uk'
const HL7 = 'http://terminology.hl7.org/CodeSystem'
const SNOMED = 'http://snomed.info/sct'

export type Resource = Readonly<Record<string, unknown>>

const id = (name: string, value: string): Resource => ({ system: `${NHS}/Id/${name}`, value })
const coding = (system: string, [code, display]: Coded): Resource => ({
  system,
  code,
  ...(display === undefined ? {} : { display }),
})
const concept = (system: string, of: Coded): Resource => ({ coding: [coding(system, of)] })
const nhs = (name: string, of: Coded): Resource => concept(`${NHS}/CodeSystem/${name}`, of)
const extension = (name: string, says: Resource): Resource => ({
  url: `${NHS}/StructureDefinition/Extension-${name}`,
  ...says,
})

const absentIf = <T>(
  value: T | undefined,
  of: (value: T) => readonly Resource[],
): readonly Resource[] => (value === undefined ? [] : of(value))

const reason = (of: Coded | undefined): readonly Resource[] =>
  absentIf(of, each => [
    extension('EPS-TaskBusinessStatusReason', {
      valueCoding: coding(`${NHS}/CodeSystem/medicationdispense-status-reason`, each),
    }),
  ])

/** Which issue it is, as an extension. */
export const repeatInformation = ([issued, allowed]: Repeats): Resource =>
  extension('EPS-RepeatInformation', {
    extension: [
      { url: 'numberOfRepeatsIssued', valueInteger: issued },
      { url: 'numberOfRepeatsAllowed', valueInteger: allowed },
    ],
  })

const repeats = (of: Repeats | undefined): readonly Resource[] =>
  absentIf(of, each => [repeatInformation(each)])

// A number is written as it is, whatever JavaScript would make of it.
const number = (digits: string): string => `#${digits}#`

const supplied = ({ medication, quantity, unit }: Supplied): Resource => ({
  productOrService: concept(SNOMED, medication),
  quantity: { value: number(quantity), unit: unit[1], system: SNOMED, code: unit[0] },
})

/** What was prescribed, as far as what was supplied says it. */
const asked = ([first, ...others]: readonly Supplied[]): Resource => {
  if (first === undefined) return {}
  const { productOrService, quantity } = supplied(first)
  return others.length > 0 ? { productOrService } : { productOrService, quantity }
}

const detail = (line: ClaimLine, n: number): Resource => ({
  extension: [
    extension('ClaimSequenceIdentifier', {
      valueIdentifier: id('claim-sequence-identifier', line.id),
    }),
    extension('ClaimMedicationRequestReference', {
      valueReference: { identifier: id('prescription-order-item-number', line.prescribed) },
    }),
    ...reason(line.reason),
    ...repeats(line.repeats),
  ],
  sequence: n + 1,
  ...asked(line.supplied),
  modifier: [nhs('medicationdispense-type', line.status)],
  programCode: [
    nhs('DM-prescription-charge', [line.isPaid ? 'paid-once' : 'not-paid']),
    ...line.endorsements.map(([code, text]) => ({
      ...nhs('medicationdispense-endorsement', [code]),
      ...(text === undefined ? {} : { text: text.replace('&amp;', '&') }),
    })),
  ],
  ...(line.supplied.length === 0
    ? {}
    : { subDetail: line.supplied.map((each, i) => ({ sequence: i + 1, ...supplied(each) })) }),
})

const item = (parts: ClaimParts): Resource => ({
  extension: [
    extension('EPS-TaskBusinessStatus', {
      valueCoding: coding(`${NHS}/CodeSystem/EPS-task-business-status`, parts.status),
    }),
    ...reason(parts.reason),
    ...repeats(parts.repeats),
  ],
  sequence: 1,
  productOrService: concept(SNOMED, ['16076005']),
  ...(parts.exemption === undefined
    ? {}
    : {
        programCode: [
          nhs('prescription-charge-exemption', [parts.exemption]),
          ...absentIf(parts.evidence, each => [
            nhs('DM-exemption-evidence', [each === 'seen' ? 'evidence-seen' : 'no-evidence-seen']),
          ]),
        ],
      }),
  detail: parts.lines.map(detail),
})

const phone = ({ telecomUse: [, use] }: ClaimParts, value: string): Resource => ({
  system: 'phone',
  use,
  value,
})

const contained = (parts: ClaimParts): readonly Resource[] => [
  {
    resourceType: 'PractitionerRole',
    id: 'claimant',
    identifier: [id('sds-role-profile-id', '100000000001')],
    code: [nhs('NHSDigital-SDS-JobRoleCode', ['R8000'])],
    practitioner: { identifier: id('sds-user-id', '900000000001'), display: 'Ada Madeupname' },
    organization: { reference: '#pharmacy' },
    telecom: [phone(parts, '01632960001')],
  },
  {
    resourceType: 'Organization',
    id: 'pharmacy',
    identifier: [id('ods-organization-code', 'F0001')],
    name: 'MADE UP PHARMACY',
    telecom: [phone(parts, '01632960002')],
    address: [
      { use: parts.addressUse[1], line: ['1 Nowhere Lane', 'Madeupton'], postalCode: 'ZZ99 3WZ' },
    ],
  },
]

const instead = ({ replaces }: ClaimParts): Resource =>
  replaces === undefined
    ? {}
    : {
        extension: [
          extension('replacementOf', {
            valueIdentifier: { system: 'https://tools.ietf.org/html/rfc4122', value: replaces },
          }),
        ],
      }

/** A golden claim as a resource. */
export const claimResource = (parts: ClaimParts): Resource => ({
  resourceType: 'Claim',
  contained: contained(parts),
  ...instead(parts),
  identifier: [{ system: 'https://tools.ietf.org/html/rfc4122', value: SAID.messageId }],
  status: 'active',
  type: concept(`${HL7}/claim-type`, ['pharmacy']),
  use: 'claim',
  patient: {
    extension: [
      { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' },
    ],
  },
  created: CLAIM_SAID.created[1],
  provider: { reference: '#claimant' },
  priority: concept(`${HL7}/processpriority`, ['normal']),
  insurance: [
    {
      sequence: 1,
      focal: true,
      coverage: { identifier: id('ods-organization-code', 'T9999'), display: 'MADE UP PAYER' },
    },
  ],
  payee: { type: concept(`${HL7}/payeetype`, ['provider']), party: { reference: '#pharmacy' } },
  prescription: {
    extension: [
      extension('DM-GroupIdentifier', {
        extension: [
          {
            url: 'shortForm',
            valueIdentifier: id('prescription-order-number', CLAIM_SAID.shortId),
          },
          { url: 'UUID', valueIdentifier: id('prescription', CLAIM_SAID.prescriptionId) },
        ],
      }),
    ],
  },
  item: [item(parts)],
})

/** A resource as JSON, its numbers as they are written. */
export const resourceBytes = (resource: Resource): Buffer =>
  Buffer.from(JSON.stringify(resource).replace(/"#([\d.]+)#"/g, '$1'))

/** A golden claim as FHIR. */
export const goldenClaim = (parts: ClaimParts): Buffer => resourceBytes(claimResource(parts))
