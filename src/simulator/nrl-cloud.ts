import type { Strike } from './faults.ts'
import type { Locator } from './nrl-legacy.ts'
import { isKnownOds } from './nrl-parties.ts'
import { R4_ACTS, readObject, saysR4 } from './nrl-r4-acts.ts'
import type { R4Told, Side } from './nrl-r4-acts.ts'
import { R4, R4_IMPOSED, r4Outcome } from './nrl-r4-outcome.ts'
import type { R4Outcome } from './nrl-r4-outcome.ts'
import type { PointerStore } from './nrl-store.ts'
import type { SeenRequest, SimulatedAnswer } from './serve.ts'
import { headerOf } from './soap-request.ts'
import type { World } from './world.ts'

const PATH = /^\/record-locator\/(producer|consumer)\/FHIR\/R4\/DocumentReference(?:\/([^/]+))?$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The parameters of a search that is posted, in JSON or as a form. */
function formOf(seen: SeenRequest): URLSearchParams | undefined {
  if (!/json/.test(headerOf(seen, 'Content-Type') ?? ''))
    return new URLSearchParams(seen.body.toString('utf8'))
  const sent = readObject(seen.body)
  return (
    sent &&
    new URLSearchParams(
      Object.entries(sent).map(([name, of]): [string, string] => [name, String(of)]),
    )
  )
}

/** What must be right of every call. */
function headFault(seen: SeenRequest, token: string | undefined): R4Outcome | undefined {
  if (token !== undefined && headerOf(seen, 'Authorization') !== `Bearer ${token}`) return R4.denied
  if (!UUID.test(headerOf(seen, 'X-Request-ID') ?? '')) return R4.header('X-Request-ID')
  const ods = headerOf(seen, 'NHSD-End-User-Organisation-ODS')
  if (ods === undefined || ods === '') return R4.header('NHSD-End-User-Organisation-ODS')
  return isKnownOds(ods) ? undefined : R4.noOrganisation
}

/** What the locator is made of. */
interface Made {
  readonly store: PointerStore
  /** The bearer token every request must carry; undefined: none is asked for, as in a sandbox. */
  readonly token: string | undefined
}

function told(seen: SeenRequest, { store, token }: Made, world: World, strike: Strike): R4Told {
  const { pathname, searchParams } = new URL(seen.target, 'http://cloud')
  const [, base, id] = PATH.exec(pathname) ?? []
  if (base === undefined) return saysR4(R4.unknownPath)
  const fault = headFault(seen, token)
  if (fault !== undefined) return saysR4(fault)
  const isForm = id === '_search'
  const place = isForm ? 'form' : id === undefined ? 'all' : 'one'
  const side: Side = base === 'producer' ? 'producer' : 'consumer'
  const act = R4_ACTS[side][`${seen.method} ${place}`]
  if (act === undefined) return saysR4(R4.method)
  const parameters = isForm ? formOf(seen) : searchParams
  if (parameters === undefined) return saysR4(R4.notWellFormed)
  const ods = headerOf(seen, 'NHSD-End-User-Organisation-ODS') ?? ''
  return act({ seen, world, strike, store, side, id, ods, parameters })
}

const headersOf = (
  seen: SeenRequest,
  now: number,
  bound: (id: string) => string,
): SimulatedAnswer['headers'] => {
  const requestId = headerOf(seen, 'X-Request-ID')
  const correlationId = headerOf(seen, 'X-Correlation-ID')
  return [
    ['Date', new Date(now).toUTCString()],
    ['Content-Type', 'application/fhir+json;version=1'],
    ...(requestId === undefined ? [] : [['X-Request-ID', bound(requestId)] as const]),
    ...(correlationId === undefined ? [] : [['X-Correlation-ID', correlationId] as const]),
  ]
}

function written(seen: SeenRequest, came: R4Told, world: World): SimulatedAnswer {
  const { location } = came
  return {
    status: 'outcome' in came ? came.outcome.status : 200,
    headers: [
      ...headersOf(seen, world.now, id => world.boundTo(id)),
      ...(location === undefined ? [] : [['Location', location] as const]),
    ],
    body: JSON.stringify(
      'outcome' in came ? r4Outcome(came.outcome, world.newId().toLowerCase()) : came.resource,
    ),
  }
}

function imposed(seen: SeenRequest, status: number, now: number): SimulatedAnswer {
  const row = { ...(R4_IMPOSED[status] ?? R4_IMPOSED.other), status }
  const outcome = r4Outcome({ ...row, diagnostics: row.display }, '')
  return { status, headers: headersOf(seen, now, id => id), body: JSON.stringify(outcome) }
}

/** Creates the cloud's locator over its pointers: R4 in JSON, a base for producers and one for consumers. */
export const createCloudLocator = (made: Made): Locator => ({
  isAsked: ({ target }) => target.startsWith('/record-locator/'),
  answer: (seen, world, strike) => written(seen, told(seen, made, world, strike), world),
  refuse: imposed,
})
