import { createHash } from 'node:crypto'
import { keep } from './bounded.ts'
import { OUTCOMES } from './fhir-outcome.ts'
import type { Outcome } from './fhir-outcome.ts'
import { patientResource } from './fhir-patient.ts'
import { updated } from './fhir-update.ts'
import type { CurrentRecord } from './fhir-update.ts'
import type { Patient } from './patient.ts'
import type { SeenRequest } from './serve.ts'
import { headerOf } from './soap-request.ts'

/** The records of the cloud, which change. */
export interface FhirRecords {
  /** A record as it is now. */
  current(patient: Patient): CurrentRecord
  /** Changes a record, or says why not; a request id that comes again is told what it was told before. */
  change(seen: SeenRequest, patient: Patient, newId: () => string): CurrentRecord | Outcome
}

interface Answered {
  readonly print: string
  readonly told: CurrentRecord | Outcome
}

/** Creates the records: as the patients are at first, and then as they are changed for as long as it runs. */
export function createFhirRecords(): FhirRecords {
  const changed = new Map<string, CurrentRecord>()
  const answered = new Map<string, Answered>()

  const current = (patient: Patient): CurrentRecord =>
    changed.get(patient.nhsNumber) ?? {
      resource: patientResource(patient),
      version: patient.version,
    }

  const change = (
    seen: SeenRequest,
    patient: Patient,
    newId: () => string,
  ): CurrentRecord | Outcome => {
    const key = (headerOf(seen, 'X-Request-ID') ?? '').toUpperCase()
    const match = headerOf(seen, 'If-Match') ?? ''
    const print = createHash('sha256')
      .update(`${seen.target}\n${match}\n`)
      .update(seen.body)
      .digest('base64')
    const before = answered.get(key)
    // The same request again is told the same; another request under an id that was used is a mistake.
    if (before !== undefined) return before.print === print ? before.told : OUTCOMES.invalid
    const told = updated(seen, current(patient), newId)
    if ('resource' in told) {
      changed.set(patient.nhsNumber, told)
      keep(answered, key, { print, told })
    }
    return told
  }

  return { current, change }
}
