import { extensions } from './fhir-extensions.ts'
import { concept, identifier, UKCORE } from './fhir-parts.ts'
import type { Held, Patient, PatientAddress, PatientName, PatientTelecom } from './patient.ts'
import { visible } from './pds-parts.ts'
import { fhirDate, fhirDateTime } from './times.ts'

const GENDERS = { '0': 'unknown', '1': 'male', '2': 'female', '9': 'other' } as const

const NAME_USES = {
  L: 'usual',
  A: 'temp',
  PREFERRED: 'nickname',
  PREVIOUS: 'old',
  'PREVIOUS-BIRTH': 'old',
  'PREVIOUS-MAIDEN': 'maiden',
} as const

const ADDRESS_USES = { H: 'home', TMP: 'temp', PST: 'billing' } as const

const TELECOM_USES = {
  H: 'home',
  HP: 'home',
  HV: 'temp',
  MC: 'mobile',
  PG: undefined,
  WP: 'work',
} as const

const SYSTEMS = { tel: 'phone', mailto: 'email', fax: 'fax', textphone: 'other' } as const

const held = ({ id, from, to }: Held): object => ({
  id,
  period: { start: fhirDate(from), ...(to === undefined ? {} : { end: fhirDate(to) }) },
})

const name = (each: PatientName): object => ({
  ...held(each),
  use: NAME_USES[each.use],
  ...(each.prefix === undefined ? {} : { prefix: [each.prefix] }),
  given: each.given.filter(given => given !== ''),
  family: each.family,
  ...(each.suffix === undefined ? {} : { suffix: [each.suffix] }),
})

const keyed = (type: 'PAF' | 'UPRN', value: string): object => ({
  url: `${UKCORE}/StructureDefinition/Extension-UKCore-AddressKey`,
  extension: [
    {
      url: 'type',
      valueCoding: { system: `${UKCORE}/CodeSystem/UKCore-AddressKeyType`, code: type },
    },
    { url: 'value', valueString: value },
  ],
})

// Places of a legacy address that hold nothing are left out: which place a line stood in is not said here.
const address = (each: PatientAddress): object => ({
  ...held(each),
  use: ADDRESS_USES[each.use],
  line: each.lines.filter(line => line !== ''),
  postalCode: each.postcode,
  ...(each.key === undefined
    ? {}
    : { extension: [keyed('PAF', each.key), ...(each.uprn ? [keyed('UPRN', each.uprn)] : [])] }),
})

const TEXTPHONE = {
  url: `${UKCORE}/StructureDefinition/Extension-UKCore-OtherContactSystem`,
  valueCoding: {
    system: `${UKCORE}/CodeSystem/UKCore-OtherContactSystem`,
    code: 'textphone',
    display: 'Minicom (Textphone)',
  },
}

function telecom(each: PatientTelecom): object {
  const use = TELECOM_USES[each.use]
  return {
    ...held(each),
    system: each.use === 'PG' ? 'pager' : SYSTEMS[each.scheme],
    value: each.value,
    ...(use === undefined ? {} : { use }),
    ...(each.scheme === 'textphone' ? { extension: [TEXTPHONE] } : {}),
  }
}

const listed = <T extends Held>(
  key: string,
  all: readonly T[],
  write: (each: T) => object,
): object => {
  const current = all.filter(each => !each.past).map(write)
  return current.length === 0 ? {} : { [key]: current }
}

const VERIFIED = {
  url: `${UKCORE}/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus`,
  valueCodeableConcept: concept('NHSNumberVerificationStatus', '01', 'Number present and verified'),
}

/** Writes a record as an R4 Patient: what is current, and of a restricted one only who it is. */
export function patientResource(record: Patient): Record<string, unknown> {
  const patient = visible(record)
  const { nhsNumber, birthOrder, death, restricted } = patient
  const more = extensions(patient)
  return {
    resourceType: 'Patient',
    id: nhsNumber,
    identifier: [
      { system: 'https://fhir.nhs.uk/Id/nhs-number', value: nhsNumber, extension: [VERIFIED] },
    ],
    meta: {
      versionId: String(patient.version),
      security: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality',
          ...(restricted
            ? { code: 'R', display: 'restricted' }
            : { code: 'U', display: 'unrestricted' }),
        },
      ],
    },
    ...listed('name', patient.names, name),
    gender: GENDERS[patient.gender],
    birthDate: fhirDate(patient.birth),
    ...(birthOrder === undefined ? {} : { multipleBirthInteger: birthOrder }),
    ...(death === undefined ? {} : { deceasedDateTime: fhirDateTime(death.at) }),
    ...listed(
      'generalPractitioner',
      patient.providers.filter(each => each.code === '1'),
      each => ({ id: each.id, type: 'Organization', identifier: identifier(each) }),
    ),
    ...(more.length === 0 ? {} : { extension: more }),
    ...listed('telecom', patient.telecoms, telecom),
    ...listed('address', patient.addresses, address),
  }
}
