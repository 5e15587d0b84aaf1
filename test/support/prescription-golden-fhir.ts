import { type Parts, SAID } from './prescription-golden-parts.ts'

// Written by hand from the FHIR API of NHSDigital/electronic-prescription-service-api.

const NHS = 'https://fhir.nhs.uk'
const UK = 'https://fhir.hl7.org.uk'
const SNOMED = 'http://snomed.info/sct'
const DM = `${NHS}/StructureDefinition/Extension-DM`

type Resource = Readonly<Record<string, unknown>>

const ods = (value: string): Resource => ({ system: `${NHS}/Id/ods-organization-code`, value })
const phone = (use: string | undefined, value: string): Resource => ({
  system: 'phone',
  use,
  value,
})
const coding = (system: string, code: string | undefined, display?: string): Resource => ({
  system,
  code,
  ...(display === undefined ? {} : { display }),
})
const reference = (id: string): Resource => ({ reference: `urn:uuid:${id}` })

/** Entries by their ids, which a Bundle of ours makes of the message's id. */
export const AT = {
  header: '00000000-0000-4000-8000-000000000001',
  patient: '00000000-0000-4000-8000-000000000002',
  role: '00000000-0000-4000-8000-000000000003',
  person: '00000000-0000-4000-8000-000000000004',
  organisation: '00000000-0000-4000-8000-000000000005',
  otherRole: '00000000-0000-4000-8000-000000000006',
  otherPerson: '00000000-0000-4000-8000-000000000007',
  told: '00000000-0000-4000-8000-000000000008',
  list: '00000000-0000-4000-8000-000000000009',
  provenance: '00000000-0000-4000-8000-00000000000a',
  lines: ['00000000-0000-4000-8000-00000000000b', '00000000-0000-4000-8000-00000000000c'],
} as const

const header = (): Resource => ({
  resourceType: 'MessageHeader',
  eventCoding: coding(`${NHS}/CodeSystem/message-event`, 'prescription-order'),
  sender: { identifier: ods('Y00001') },
  source: { endpoint: 'https://directory.spineservices.nhs.uk/STU3/Organization/Y00001' },
  focus: [...AT.lines, AT.patient, AT.role].map(reference),
})

const patient = ({ addressUse, nameUse, gender, telecomUse, practice }: Parts): Resource => ({
  resourceType: 'Patient',
  identifier: [{ system: `${NHS}/Id/nhs-number`, value: SAID.nhsNumber }],
  address: [{ use: addressUse[1], line: ['2 Nowhere Lane', 'Madeupton'], postalCode: 'ZZ99 3WZ' }],
  telecom: [phone(telecomUse[1], '01632960003')],
  name: [
    {
      use: nameUse[1],
      prefix: ['DR', 'MS'],
      given: ['Cleo', 'Dora'],
      family: 'Testperson',
      suffix: ['Jr', 'Esq'],
    },
  ],
  gender: gender[1],
  birthDate: '1970-02-03',
  ...(practice[1] === undefined ? {} : { generalPractitioner: [{ identifier: ods(practice[1]) }] }),
})

const role = (id: string, job: string, person: string, more: readonly Resource[]): Resource => ({
  resourceType: 'PractitionerRole',
  identifier: [{ system: `${NHS}/Id/sds-role-profile-id`, value: id }, ...more],
  code: [{ coding: [coding(`${NHS}/CodeSystem/NHSDigital-SDS-JobRoleCode`, job)] }],
  telecom: [phone('work', '01632960001')],
  practitioner: reference(person),
  organization: reference(AT.organisation),
})

const person = (identifier: readonly Resource[], name: Resource): Resource => ({
  resourceType: 'Practitioner',
  identifier,
  name: [name],
})

const organisation = (): Resource => ({
  resourceType: 'Organization',
  identifier: [ods('Y00001')],
  name: 'MADE UP SURGERY',
  telecom: [phone('work', '01632960002')],
  address: [{ use: 'work', line: ['1 Nowhere Lane', 'Madeupton'], postalCode: 'ZZ99 3WZ' }],
  partOf: { identifier: ods('Y99'), display: 'MADE UP BOARD' },
})

function agents({ registration: [, register, code], paidAs: [place, paid], other }: Parts) {
  const own = { system: `${UK}/Id/${register}`, value: code }
  const spurious = { system: `${UK}/Id/nhsbsa-spurious-code`, value: paid }
  const din = { system: `${UK}/Id/din-number`, value: paid }
  const name = {
    prefix: ['PROF', 'DR'],
    given: ['Ada', 'Bea'],
    family: 'Madeupname',
    suffix: ['OBE', 'Esq'],
  }
  const isOwn = !other
  const author = [
    [
      AT.role,
      role('100000000001', 'R8000', AT.person, isOwn && place === 'spurious' ? [spurious] : []),
    ],
    [AT.person, person([own, ...(isOwn && place === 'din' ? [din] : [])], name)],
    [AT.organisation, organisation()],
  ] as const
  if (!other) return author
  const number = { system: `${UK}/Id/nmc-number`, value: paid }
  return [
    ...author,
    [AT.otherRole, role('100000000002', 'R8001', AT.otherPerson, [])],
    [AT.otherPerson, person([number], { text: 'Somebody Else' })],
  ] as const
}

const REPEAT_DISPENSING = 'continuous-repeat-dispensing'

