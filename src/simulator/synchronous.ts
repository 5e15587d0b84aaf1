import type { SoapRequest } from './accept-soap.ts'
import { PERMISSION_RULES } from './accept-scr.ts'
import { broken } from './accept.ts'
import type { Refused, Rule } from './accept.ts'
import { queryFailure } from './hl7-message.ts'
import type { Message, Reason } from './hl7-message.ts'
import * as pds from './pds-answers.ts'
import * as scr from './scr-answers.ts'
import { SCR_VERSION } from './scr-errors.ts'
import { getPermissions, hasPermissions, setPermissions } from './scr-permissions.ts'
import type { SummaryRecords } from './scr-store.ts'
import type { SeenRequest, SimulatedAnswer } from './serve.ts'
import { SERVICES } from './services.ts'
import { soapFault, soapReply } from './soap-reply.ts'
import { readSoapRequest, soapActionOf, UNSUPPORTED } from './soap-request.ts'
import type { World } from './world.ts'

type Answer = (request: SoapRequest, world: World) => Message

interface Interaction {
  readonly service: string
  /** The element put around the reply's message. */
  readonly wrapper: string
  /** The element in which something is asked; default `query`. */
  readonly asks?: string
  /** What its service asks of it before it is answered. */
  readonly rules?: readonly Rule<string, Refused>[]
  readonly answer: Answer
}

const QUERY = 'query'

const pdsquery = (wrapper: string, answer: Answer): Interaction => ({
  service: SERVICES.pdsquery,
  wrapper,
  answer,
})

const psisquery = (wrapper: string, answer: Answer): Interaction => ({
  service: SERVICES.psisquery,
  wrapper,
  answer,
})

const permission = (of: keyof typeof PERMISSION_RULES, answer: Answer): Interaction => ({
  service: of === 'set' ? SERVICES.lrs : SERVICES.lrsquery,
  wrapper: `${of}ResourcePermissionsResponse`,
  asks: `${of}ResourcePermissionsRequest`,
  rules: PERMISSION_RULES[of],
  answer,
})

const PDS: readonly (readonly [string, Interaction])[] = [
  ['QUPA_IN000005UK01', pdsquery('traceQueryResponse', pds.simpleTrace)],
  ['QUPA_IN000005UK03', pdsquery('traceQueryResponse', pds.simpleTrace2008)],
  ['QUPA_IN000008UK02', pdsquery('retrievalQueryResponse', pds.retrievalMim6)],
  ['QUPA_IN000008UK05', pdsquery('retrievalQueryResponse', pds.retrievalMim7)],
  ['QUPA_IN000008SM13', pdsquery('retrievalQueryResponse', pds.retrievalMim7)],
  ['QUPA_IN000014UK01', pdsquery('crossCheckTraceQueryResponse', pds.crossCheck)],
  ['QUPA_IN000014UK03', pdsquery('crossCheckTraceQueryResponse', pds.crossCheck)],
  ['QUPA_IN000014SM03', pdsquery('crossCheckTraceQueryResponse', pds.crossCheck)],
]

const LIST = 'eventListQueryResponse'

const interactions = (summaries: SummaryRecords): ReadonlyMap<string, Interaction> =>
  new Map<string, Interaction>([
    ...PDS,
    ['QUPC_IN180000UK04', psisquery(LIST, scr.eventList('QUPC_IN200000UK04', summaries))],
    ['QUPC_IN180000SM04', psisquery(LIST, scr.eventList('QUPC_IN200000SM04', summaries))],
    [
      'QUPC_IN190000UK04',
      psisquery('eventQueryResponse', scr.event('QUPC_IN210000UK04', summaries)),
    ],
    ['SET_RESOURCE_PERMISSIONS_INUK01', permission('set', setPermissions(summaries))],
    ['GET_RESOURCE_PERMISSIONS_INUK01', permission('get', getPermissions(summaries))],
    ['HAS_RESOURCE_PERMISSIONS_INUK01', permission('has', hasPermissions(summaries))],
  ])

const acknowledgement = (ack: 'AE' | 'AR', reasons: readonly Reason[]): Message => ({
  root: 'MCCI_IN010000UK13',
  version: SCR_VERSION,
  ack,
  reasons,
})

/** The negative answer to what asked in an element: a query has its own, the others are acknowledged. */
function negative(asks: string, refused: Exclude<Refused, { readonly fault: unknown }>): Message {
  const plain = asks === QUERY ? queryFailure(SCR_VERSION, []) : acknowledgement('AE', [])
  return 'detail' in refused
    ? { ...plain, ack: 'AR', detail: refused.detail }
    : { ...plain, reasons: refused.reasons }
}

/** Creates the synchronous side: SOAP in, SOAP out. */
export function createSynchronous(
  summaries: SummaryRecords,
): (seen: SeenRequest, world: World) => SimulatedAnswer {
  const known = interactions(summaries)

  const find = (soapAction: string): Interaction | undefined => {
    const [service, id = ''] = soapAction.split('/')
    const interaction = known.get(id)
    return interaction?.service === service ? interaction : undefined
  }

  return (seen, world) => {
    const interaction = find(soapActionOf(seen))
    if (interaction === undefined) return soapFault(UNSUPPORTED, world.now, 'Client')
    const { wrapper, asks = QUERY, rules = [], answer } = interaction
    const read = readSoapRequest(seen, asks)
    const { request } = read
    const refused = read.refused ?? broken(rules, request.body)
    if (refused === undefined) return soapReply(request, wrapper, answer(request, world), world)
    return 'fault' in refused
      ? soapFault(refused.fault, world.now, 'Client')
      : soapReply(request, wrapper, negative(asks, refused), world)
  }
}
