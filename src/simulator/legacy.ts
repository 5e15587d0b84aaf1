import { randomUUID } from 'node:crypto'
import type { Strike } from './faults.ts'
import type { Message } from './hl7-message.ts'
import type { SimulatorOptions } from './options.ts'
import { createPatients } from './patients.ts'
import * as pds from './pds-answers.ts'
import { createRandom } from './random.ts'
import { serve } from './serve.ts'
import { SERVICES } from './services.ts'
import type { SeenRequest, SimulatedAnswer, Simulator, Speaker } from './serve.ts'
import { soapFault, soapReply } from './soap-reply.ts'
import { readSoapRequest } from './soap-request.ts'
import type { SoapRequest } from './soap-request.ts'
import { createWorld } from './world.ts'
import type { World } from './world.ts'

interface SyncInteraction {
  readonly service: string
  readonly wrapper: string
  readonly answer: (request: SoapRequest, world: World) => Message
}

const pdsquery = (wrapper: string, answer: SyncInteraction['answer']): SyncInteraction => ({
  service: SERVICES.pdsquery,
  wrapper,
  answer,
})

const SYNC = new Map<string, SyncInteraction>([
  ['QUPA_IN000005UK01', pdsquery('traceQueryResponse', pds.simpleTrace)],
  ['QUPA_IN000005UK03', pdsquery('traceQueryResponse', pds.simpleTrace2008)],
  ['QUPA_IN000008UK02', pdsquery('retrievalQueryResponse', pds.retrievalMim6)],
  ['QUPA_IN000008UK05', pdsquery('retrievalQueryResponse', pds.retrievalMim7)],
  ['QUPA_IN000008SM13', pdsquery('retrievalQueryResponse', pds.retrievalMim7)],
  ['QUPA_IN000014UK01', pdsquery('crossCheckTraceQueryResponse', pds.crossCheck)],
  ['QUPA_IN000014UK03', pdsquery('crossCheckTraceQueryResponse', pds.crossCheck)],
  ['QUPA_IN000014SM03', pdsquery('crossCheckTraceQueryResponse', pds.crossCheck)],
])

function interactionOf(soapAction: string): SyncInteraction | undefined {
  const [service, id = ''] = soapAction.split('/')
  const interaction = SYNC.get(id)
  return interaction?.service === service ? interaction : undefined
}

/**
 * Starts a simulator of the legacy Spine on 127.0.0.1: synchronous SOAP. Any path will do, as suppliers take
 * theirs from the directory service.
 */
export async function createLegacySpine(options: SimulatorOptions = {}): Promise<Simulator> {
  const { now = Date.now, random = createRandom(1), newId = randomUUID } = options
  const patients = options.patients ?? createPatients()

  const sync = (seen: SeenRequest, strike: Strike): SimulatedAnswer => {
    const request = readSoapRequest(seen, each => interactionOf(each) !== undefined)
    if ('refusal' in request) return soapFault(request.refusal, now(), 'Client')
    const interaction = interactionOf(request.soapAction)
    const world = createWorld({ patients, now, newId }, strike)
    if (interaction === undefined) throw new Error('an unsupported SOAPAction was let through')
    return soapReply(request, interaction.wrapper, interaction.answer(request, world), world)
  }

  const speaker: Speaker = {
    answer: sync,
    refuse: (_, status, retryAfter) => ({
      ...failure(now()),
      status,
      ...retryHeaders(now(), retryAfter),
    }),
  }
  return serve({ port: options.port ?? 0, now, random, faults: options.faults }, speaker)
}

const failure = (now: number): SimulatedAnswer =>
  soapFault(
    { code: 200, location: 'Not Supported', says: 'System failure to process message - default' },
    now,
    'Server',
  )

const retryHeaders = (now: number, retryAfter: number | undefined): Partial<SimulatedAnswer> =>
  retryAfter === undefined
    ? {}
    : { headers: [...failure(now).headers, ['Retry-After', String(retryAfter)]] }
