import type { Strike } from './faults.ts'
import type { Patient } from './patient.ts'
import { plant } from './planted.ts'

/** What a template may know while it answers one request. */
export interface World {
  /** Epoch milliseconds. */
  readonly now: number
  /** Gives a fresh UUID in capitals, as Spine writes its own. */
  newId(): string
  /** Finds the record under a number as this side holds it: with its planted differences. */
  find(number: string): Patient | undefined
  /** Finds records by a condition on what this side holds. */
  search(matches: (patient: Patient) => boolean): readonly Patient[]
  /** Gives the id an answer names as its request's: another one where answers are crossed. */
  boundTo(id: string): string
}

export interface WorldOptions {
  readonly patients: readonly Patient[]
  /** The same patients by every number they live or lived under. */
  readonly byNumber: ReadonlyMap<string, Patient>
  readonly now: () => number
  readonly newId: () => string
}

/** Creates the world as one strike lets it be seen. */
export function createWorld(options: WorldOptions, strike: Strike): World {
  const { patients } = options
  const held = (patient: Patient): Patient => plant(patient, strike.faults.planted)
  const another = (patient: Patient): Patient =>
    strike.otherPatient
      ? (patients[(patients.indexOf(patient) + 1) % patients.length] ?? patient)
      : patient
  const newId = (): string => options.newId().toUpperCase()
  let other: string | undefined
  return {
    now: options.now(),
    newId,
    find: number => {
      const patient = options.byNumber.get(number)
      return patient && held(another(patient))
    },
    search: matches =>
      patients.filter(each => matches(held(each))).map(each => held(another(each))),
    boundTo: id => (strike.crossed ? (other ??= newId()) : id),
  }
}
