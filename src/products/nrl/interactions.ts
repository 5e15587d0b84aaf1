import type { Interaction, KeyTable } from '../../message/index.ts'
import { defineCalls } from '../define-calls.ts'

/** A pointer says whose record it leads to: by a reference in STU3, by an identifier in R4. */
const OF_POINTER: KeyTable = { nhsNumber: ['subject/reference', 'subject/identifier/value'] }

/**
 * The locator that Spine runs (nhsconnect/FHIR-NRLS-API). Its calls are known by method and path alone; a pointer is
 * named by its logical id, by a query for that, or by its patient and the provider's own identifier. A new pointer may
 * supersede another.
 */
const SPINE = defineCalls('nrl', '/STU3', [
  [
    'nrl-stu3-search',
    'Pointers of a patient (STU3)',
    'audited-read',
    'GET',
    '/DocumentReference?subject={nhsNumber}',
  ],
  ['nrl-stu3-read', 'Pointer (STU3)', 'audited-read', 'GET', '/DocumentReference/{pointerId}'],
  [
    'nrl-stu3-read-by-query',
    'Pointer, by a query for its id (STU3)',
    'audited-read',
    'GET',
    '/DocumentReference?_id={pointerId}',
  ],
  ['nrl-stu3-create', 'New pointer (STU3)', 'write', 'POST', '/DocumentReference', OF_POINTER],
  [
    'nrl-stu3-update',
    'Pointer’s status (STU3)',
    'write',
    'PATCH',
    '/DocumentReference/{pointerId}',
  ],
  [
    'nrl-stu3-update-by-query',
    'Pointer’s status, by a query for its id (STU3)',
    'write',
    'PATCH',
    '/DocumentReference?_id={pointerId}',
  ],
  [
    'nrl-stu3-update-by-patient',
    'Pointer’s status, by patient and identifier (STU3)',
    'write',
    'PATCH',
    '/DocumentReference?subject={nhsNumber}',
  ],
  [
    'nrl-stu3-delete',
    'Pointer deleted (STU3)',
    'write',
    'DELETE',
    '/DocumentReference/{pointerId}',
  ],
  [
    'nrl-stu3-delete-by-query',
    'Pointer deleted, by a query for its id (STU3)',
    'write',
    'DELETE',
    '/DocumentReference?_id={pointerId}',
  ],
  [
    'nrl-stu3-delete-by-patient',
    'Pointer deleted, by patient and identifier (STU3)',
    'write',
    'DELETE',
    '/DocumentReference?subject={nhsNumber}',
  ],
])

/** Those who keep records tell the locator of them (NHSDigital/nrl-producer-api). */
const PRODUCER = defineCalls('nrl', '/record-locator/producer/FHIR/R4', [
  [
    'nrl-producer-search',
    'Own pointers of a patient',
    'audited-read',
    'GET',
    '/DocumentReference?subject:identifier={nhsNumber}',
  ],
  [
    'nrl-producer-search-posted',
    'Own pointers of a patient, asked in a form',
    'audited-read',
    'POST',
    '/DocumentReference/_search',
  ],
  ['nrl-producer-read', 'Own pointer', 'audited-read', 'GET', '/DocumentReference/{id}'],
  ['nrl-producer-create', 'New pointer', 'write', 'POST', '/DocumentReference', OF_POINTER],
  [
    'nrl-producer-update',
    'Pointer replaced',
    'write',
    'PUT',
    '/DocumentReference/{id}',
    OF_POINTER,
  ],
  ['nrl-producer-delete', 'Pointer deleted', 'write', 'DELETE', '/DocumentReference/{id}'],
])

/** Those who look for records ask it (NHSDigital/nrl-consumer-api). */
const CONSUMER = defineCalls('nrl', '/record-locator/consumer/FHIR/R4', [
  [
    'nrl-consumer-search',
    'Pointers of a patient',
    'audited-read',
    'GET',
    '/DocumentReference?subject:identifier={nhsNumber}',
  ],
  [
    'nrl-consumer-search-posted',
    'Pointers of a patient, asked in a form',
    'audited-read',
    'POST',
    '/DocumentReference/_search',
  ],
  ['nrl-consumer-read', 'Pointer', 'audited-read', 'GET', '/DocumentReference/{id}'],
])

/**
 * Declares the calls of the National Record Locator: Spine's own in STU3 and, in R4, those of the service that takes
 * its place. Every answer is audited. A count of pointers is a search that asks for no more.
 */
export const NRL_INTERACTIONS: readonly Interaction[] = [...SPINE, ...PRODUCER, ...CONSUMER]
