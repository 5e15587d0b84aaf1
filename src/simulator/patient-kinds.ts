import {
  APPLIANCES,
  COUNTIES,
  DISPENSERS,
  FAMILIES,
  GIVENS,
  LANGUAGES,
  PHARMACIES,
  PREMISES,
  STREETS,
  TOWNS,
} from './invented.ts'
import type {
  CareProvider,
  Patient,
  PatientAddress,
  PatientKind,
  PatientName,
  PatientTelecom,
} from './patient.ts'
import { between, letters, pick } from './random.ts'
import type { Random } from './random.ts'

type Change = (patient: Patient, random: Random) => Patient

/** Object ids are short and base 36 in older records, eight hexadecimal digits in newer ones. */
export const objectId = (random: Random): string =>
  random() < 0.7
    ? letters(random, 4, '0123456789abcdefghijklmnopqrstuvwxyz')
    : letters(random, 8, '0123456789ABCDEF')

/** A day as YYYYMMDD; every month has its first 28 days. */
export const day = (random: Random, firstYear: number, lastYear: number): string =>
  String(between(random, firstYear, lastYear)) +
  String(between(random, 1, 12)).padStart(2, '0') +
  String(between(random, 1, 28)).padStart(2, '0')

export function home(random: Random): PatientAddress {
  return {
    id: objectId(random),
    use: 'H',
    lines: [
      String(between(random, 1, 99)),
      pick(random, PREMISES),
      pick(random, STREETS),
      pick(random, TOWNS),
      pick(random, COUNTIES),
    ],
    postcode: postcode(random),
    from: day(random, 2005, 2022),
    past: false,
  }
}

const postcode = (random: Random): string =>
  `ZZ99 ${between(random, 1, 9)}${letters(random, 2, 'ABDEFGHJLNPQRSTUWXYZ')}`

const usual = (patient: Patient): PatientName => {
  const name = patient.names.find(each => each.use === 'L')
  if (name === undefined) throw new Error('every made-up patient has a usual name')
  return name
}

const withUsual = (patient: Patient, change: Partial<PatientName>): Patient => ({
  ...patient,
  names: patient.names.map(name => (name.use === 'L' ? { ...name, ...change } : name)),
})

const withLines = (patient: Patient, lines: PatientAddress['lines']): Patient => ({
  ...patient,
  addresses: patient.addresses.map(each => (each.use === 'H' ? { ...each, lines } : each)),
})

const withProvider = (
  patient: Patient,
  random: Random,
  code: CareProvider['code'],
  ods: string,
): Patient => ({
  ...patient,
  providers: [
    ...patient.providers,
    { id: objectId(random), code, ods, from: day(random, 2012, 2022), past: false },
  ],
})

const withoutGp = (patient: Patient): Patient => ({
  ...patient,
  providers: patient.providers.filter(provider => provider.code !== '1'),
})

const linesOf = (patient: Patient): PatientAddress['lines'] =>
  patient.addresses.find(each => each.use === 'H')?.lines ?? ['', '', '', '', '']

function severalNames(patient: Patient, random: Random): Patient {
  const { given } = usual(patient)
  const name = (change: Omit<PatientName, 'id' | 'past'>): PatientName => ({
    id: objectId(random),
    past: false,
    ...change,
  })
  const family = () => pick(random, FAMILIES).toUpperCase()
  return {
    ...patient,
    names: [
      ...patient.names,
      name({ use: 'PREVIOUS-BIRTH', given, family: family(), from: patient.birth.padEnd(8, '01') }),
      name({ use: 'PREVIOUS-MAIDEN', prefix: 'MISS', given, family: family(), from: '19990101' }),
      name({
        use: 'PREFERRED',
        given: [pick(random, GIVENS)],
        family: usual(patient).family,
        from: '20100203',
      }),
      name({
        use: 'A',
        given: [pick(random, GIVENS)],
        family: family(),
        suffix: 'OBE',
        from: '20150607',
        to: '20991231',
      }),
    ],
  }
}

function severalAddresses(patient: Patient, random: Random): Patient {
  const temporary = { ...home(random), use: 'TMP', from: '20240901', to: '20991231' } as const
  const correspondence = { ...home(random), use: 'PST', from: '20230102' } as const
  return { ...patient, addresses: [...patient.addresses, temporary, correspondence] }
}

const drama = (random: Random, before: string): string =>
  `${before}${String(between(random, 0, 999)).padStart(3, '0')}`

export function telecom(
  random: Random,
  use: PatientTelecom['use'],
  scheme: PatientTelecom['scheme'],
): PatientTelecom {
  const value = {
    tel: () => drama(random, use === 'MC' ? '07700900' : '01632960'),
    fax: () => drama(random, '01632960'),
    textphone: () => drama(random, '01632960'),
    mailto: () => `${pick(random, GIVENS).toLowerCase()}${between(random, 1, 999)}@example.org`,
  }[scheme]()
  return { id: objectId(random), use, scheme, value, from: day(random, 2008, 2022), past: false }
}

