import { GPS } from './invented.ts'
import { ALL_SETTINGS, RECORD_TYPES } from './nrl-codes.ts'
import type { Pointer, PointerContent } from './nrl-pointer.ts'
import type { Patient } from './patient.ts'
import { between, createRandom, pick, placeOf, uuidOf } from './random.ts'
import type { Random } from './random.ts'
import { SUPPLIERS } from './parties.ts'
import { fhirInstant } from './times.ts'

/** 2020-01-01 to 2025-01-01: when the invented pointers were made. */
const [FROM, TO] = [Date.UTC(2020, 0, 1), Date.UTC(2025, 0, 1)]

// Version 2.8 puts a tail behind a UUID, the digits of a token of ten capitals; nobody may take it apart.
const tailOf = (uuid: string): string =>
  Buffer.from(`XP${uuid.replaceAll('-', '').slice(0, 8)}`, 'latin1')
    .toString('hex')
    .toUpperCase()

/** Makes the logical id version 2.8 gives a new pointer. */
export const legacyPointerId = (uuid: string): string => `${uuid.toLowerCase()}-${tailOf(uuid)}`

/** A contact page or, for every other pointer, also the document behind the Secure Proxy. */
function contents(random: Random, at: number, isBehindProxy: boolean): readonly PointerContent[] {
  const page = between(random, 1000, 9999)
  const contact: PointerContent = {
    contentType: 'text/html',
    url: `https://records.example.org/contact/${page}`,
    title: 'Whom to ring',
    format: 'urn:nhs-ic:record-contact',
    stability: 'static',
  }
  if (!isBehindProxy) return [contact]
  const document: PointerContent = {
    contentType: 'application/pdf',
    url: `https://records.example.org/plans/${page}.pdf`,
    title: 'The plan',
    creation: fhirInstant(at),
    format: 'urn:nhs-ic:unstructured',
    stability: 'static',
  }
  return [document, contact]
}

function pointer(patient: Patient, place: number): Pointer {
  const uuid = uuidOf(`pointer|${patient.nhsNumber}|${place}`)
  const random = createRandom(placeOf(uuid) * 4294967296)
  const indexed = between(random, FROM / 1000, TO / 1000) * 1000
  const keeper = pick(random, SUPPLIERS)
  const isBehindProxy = random() < 0.5
  return {
    id: legacyPointerId(uuid),
    version: 1,
    indexed,
    updated: indexed,
    status: 'current',
    ...(random() < 0.5 && {
      master: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${uuidOf(uuid).toLowerCase()}` },
    }),
    type: pick(random, RECORD_TYPES),
    subject: patient.nhsNumber,
    author: pick(random, GPS),
    custodian: keeper.ods,
    contents: contents(random, indexed, isBehindProxy),
    ...(random() < 0.5 && { period: { start: fhirInstant(indexed) } }),
    setting: pick(random, ALL_SETTINGS),
    asid: isBehindProxy ? keeper.asid : undefined,
  }
}

/** Gives the pointers every locator begins with: none to three of each patient, always the same. */
export const inventPointers = (patients: readonly Patient[]): readonly Pointer[] =>
  patients.flatMap(patient =>
    Array.from({ length: Math.floor(placeOf(`pointers|${patient.nhsNumber}`) * 4) }, (_, place) =>
      pointer(patient, place),
    ),
  )
