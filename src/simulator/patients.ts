import { FAMILIES, GIVENS, GPS, PREFIXES } from './invented.ts'
import { nhsNumbersFrom } from './nhs-number.ts'
import { day, home, KIND_CHANGES, objectId, telecom } from './patient-kinds.ts'
import { PATIENT_KINDS } from './patient.ts'
import type { Patient, PatientKind } from './patient.ts'
import { between, createRandom, pick } from './random.ts'
import type { Random } from './random.ts'

const COUNT = 200
/** How many patients are of one kind and no other; the rest are mixed by chance. */
const OF_EACH = 4

/** A valid NHS number that nobody has, for questions that find no one. */
export const [UNKNOWN_NUMBER = ''] = nhsNumbersFrom(999_900_000, 1)
/** A valid NHS number that was once given and is no longer anyone's. */
export const [INVALIDATED_NUMBER = ''] = nhsNumbersFrom(999_800_000, 1)

function plain(random: Random, nhsNumber: string, place: number): Patient {
  const family = FAMILIES[place % FAMILIES.length] ?? FAMILIES[0]
  const given = [
    GIVENS[Math.floor(place / FAMILIES.length) % GIVENS.length] ?? GIVENS[0],
    ...(random() < 0.6 ? [pick(random, GIVENS)] : []),
  ]
  // Older records are in capitals throughout: a comparison that ignores case would be wrong on the others.
  const capitals = random() < 0.5
  const written = (text: string): string => (capitals ? text.toUpperCase() : text)
  const gp = { id: objectId(random), code: '1', ods: pick(random, GPS) } as const
  return {
    nhsNumber,
    kinds: [],
    version: between(random, 1, 140),
    restricted: false,
    gender: random() < 0.5 ? '1' : '2',
    birth: day(random, 1930, 2019),
    names: [
      {
        id: objectId(random),
        use: 'L',
        prefix: pick(random, PREFIXES),
        given: given.map(written),
        family: written(family),
        from: day(random, 1995, 2015),
        past: false,
      },
    ],
    addresses: [home(random)],
    telecoms: random() < 0.7 ? [telecom(random, 'H', 'tel'), telecom(random, 'MC', 'tel')] : [],
    ...(random() < 0.4 ? { language: { code: 'en', display: 'English', interpreter: false } } : {}),
    providers: [{ ...gp, from: day(random, 2000, 2022), past: false }],
  }
}

// `plain` is the absence of kinds; four long histories are enough to try a large reply with.
const MIXABLE: readonly PatientKind[] = PATIENT_KINDS.filter(
  kind => kind !== 'plain' && kind !== 'long-history',
)
/** Of each pair a patient can only be one: the second would undo the first. */
const APART: readonly (readonly [PatientKind, PatientKind])[] = [
  ['unknown-gender', 'unspecified-gender'],
  ['no-gp', 'removed-from-gp'],
  ['no-premises-id', 'blank-lines'],
  ['blank-lines', 'marked-characters'],
  ['no-premises-id', 'marked-characters'],
  ['empty-given', 'marked-characters'],
]

function kindsAt(random: Random, place: number): readonly PatientKind[] {
  const only = PATIENT_KINDS[Math.floor(place / OF_EACH)]
  if (only !== undefined) return [only]
  const kinds = MIXABLE.filter(() => random() < 0.06)
  const held = kinds.filter(kind => !APART.some(([a, b]) => kind === b && kinds.includes(a)))
  return held.length === 0 ? ['plain'] : held
}

function create(): readonly Patient[] {
  const random = createRandom(20_250_401)
  const former = nhsNumbersFrom(999_700_000, COUNT)
  return nhsNumbersFrom(999_000_000, COUNT).map((nhsNumber, place) => {
    const kinds = kindsAt(random, place)
    const patient = kinds.reduce(
      (sofar, kind) => KIND_CHANGES[kind](sofar, random),
      plain(random, nhsNumber, place),
    )
    const formerNumber = kinds.includes('superseded') ? { formerNumber: former[place] ?? '' } : {}
    return Object.freeze({ ...patient, ...formerNumber, kinds })
  })
}

let patients: readonly Patient[] | undefined

/**
 * Creates the 200 made-up patients both simulators answer with: always the same ones, in the same order. Each
 * has an NHS number of the range 999 000 xxxx with a valid check digit.
 */
export const createPatients = (): readonly Patient[] => (patients ??= Object.freeze(create()))

/** Finds the patients of a kind, in order; at least four of each. */
export const patientsOf = (kind: PatientKind): readonly Patient[] =>
  createPatients().filter(patient => patient.kinds.includes(kind))

/** Gives the number a system asks with: a former one where the record has one. */
export const askedNumber = (patient: Patient): string => patient.formerNumber ?? patient.nhsNumber

/** Files records under every number they live or lived under. */
export const byNumber = (patients: readonly Patient[]): ReadonlyMap<string, Patient> =>
  new Map(patients.flatMap(each => numbersOf(each).map(number => [number, each] as const)))

const numbersOf = ({ nhsNumber, formerNumber }: Patient): readonly string[] =>
  formerNumber === undefined ? [nhsNumber] : [nhsNumber, formerNumber]
