import t from 'tap'
import {
  createCloud,
  createLegacySpine,
  createPatients,
  createRequest,
} from '../../src/simulator/index.ts'
import { ask, closing, idsOf, read } from './ask.ts'

// A small reading of each side, by hand: what one says the other must say too.

const text = (xml: string): string =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

const all = (xml: string, pattern: RegExp): string[] =>
  [...xml.matchAll(pattern)].map(match => text(match[1] ?? ''))

interface Facts {
  readonly id: string
  readonly version: string
  readonly birth: string
  readonly gender: string
  readonly death: string
  readonly names: readonly string[]
  readonly addresses: readonly string[]
  readonly telecoms: readonly string[]
  readonly providers: readonly string[]
  readonly interpreter: string
  /** Object ids of names, addresses and telecoms. */
  readonly ids: readonly string[]
}

const GENDERS: Record<string, string> = { '1': 'male', '2': 'female', '0': 'unknown', '9': 'other' }
const PROVIDERS: Record<string, string> = {
  '1': 'gp',
  P1: 'NominatedPharmacy',
  P2: 'MedicalApplianceSupplier',
  P3: 'PreferredDispenserOrganization',
}

function legacyFacts(xml: string): Facts {
  const providers = xml.split('<playedOtherProviderPatient').slice(1)
  return {
    id: read(xml, /<patientRole.*?1\.4\.1" extension="(\d+)/),
    version: read(xml, /pertinentSerialChangeNumber.*?<value value="(\d+)/),
    birth: read(xml, /<birthTime value="(\d+)/),
    gender: GENDERS[read(xml, /<administrativeGenderCode code="(\d)/)] ?? '',
    death:
      read(xml, /<deceasedTime value="(\d{8})/) +
      read(xml, /deathNotification.*?<value code="(\d)/),
    names: all(xml, /<name use="[^"]*">(.*?)<validTime>/g).map(name =>
      [
        read(name, /<prefix>(.*?)</),
        ...all(name, /<given>(.+?)<\/given>/g),
        read(name, /<family>(.*?)<\/family>/),
        read(name, /<suffix>(.*?)</),
      ].join('|'),
    ),
    addresses: all(xml, /<addr use="[^"]*">(.*?)<useablePeriod>/g).map(address =>
      [
        ...all(address, /<streetAddressLine>(.+?)<\/streetAddressLine>/g),
        read(address, /<postalCode>(.*?)</),
      ].join('|'),
    ),
    telecoms: all(xml, /<telecom use="[^"]*" value="\w+:([^"]*)"/g),
    providers: providers
      .map(
        each =>
          `${PROVIDERS[read(each, /17\.37" code="(\w+)"|code="(\w+)" codeSystem="[\d.]*17\.37/)] ?? PROVIDERS[read(each, /code="(\w+)" codeSystem="[\d.]*17\.37/)]} ${read(each, /1\.4\.3" extension="(\w+)/)}`,
      )
      .sort(),
    interpreter: read(xml, /<proficiencyLevelCode[^>]*code="(\d)/),
    ids: all(xml, /<(?:name|addr|telecom) use.*?18\.1" extension="([^"]*)"/g).sort(),
  }
}

interface Extension {
  readonly url: string
  readonly valueReference?: { readonly identifier: { readonly value: string } }
  readonly valueBoolean?: boolean
  readonly valueCodeableConcept?: { readonly coding: readonly { readonly code: string }[] }
  readonly extension?: readonly Extension[]
}
interface Resource {
  readonly id: string
  readonly meta: { readonly versionId: string }
  readonly birthDate: string
  readonly gender: string
  readonly deceasedDateTime?: string
  readonly name: readonly {
    id: string
    prefix?: string[]
    given: string[]
    family: string
    suffix?: string[]
  }[]
  readonly address?: readonly { id: string; line: string[]; postalCode: string }[]
  readonly telecom?: readonly { id: string; value: string }[]
  readonly generalPractitioner?: readonly { identifier: { value: string } }[]
  readonly extension?: readonly Extension[]
}

function cloudFacts(json: string): Facts {
  const patient = JSON.parse(json) as Resource // written by the simulator: the shape is under test
  const extensions = patient.extension ?? []
  const under = (name: string) => extensions.find(({ url }) => url.endsWith(name))?.extension ?? []
  const spoken = under('NHSCommunication').find(({ url }) => url === 'interpreterRequired')
  const status = under('DeathNotificationStatus').find(
    ({ url }) => url === 'deathNotificationStatus',
  )
  return {
    id: patient.id,
    version: patient.meta.versionId,
    birth: patient.birthDate.replaceAll('-', ''),
    gender: patient.gender,
    death:
      (patient.deceasedDateTime?.slice(0, 10).replaceAll('-', '') ?? '') +
      (status?.valueCodeableConcept?.coding[0]?.code ?? ''),
    names: patient.name.map(({ prefix = [''], given, family, suffix = [''] }) =>
      [...prefix, ...given, family, ...suffix].join('|'),
    ),
    addresses: (patient.address ?? []).map(({ line, postalCode }) =>
      [...line, postalCode].join('|'),
    ),
    telecoms: (patient.telecom ?? []).map(({ value }) => value),
    providers: [
      ...(patient.generalPractitioner ?? []).map(({ identifier }) => `gp ${identifier.value}`),
      ...extensions.flatMap(({ url, valueReference }) =>
        valueReference === undefined
          ? []
          : [`${url.split('UKCore-')[1]} ${valueReference.identifier.value}`],
      ),
    ].sort(),
    ids: [...patient.name, ...(patient.address ?? []), ...(patient.telecom ?? [])]
      .map(({ id }) => id)
      .sort(),
    interpreter: spoken === undefined ? '' : spoken.valueBoolean === true ? '1' : '0',
  }
}

t.test('both sides say the same of each of the 200 patients, in both legacy shapes', async t => {
  const spine = await closing(t, createLegacySpine())
  const cloud = await closing(t, createCloud())
  for (const [n, patient] of createPatients().entries()) {
    const read = cloudFacts(
      (await ask(cloud, createRequest('pds-fhir-read', patient, idsOf(n)))).body,
    )
    for (const kind of ['QUPA_IN000008UK02', 'QUPA_IN000008UK05'] as const) {
      const { body } = await ask(spine, createRequest(kind, patient, idsOf(n)))
      t.strictSame(
        legacyFacts(body),
        read,
        `${kind} ${patient.nhsNumber} ${patient.kinds.join(' ')}`,
      )
    }
  }
})
