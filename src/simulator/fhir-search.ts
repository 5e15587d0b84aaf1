import { textAt } from './fhir-json.ts'
import { OUTCOMES } from './fhir-outcome.ts'
import type { Outcome } from './fhir-outcome.ts'
import { patientResource } from './fhir-patient.ts'
import type { Patient } from './patient.ts'
import { fhirDate, fhirInstant } from './times.ts'
import type { World } from './world.ts'

const KNOWN = new Set([
  'family',
  'given',
  'gender',
  'birthdate',
  'address-postalcode',
  'general-practitioner',
  '_max-results',
  '_exact-match',
  '_fuzzy-match',
  '_history',
])
const MOST = 50

// `*` stands for any letters; case and spaces do not matter.
function wild(pattern: string): (text: string) => boolean {
  const parts = pattern.split('*').map(part => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
  const expression = new RegExp(`^${parts.join('.*').replace(/\s/g, '')}$`, 'i')
  return text => expression.test(text.replace(/\s/g, ''))
}

const GENDERS: Record<string, string> = { male: '1', female: '2', unknown: '0', other: '9' }

/** A condition a search parameter puts on a record; a parameter that is absent puts none. */
const CONDITIONS: Record<string, (value: string) => (patient: Patient) => boolean> = {
  family: value => {
    const meets = wild(value)
    return ({ names }) => names.some(each => !each.past && meets(each.family))
  },
  given: value => {
    const meets = wild(value)
    return ({ names }) => names.some(each => !each.past && each.given.some(meets))
  },
  gender:
    value =>
    ({ gender }) =>
      gender === GENDERS[value],
  birthdate:
    value =>
    ({ birth }) =>
      fhirDate(birth) === value.replace(/^eq/, ''),
  'address-postalcode': value => {
    const meets = wild(value)
    return ({ addresses }) => addresses.some(each => !each.past && meets(each.postcode))
  },
  'general-practitioner':
    value =>
    ({ providers }) =>
      providers.some(each => each.code === '1' && !each.past && each.ods === value),
}

/**
 * Answers a search: a searchset, or why there is none. Records are found by what they said at first, and said as they
 * are now.
 */
export function search(
  parameters: URLSearchParams,
  world: World,
  resourceOf: (patient: Patient) => unknown = patientResource,
): { readonly bundle: unknown } | Outcome {
  const entries = [...parameters]
  if (entries.some(([name, value]) => !KNOWN.has(name) || value === ''))
    return OUTCOMES.invalidSearch
  if (!parameters.has('family') || !parameters.has('birthdate')) return OUTCOMES.tooFew
  const most = Number(parameters.get('_max-results') ?? MOST)
  if (!Number.isInteger(most) || most < 1 || most > MOST) return OUTCOMES.invalidSearch
  const conditions = entries.flatMap(([name, value]) => CONDITIONS[name]?.(value) ?? [])
  const found = world.search(patient => conditions.every(meets => meets(patient)))
  return found.length > most
    ? OUTCOMES.tooMany
    : { bundle: searchset(found.map(resourceOf), world.now) }
}

const searchset = (found: readonly unknown[], now: number): unknown => ({
  resourceType: 'Bundle',
  type: 'searchset',
  timestamp: fhirInstant(now),
  total: found.length,
  ...(found.length === 0
    ? {}
    : {
        entry: found.map(resource => ({
          fullUrl: `https://api.service.nhs.uk/personal-demographics/FHIR/R4/Patient/${textAt(resource, 'id') ?? ''}`,
          search: { score: 1 },
          resource,
        })),
      }),
})
