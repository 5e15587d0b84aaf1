import type { Patient } from './patient.ts'
import { uuidOf } from './random.ts'
import { idsIn } from './request-eps-parts.ts'
import type { Draft, SupplierRequest } from './request-message.ts'
import { fhirDate } from './times.ts'

const RFC4122 = 'https://tools.ietf.org/html/rfc4122'
const ID = 'https://fhir.nhs.uk/Id'
const CODES = 'https://fhir.nhs.uk/CodeSystem'
const DM = 'https://fhir.nhs.uk/StructureDefinition'

/** Gives the address of a resource within a message: always the same one for a name. */
export const url = (name: string, draft: Draft): string =>
  `urn:uuid:${uuidOf(`${name}|${draft.payloadId.toUpperCase()}`).toLowerCase()}`

/** Writes an identifier of one of the systems below fhir.nhs.uk/Id. */
export const identifier = (system: string, value: string): object => ({
  system: `${ID}/${system}`,
  value,
})

/** Writes the identifier of a message: its id, in small letters. */
export const messageId = (id: string): object => ({ system: RFC4122, value: id.toLowerCase() })

/** Writes a coding of one of the systems below fhir.nhs.uk/CodeSystem. */
export const coding = (system: string, code: string, display?: string): object => ({
  system: system.startsWith('http') ? system : `${CODES}/${system}`,
  code,
  ...(display === undefined ? {} : { display }),
})

/** Writes a coded value of one coding. */
export const codeable = (system: string, code: string, display?: string): object => ({
  coding: [coding(system, code, display)],
})

/** Writes an extension of the medicines profile. */
export const extension = (name: string, value: object): object => ({
  url: `${DM}/${name}`,
  ...value,
})

/** Writes which prescription something belongs to, by both its ids. */
export function groupIdentifier(draft: Draft, patient: Patient): object {
  const { shortId, longId } = idsIn(draft, patient)
  return {
    extension: [
      extension('Extension-DM-PrescriptionId', {
        valueIdentifier: identifier('prescription', longId.toLowerCase()),
      }),
    ],
    ...identifier('prescription-order-number', shortId),
  }
}

/** Writes the organisation behind a message; a dispenser's with who pays it. */
export const organisation = ({ supplier }: Draft, isDispenser: boolean): object => ({
  resourceType: 'Organization',
  id: 'organization',
  ...(isDispenser
    ? {
        extension: [
          extension('Extension-ODS-OrganisationRelationships', {
            extension: [
              {
                url: 'reimbursementAuthority',
                valueIdentifier: identifier('ods-organization-code', 'T1450'),
              },
            ],
          }),
        ],
      }
    : {}),
  identifier: [identifier('ods-organization-code', supplier.ods)],
  type: [codeable('organisation-role', isDispenser ? '182' : '76')],
  name: supplier.name,
  telecom: [{ system: 'phone', use: 'work', value: '01632960001' }],
  address: [{ use: 'work', line: ['1 Bark Lane'], postalCode: 'ZZ99 1AA' }],
  ...(isDispenser
    ? {}
    : {
        partOf: { identifier: identifier('ods-organization-code', 'ZCB01'), display: 'Arborshire' },
      }),
})

/** Writes the role in which a person acts, where the practitioner is named by a reference or by identifier. */
export const practitionerRole = (practitioner: object, organization: string): object => ({
  resourceType: 'PractitionerRole',
  id: 'requester',
  identifier: [identifier('sds-role-profile-id', '990000000671')],
  practitioner,
  organization: { reference: organization },
  code: [codeable('NHSDigital-SDS-JobRoleCode', 'R8000')],
  telecom: [{ system: 'phone', use: 'work', value: '01632960001' }],
})

/** Who acts for a dispenser, named by identifier. */
export const MADE_UP = {
  identifier: identifier('sds-user-id', '990000000651'),
  display: 'Made Up',
}

const GENDERS = { '0': 'unknown', '1': 'male', '2': 'female', '9': 'other' } as const

/** Writes whom a prescription is for, as a prescriber's system does. */
export function patientIn(patient: Patient): object {
  const name = patient.names.find(each => each.use === 'L' && !each.past)
  const home = patient.addresses.find(each => each.use === 'H' && !each.past)
  const gp = patient.providers.find(each => each.code === '1' && !each.past)
  return {
    resourceType: 'Patient',
    identifier: [identifier('nhs-number', patient.nhsNumber)],
    name: [
      {
        use: 'usual',
        family: name?.family ?? '',
        given: (name?.given ?? []).filter(each => each !== ''),
        ...(name?.prefix === undefined ? {} : { prefix: [name.prefix] }),
      },
    ],
    gender: GENDERS[patient.gender],
    birthDate: fhirDate(patient.birth),
    address: [
      {
        use: 'home',
        line: (home?.lines ?? []).filter(line => line !== ''),
        postalCode: home?.postcode ?? '',
      },
    ],
    generalPractitioner: [{ identifier: identifier('ods-organization-code', gp?.ods ?? 'V81999') }],
  }
}

/** Writes the first resource of a message: what it is, from whom, and about what. */
export const messageHeader = (draft: Draft, event: string, more: object): object => ({
  resourceType: 'MessageHeader',
  eventCoding: coding('message-event', event),
  sender: {
    identifier: identifier('ods-organization-code', draft.supplier.ods),
    display: draft.supplier.name,
  },
  source: { endpoint: 'urn:nhs:names:services:mm' },
  ...more,
})

/** Puts resources, each under its own address, into a message. */
export const message = (
  draft: Draft,
  entries: readonly (readonly [fullUrl: string, resource: object])[],
): object => ({
  resourceType: 'Bundle',
  identifier: messageId(draft.payloadId),
  type: 'message',
  entry: entries.map(([fullUrl, resource]) => ({ fullUrl, resource })),
})

/** Puts a resource into a request of a system that already speaks FHIR. */
export const post = (draft: Draft, path: string, resource: object): SupplierRequest => ({
  method: 'POST',
  path: `/electronic-prescriptions/FHIR/R4/${path}`,
  headers: [
    ['Content-Type', 'application/fhir+json'],
    ['Accept', 'application/fhir+json'],
    ['X-Request-ID', draft.messageId],
    ['NHSD-Session-URID', '990000000671'],
  ],
  body: JSON.stringify(resource),
})
