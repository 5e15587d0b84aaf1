import type { Patient } from './patient.ts'
import { askedNumber } from './patients.ts'
import type { Draft, SupplierRequest } from './request-message.ts'
import { fhirDate } from './times.ts'

const BASE = '/personal-demographics/FHIR/R4'

const get = (draft: Draft, path: string): SupplierRequest => ({
  method: 'GET',
  path: BASE + path,
  headers: [
    ['Accept', 'application/fhir+json'],
    ['X-Request-ID', draft.messageId],
    ['X-Correlation-ID', draft.payloadId],
    ['NHSD-Session-URID', '990000000671'],
  ],
  body: '',
})

const GENDERS = { '0': 'unknown', '1': 'male', '2': 'female', '9': 'other' } as const

function searchPath(patient: Patient): string {
  const name = patient.names.find(each => each.use === 'L' && !each.past)
  const query = new URLSearchParams({
    family: name?.family ?? '',
    given: name?.given[0] ?? '',
    gender: GENDERS[patient.gender],
    birthdate: `eq${fhirDate(patient.birth)}`,
  })
  return `/Patient?${query.toString()}`
}

/** How each request of a system that already speaks FHIR is written. */
export const FHIR_READS = {
  'pds-fhir-read': (draft: Draft, patient: Patient): SupplierRequest =>
    get(draft, `/Patient/${askedNumber(patient)}`),
  'pds-fhir-search': (draft: Draft, patient: Patient): SupplierRequest =>
    get(draft, searchPath(patient)),
} as const
