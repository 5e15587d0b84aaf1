import { EPS_CODES } from './eps-codes.ts'
import type { EpsCode, EpsSaying } from './eps-codes.ts'
import { asReleased } from './eps-fhir-released.ts'
import type { Dispenser, Prescription } from './eps-store.ts'
import { at, entriesOf, listAt, textAt } from './fhir-json.ts'
import type { Json } from './fhir-json.ts'
import { fhirInstant } from './times.ts'
import type { World } from './world.ts'

/** What is told: a status and a body of JSON, of which parts may be exactly what somebody sent. */
export interface FhirTold {
  readonly status: number
  readonly text: string
}

const RFC4122 = 'https://tools.ietf.org/html/rfc4122'
const DM = 'https://fhir.nhs.uk/StructureDefinition'
const ODS = 'https://fhir.nhs.uk/Id/ods-organization-code'

/** The status of an outcome: 200 where it only informs, 403 where it forbids, else 400. */
const STATUSES: Readonly<Record<string, number>> = { informational: 200, forbidden: 403 }

/** Says that something was done. */
export const done = (world: World): FhirTold => ({
  status: 200,
  text: JSON.stringify({
    resourceType: 'OperationOutcome',
    meta: { lastUpdated: fhirInstant(world.now) },
    issue: [{ severity: 'information', code: 'informational' }],
  }),
})

/** Who has a prescription, as the outcome of a release tells whoever asks in vain. */
const elsewhere = ({ ods, name, telephone, said }: Dispenser): Json => ({
  contained: [JSON.parse(said)],
  extension: [
    {
      url: `${DM}/Extension-Spine-supportingInfo`,
      valueReference: { identifier: { system: ODS, value: ods } },
    },
  ],
  diagnostics: JSON.stringify({ odsCode: ods, name, tel: telephone }),
})

/** Says why something was not done; where another dispenser has the prescription, who that is. */
export function outcome(saying: EpsSaying, world: World, holder?: Dispenser): FhirTold {
  const { says, fhir }: EpsCode = EPS_CODES[saying]
  const type = fhir.type ?? 'invalid'
  const { diagnostics, ...around } = holder === undefined ? {} : elsewhere(holder)
  const issue = {
    severity: type === 'informational' ? 'information' : 'error',
    code: type,
    details: { coding: [{ system: fhir.system, code: fhir.code, display: says }] },
    ...(diagnostics === undefined ? {} : { diagnostics }),
  }
  const meta = { lastUpdated: fhirInstant(world.now) }
  return {
    status: STATUSES[type] ?? 400,
    text: JSON.stringify({ resourceType: 'OperationOutcome', meta, ...around, issue: [issue] }),
  }
}

/** Gives prescriptions as they were sent, and as they stand; none whose signature failed: none is checked. */
export function released(prescriptions: readonly Prescription[], world: World): FhirTold {
  const id = world.newId().toLowerCase()
  const bundle = (entries: readonly string[]): string =>
    `{"resourceType":"Bundle","id":"${world.newId().toLowerCase()}",` +
    `"meta":{"lastUpdated":"${fhirInstant(world.now)}"},` +
    `"identifier":{"system":"${RFC4122}","value":"${id}"},` +
    `"type":"searchset","total":${entries.length},"entry":[${entries.join(',')}]}`
  const entry = ({ sent }: Prescription): string =>
    `{"fullUrl":"urn:uuid:${world.newId().toLowerCase()}","search":{"mode":"match"},` +
    `"resource":${asReleased(sent)}}`
  const parameter = (name: string, resource: string): string =>
    `{"name":"${name}","resource":${resource}}`
  return {
    status: 200,
    text:
      `{"resourceType":"Parameters","id":"${id}","parameter":[` +
      `${parameter('passedPrescriptions', bundle(prescriptions.map(entry)))},` +
      `${parameter('failedPrescriptions', bundle([]))}]}`,
  }
}

const history = ({ says, fhir }: EpsCode, world: World): Json => ({
  url: `${DM}/Extension-DM-PrescriptionStatusHistory`,
  extension: [
    { url: 'status', valueCoding: { system: fhir.system, code: fhir.code, display: says } },
    { url: 'statusDate', valueDateTime: fhirInstant(world.now) },
  ],
})

const header = (sender: unknown, ref: string, focus: string, world: World): Json => ({
  resourceType: 'MessageHeader',
  eventCoding: {
    system: 'https://fhir.nhs.uk/CodeSystem/message-event',
    code: 'prescription-order-response',
    display: 'Prescription Order Response',
  },
  destination: [{ endpoint: 'urn:nhs:names:services:mm', receiver: sender }],
  sender: { identifier: { system: ODS, value: 'X2601' }, display: 'NHS Digital Spine' },
  source: { name: 'NHS Spine', endpoint: 'urn:nhs:names:services:mm' },
  response: { identifier: world.boundTo(ref).toLowerCase(), code: 'ok' },
  focus: [{ reference: focus }],
})

/** Says what became of a cancellation: the item as it is now, and everyone the request named. */
export function cancellation(
  request: Json,
  saying: EpsSaying,
  holder: Dispenser | undefined,
  world: World,
): FhirTold {
  const code: EpsCode = EPS_CODES[saying]
  if (code.fhir.type !== undefined) return outcome(saying, world)
  const [sent] = entriesOf(request, 'MessageHeader')
  const ref = textAt(request, 'identifier.value') ?? ''
  const items = listAt(request, 'entry').filter(({ resource }) => resource !== sent)
  const changed = items.map(each => {
    const resource = each['resource'] as Json // the request was read: every entry has one
    if (resource['resourceType'] !== 'MedicationRequest') return each
    const extension = [...listAt(resource, 'extension'), history(code, world)]
    const dispenseRequest = holder === undefined ? {} : { dispenseRequest: performer(holder) }
    const status = code.fhir.status ?? 'unknown'
    return { ...each, resource: { ...resource, extension, status, ...dispenseRequest } }
  })
  const focus = items.find(each => at(each, 'resource.resourceType') === 'MedicationRequest')
  const about = textAt(focus, 'fullUrl') ?? ''
  const fullUrl = `urn:uuid:${world.newId().toLowerCase()}`
  const first = { fullUrl, resource: header(sent?.['sender'], ref, about, world) }
  const bundle = {
    resourceType: 'Bundle',
    identifier: { system: RFC4122, value: world.newId().toLowerCase() },
    type: 'message',
    timestamp: fhirInstant(world.now),
    entry: [first, ...changed],
  }
  return { status: saying === 'R-0001' ? 200 : 400, text: JSON.stringify(bundle) }
}

const performer = ({ ods, name }: Dispenser): Json => ({
  performer: { identifier: { system: ODS, value: ods }, display: name },
})