const everyTelecom: Change = (patient, random) => ({
  ...patient,
  telecoms: [
    telecom(random, 'H', 'tel'),
    telecom(random, 'HP', 'tel'),
    telecom(random, 'HV', 'tel'),
    telecom(random, 'MC', 'tel'),
    telecom(random, 'PG', 'tel'),
    telecom(random, 'WP', 'tel'),
    telecom(random, 'H', 'mailto'),
    telecom(random, 'H', 'fax'),
    telecom(random, 'H', 'textphone'),
  ],
})

function history(count: number): Change {
  return (patient, random) => {
    const past: PatientAddress[] = []
    for (let i = 0; i < count; i++) {
      past.push({
        ...home(random),
        from: `${1950 + (i % 50)}0101`,
        to: `${1951 + (i % 50)}0101`,
        past: true,
      })
    }
    const formerly = { ...usual(patient), id: objectId(random), from: '19800101', to: '20010101' }
    const gp = { id: objectId(random), code: '1', ods: 'Z99009', from: '19900101' } as const
    return {
      ...patient,
      names: [...patient.names, { ...formerly, past: true }],
      addresses: [...patient.addresses, ...past],
      providers: [...patient.providers, { ...gp, to: '20110101', past: true }],
    }
  }
}

/** What being of a kind does to a record that is otherwise plain. */
export const KIND_CHANGES: Record<PatientKind, Change> = {
  plain: patient => patient,
  superseded: patient => patient,
  restricted: patient => ({ ...patient, restricted: true }),
  deceased: (patient, random) => {
    const at = day(random, 2021, 2023) + (random() < 0.5 ? '' : '0635')
    const notified = `${Number(at.slice(0, 4)) + 1}0115093000`
    return { ...patient, death: { at, status: random() < 0.3 ? '1' : '2', notified } }
  },
  'no-gp': withoutGp,
  'removed-from-gp': (patient, random) => ({
    ...withoutGp(patient),
    removal: { reason: 'SCT', from: day(random, 2019, 2023) },
  }),
  'no-premises-id': patient => {
    const [, ...rest] = linesOf(patient)
    return withLines(patient, ['', ...rest])
  },
  'blank-lines': (patient, random) => {
    const [premisesId, premises, street, town, county] = linesOf(patient)
    const blanks: readonly PatientAddress['lines'][] = [
      ['', premises, '', town, ''],
      [premisesId, '', street, town, ''],
      ['', '', street, town, county],
      [premisesId, '', '', town, county],
    ]
    return withLines(patient, pick(random, blanks))
  },
  'empty-given': patient =>
    withUsual(patient, { given: [...usual(patient).given.slice(0, 1), ''] }),
  'several-names': severalNames,
  'several-addresses': severalAddresses,
  'every-telecom': everyTelecom,
  'nominated-pharmacy': (patient, random) =>
    withProvider(patient, random, 'P1', pick(random, PHARMACIES)),
  'nominated-appliance': (patient, random) =>
    withProvider(patient, random, 'P2', pick(random, APPLIANCES)),
  'dispensing-doctor': (patient, random) =>
    withProvider(patient, random, 'P3', pick(random, DISPENSERS)),
  'multiple-birth': (patient, random) => ({ ...patient, birthOrder: between(random, 1, 3) }),
  interpreter: (patient, random) => {
    const [code, display] = pick(random, LANGUAGES)
    return { ...patient, language: { code, display, interpreter: true } }
  },
  'unknown-gender': patient => ({ ...patient, gender: '0' }),
  'unspecified-gender': patient => ({ ...patient, gender: '9' }),
  'truncated-birth': (patient, random) => ({
    ...patient,
    birth: patient.birth.slice(0, random() < 0.5 ? 4 : 6),
  }),
  'birth-place': (patient, random) => ({
    ...patient,
    birthPlace: { city: pick(random, TOWNS), county: pick(random, COUNTIES), country: 'GBR' },
  }),
  'address-key': (patient, random) => ({
    ...patient,
    addresses: patient.addresses.map(each => ({
      ...each,
      key: letters(random, 8, '0123456789'),
      uprn: letters(random, 12, '0123456789'),
    })),
  }),
  'contact-preference': patient => ({
    ...patient,
    contact: {
      method: '1',
      methodDisplay: 'Letter',
      format: '12',
      formatDisplay: 'Braille',
      times: 'Not after 7pm',
    },
  }),
  'shared-secret': (patient, random) => ({
    ...patient,
    secret: `${letters(random, 43, 'ABCDEFabcdef0123456789+/')}=`,
  }),
  'marked-characters': patient =>
    withLines(
      withUsual(patient, {
        family: `O'${usual(patient).family}-Née`,
        given: ['Zoë', 'Anne & Only'],
      }),
      ['1 < 2', '"Quoted" House', 'Fig & Olive Row', 'Llanfigédd', ''],
    ),
  history: history(3),
  'long-history': history(90),
}
