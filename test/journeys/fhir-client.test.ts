/** What we ask the cloud is what a FHIR client of somebody else's asks it, and a careful server takes it. */
import { Client, type FhirResource, type OpPatch } from 'fhir-kit-client'
import t from 'tap'
import type { CloudRequest } from '../../src/mapping/index.ts'
import { MAPPINGS } from '../../src/products/index.ts'
import { createCloud, createPatients, type Patient, patientsOf } from '../../src/simulator/index.ts'
import { readSoapMessage } from '../../src/message/index.ts'
import { readXml } from '../../src/xml/index.ts'
import { type CameIn, sendTo, startStrict } from '../support/fhir-client.ts'
import { requestAbout } from '../support/pds-golden-about.ts'
import { updateMessage } from '../support/pds-update-golden-message.ts'
import { goldenMessage } from '../support/prescription-golden-hl7.ts'
import { BASE as PARTS } from '../support/prescription-golden-parts.ts'
import { traceOf, TRACES } from '../support/traced.ts'
import { PDS_PATH, RETRIEVALS, retrievalOf } from '../support/translated.ts'

const EPS_PATH = '/electronic-prescriptions/FHIR/R4'

/** What a mapping asks the cloud for a message. */
function asked(interaction: string, message: Buffer | string): CloudRequest {
  const mapping = MAPPINGS.find(({ interactions }) => interactions.includes(interaction))
  const bytes = Buffer.from(message)
  const about = requestAbout(interaction)
  const id = /<(?:\w+:)?id root="([-\w]+)"/.exec(bytes.toString())?.[1] ?? about.messageId
  const element = readXml(bytes)
  const came = mapping?.request(
    element,
    mapping.document ? { ...about, messageId: id, payloadId: id } : about,
    bytes,
  )
  if (came?.kind !== 'accepted') throw new Error(JSON.stringify(came))
  return came.value
}

/** The message of a supplier's synchronous request. */
function askedInSoap(
  interaction: string,
  request: { readonly body: string; readonly headers: readonly (readonly [string, string])[] },
): CloudRequest {
  const read = readSoapMessage(Buffer.from(request.body), request.headers.flat())
  if (read === undefined) throw new Error('it is no message')
  const mapping = MAPPINGS.find(({ interactions }) => interactions.includes(interaction))
  const came = mapping?.request(read.message, requestAbout(interaction))
  if (came?.kind !== 'accepted') throw new Error(JSON.stringify(came))
  return came.value
}

/** The header lines that name one request. */
function idsOf({ headers }: CloudRequest): Record<string, string> {
  const of = (name: string): string => headers[headers.indexOf(name) + 1] ?? ''
  return Object.fromEntries(
    ['X-Request-ID', 'X-Correlation-ID']
      .filter(name => headers.includes(name))
      .map(name => [name, of(name)]),
  )
}

async function given() {
  const cloud = await createCloud()
  t.teardown(() => cloud.close())
  const { url, came } = await startStrict(t, cloud.url)
  const base = (path: string): string => url.origin + path
  const both = (): readonly [ours: CameIn | undefined, theirs: CameIn | undefined] => [
    came.at(-2),
    came.at(-1),
  ]
  return { base, both }
}

t.test('a retrieval is a read of the Patient', async t => {
  const { base, both } = await given()
  const client = new Client({ baseUrl: base(PDS_PATH) })
  for (const [i, patient] of createPatients().slice(0, 30).entries()) {
    const interaction = RETRIEVALS[i % RETRIEVALS.length] ?? RETRIEVALS[0]
    const ours = askedInSoap(interaction, retrievalOf(interaction, patient))
    t.equal(await sendTo(base(PDS_PATH), ours), 200)
    const id = patient.formerNumber ?? patient.nhsNumber
    await client.read({ resourceType: 'Patient', id, options: { headers: idsOf(ours) } })
    const [sent, theirs] = both()
    t.strictSame(sent, theirs, patient.kinds.join(', '))
    t.strictSame(sent?.faults, [])
  }
})

const dayOf = (birth: string): string => birth.replace(/(....)(..)(..)/, '$1-$2-$3')
const GENDERS: Readonly<Record<string, string>> = {
  0: 'unknown',
  1: 'male',
  2: 'female',
  9: 'other',
}

