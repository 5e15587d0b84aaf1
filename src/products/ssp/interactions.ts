import { defineInteraction, type Interaction, type KeyTable } from '../../message/index.ts'

const GP_CONNECT = 'urn:nhs:names:services:gpconnect:fhir'

/** A call of a practice: the end of its interaction id, what it is, its class, its method, its path, its body's keys. */
type Call = readonly [
  end: string,
  title: string,
  interactionClass: 'audited-read' | 'write',
  method: string,
  path: string,
  inBody?: KeyTable,
]

/** Which record is asked for stands in a parameter of the body. */
const OF_RECORD: KeyTable = { nhsNumber: ['parameter/valueIdentifier/value'] }

/** What is registered is a patient. */
const OF_PATIENT: KeyTable = { nhsNumber: ['parameter/resource/identifier/value'] }

const GP_CONNECT_CALLS: readonly Call[] = [
  ['rest:read:metadata-1', 'What a practice can do', 'audited-read', 'GET', '/metadata'],
  ['rest:read:patient-1', 'Patient', 'audited-read', 'GET', '/Patient/{id}'],
  [
    'rest:search:patient-1',
    'Patient by NHS number',
    'audited-read',
    'GET',
    '/Patient?identifier={nhsNumber}',
  ],
  ['rest:read:practitioner-1', 'Practitioner', 'audited-read', 'GET', '/Practitioner/{id}'],
  ['rest:search:practitioner-1', 'Practitioners', 'audited-read', 'GET', '/Practitioner'],
  ['rest:read:organization-1', 'Organisation', 'audited-read', 'GET', '/Organization/{id}'],
  ['rest:search:organization-1', 'Organisations', 'audited-read', 'GET', '/Organization'],
  ['rest:read:location-1', 'Location', 'audited-read', 'GET', '/Location/{id}'],
  ['rest:search:slot-1', 'Free slots', 'audited-read', 'GET', '/Slot'],
  ['rest:read:appointment-1', 'Appointment', 'audited-read', 'GET', '/Appointment/{id}'],
  [
    'rest:search:patient_appointments-1',
    'Appointments of a patient',
    'audited-read',
    'GET',
    '/Patient/{id}/Appointment',
  ],
  ['rest:create:appointment-1', 'Appointment booked', 'write', 'POST', '/Appointment'],
  ['rest:update:appointment-1', 'Appointment amended', 'write', 'PUT', '/Appointment/{id}'],
  ['rest:cancel:appointment-1', 'Appointment cancelled', 'write', 'PUT', '/Appointment/{id}'],
  [
    'operation:gpc.registerpatient-1',
    'Temporary registration',
    'write',
    'POST',
    '/Patient/$gpc.registerpatient',
    OF_PATIENT,
  ],
  [
    'operation:gpc.getstructuredrecord-1',
    'Structured record, asked by a POST',
    'audited-read',
    'POST',
    '/Patient/$gpc.getstructuredrecord',
    OF_RECORD,
  ],
]

const proxied = (
  id: string,
  [, title, interactionClass, method, path, keys = {}]: Call,
): Interaction =>
  defineInteraction({
    ...{ id, product: 'ssp', title, class: interactionClass, transport: 'rest' },
    ...{ replies: [], failures: [], keys },
    rest: { method, path, isProxied: true },
  })

/** What a pointer of the record locator leads to lies wherever its provider likes. */
const RECORD: Call = ['', 'Record a pointer leads to', 'audited-read', 'GET', '']

/**
 * Declares what is asked of practices, and of whoever keeps a record, through the Spine Secure Proxy
 * (nhsconnect/gpconnect; nhsconnect/FHIR-NRLS-API). Each is named in a header, and is what it is called only where its
 * method and path are that call's. The practice audits every answer.
 */
export const SSP_INTERACTIONS: readonly Interaction[] = [
  ...GP_CONNECT_CALLS.map(call => proxied(`${GP_CONNECT}:${call[0]}`, call)),
  proxied('urn:nhs:names:services:nrl:DocumentReference.content.read', RECORD),
]
