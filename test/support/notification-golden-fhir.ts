import {
  type Coded,
  type Item,
  type Parts,
  SAID,
  type Supply,
} from './notification-golden-parts.ts'

// Written by hand from the FHIR API of NHSDigital/electronic-prescription-service-api.

const NHS = 'https://fhir.nhs.uk'
const SNOMED = 'http://snomed.info/sct'
const EXTENSION = `${NHS}/StructureDefinition/Extension`

export type Resource = Readonly<Record<string, unknown>>

const identifier = (name: string, value: string): Resource => ({
  system: `${NHS}/Id/${name}`,
  value,
})
const ods = (value: string): Resource => identifier('ods-organization-code', value)
const phone = (use: string | undefined, value: string): Resource => ({
  system: 'phone',
  use,
  value,
})
const reference = (id: string): Resource => ({ reference: `urn:uuid:${id}` })

/** Entries by their ids, which a Bundle of ours makes of the message's id. */
export const AT = {
  header: '00000000-0000-4000-8000-000000000001',
  pharmacy: '00000000-0000-4000-8000-000000000002',
  dispense: (n: number): string => `00000000-0000-4000-8000-0000000001${n}0`,
} as const

const coding = (system: string, [code, display]: Coded, isNamed: boolean): Resource => ({
  system,
  code,
  ...(isNamed && display !== undefined ? { display } : {}),
})

const concept = (system: string, code: Coded, isNamed: boolean): Resource => ({
  coding: [coding(system, code, isNamed)],
})

const STATUS_REASON = `${NHS}/CodeSystem/medicationdispense-status-reason`

const header = (parts: Parts): Resource => ({
  resourceType: 'MessageHeader',
  eventCoding: { system: `${NHS}/CodeSystem/message-event`, code: 'dispense-notification' },
  sender: { identifier: ods('F0001') },
  source: { endpoint: 'https://directory.spineservices.nhs.uk/STU3/Organization/F0001' },
  response: { identifier: SAID.release, code: 'ok' },
  focus: suppliesOf(parts).map((_, n) => reference(AT.dispense(n))),
  ...(parts.isAmendment
    ? {
        extension: [
          {
            url: `${EXTENSION}-replacementOf`,
            valueIdentifier: {
              system: 'https://tools.ietf.org/html/rfc4122',
              value: SAID.replaced,
            },
          },
        ],
      }
    : {}),
})

const pharmacy = ({ addressUse, pharmacyUse, isNamed }: Parts): Resource => ({
  resourceType: 'Organization',
  active: true,
  identifier: [ods('F0001')],
  ...(isNamed ? { name: 'MADE UP PHARMACY' } : {}),
  telecom: [phone(pharmacyUse[1], '01632960002')],
  address: [{ use: addressUse[1], line: ['1 Nowhere Lane', 'Madeupton'], postalCode: 'ZZ99 3WZ' }],
  extension: [
    {
      url: `${EXTENSION}-ODS-OrganisationRelationships`,
      extension: [{ url: 'reimbursementAuthority', valueIdentifier: ods('T1450') }],
    },
  ],
})

const dispenser = ({ telecomUse, isNamed }: Parts): Resource => ({
  resourceType: 'PractitionerRole',
  id: 'dispenser',
  identifier: [identifier('sds-role-profile-id', '100000000001')],
  code: [{ coding: [{ system: `${NHS}/CodeSystem/NHSDigital-SDS-JobRoleCode`, code: 'R8000' }] }],
  telecom: [phone(telecomUse[1], '01632960001')],
  practitioner: {
    identifier: identifier('sds-user-id', '900000000001'),
    ...(isNamed ? { display: 'Ada Madeupname' } : {}),
  },
  organization: reference(AT.pharmacy),
})

const quantity = (value: string, isNamed: boolean): Resource => ({
  // A number of JSON that keeps its digits: put in its place once the whole is written.
  value: `#${value}#`,
  ...(isNamed ? { unit: 'tablet' } : {}),
  system: SNOMED,
  code: '428673006',
})