/** The search a person would make who traces a patient: only the one who is meant, if any. */
function searchFor({ names, addresses, gender, birth }: Patient): Record<string, string> {
  const [name] = names.filter(({ use, past }) => use === 'L' && !past)
  const [home] = addresses.filter(({ use, past }) => use === 'H' && !past)
  const [given = ''] = name?.given ?? []
  return {
    family: name?.family ?? '',
    ...(given !== '' && { given }),
    gender: GENDERS[gender] ?? '',
    birthdate: `eq${dayOf(birth)}`,
    ...(home && { 'address-postalcode': home.postcode }),
    '_max-results': '1',
  }
}

t.test('a trace is a search for Patients', async t => {
  const { base, both } = await given()
  const client = new Client({ baseUrl: base(PDS_PATH) })
  const odd = patientsOf('marked-characters')
    .filter(({ birth }) => birth.length === 8)
    .map(each => {
      const names = each.names.map(name => ({
        ...name,
        family: `A&b=c#?/%2A+${name.family}`,
      }))
      return { ...each, names }
    })
  const patients = [...createPatients().slice(0, 30), ...odd].filter(
    ({ birth, names }) => birth.length === 8 && names[0]?.given[0] !== '',
  )
  t.ok(odd.length > 0)
  for (const [i, patient] of patients.entries()) {
    const interaction = TRACES[i % TRACES.length] ?? TRACES[0]
    const ours = askedInSoap(interaction, traceOf(interaction, patient))
    t.equal(await sendTo(base(PDS_PATH), ours), 200)
    const options = { headers: idsOf(ours) }
    await client.search({ resourceType: 'Patient', searchParams: searchFor(patient), options })
    const [sent, theirs] = both()
    t.strictSame(sent, theirs, patient.kinds.join(', '))
    t.strictSame(sent?.faults, [])
  }
})

t.test('an update is a patch of the Patient, in the envelope PDS publishes', async t => {
  // Each its own record to change.
  const [own, other] = [await given(), await given()]
  const client = new Client({ baseUrl: other.base(PDS_PATH) })
  const [patient] = patientsOf('plain')
  if (patient === undefined) throw new Error('there is nobody')
  const { nhsNumber: number, version } = patient
  const person = '<name updateMode="added" use="A"><given>ADA</given><family>ZZTEST</family></name>'
  const message = updateMessage({ number, version: String(version), person })
  const ours = asked('PRPA_IN000203UK03', message)
  t.equal(await sendTo(own.base(PDS_PATH), ours), 200)
  const patches = [
    { op: 'test', path: '/id', value: number },
    { op: 'test', path: '/meta/versionId', value: String(version) },
    { op: 'add', path: '/name/-', value: { use: 'temp', given: ['ADA'], family: 'ZZTEST' } },
  ]
  const headers = { ...idsOf(ours), 'If-Match': `W/"${version}"` }
  // RFC 6902 has the list alone; PDS publishes an object around it, and a client of R4 sends what it is given.
  const jsonPatch = { patches } as unknown as OpPatch[]
  await client.patch({ resourceType: 'Patient', id: number, jsonPatch, options: { headers } })
  const [[, sent], [, theirs]] = [own.both(), other.both()]
  t.strictSame(sent, theirs)
  t.strictSame(sent?.faults, [])
})

t.test('a prescription is the operation $process-message', async t => {
  const { base, both } = await given()
  const client = new Client({ baseUrl: base(EPS_PATH) })
  const ours = asked('PORX_IN020101UK31', goldenMessage(PARTS))
  t.equal(await sendTo(base(EPS_PATH), ours), 200)
  const [sent] = both().slice(1)
  const input = sent?.body as FhirResource // what it says is the mapping's to answer for
  const type = 'application/fhir+json; fhirVersion=4.0'
  const headers = { Accept: type, 'Content-Type': type, ...idsOf(ours) }
  await client.operation({ name: 'process-message', input, options: { headers } })
  const [, theirs] = both()
  t.strictSame(sent, theirs)
  t.strictSame(sent?.faults, [])
})
