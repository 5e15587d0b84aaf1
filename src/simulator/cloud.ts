import { randomUUID } from 'node:crypto'
import { createEpsCloud } from './eps-cloud.ts'
import type { FhirTold } from './eps-fhir-answers.ts'
import type { PrescribingSimulator } from './eps-store.ts'
import type { Strike } from './faults.ts'
import { OUTCOMES, outcomeResource } from './fhir-outcome.ts'
import type { Outcome } from './fhir-outcome.ts'
import { createFhirRecords } from './fhir-records.ts'
import type { FhirRecords } from './fhir-records.ts'
import { search } from './fhir-search.ts'
import { openCloudLocator } from './nrl-locators.ts'
import type { PointingSimulator } from './nrl-locators.ts'
import type { SimulatorOptions } from './options.ts'
import { isNhsNumber } from './nhs-number.ts'
import type { Patient } from './patient.ts'
import { byNumber, createPatients, INVALIDATED_NUMBER } from './patients.ts'
import { createRandom } from './random.ts'
import { createScrCloud } from './scr-cloud.ts'
import { SCR_BASE } from './scr-fhir-summary.ts'
import { createSummaryRecords } from './scr-store.ts'
import { serve } from './serve.ts'
import type { SeenRequest, SimulatedAnswer } from './serve.ts'
import { headerOf } from './soap-request.ts'
import { createWorld } from './world.ts'
import type { World } from './world.ts'

/** What the simulator of the cloud is given beyond what every simulator is. */
export interface CloudOptions extends SimulatorOptions {
  /** The bearer token every request must carry; default: none is asked for, as in a sandbox. */
  readonly token?: string
}

/** A resource with its version, the row of an outcome, or what another service told. */
type Found = { readonly resource: unknown; readonly version?: number } | Outcome | FhirTold

const BASE = '/personal-demographics/FHIR/R4'
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** What may be done to the record of one number. */
type OfPatient = (patient: Patient, about: Asked) => Found

/** A request, what may be known while it is answered, and the records as they are by now. */
interface Asked {
  readonly seen: SeenRequest
  readonly world: World
  readonly records: FhirRecords
}

const OF_PATIENT: Readonly<Record<string, OfPatient>> = {
  GET: (patient, { records }) => records.current(patient),
  PATCH: (patient, { seen, world, records }) => records.change(seen, patient, () => world.newId()),
}

function onPatient(id: string, act: OfPatient, asked: Asked): Found {
  if (!isNhsNumber(id)) return OUTCOMES.invalidId
  if (id === INVALIDATED_NUMBER) return OUTCOMES.invalidated
  const patient = asked.world.find(id)
  return patient === undefined ? OUTCOMES.notFound : act(patient, asked)
}

function searchPatients(parameters: URLSearchParams, { world, records }: Asked): Found {
  const found = search(parameters, world, patient => records.current(patient).resource)
  return 'bundle' in found ? { resource: found.bundle } : found
}

function route(asked: Asked): Found {
  const { method, target } = asked.seen
  const { pathname, searchParams } = new URL(target, 'http://cloud')
  if (!pathname.startsWith(BASE)) return OUTCOMES.unsupported
  const [, id] = /^\/Patient\/([^/]+)$/.exec(pathname.slice(BASE.length)) ?? []
  const act = OF_PATIENT[method]
  if (id !== undefined && act !== undefined) return onPatient(decodeURIComponent(id), act, asked)
  return method === 'GET' && pathname === `${BASE}/Patient`
    ? searchPatients(searchParams, asked)
    : OUTCOMES.unsupported
}

/** What must be right before a path is looked at. */
function precondition(seen: SeenRequest, token: string | undefined): Outcome | undefined {
  const requestId = headerOf(seen, 'X-Request-ID')
  if (token !== undefined && headerOf(seen, 'Authorization') !== `Bearer ${token}`) {
    return OUTCOMES.denied
  }
  if (requestId === undefined)
    return seen.target.startsWith(SCR_BASE) ? undefined : OUTCOMES.missing
  return UUID.test(requestId) ? undefined : OUTCOMES.invalid
}

const versionOf = (found: Found): number | undefined =>
  'resource' in found ? found.version : undefined

function bodyOf(found: Found): string {
  if ('text' in found) return found.text
  return JSON.stringify('resource' in found ? found.resource : outcomeResource(found))
}

/** How what was found is said: when, and bound to which request. */
interface Saying {
  readonly now: number
  readonly requestId: string | undefined
}

function say(seen: SeenRequest, found: Found, { now, requestId }: Saying): SimulatedAnswer {
  const correlationId = headerOf(seen, 'X-Correlation-ID')
  const version = versionOf(found)
  return {
    status: 'status' in found ? found.status : 200,
    headers: [
      ['Date', new Date(now).toUTCString()],
      ['Content-Type', 'application/fhir+json'],
      ...(version === undefined ? [] : [['ETag', `W/"${version}"`] as const]),
      ...(requestId === undefined ? [] : [['X-Request-ID', requestId] as const]),
      ...(correlationId === undefined ? [] : [['X-Correlation-ID', correlationId] as const]),
    ],
    body: bodyOf(found),
  }
}

const REFUSALS: Record<number, Outcome> = { 429: OUTCOMES.throttled }

/**
 * Starts a simulator of the cloud's services on 127.0.0.1: PDS FHIR R4 reads, searches and PATCH below
 * `/personal-demographics/FHIR/R4`, prescriptions below `/FHIR/R4` under any one base, summary care records below
 * `/summary-care-record/FHIR/R4`; every other path is a 404 OperationOutcome. It keeps prescriptions as they were sent
 * and records as they were changed for as long as it runs, and tells a request id that comes again what it told it before.
 */
export async function createCloud(
  options: CloudOptions = {},
): Promise<PrescribingSimulator & PointingSimulator> {
  const { now = Date.now, random = createRandom(2), newId = randomUUID } = options
  const patients = options.patients ?? createPatients()
  const eps = createEpsCloud(options.keeps)
  const records = createFhirRecords()
  const scr = createScrCloud(options.summaries ?? createSummaryRecords(), options.keeps)
  const held = { patients, byNumber: byNumber(patients), now, newId }
  const locator = openCloudLocator({ ...options, patients, now })

  const answer = (seen: SeenRequest, strike: Strike): SimulatedAnswer => {
    const world = createWorld(held, strike)
    if (locator.isAsked(seen)) return locator.answer(seen, world, strike)
    const requestId = headerOf(seen, 'X-Request-ID')
    const bound = requestId === undefined ? undefined : world.boundTo(requestId)
    const found =
      precondition(seen, options.token) ??
      eps.answer(seen, world) ??
      scr(seen, world) ??
      route({ seen, world, records })
    return say(seen, found, { now: now(), requestId: bound })
  }

  const refuse = (
    seen: SeenRequest,
    status: number,
    retryAfter: number | undefined,
  ): SimulatedAnswer => {
    const row = { ...(REFUSALS[status] ?? OUTCOMES.failed), status }
    const said = locator.isAsked(seen)
      ? locator.refuse(seen, status, now())
      : say(seen, row, { now: now(), requestId: headerOf(seen, 'X-Request-ID') })
    const later = retryAfter === undefined ? [] : [['Retry-After', String(retryAfter)] as const]
    return { ...said, headers: [...said.headers, ...later] }
  }

  const serving = { port: options.port ?? 0, now, random, faults: options.faults }
  const simulator = await serve(serving, { answer, refuse })
  return {
    ...simulator,
    prescriptions: () => eps.prescriptions(),
    strays: () => eps.strays(),
    pointers: () => locator.pointers(),
  }
}
