import type { Patient } from './patient.ts'
import { placeOf } from './random.ts'

/** The ways in which one side's records can be made to differ from the other's. */
export const PLANTED_DIFFERENCES = [
  'birth-date-off-by-one',
  'address-line-dropped',
  'given-names-swapped',
  'family-misspelt',
  'version-behind',
  'gender-wrong',
  'postcode-wrong',
  'telecom-missing',
  'gp-wrong',
  'death-missing',
] as const
/** What a share of the records can be struck with. */
export type PlantedDifference = (typeof PLANTED_DIFFERENCES)[number]

const dayAfter = (day: string): string => {
  if (day.length < 8) return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`
  const next = new Date(Date.UTC(+day.slice(0, 4), +day.slice(4, 6) - 1, +day.slice(6, 8) + 1))
  return next.toISOString().slice(0, 10).replaceAll('-', '')
}

// Two given names change places; a single one is said twice, so that the difference shows on everyone.
const swapped = (given: readonly string[]): readonly string[] =>
  given.length > 1 ? given.toReversed() : [...given, ...given]

const PLANT: Record<PlantedDifference, (patient: Patient) => Patient> = {
  'birth-date-off-by-one': patient => ({ ...patient, birth: dayAfter(patient.birth) }),
  'address-line-dropped': patient => ({
    ...patient,
    addresses: patient.addresses.map(address => {
      const [premisesId, premises, street, , county] = address.lines
      return { ...address, lines: [premisesId, premises, street, '', county] as const }
    }),
  }),
  'given-names-swapped': patient => ({
    ...patient,
    names: patient.names.map(name => ({ ...name, given: swapped(name.given) })),
  }),
  'family-misspelt': patient => ({
    ...patient,
    names: patient.names.map(name => ({ ...name, family: `${name.family}e` })),
  }),
  'version-behind': patient => ({ ...patient, version: Math.max(0, patient.version - 1) }),
  'gender-wrong': patient => ({ ...patient, gender: patient.gender === '1' ? '2' : '1' }),
  'postcode-wrong': patient => ({
    ...patient,
    addresses: patient.addresses.map(address => ({ ...address, postcode: 'ZZ99 0ZZ' })),
  }),
  'telecom-missing': patient => ({ ...patient, telecoms: patient.telecoms.slice(1) }),
  'gp-wrong': patient => ({
    ...patient,
    providers: patient.providers.map(each =>
      each.code === '1' ? { ...each, ods: 'Z99099' } : each,
    ),
  }),
  'death-missing': patient => ({ ...patient, death: undefined }),
}

/** Applies to a record the differences planted for it; the record itself stays as it is. */
export function plant(
  patient: Patient,
  planted: Readonly<Partial<Record<PlantedDifference, number>>>,
): Patient {
  return PLANTED_DIFFERENCES.reduce(
    (sofar, kind) =>
      placeOf(`${kind}|${patient.nhsNumber}`) < (planted[kind] ?? 0) ? PLANT[kind](sofar) : sofar,
    patient,
  )
}