function extensions(parts: Parts, n: 0 | 1): readonly Resource[] {
  const { instructions, other, treatment } = parts
  const type = { system: `${NHS}/CodeSystem/prescription-type`, code: '0101' }
  const endorsement = (code: string): Resource => ({
    url: `${DM}-PrescriptionEndorsement`,
    valueCodeableConcept: {
      coding: [coding(`${NHS}/CodeSystem/medicationrequest-endorsement`, code)],
    },
  })
  return [
    ...(instructions && n === 0
      ? [
          {
            url: `${DM}-ControlledDrug`,
            extension: [{ url: 'quantityWords', valueString: 'twenty eight' }],
          },
        ]
      : []),
    ...(n === 0 ? [endorsement('SLS'), endorsement('FS')] : []),
    ...(treatment === REPEAT_DISPENSING
      ? [
          {
            url: `${UK}/StructureDefinition/Extension-UKCore-MedicationRepeatInformation`,
            extension: [{ url: 'authorisationExpiryDate', valueDateTime: '2026-12-31' }],
          },
        ]
      : []),
    { url: `${DM}-PrescriptionType`, valueCoding: type },
    ...(other
      ? [{ url: `${DM}-ResponsiblePractitioner`, valueReference: reference(AT.otherRole) }]
      : []),
  ]
}

function dispenseRequest({ pharmacy, quantity, site, treatment, validFrom }: Parts): Resource {
  const isRepeat = treatment === REPEAT_DISPENSING
  const start = validFrom[1]
  return {
    // A number of JSON that keeps its digits: put in its place once the whole is written.
    quantity: { value: `#${quantity}#`, unit: 'tablet', system: SNOMED, code: '428673006' },
    extension: [
      {
        url: `${DM}-PerformerSiteType`,
        valueCoding: { system: `${NHS}/CodeSystem/dispensing-site-preference`, code: site[1] },
      },
    ],
    ...(isRepeat
      ? {
          expectedSupplyDuration: { value: 28, system: 'http://unitsofmeasure.org', code: 'd' },
          numberOfRepeatsAllowed: 5,
        }
      : {}),
    ...(start === undefined && !isRepeat
      ? {}
      : { validityPeriod: { ...(start && { start }), ...(isRepeat && { end: '2026-07-10' }) } }),
    ...(pharmacy ? { performer: { identifier: ods('F0001') } } : {}),
  }
}

const medicationRequest = (parts: Parts, n: 0 | 1): Resource => {
  const { treatment, instructions } = parts
  const system = treatment === REPEAT_DISPENSING ? NHS : 'http://terminology.hl7.org'
  return {
    resourceType: 'MedicationRequest',
    identifier: [{ system: `${NHS}/Id/prescription-order-item-number`, value: SAID.lines[n] }],
    status: 'active',
    intent: treatment === 'acute' ? 'order' : 'original-order',
    substitution: { allowedBoolean: false },
    medicationCodeableConcept: {
      coding: [coding(SNOMED, '39113611000001102', 'Madeupine 5mg tablets')],
    },
    courseOfTherapyType: {
      coding: [coding(`${system}/CodeSystem/medicationrequest-course-of-therapy`, treatment)],
    },
    category: [
      {
        coding: [
          coding('http://terminology.hl7.org/CodeSystem/medicationrequest-category', 'community'),
        ],
      },
    ],
    subject: reference(AT.patient),
    requester: reference(AT.role),
    extension: extensions(parts, n),
    groupIdentifier: {
      system: `${NHS}/Id/prescription-order-number`,
      value: SAID.shortId,
      extension: [
        {
          url: `${DM}-PrescriptionId`,
          valueIdentifier: { system: `${NHS}/Id/prescription`, value: SAID.prescriptionId },
        },
      ],
    },
    dosageInstruction: [{ text: n === 0 ? 'One & only  one' : 'Two' }],
    ...(instructions ? { note: [{ text: n === 0 ? 'A note' : 'Only a note' }] } : {}),
    dispenseRequest: dispenseRequest(parts),
  }
}

const communication = (): readonly (readonly [string, Resource])[] => [
  [
    AT.told,
    {
      resourceType: 'CommunicationRequest',
      status: 'unknown',
      subject: reference(AT.patient),
      payload: [{ contentReference: reference(AT.list) }, { contentString: 'Come < soon' }],
    },
  ],
  [
    AT.list,
    {
      resourceType: 'List',
      status: 'current',
      mode: 'snapshot',
      entry: [{ item: { display: 'Madeupine 5mg & more' } }],
    },
  ],
]

const provenance = (): Resource => ({
  resourceType: 'Provenance',
  target: AT.lines.map(reference),
  recorded: SAID.signedAt[1],
  agent: [{ who: reference(AT.role) }],
  signature: [
    {
      type: [{ system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1' }],
      when: SAID.signedAt[1],
      who: reference(AT.role),
      data: Buffer.from(SAID.signature).toString('base64'),
    },
  ],
})

/** A golden prescription's resources, by their addresses. */
export const goldenEntries = (
  parts: Parts,
): readonly (readonly [id: string, resource: Resource])[] => [
  [AT.header, header()],
  [AT.lines[0], medicationRequest(parts, 0)],
  [AT.lines[1], medicationRequest(parts, 1)],
  [AT.patient, patient(parts)],
  ...agents(parts),
  ...(parts.instructions ? communication() : []),
  [AT.provenance, provenance()],
]

/** A Bundle of some resources; `more` stands beside its entries. */
export const bundleOf = (
  entries: readonly (readonly [id: string, resource: Resource])[],
  more: Resource = {},
): Buffer =>
  Buffer.from(
    JSON.stringify({
      resourceType: 'Bundle',
      ...more,
      identifier: { system: 'https://tools.ietf.org/html/rfc4122', value: SAID.messageId },
      type: 'message',
      entry: entries.map(([id, resource]) => ({ fullUrl: `urn:uuid:${id}`, resource })),
    }).replace(/"#([\d.]+)#"/g, '$1'),
  )

/** A golden prescription as FHIR, as it is written. */
export const goldenBundle = (parts: Parts): Buffer => bundleOf(goldenEntries(parts))