const repeatsOf = (isRepeat: boolean): Resource =>
  isRepeat
    ? {
        basedOn: [
          {
            extension: [
              {
                url: `${EXTENSION}-EPS-RepeatInformation`,
                extension: [
                  { url: 'numberOfRepeatsIssued', valueInteger: 1 },
                  { url: 'numberOfRepeatsAllowed', valueInteger: 5 },
                ],
              },
            ],
          },
        ],
        extension: [
          {
            url: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationRepeatInformation',
            extension: [{ url: 'numberOfPrescriptionsIssued', valueUnsignedInt: 3 }],
          },
        ],
      }
    : {}

const asked = (of: Item, n: number, { isRepeat, isNamed }: Parts): Resource => ({
  resourceType: 'MedicationRequest',
  id: 'asked',
  identifier: [identifier('prescription-order-item-number', SAID.originalItem(n))],
  status: 'active',
  intent: 'order',
  subject: { identifier: identifier('nhs-number', SAID.nhsNumber) },
  groupIdentifier: {
    ...identifier('prescription-order-number', SAID.shortId),
    extension: [
      {
        url: `${EXTENSION}-DM-PrescriptionId`,
        valueIdentifier: identifier('prescription', SAID.prescriptionId),
      },
    ],
  },
  medicationCodeableConcept: concept(
    SNOMED,
    ['39113611000001102', 'Madeupine 5mg tablets'],
    isNamed,
  ),
  ...repeatsOf(isRepeat),
  dispenseRequest: {
    quantity: quantity(of.requested, isNamed),
    ...(isRepeat ? { numberOfRepeatsAllowed: 5 } : {}),
  },
})

const extensions = ({ status, reason, isNamed }: Parts): readonly Resource[] => [
  {
    url: `${EXTENSION}-EPS-TaskBusinessStatus`,
    valueCoding: coding(`${NHS}/CodeSystem/EPS-task-business-status`, status, isNamed),
  },
  ...(reason === undefined
    ? []
    : [
        {
          url: `${EXTENSION}-DM-PrescriptionNonDispensingReason`,
          valueCoding: coding(STATUS_REASON, reason, isNamed),
        },
      ]),
]

interface Supplied {
  readonly item: Item
  readonly n: number
  readonly supply: Supply
}

const suppliesOf = ({ items }: Parts): readonly Supplied[] =>
  items.flatMap((item, n) => item.supplies.map(supply => ({ item, n, supply })))

const dispense = ({ item, n, supply }: Supplied, parts: Parts): Resource => ({
  resourceType: 'MedicationDispense',
  contained: [dispenser(parts), asked(item, n, parts)],
  extension: extensions(parts),
  identifier: [identifier('prescription-dispense-item-number', SAID.itemId(n))],
  status: item.state,
  ...(item.reason === undefined
    ? {}
    : { statusReasonCodeableConcept: concept(STATUS_REASON, item.reason, parts.isNamed) }),
  type: concept(`${NHS}/CodeSystem/medicationdispense-type`, item.status, parts.isNamed),
  medicationCodeableConcept: concept(SNOMED, ['39113611000001103', supply.product], parts.isNamed),
  subject: { identifier: identifier('nhs-number', SAID.nhsNumber) },
  performer: [{ actor: { reference: '#dispenser' } }],
  authorizingPrescription: [{ reference: '#asked' }],
  quantity: quantity(supply.quantity, parts.isNamed),
  whenHandedOver: SAID.handedOver[1],
  dosageInstruction: [{ text: supply.dosage }],
})

export type Entries = readonly (readonly [id: string, resource: Resource])[]

/** The resources of a golden notification, each under its id. */
export const notificationEntries = (parts: Parts): Entries => [
  [AT.header, header(parts)],
  ...suppliesOf(parts).map((each, i) => [AT.dispense(i), dispense(each, parts)] as const),
  [AT.pharmacy, pharmacy(parts)],
]

/** Puts resources in a Bundle; numbers keep their digits. */
export const notificationOf = (entries: Entries, more: Resource = {}): Buffer =>
  Buffer.from(
    JSON.stringify({
      resourceType: 'Bundle',
      identifier: { system: 'https://tools.ietf.org/html/rfc4122', value: SAID.messageId },
      type: 'message',
      ...more,
      entry: entries.map(([id, resource]) => ({ fullUrl: `urn:uuid:${id}`, resource })),
    }).replace(/"#([^"#]*)#"/g, '$1'),
  )

/** A golden notification as FHIR. */
export const notificationBundle = (parts: Parts): Buffer =>
  notificationOf(notificationEntries(parts))
