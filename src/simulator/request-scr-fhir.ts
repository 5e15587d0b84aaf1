import type { Patient } from './patient.ts'
import { askedNumber } from './patients.ts'
import { uuidOf } from './random.ts'
import type { Draft, SupplierRequest } from './request-message.ts'
import { eventAsked, uploadedSummary } from './request-scr.ts'
import { relations, section } from './scr-fhir-summary.ts'
import { readSummary } from './scr-summary.ts'
import type { SummaryContent } from './scr-summary.ts'
import { fhirDateTime, fhirInstant } from './times.ts'

const BASE = '/summary-care-record/FHIR/R4'
const NHS_NUMBER = 'https://fhir.nhs.uk/Id/nhs-number'
const SNOMED = 'http://snomed.info/sct'

const headers = (draft: Draft): readonly (readonly [string, string])[] => [
  ['Accept', 'application/fhir+json'],
  ['X-Request-ID', draft.messageId],
  ['X-Correlation-ID', draft.payloadId],
  ['NHSD-Session-URID', '990000000671'],
]

const get = (draft: Draft, path: string, query: Record<string, string>): SupplierRequest => ({
  method: 'GET',
  path: `${BASE}${path}?${new URLSearchParams(query).toString()}`,
  headers: headers(draft),
  body: '',
})

const post = (draft: Draft, path: string, resource: unknown): SupplierRequest => ({
  method: 'POST',
  path: BASE + path,
  headers: [...headers(draft), ['Content-Type', 'application/fhir+json']],
  body: JSON.stringify(resource),
})

const whose = (patient: Patient): string => `${NHS_NUMBER}|${askedNumber(patient)}`

interface Ids {
  readonly composition: string
  readonly role: string
  readonly practitioner: string
  readonly patient: string
}

const composition = (content: SummaryContent, ids: Ids): object => ({
  resourceType: 'Composition',
  id: ids.composition,
  meta: { lastUpdated: fhirDateTime(content.effective) },
  identifier: { system: 'https://tools.ietf.org/html/rfc4122', value: content.summaryId },
  status: 'final',
  type: {
    coding: [{ system: SNOMED, code: '196981000000101', display: 'General Practice Summary' }],
  },
  category: [
    {
      coding: [
        { system: SNOMED, code: '163171000000105', display: 'Care Professional Documentation' },
      ],
    },
  ],
  subject: { reference: `Patient/${ids.patient}` },
  date: fhirDateTime(content.authored),
  author: [{ reference: `PractitionerRole/${ids.role}` }],
  title: content.page ?? 'General Practice Summary',
  ...relations(content),
  section: content.sections.map(section),
})

/** The same summary as the upload of the same draft in HL7v3. */
function bundle(draft: Draft, patient: Patient): object {
  const content = readSummary(uploadedSummary(draft, patient))
  const idOf = (of: string): string => uuidOf(`${of}|${draft.payloadId}`)
  const ids = {
    composition: idOf('composition'),
    role: idOf('role'),
    practitioner: idOf('practitioner'),
    patient: idOf('patient'),
  }
  const entry = (resource: { readonly resourceType: string; readonly id: string }): object => ({
    fullUrl: `https://api.service.nhs.uk${BASE}/${resource.resourceType}/${resource.id}`,
    resource,
  })
  const { role, user, name } = content.author
  return {
    resourceType: 'Bundle',
    id: idOf('bundle'),
    identifier: { system: 'https://tools.ietf.org/html/rfc4122', value: draft.messageId },
    type: 'document',
    timestamp: fhirInstant(draft.ids.now),
    entry: [
      entry({ resourceType: 'Composition', id: ids.composition, ...composition(content, ids) }),
      entry({
        resourceType: 'PractitionerRole',
        id: ids.role,
        ...{ identifier: [{ system: 'http://fhir.nhs.net/Id/sds-role-profile-id', value: role }] },
        ...{ practitioner: { reference: `Practitioner/${ids.practitioner}` } },
      }),
      entry({
        resourceType: 'Practitioner',
        id: ids.practitioner,
        ...{ identifier: [{ system: 'https://fhir.nhs.uk/Id/sds-user-id', value: user }] },
        ...{ name: [{ text: name }] },
      }),
      entry({
        resourceType: 'Patient',
        id: ids.patient,
        ...{ identifier: [{ system: NHS_NUMBER, value: askedNumber(patient) }] },
      }),
    ],
  }
}

