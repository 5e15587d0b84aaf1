import type { Message } from './hl7-message.ts'
import * as pds from './pds-answers.ts'
import * as scr from './scr-answers.ts'
import type { Uploads } from './scr-answers.ts'
import type { SeenRequest, SimulatedAnswer } from './serve.ts'
import { SERVICES } from './services.ts'
import { soapFault, soapReply } from './soap-reply.ts'
import { readSoapRequest } from './soap-request.ts'
import type { SoapRequest } from './soap-request.ts'
import type { World } from './world.ts'

interface Interaction {
  readonly service: string
  /** The element put around the reply's message. */
  readonly wrapper: string
  readonly answer: (request: SoapRequest, world: World) => Message
}

function interactions(uploads: Uploads): ReadonlyMap<string, Interaction> {
  const pdsquery = (wrapper: string, answer: Interaction['answer']): Interaction => ({
    service: SERVICES.pdsquery,
    wrapper,
    answer,
  })
  const psisquery = (wrapper: string, answer: Interaction['answer']): Interaction => ({
    service: SERVICES.psisquery,
    wrapper,
    answer,
  })
  const list = 'eventListQueryResponse'
  return new Map<string, Interaction>([
    ['QUPA_IN000005UK01', pdsquery('traceQueryResponse', pds.simpleTrace)],
    ['QUPA_IN000005UK03', pdsquery('traceQueryResponse', pds.simpleTrace2008)],
    ['QUPA_IN000008UK02', pdsquery('retrievalQueryResponse', pds.retrievalMim6)],
    ['QUPA_IN000008UK05', pdsquery('retrievalQueryResponse', pds.retrievalMim7)],
    ['QUPA_IN000008SM13', pdsquery('retrievalQueryResponse', pds.retrievalMim7)],
    ['QUPA_IN000014UK01', pdsquery('crossCheckTraceQueryResponse', pds.crossCheck)],
    ['QUPA_IN000014UK03', pdsquery('crossCheckTraceQueryResponse', pds.crossCheck)],
    ['QUPA_IN000014SM03', pdsquery('crossCheckTraceQueryResponse', pds.crossCheck)],
    ['QUPC_IN180000UK04', psisquery(list, scr.eventList('QUPC_IN200000UK04', uploads))],
    ['QUPC_IN180000SM04', psisquery(list, scr.eventList('QUPC_IN200000SM04', uploads))],
    ['QUPC_IN190000UK04', psisquery('eventQueryResponse', scr.event('QUPC_IN210000UK04', uploads))],
  ])
}

/** Creates the synchronous side: SOAP in, SOAP out. */
export function createSynchronous(
  uploads: Uploads,
): (seen: SeenRequest, world: World) => SimulatedAnswer {
  const known = interactions(uploads)

  const find = (soapAction: string): Interaction | undefined => {
    const [service, id = ''] = soapAction.split('/')
    const interaction = known.get(id)
    return interaction?.service === service ? interaction : undefined
  }

  return (seen, world) => {
    const request = readSoapRequest(seen, action => find(action) !== undefined)
    if ('refusal' in request) return soapFault(request.refusal, world.now, 'Client')
    const interaction = find(request.soapAction)
    if (interaction === undefined) throw new Error('an unsupported SOAPAction was let through')
    return soapReply(request, interaction.wrapper, interaction.answer(request, world), world)
  }
}