const permission = ({ ids }: Draft, patient: Patient): object => ({
  resourceType: 'Parameters',
  parameter: [
    {
      name: 'setPermissions',
      part: [
        { name: 'nhsNumber', valueString: askedNumber(patient) },
        {
          name: 'permissionCode',
          valueCoding: {
            system: 'https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission',
            code: ids.scr?.permission === 'Clear' ? 'Ask' : (ids.scr?.permission ?? 'Yes'),
          },
        },
      ],
    },
  ],
})

const agent = (system: string, value: string, more: object = {}): object => ({
  ...more,
  who: { identifier: { system, value } },
  requestor: false,
})

/** Writes a privacy alert as FHIR: what the façade takes and, at a path of its own, Spine itself. */
export const auditEvent = (draft: Draft, patient: Patient): object => ({
  resourceType: 'AuditEvent',
  id: uuidOf(`alert|${draft.payloadId}`).toLowerCase(),
  extension: [
    {
      url: 'https://fhir.nhs.uk/StructureDefinition/Extension-SCR-NotificationMessage',
      valueString: 'An invented alert: permission to view was overridden',
    },
  ],
  type: {
    system: 'https://fhir.nhs.uk/CodeSystem/SCR-AlertType',
    code: '2',
    display: 'Access Alert',
  },
  subtype: [
    {
      system: 'https://fhir.nhs.uk/CodeSystem/SCR-AlertReason',
      code: '5',
      display: 'Access made in an emergency',
    },
  ],
  recorded: fhirInstant(draft.ids.now),
  agent: [
    agent(NHS_NUMBER, askedNumber(patient)),
    agent('https://fhir.nhs.uk/Id/ods-organization-code', draft.supplier.ods),
    agent('https://fhir.nhs.uk/Id/sds-user-id', '990000000651', {
      role: [{ text: 'General Medical Practitioner' }],
    }),
  ],
  source: {
    observer: {
      identifier: {
        system: 'https://fhir.nhs.uk/Id/nhsSpineASID',
        value: draft.supplier.asid,
      },
    },
  },
  entity: [{ what: { identifier: { value: uuidOf(`note|${draft.payloadId}`) } } }],
})

/** How each request about a summary care record is written by a system that already speaks FHIR. */
export const SCR_FHIR = {
  'scr-fhir-list': (draft: Draft, patient: Patient): SupplierRequest =>
    get(draft, '/DocumentReference', {
      patient: whose(patient),
      type: `${SNOMED}|196981000000101`,
      _sort: 'date',
      _count: '1',
    }),
  'scr-fhir-summary': (draft: Draft, patient: Patient): SupplierRequest =>
    get(draft, '/Bundle', {
      'composition.identifier': eventAsked(draft, patient),
      'composition.subject:Patient.identifier': whose(patient),
    }),
  'scr-fhir-upload': (draft: Draft, patient: Patient): SupplierRequest =>
    post(draft, '/Bundle', bundle(draft, patient)),
  'scr-fhir-permission': (draft: Draft, patient: Patient): SupplierRequest =>
    post(draft, '/$setPermission', permission(draft, patient)),
  'scr-fhir-alert': (draft: Draft, patient: Patient): SupplierRequest =>
    post(draft, '/AuditEvent', auditEvent(draft, patient)),
} as const

/** How a privacy alert is sent to Spine by a system that writes it as FHIR. */
export const SCR_CLINICAL_ALERT = {
  'scr-clinical-alert': (draft: Draft, patient: Patient): SupplierRequest => ({
    ...post(draft, '', auditEvent(draft, patient)),
    path: '/clinical/alert',
  }),
} as const
